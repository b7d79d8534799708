"""Dates of birth as countries write them and spreadsheets store them, and who is under 18."""

from datetime import date, timedelta

import polars as pl

from groundswell.exchange.people.some_cells import by_value, made

OF_AGE = 18
MONTH_FIRST = frozenset({"US"})
# Excel counts days from here, so that 1 January 1900 is 1 and its 29 February 1900 is forgotten.
EXCEL_EPOCH = date(1899, 12, 30)
LATEST, OLDEST_YEARS = date(2100, 1, 1), 125


def birth_dates(cells: pl.Series, *, country: str) -> pl.Series:
    """Dates of birth; null where a cell is blank or no date. Of a year alone, its last day."""

    def read(values: pl.Series) -> pl.Series:
        return made(values, lambda cell: _date(cell, country))

    return by_value(cells, read)


def is_minor(births: pl.Series, *, on: date) -> pl.Series:
    """Is somebody born on that day under 18 on the day `on`? False where it isn't known."""
    try:
        latest = on.replace(year=on.year - OF_AGE)
    except ValueError:  # 29 February
        latest = on.replace(year=on.year - OF_AGE, day=28)
    # Who was born on 29 February is of age on 1 March.
    return (births > latest).fill_null(False)


def _date(cell: pl.Expr, country: str) -> pl.Expr:
    text = cell.str.strip_chars().str.replace(r"[T ]\d{1,2}:\d{2}.*$", "")
    text = text.str.replace(r"\.0+$", "")
    apart = text.str.replace_all(r"[./\s-]+", "-").str.strip_chars("-")
    one, two, three = (
        apart.str.extract(r"^(\d{1,4})-(\d{1,2}|[A-Za-z]{3,9})-(\d{1,4})$", n) for n in (1, 2, 3)
    )
    month_first = country.upper() in MONTH_FIRST
    ours = pl.concat_str(_year(three), two, one, separator="-")
    theirs = pl.concat_str(_year(three), one, two, separator="-")
    in_order = (theirs, ours) if month_first else (ours, theirs)
    named = pl.concat_str(_year(three), two.str.slice(0, 3).str.to_titlecase(), one, separator="-")
    serial = text.str.extract(r"^(\d{4,5})$").cast(pl.Int32)
    found = pl.coalesce(
        pl.when(one.str.len_bytes() == 4).then(apart).str.to_date("%Y-%m-%d", strict=False),
        pl.when(one.str.len_bytes() < 4).then(in_order[0]).str.to_date("%Y-%m-%d", strict=False),
        pl.when(one.str.len_bytes() < 4).then(in_order[1]).str.to_date("%Y-%m-%d", strict=False),
        pl.when(one.str.len_bytes() < 4).then(named).str.to_date("%Y-%b-%d", strict=False),
        text.str.to_date("%Y%m%d", strict=False),
        pl.when(serial.is_between(1900, 2100)).then(pl.date(serial, 12, 31)),
        pl.when(serial > 2100).then(pl.lit(EXCEL_EPOCH) + pl.duration(days=serial)),
    )
    return pl.when(found.is_between(date(1890, 1, 1), LATEST - timedelta(days=1))).then(found)


def _year(digits: pl.Expr) -> pl.Expr:
    """Four digits; of two, the year that lies in the past for somebody of voting age or nearly."""
    two = digits.cast(pl.Int32, strict=False)
    century = pl.when(two <= 25).then(pl.lit("20")).otherwise(pl.lit("19"))
    return (
        pl.when(digits.str.len_bytes() == 4)
        .then(digits)
        .when(digits.str.len_bytes() == 2)
        .then(century + digits)
    )
