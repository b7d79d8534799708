"""The cells of the columns that are kept: trimmed, without signs that hide or run, by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from groundswell.exchange.formulas import STARTS, disarmed
from groundswell.exchange.people.fields import FIELDS
from groundswell.exchange.people.some_cells import made, mended

# What is only seen by its effect: controls, and what turns text around (Unicode's Bidi_Control).
STRANGE = (
    "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f"
    "\\x{61c}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}"
)
NO_WIDTH = "\\x{ad}\\x{200b}\\x{2060}-\\x{2064}\\x{feff}"
WIDE_BLANKS = (
    "\\t\\n\\x0b\\x0c\\r\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}"
    "\\x{205f}\\x{3000}"
)
# Quick to find, and with all that needs a closer look among it.
MAY_BE_ROUGH = "[^ -~]|  |^[^A-Za-z0-9]| $"
# Of these only a number, an address or an answer is kept, so that nothing strange is left of them;
# and a sign in front of them may mean something: "-1" is no 1.
PICKED = frozenset({"phone", "email", "postcode", "level", "date", "yes-no"})


@dataclass(frozen=True)
class Cells:
    """The columns of each field, nulls where nothing is filled in.

    is_blank: rows without anything in any of them. is_strange: rows with signs that aren't taken.
    is_disarmed: rows in which a cell began like a formula.
    """

    n: int
    columns: Mapping[str, list[pl.Series]]
    is_blank: pl.Series
    is_strange: pl.Series | None
    is_disarmed: pl.Series | None

    def of(self, code: str) -> pl.Series | None:
        """The field's cells: of several columns, the first that is filled in; None if none."""
        found = self.columns.get(code)
        return first_filled(found) if found else None

    def text(self, code: str) -> pl.Series:
        """The field's cells, "" where nothing is filled in."""
        return self.text_of(self.columns.get(code, []))

    def text_of(self, columns: list[pl.Series]) -> pl.Series:
        """The first of several columns that is filled in, "" if none is."""
        if not columns:
            return pl.repeat("", self.n, eager=True)
        return first_filled(columns).fill_null("")


def first_filled(columns: list[pl.Series]) -> pl.Series:
    """In each row, the first of several columns that isn't null."""
    if len(columns) == 1:
        return columns[0]
    frame = pl.DataFrame([column.alias(str(k)) for k, column in enumerate(columns)])
    return frame.select(pl.coalesce(pl.all()).alias("cell"))["cell"]


def tidy_cells(raw: pl.DataFrame, columns: Mapping[str, str]) -> Cells:
    """The cells of `raw` by field. columns: header → code of `FIELDS`; others are left out."""
    used = {name: code for name, code in columns.items() if code in FIELDS and name in raw.columns}
    frame = raw.select(pl.col(list(used)).cast(pl.String)) if used else pl.DataFrame()
    picked = [name for name, code in used.items() if FIELDS[code].kind in PICKED]
    text = [name for name in used if name not in picked]
    # All columns at once, on as many cores as there are.
    frame = frame.with_columns(pl.col(picked).str.strip_chars()) if picked else frame
    rough = frame.select(pl.col(text).str.contains(MAY_BE_ROUGH)) if text else pl.DataFrame()
    strange: list[pl.Series] = []
    armed: list[pl.Series] = []
    smooth = []
    for name in text:
        if rough[name].any():
            smooth.append(_smooth(frame[name], rough[name], strange, armed))
    frame = frame.with_columns(smooth)
    blank = frame.select((pl.all() == "").any())
    frame = frame.with_columns(filled(pl.col(name)) for name in used if blank[name].item())
    found: dict[str, list[pl.Series]] = {}
    for name, code in used.items():
        found.setdefault(code, []).append(frame[name])
    return Cells(
        n=raw.height,
        columns=found,
        is_blank=frame.select(pl.all_horizontal(pl.all().is_null()).alias("blank"))["blank"]
        if used
        else pl.repeat(True, raw.height, eager=True),
        is_strange=_any(strange),
        is_disarmed=_any(armed),
    )


def _smooth(
    cells: pl.Series, rough: pl.Series, strange: list[pl.Series], armed: list[pl.Series]
) -> pl.Series:
    """Single plain blanks, nothing without width, no signs in front."""
    rough = rough.fill_null(False)
    some = cells.filter(rough)
    for found, pattern in ((strange, f"[{STRANGE}]"), (armed, STARTS)):
        hits = some.str.contains(pattern)
        if hits.any():
            found.append(pl.repeat(False, cells.len(), eager=True).scatter(rough.arg_true(), hits))

    def smooth(cell: pl.Expr) -> pl.Expr:
        cell = cell.str.replace_all(f"[{NO_WIDTH}]", "")
        cell = disarmed(cell)
        return cell.str.replace_all(f"[ {WIDE_BLANKS}]+", " ").str.strip_chars()

    return mended(cells, rough, lambda some: made(some, smooth))


def filled(cell: pl.Expr) -> pl.Expr:
    """Null where a cell is blank."""
    return pl.when(cell != "").then(cell)


def _any(masks: list[pl.Series]) -> pl.Series | None:
    return reduce(or_, masks) if masks else None
