"""Text that a spreadsheet would run as a formula, made harmless on its way out and whole again in.

A cell is guarded by an apostrophe if it begins like a formula, or would once blanks and quotation
marks before it are gone; `unguarded` takes off exactly what `guarded` put on. Full-width signs
count, because some spreadsheets read them as the plain ones.
"""

import polars as pl

SIGNS = "=+\\-@\t\r＝＋－＠"
PADDING = "\\s\"'“”‘’\ufeff\u200b"
# Tabs and returns are signs and blanks at once.
STARTS = f"^[{PADDING}]*[{SIGNS}]"
GUARDED = f"^'([{PADDING}]*[{SIGNS}])"
# A number in a text column, such as an id or a telephone, is no formula.
PLAIN_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"


def guarded(text: pl.Expr) -> pl.Expr:
    """The text with an apostrophe before what would run as a formula."""
    risky = text.str.contains(STARTS) & ~text.str.contains(PLAIN_NUMBER)
    return pl.when(risky).then(pl.lit("'") + text).otherwise(text)


def unguarded(text: pl.Expr) -> pl.Expr:
    """The text as it was before `guarded`."""
    return text.str.replace(GUARDED, "$1")


def disarmed(text: pl.Expr) -> pl.Expr:
    """The text without the signs that it begins with: no name or town needs them."""
    return (
        pl.when(text.str.contains(STARTS))
        .then(text.str.replace(f"^[{PADDING}{SIGNS}]+", ""))
        .otherwise(text)
    )
