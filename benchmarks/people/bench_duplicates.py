"""How well and how fast duplicates are found among made-up people with known pairs.

    python benchmarks/people/bench_duplicates.py --people 1000000 --repeats 3

For each kind of pair: how many are suggested. The peer in the same run is what most tools do: the
same e-mail address, or the same name and postcode.
"""

import argparse
import resource
import statistics
import time

import numpy as np
import polars as pl
from made_up_pairs import MadeUp, made_up

from groundswell.apps.people.planning.duplicates import likely_pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    made = made_up(asked.people, np.random.default_rng(1))
    took = []
    for _ in range(asked.repeats):
        began = time.perf_counter()
        found = likely_pairs(made.people)
        took.append(time.perf_counter() - began)
    began = time.perf_counter()
    usual = usual_pairs(made.people)
    peer = time.perf_counter() - began
    print(f"{made.people.height:,} people, {found.n_compared:,} pairs compared, "
          f"{found.n_blocks_left_out:,} blocks left out")  # fmt: skip
    print(f"ours {statistics.median(took):.1f} s   usual {peer:.1f} s   "
          f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # fmt: skip
    report(made, found.frame, usual)


def usual_pairs(people: pl.DataFrame) -> pl.DataFrame:
    """The same e-mail address, or the same name and postcode."""
    parts = []
    for columns in (["email"], ["name_key", "postcode"]):
        known = people.filter(*(pl.col(column) != "" for column in columns)).select("id", *columns)
        both = known.join(known, on=columns, suffix="_b").filter(pl.col("id") < pl.col("id_b"))
        parts.append(both.select(one="id", other="id_b"))
    return pl.concat(parts).unique()


def report(made: MadeUp, ours: pl.DataFrame, usual: pl.DataFrame) -> None:
    names = {"ours": ours.select("one", "other"), "usual": usual}
    print(f"{'suggested, of 100':<34}" + "".join(f"{name:>8}" for name in names))
    for (kind, is_one), pairs in made.pairs.group_by("kind", "is_one", maintain_order=True):
        shares = [pairs.join(found, on=["one", "other"]).height / pairs.height
                  for found in names.values()]  # fmt: skip
        print(f"{kind:<30}{'one' if is_one else 'two':>4}"
              + "".join(f"{100 * share:8.1f}" for share in shares))  # fmt: skip
    true = made.pairs.filter("is_one")
    for what in ("recall", "precision"):
        values = []
        for found in names.values():
            right = true.join(found, on=["one", "other"]).height
            values.append(right / (true.height if what == "recall" else max(found.height, 1)))
        print(f"{what:<34}" + "".join(f"{100 * value:8.1f}" for value in values))


if __name__ == "__main__":
    main()
