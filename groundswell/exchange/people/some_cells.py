"""Work on few cells of a long column: nearly all cells are plain, the rest need slow rules."""

from collections.abc import Callable

import polars as pl

Rule = Callable[[pl.Series], pl.Series]


def mended(cells: pl.Series, which: pl.Series, rule: Rule) -> pl.Series:
    """The column with `rule` applied to the cells where `which` is true, and to no others."""
    places = which.fill_null(False).arg_true()
    if not len(places):
        return cells
    # A clone, since scatter writes in place.
    return cells.clone().scatter(places, rule(cells.gather(places)))


def by_value(cells: pl.Series, rule: Rule) -> pl.Series:
    """`rule` applied to each different cell once: for columns that say the same again and again."""
    values = cells.unique()
    if len(values) > cells.len() // 2:
        return rule(cells)
    made = pl.DataFrame({"said": values, "made": rule(values)})
    said = cells.alias("said").to_frame()
    return said.join(made, on="said", how="left", maintain_order="left", nulls_equal=True)["made"]


def made(cells: pl.Series, expression: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """An expression applied to one column."""
    frame = cells.alias("cell").to_frame()
    return frame.select(expression(pl.col("cell")).alias("cell"))["cell"]
