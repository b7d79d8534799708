"""What a column of a table must hold, and its cells turned from text into numbers and dates."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NoReturn

import polars as pl

from groundswell.exchange.formulas import unguarded
from groundswell.exchange.refusals import quoted

Kind = Literal["text", "number", "integer", "date"]
Refuse = Callable[[int, str, str], NoReturn]
"""Takes the place of a row in the column, what is wrong, and what to do."""

DTYPES: dict[Kind, pl.DataType] = {
    "text": pl.String(),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "date": pl.Date(),
}
WANTED: dict[Kind, tuple[str, str]] = {
    "text": ("is not text", "Write it as text."),
    "number": ("is not a number", "Write a plain number such as 0.45."),
    "integer": ("is not a whole number", "Write a whole number such as 12."),
    "date": ("is not a date", "Write the year first, as in 2015-05-07."),
}


@dataclass(frozen=True)
class Column:
    """One column a table may have, by our name for it.

    required: the column must be in the header; if it needn't be and isn't, each cell is `default`.
    empty: cells may be empty, and are then null.
    minimum, maximum: the smallest and the largest number allowed.
    choices: the only words allowed.
    unique: no two rows may hold the same.
    """

    name: str
    kind: Kind = "text"
    required: bool = True
    default: object = None
    empty: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] | None = None
    unique: bool = False


def typed(cells: pl.Series, column: Column, refuse: Refuse) -> pl.Series:
    """The cells of one column in the column's kind, each checked against what it may hold."""
    if cells.dtype == pl.String:
        cells = _tidied(cells)
    values = _as_kind(cells, column.kind)
    _refuse_misfits(cells, values, column, refuse)
    if column.kind in ("number", "integer"):
        _refuse_out_of_range(values, column, refuse)
    if column.choices is not None:
        _refuse_other_words(values, column.choices, refuse)
    return values.alias(column.name)


def first_pair(values: pl.Series) -> tuple[int, int] | None:
    """Places of the first value that was there before, and of where it was; empty cells aside."""
    if values.drop_nulls().is_unique().all():
        return None
    seen = values.is_first_distinct() | values.is_null()
    again = int((~seen).arg_true()[0])
    return again, int((values == values[again]).arg_true()[0])


def _tidied(cells: pl.Series) -> pl.Series:
    """Without blanks around the text and without the guard against formulas; blank is null."""
    text = pl.col("cells").str.strip_chars()
    frame = cells.alias("cells").to_frame().select(text)
    if frame["cells"].str.starts_with("'").any():
        frame = frame.with_columns(unguarded(pl.col("cells")))
    blank = pl.col("cells") == ""
    return frame.select(pl.when(~blank).then(pl.col("cells")))["cells"]


def _as_kind(cells: pl.Series, kind: Kind) -> pl.Series:
    """The cells in a kind; null where they don't fit."""
    if kind == "date":
        if cells.dtype == pl.String:
            return cells.str.to_date("%Y-%m-%d", strict=False)
        return (
            cells.cast(pl.Date, strict=False) if cells.dtype.is_temporal() else _none(cells, kind)
        )
    if kind == "text":
        return cells.cast(pl.String, strict=False)
    if cells.dtype.is_temporal():
        return _none(cells, kind)
    numbers = cells.cast(pl.Float64, strict=False)
    fits = numbers.is_finite()
    if kind == "integer":
        # Tables that once had gaps come with 412.0 for 412.
        fits &= (numbers == numbers.round()) & (numbers.abs() < 2.0**53)
    frame = pl.DataFrame({"numbers": numbers, "fits": fits})
    kept = frame.select(pl.when(pl.col("fits")).then(pl.col("numbers")))["numbers"]
    return kept.cast(DTYPES[kind])


def _none(cells: pl.Series, kind: Kind) -> pl.Series:
    return pl.Series(cells.name, [None] * len(cells), dtype=DTYPES[kind])


def _refuse_misfits(cells: pl.Series, values: pl.Series, column: Column, refuse: Refuse) -> None:
    if not values.null_count():
        return
    misfits = (values.is_null() & cells.is_not_null()).arg_true()
    if len(misfits):
        cell = str(cells[int(misfits[0])])
        wrong, remedy = WANTED[column.kind]
        refuse(
            int(misfits[0]),
            f"{quoted(cell)} {wrong}{and_more(len(misfits))}",
            _hint(cell, column.kind) or remedy,
        )
    if not column.empty:
        empty = values.is_null().arg_true()
        refuse(
            int(empty[0]), f"is empty{and_more(len(empty))}", "Fill it in, or leave the row out."
        )


def _hint(cell: str, kind: Kind) -> str | None:
    if kind == "date" or not re.search(r"\d", cell):
        return None
    if re.fullmatch(r"[\d.,]+\s*%", cell):
        return "Write 45% as 0.45."
    if re.fullmatch(r"[+-]?[\d.,'\s]+", cell) and re.search(r"[,'\s]", cell):
        return "Write numbers with a decimal point and nothing between the thousands."
    return None


def _refuse_out_of_range(values: pl.Series, column: Column, refuse: Refuse) -> None:
    low, high = column.minimum, column.maximum
    span = f"between {low:.12g} and {high:.12g}" if low is not None and high is not None else ""
    checks: list[tuple[float | None, pl.Series, str]] = []
    if low is not None:
        checks.append((low, values < low, f"Write a number {span or f'of at least {low:.12g}'}."))
    if high is not None:
        checks.append((high, values > high, f"Write a number {span or f'of at most {high:.12g}'}."))
    for limit, is_outside, remedy in checks:
        outside = is_outside.arg_true()
        if len(outside):
            value = values[int(outside[0])]
            side = "below" if limit == low and value < limit else "above"
            wrong = f"{value:.12g} is {side} {limit:.12g}{and_more(len(outside))}"
            refuse(int(outside[0]), wrong, remedy)


def _refuse_other_words(values: pl.Series, choices: tuple[str, ...], refuse: Refuse) -> None:
    others = (~values.is_in(list(choices)) & values.is_not_null()).arg_true()
    if len(others):
        word = str(values[int(others[0])])
        close = difflib.get_close_matches(word.casefold(), choices, n=1)
        did_you_mean = f" Did you mean {close[0]}?" if close else ""
        refuse(
            int(others[0]),
            f"{quoted(word)} is not one of the words allowed{and_more(len(others))}",
            f"Write {', '.join(choices[:-1])} or {choices[-1]}.{did_you_mean}",
        )


def and_more(rows: int) -> str:
    """How many rows beyond the first are like it."""
    return "" if rows == 1 else f", and so in {rows - 1:,} more row{'s' if rows > 2 else ''}"
