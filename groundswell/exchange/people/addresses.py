"""Address lines joined: what says which door, and what says which town."""

from collections.abc import Sequence

import polars as pl

# "14 High Street", "14-16a High Street", "Flat 2, 14 High Street": a line with a number and a
# street in it.
STREET_LINE = (
    r"^(?:(?i:flat|apartment|apt|unit)\.? *\w+,? +)?"
    r"\d+[A-Za-z]?(?:[-/]\d+[A-Za-z]?)?,? +\p{L}{2}"
)
FEWEST_LINES = 3  # from which on the town is looked for among them


def joined(lines: Sequence[pl.Expr]) -> pl.Expr:
    """Lines with a comma between them, but only a blank after a house number; nulls left out."""
    whole = pl.concat_str(lines, separator=", ", ignore_nulls=True)
    return whole.str.replace(r"^((?:[^,]+, )?\d+[A-Za-z]?), (\p{L})", "$1 $2")


def door_and_town(lines: Sequence[pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    """The address and the town of three lines or more, as the register has them.

    The address ends with the first line that has a number and a street in it; where none of the
    first three has, a house's name and its street are the first two. The town is the rest.
    """
    is_street = [line.str.contains(STREET_LINE).fill_null(False) for line in lines[:3]]
    n = (
        pl.when(is_street[0]).then(1)
        .when(is_street[1]).then(2)
        .when(is_street[2]).then(3)
        .otherwise(2)
    )  # fmt: skip
    of_door = [lines[0], *(pl.when(n > k).then(lines[k]) for k in (1, 2))]
    of_town = [*(pl.when(n <= k).then(lines[k]) for k in (1, 2)), *lines[3:]]
    return joined(of_door), pl.concat_str(of_town, separator=", ", ignore_nulls=True)
