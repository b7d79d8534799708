"""The receipt of an import: every row of the file in one of six lines, and why."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from groundswell.apps.people.planning.slicing import KINDS, Slice


@dataclass
class Tally:
    """Counts slices as they go by."""

    _kinds: Counter[str] = field(default_factory=Counter)
    _refused: Counter[str] = field(default_factory=Counter)
    _notes: Counter[str] = field(default_factory=Counter)
    refused: list[pl.DataFrame] = field(default_factory=list)

    def add(self, some: Slice) -> None:
        """Count one piece of the file."""
        for kind, n in some.rows["kind"].value_counts().iter_rows():
            self._kinds[kind] += n
        refused = some.rows.filter(pl.col("kind") == "refused").select("row", code="note")
        for code, n in refused["code"].value_counts().iter_rows():
            self._refused[code] += n
        self.refused.append(refused)
        kept = some.rows.filter(pl.col("kind") != "refused")
        for code, n in kept["notes"].explode().drop_nulls().value_counts().iter_rows():
            self._notes[code] += n

    def receipt(self) -> dict[str, int]:
        """rows, and what became of them."""
        return {"rows": self._kinds.total(), **{kind: self._kinds[kind] for kind in KINDS}}

    def reasons(self) -> dict[str, dict[str, int]]:
        """How many rows were refused for each reason, and how many came in with each remark."""
        return {
            "refused": dict(self._refused.most_common()),
            "notes": dict(self._notes.most_common()),
        }
