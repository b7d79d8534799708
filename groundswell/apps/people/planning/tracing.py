"""Holding a leaked list against the marks of every export (watermarks.py says how they work)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl

from groundswell.apps.people.models import Export
from groundswell.apps.people.planning.export_files import identities
from groundswell.apps.people.planning.watermarks import (
    Likeness,
    cells_of,
    likeness,
    order_likeness,
)
from groundswell.errors import InputError
from groundswell.exchange.people.files import ROW, open_people_file
from groundswell.exchange.people.formats import FORMATS

MOST_ROWS = 20_000  # a longer list says no more
MOST_COLUMNS = 12  # that may hold names, where the header doesn't say
# So unlikely by luck alone, over all exports and all ways of looking, that it is said.
CERTAIN = 1e-6


@dataclass(frozen=True)
class Answer:
    """What a list says. export: None if no copy of ours agrees with it more than luck would.

    spelling, order: how far it agrees with that copy, or with the nearest. chance: of agreeing so
    far by luck, with any of the `n_exports` looked at.
    """

    export: Export | None
    spelling: Likeness
    order: Likeness
    chance: float
    n_rows: int
    n_exports: int


def read_table(path: Path, *, name: str) -> pl.DataFrame:
    """The first rows of a list, as text."""
    file = open_people_file(path, name=name)
    table = file.sample(MOST_ROWS)
    kept = [column for column in table.columns if column in file.header]
    if not table.height or not kept:
        raise InputError(f"{name} has no rows. Give the list itself, with its header.")
    return table.select(kept).fill_null("")


def trace_table(table: pl.DataFrame) -> Answer:
    """Which export of the organisation in scope a list came from."""
    cells = cells_of(table.iter_rows())
    orders = list(_identities(table))
    exports = list(Export.objects.exclude(ready_at=None).select_related("asked_by", "approved_by"))
    # Of so many looks, the luckiest one is luckier than each.
    n_looks = max(len(exports), 1) * (1 + len(orders))
    nothing = Likeness(0, 0)
    best = Answer(None, nothing, nothing, 1.0, table.height, len(exports))
    for export in exports:
        spelling = likeness(cells, export.mark)
        order = min(
            (order_likeness(names, export.mark) for names in orders),
            key=lambda found: found.chance,
            default=nothing,
        )
        chance = min(1.0, n_looks * min(spelling.chance, order.chance))
        if chance < best.chance:
            best = Answer(export, spelling, order, chance, table.height, len(exports))
    if best.chance < CERTAIN:
        return best
    return Answer(None, best.spelling, best.order, best.chance, best.n_rows, best.n_exports)


def _identities(table: pl.DataFrame) -> Iterator[list[str]]:
    """The names of the rows, as each pair of columns that may hold them has it."""
    by_field = {code: name for name, code in FORMATS["csv"].mapping(table.columns).items() if code}
    pairs: list[tuple[str, str | None]]
    if "first_name" in by_field and "last_name" in by_field:
        pairs = [(by_field["first_name"], by_field["last_name"])]
    else:
        some = [name for name in table.columns if name != ROW][:MOST_COLUMNS]
        pairs = [*pairwise(some), *((name, None) for name in some)]
    nothing = pl.Series("none", [""] * table.height, dtype=pl.String)
    for first, last in pairs:
        yield identities(table[first], table[last] if last else nothing)
