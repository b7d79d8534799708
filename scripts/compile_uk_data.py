"""Compile the small tables of British figures in `data/` from a folder of published files.

    python scripts/compile_uk_data.py DATA_FOLDER [--out data]

DATA_FOLDER holds `uk/` with the files that `data/README.md` names. The one input that is our own,
the hexagon layout `uk_cartogram.csv`, lies in `data/` and is not touched. The same input gives the
same bytes.
"""

import argparse
import csv
import gzip
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from compile_uk_elections import national_rows, party_rows, result_rows
from compile_uk_places import district_rows, seat_rows

DATA = Path(__file__).resolve().parents[1] / "data"
POLLING_DAYS = ("2015-05-07", "2017-06-08")

SEATS = ("seat_code", "seat_name", "region", "nation", "lon", "lat", "q", "r")
RESULTS = (
    *("election_date", "seat_code", "seat_name", "region", "nation"),
    *("electorate", "valid_votes", "party", "votes"),
)
NATIONAL = ("area", "party", "share")
EXPECTED = ("election_date", *NATIONAL, "source")
DISTRICTS = ("district", "lon", "lat", "population", "town", "seat_code")
PARTIES = ("code", "name", "short_name", "colour", "order")

Row = Sequence[object]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("folder", type=Path, help="the folder that holds uk/")
    arguments.add_argument("--out", type=Path, default=DATA, help="where to write (data/)")
    options = arguments.parse_args()
    uk = options.folder / "uk"
    if not uk.is_dir():
        sys.exit(f"{options.folder} holds no folder uk/. Name the folder of published files.")
    options.out.mkdir(parents=True, exist_ok=True)

    tables: dict[str, tuple[Row, Iterable[Row]]] = {
        "uk_seats.csv": (SEATS, seat_rows(uk, cartogram=DATA / "uk_cartogram.csv")),
        "uk_results.csv.gz": (RESULTS, result_rows(uk)),
        "uk_postcode_districts.csv": (DISTRICTS, district_rows(uk)),
        "uk_parties.csv": (PARTIES, party_rows(uk)),
    }
    expected = [row for day in POLLING_DAYS for row in national_rows(uk, polling_day=day)]
    tables["uk_national_expected.csv"] = (EXPECTED, expected)
    for day in POLLING_DAYS:
        # Great Britain is no area of the results, so the tables for `--national` leave it out.
        of_day = [row[1:4] for row in expected if row[0] == day and row[1] != "Great Britain"]
        tables[f"uk_national_{day[:4]}.csv"] = (NATIONAL, of_day)

    for name, (header, rows) in tables.items():
        content = as_csv(header, rows)
        (options.out / name).write_bytes(content if name.endswith(".csv") else packed(content))
        print(f"{(options.out / name).stat().st_size:8,d} bytes  {name}")


def as_csv(header: Row, rows: Iterable[Row]) -> bytes:
    """Comma-separated, UTF-8, one line feed a row, whatever the machine's habits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def packed(content: bytes) -> bytes:
    """Gzipped without name or time, so that the same content gives the same bytes."""
    return gzip.compress(content, compresslevel=9, mtime=0)


if __name__ == "__main__":
    main()
