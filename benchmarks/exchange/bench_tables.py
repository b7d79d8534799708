"""How fast a table of a million rows is read and checked, beside polars reading it unchecked.

    python benchmarks/exchange/bench_tables.py [--rows 1000000] [--repeats 5]

Eight columns, one of them with ids that must not repeat, seven of numbers. Prints medians.
"""

import argparse
import gzip
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from groundswell.exchange.tables import Column, read_table

COLUMNS = [Column("id", unique=True), *(Column(f"c{i}", "number") for i in range(7))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for path, unchecked in tables(Path(folder), asked.rows):
            ours = median(lambda path=path: read_table(path, COLUMNS), asked.repeats)
            theirs = median(unchecked, asked.repeats)
            ratio = f"{ours / theirs:.1f}×"
            print(f"{path.name:<16} ours {ours:6.2f} s   polars {theirs:6.2f} s   {ratio:>6}")


def tables(folder: Path, n: int) -> list[tuple[Path, Callable[[], object]]]:
    """The same rows in the three forms that commands read, each with polars' own reading of it."""
    numbers = pl.int_range(n, eager=True)
    frame = pl.DataFrame(
        {f"c{i}": numbers + i for i in range(7)} | {"id": "v" + numbers.cast(pl.String)}
    )
    plain, packed, parquet = (folder / f"people.{end}" for end in ("csv", "csv.gz", "parquet"))
    frame.write_csv(plain)
    packed.write_bytes(gzip.compress(plain.read_bytes(), compresslevel=1))
    frame.write_parquet(parquet)
    return [
        (plain, lambda: pl.read_csv(plain)),
        (packed, lambda: pl.read_csv(packed)),
        (parquet, lambda: pl.read_parquet(parquet)),
    ]


def median(work: Callable[[], object], repeats: int) -> float:
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


if __name__ == "__main__":
    main()
