"""How many of the seats that ended close a target list of 100 would have held.

    python benchmarks/forecasting/bench_targets.py [--side LAB] [--top 100]

For 2015 and 2017, from the shipped results and final polls: lists from the polls alone, from no
swing with the errors of 50 days, and from half of each. Close is a margin of the side under five
points.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import polars as pl

from groundswell.exchange import open_data

PAIRS = ((date(2010, 5, 6), date(2015, 5, 7)), (date(2015, 5, 7), date(2017, 6, 8)))
CLOSE = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", default="LAB")
    parser.add_argument("--top", type=int, default=100)
    asked = parser.parse_args()
    for base, truth in PAIRS:
        close = close_seats(truth, asked.side)
        print(f"{truth:%Y}: {len(close)} seats ended within {CLOSE:.0%}")
        with tempfile.TemporaryDirectory() as scratch:
            folders = forecasts(Path(scratch), base, truth, asked.side)
            for name, lists in (
                ("polls", folders[:1]), ("no swing", folders[1:]), ("half and half", folders)
            ):  # fmt: skip
                out = Path(scratch) / "list"
                run("targets", *lists, "--top", asked.top, "--out", out)
                listed = pl.read_csv(out / "targets.csv")["seat_code"].head(asked.top)
                print(f"  {name:<14} {len(close & set(listed))}")


def forecasts(folder: Path, base: date, truth: date, side: str) -> list[Path]:
    """The two scenarios, as the command makes them."""
    results = open_data.open_table("uk_results.csv.gz")
    national = open_data.open_table(f"uk_national_{truth:%Y}.csv")
    polls, none = folder / "polls", folder / "no-swing"
    run("forecast", results, "--base", base, "--side", side, "--national", national, "--out", polls)
    run("forecast", results, "--base", base, "--side", side, "--horizon-days", 50, "--out", none)
    return [polls, none]


def close_seats(truth: date, side: str) -> set[str]:
    """Seats in which the side's share less the best other share was small, either way."""
    held = open_data.uk_results().filter(pl.col("election_date") == truth)
    share = pl.col("votes") / pl.col("valid_votes")
    own = held.filter(pl.col("party") == side).group_by("seat_code").agg(own=share.max())
    best = held.filter(pl.col("party") != side).group_by("seat_code").agg(best=share.max())
    margins = own.join(best, on="seat_code")
    return set(margins.filter((pl.col("own") - pl.col("best")).abs() < CLOSE)["seat_code"])


def run(*arguments: object) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "groundswell.cli", *map(str, arguments), "--json"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    main()
