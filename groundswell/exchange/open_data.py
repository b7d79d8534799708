"""The open tables of figures that come with Groundswell: British seats, votes, polls, postcodes.

Their columns, sources and licences are in `data/README.md`. A page that shows them owes the
credit lines in `ATTRIBUTION`.
"""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import polars as pl

from groundswell.errors import InputError

ATTRIBUTION = (
    "Contains Parliamentary information licensed under the Open Parliament Licence v3.0.",
    "Contains Electoral Commission, OS, Royal Mail, OSNI, NRS, NISRA and National Statistics data "
    "© Crown copyright and database right, licensed under the Open Government Licence v3.0.",
)


@dataclass(frozen=True)
class Party:
    """A party code of the results with what a page needs to show it; `order` starts at 1."""

    code: str
    name: str
    short_name: str
    colour: str
    order: int


def uk_seats() -> pl.DataFrame:
    """The 650 seats of the House of Commons, on the boundaries in force from 2010 to 2023.

    Columns: seat_code, seat_name, region, nation, lon, lat (centre of population, WGS84), q, r
    (hexagon of the cartogram: draw at x = q + r / 2, y = r * sqrt(3) / 2, y downwards, point up).
    """
    return _read("uk_seats.csv", {"lon": pl.Float64, "lat": pl.Float64, "q": pl.Int64})


def uk_results() -> pl.DataFrame:
    """Every candidacy at the general elections of 2010, 2015 and 2017.

    Columns: election_date (a date), seat_code, seat_name, region, nation, electorate, valid_votes,
    party, votes. A seat may have several rows of IND or OTH: they are rivals, not one party.
    """
    return _read("uk_results.csv.gz", {"election_date": pl.Date, "votes": pl.Int64})


def uk_national(election_date: date) -> pl.DataFrame:
    """Shares that the final polls led one to expect, for 2015-05-07 or 2017-06-08.

    Columns: area (England, Scotland, Wales, Great Britain), party, share (0 to 1; each area adds
    up to 1; OTH stands for every party without a row), source.

    Raises InputError for an election that the table doesn't hold.
    """
    table = _read("uk_national_expected.csv", {"election_date": pl.Date, "share": pl.Float64})
    chosen = table.filter(pl.col("election_date") == election_date)
    if chosen.is_empty():
        days = ", ".join(str(day) for day in table["election_date"].unique().sort())
        raise InputError(
            f"No expected shares come with Groundswell for {election_date}; only for {days}. "
            "Give your own with --national."
        )
    return chosen.drop("election_date")


def uk_postcode_districts() -> pl.DataFrame:
    """The postcode districts in use that have a place on the map.

    Columns: district ("SW1A"), lon, lat (WGS84), population (2011; null where nobody is counted,
    as in a block of office postcodes), town, seat_code (the seat that holds the centre).
    """
    return _read("uk_postcode_districts.csv", {"lon": pl.Float64, "population": pl.Int64})


def uk_parties() -> tuple[Party, ...]:
    """The party codes of `uk_results`, in the order in which to list them."""
    table = _read("uk_parties.csv", {"colour": pl.String, "order": pl.Int64})
    return tuple(Party(**row) for row in table.sort("order").iter_rows(named=True))


def open_table(name: str) -> Path:
    """The place of one shipped file, to hand to a command that reads files.

    Raises InputError if it isn't there.
    """
    folder = open_data_folder()
    path = folder / name
    if not path.is_file():
        raise InputError(
            f"{name} is missing from {folder}. Install Groundswell again, or in a clone make it "
            "with scripts/compile_uk_data.py."
        )
    return path


def open_data_folder() -> Path:
    """`groundswell/_data` in an installed package, `data/` beside the package in a clone."""
    package = Path(str(files("groundswell")))
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent / "data"


def _read(name: str, types: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """One shipped table; `types` names columns that must be there, and their types."""
    path = open_table(name)
    try:
        table = pl.read_csv(path, schema_overrides=types)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{path} can't be read ({reason}). Install Groundswell again.") from error
    missing = [column for column in types if column not in table.columns]
    if missing:
        raise InputError(
            f"{path} has no column {', '.join(missing)}: it belongs to another release. "
            "Install Groundswell again."
        )
    return table
