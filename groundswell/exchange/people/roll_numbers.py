"""Numbers on the UK register in their one form, "AB1-234", and "AB1-234/2" for an added elector."""

import polars as pl

# "AB1-234/0", "AB1 234", "234": what comes in one cell, as in the monthly updates.
WHOLE = r"^(?:([A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*)[\s\-/]*-?[\s]*)?0*([0-9]+)(?:\s*[/.]\s*([0-9]+))?$"


def roll_numbers(prefix: pl.Expr, number: pl.Expr, suffix: pl.Expr) -> pl.Expr:
    """The number of each elector; null where there is none. The suffix shows only if it isn't 0.

    prefix, suffix: null where the number's own cell holds all three parts.
    """
    number = number.str.replace(r"\.0+$", "")
    suffix = suffix.str.replace(r"\.0+$", "").str.strip_chars_start("0")
    plain = number.str.strip_chars_start("0")
    behind = pl.when(suffix != "").then("/" + suffix).otherwise(pl.lit(""))
    return pl.when(number != "").then(
        pl.concat_str(prefix.str.to_uppercase(), plain, separator="-", ignore_nulls=True)
        + behind.fill_null("")
    )


def whole_roll_numbers(number: pl.Expr) -> pl.Expr:
    """The same from one cell with all parts, "AB1-0234/0"; what has another form stays as it is."""
    parts = number.str.strip_chars().str.extract_groups(WHOLE)
    prefix, bare, suffix = (parts.struct.field(str(k)) for k in (1, 2, 3))
    found = roll_numbers(prefix, bare, suffix)
    return pl.coalesce(found, number.str.strip_chars())
