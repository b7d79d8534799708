"""Lists that go out: what every writer shares, and the receipt that adds up.

People come as rows with the columns of `cleaning.COLUMNS`, or any of them; missing ones are blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from groundswell.exchange.formulas import guarded

BOM = "\ufeff"


@dataclass(frozen=True)
class Written:
    """A list for another tool.

    table: the rows in its columns. rows_in: how many people there were. dropped: how many were
    left out for each reason; they and the table's rows add up to rows_in.
    """

    table: pl.DataFrame
    rows_in: int
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows_out(self) -> int:
        """How many rows the table has."""
        return self.table.height

    def as_csv(self, *, for_excel: bool = False) -> bytes:
        """The table as CSV in UTF-8, safe to open in a spreadsheet.

        for_excel: with a mark in front and CRLF, by which Excel knows UTF-8.
        """
        text = [name for name, kind in self.table.schema.items() if kind == pl.String]
        safe = self.table.with_columns(guarded(pl.col(name)).alias(name) for name in text)
        line_end = "\r\n" if for_excel else "\n"
        return ((BOM if for_excel else "") + safe.write_csv(line_terminator=line_end)).encode()


def kept(people: pl.DataFrame, rules: Mapping[str, pl.Expr]) -> tuple[pl.DataFrame, dict[str, int]]:
    """The people whom no rule leaves out, and how many each rule did, the first that holds.

    rules: reason → true where a row is left out.
    """
    reason = pl.lit(None, dtype=pl.String)
    for said, holds in reversed(list(rules.items())):
        reason = pl.when(holds).then(pl.lit(said)).otherwise(reason)
    told = people.with_columns(reason.alias("left_out"))
    counts = dict.fromkeys(rules, 0)
    for said, n in told["left_out"].drop_nulls().value_counts().iter_rows():
        counts[said] = n
    dropped = {said: n for said, n in counts.items() if n}
    return told.filter(pl.col("left_out").is_null()).drop("left_out"), dropped


def text(people: pl.DataFrame, name: str) -> pl.Expr:
    """A column as text, "" where it is missing."""
    if name not in people.columns:
        return pl.lit("")
    return pl.col(name).cast(pl.String).fill_null("")


def words(people: pl.DataFrame, name: str, *, separator: str) -> pl.Expr:
    """A column of lists as text."""
    if name not in people.columns:
        return pl.lit("")
    return pl.col(name).list.join(separator).fill_null("")
