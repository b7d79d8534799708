"""How long a file of a million people takes to be opened, read and cleaned, and in how much memory.

    python benchmarks/exchange/bench_people_files.py [--rows 1000000] [--repeats 3] [--form csv]

Ten columns, as a sign-up form's: numbers, names (3 in 100 with marks or signs), e-mail addresses,
telephones, addresses in households of two, towns, postcodes, levels, tags. `--form register` writes
the fourteen columns of the UK register instead. Prints medians, cleaning also in processor time.
"""

import argparse
import resource
import statistics
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import polars as pl

from groundswell.exchange.people.cleaning import clean
from groundswell.exchange.people.files import FROM_THE_SHELL, open_people_file
from groundswell.exchange.people.formats import recognise

PIECE = 500_000
BATCH = 200_000
SIZES = {"first": 4_000, "last": 60_000, "street": 20_000}
FORM = {
    "ID": "id", "First name": "first", "Last name": "last", "E-mail": "email", "Mobile": "mobile",
    "Address": "address", "Town": "town", "Postcode": "postcode", "Support level": "level",
    "Tags": "tags",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--form", choices=["csv", "register"], default="csv")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        # In a process of its own, so that its memory doesn't count.
        writer = get_context("spawn").Process(target=write, args=(path, asked.rows, asked.form))
        writer.start()
        writer.join()
        print(f"{asked.rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
        runs = [timed(path) for _ in range(asked.repeats)]
        for name in runs[0]:
            print(f"{name:<28}{statistics.median(run[name] for run in runs):8.2f} s")
        most_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{'most memory':<28}{most_kb // 1024:8,} MB")


def timed(path: Path) -> dict[str, float]:
    """Seconds that each step took."""
    took = {"open": 0.0, "read": 0.0, "clean": 0.0, "clean, processor": 0.0}
    began = time.perf_counter()
    with open_people_file(path, limits=FROM_THE_SHELL) as file:
        of = recognise(file.header)
        columns = of.mapping(file.header)
        took["open"] = time.perf_counter() - began
        began = time.perf_counter()
        for batch in file.batches(BATCH):
            took["read"] += time.perf_counter() - began
            began, of_processor = time.perf_counter(), time.process_time()
            people = clean(batch, columns, source=of.source)
            took["clean"] += time.perf_counter() - began
            took["clean, processor"] += time.process_time() - of_processor
            assert not people["refused"].is_not_null().any()
            began = time.perf_counter()
    return took


def write(path: Path, n: int, form: str) -> None:
    """A file of n made-up people."""
    with path.open("wb") as file:
        for start in range(0, n, PIECE):
            people = made_up(start, min(PIECE, n - start))
            table = people.select(**{name: pl.col(ours) for name, ours in FORM.items()})
            if form == "register":
                table = as_register(people)
            table.write_csv(file, include_header=start == 0)


def made_up(start: int, n: int) -> pl.DataFrame:
    rng = np.random.default_rng(start + 1)
    number = pl.int_range(start, start + n, eager=True)
    home = rng.integers(0, n // 2, n)
    kinds = {name: pl.Series((rng.zipf(1.3, n) * 7919) % size) for name, size in SIZES.items()}
    rare = pl.Series(rng.random(n))
    return pl.DataFrame({"number": number, "home": home, **kinds, "rare": rare}).select(
        id=pl.format("M{}", "number"),
        first=pl.format("Fore{}", "first"),
        last=pl.when(pl.col("rare") < 0.015)
        .then(pl.format("O'Sur{}", "last"))
        .when(pl.col("rare") < 0.03)
        .then(pl.format("Sûr{}", "last"))
        .otherwise(pl.format("Sur{}", "last")),
        email=pl.format("someone.{}@example.org", "number"),
        mobile=pl.format("07700 {}", 900_000 + pl.col("number") % 100_000),
        house=(pl.col("home") % 200 + 1).cast(pl.String),
        road=pl.format("Street{} Road", pl.col("home") % SIZES["street"]),
        address=pl.format(
            "{} Street{} Road", pl.col("home") % 200 + 1, pl.col("home") % SIZES["street"]
        ),
        town=pl.format("Town {}", pl.col("home") % 400),
        postcode=pl.format("SA{} {}AB", pl.col("home") % 19 + 1, pl.col("home") % 9 + 1),
        level=(pl.col("number") % 5 + 1).cast(pl.String),
        tags=pl.when(pl.col("rare") < 0.4)
        .then(pl.lit("members; poster"))
        .otherwise(pl.lit("members")),
    )


def as_register(people: pl.DataFrame) -> pl.DataFrame:
    blank = pl.lit("")
    return people.select(
        pl.lit("AB1").alias("Elector Number Prefix"),
        pl.col("id").str.strip_prefix("M").alias("Elector Number"),
        pl.lit("0").alias("Elector Number Suffix"),
        blank.alias("Elector Markers"),
        blank.alias("Elector DOB"),
        pl.col("last").alias("Elector Surname"),
        pl.col("first").alias("Elector Forename"),
        pl.col("postcode").alias("PostCode"),
        pl.col("address").alias("Address1"),
        pl.lit("Gorseinon").alias("Address2"),
        pl.col("town").alias("Address3"),
        blank.alias("Address4"),
        blank.alias("Address5"),
        blank.alias("Address6"),
    )


if __name__ == "__main__":
    main()
