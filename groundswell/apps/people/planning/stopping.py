"""Rows of people who asked to be left in peace, or to be erased, held against keyed hashes."""

from collections.abc import Iterable

import polars as pl

from groundswell.apps.privacy.keyed import home_value, keyed_hashes, source_value
from groundswell.apps.privacy.queries.stops import Stops

KINDS = {
    "email": "emails", "phone": "phones", "source": "sources", "home": "homes",
    "household": "households",
}  # fmt: skip


def stopped_rows(rows: pl.DataFrame, source: str, stops: Stops) -> tuple[pl.Series, pl.Series]:
    """asked, erased: whether any detail of each row is on the list. rows: cleaned."""
    asked = pl.repeat(False, rows.height, eager=True, dtype=pl.Boolean)
    erased = asked.clone()
    for kind, name in KINDS.items():
        there: tuple[frozenset[str], frozenset[str]] = (
            getattr(stops.asked, name),
            getattr(stops.erased, name),
        )
        if not any(there):  # hashing a million details takes a second
            continue
        hashed = pl.Series(keyed_hashes(kind, _values(rows, kind, source)))  # type: ignore[arg-type]
        asked |= hashed.is_in(list(there[0]))
        erased |= hashed.is_in(list(there[1]))
    return asked.alias("asked"), erased.alias("erased")


def _values(rows: pl.DataFrame, kind: str, source: str) -> Iterable[str]:
    if kind == "source":
        return (source_value(source, number) for number in rows["source_id"])
    if kind == "home":
        pairs = zip(rows["name_key"], rows["street_key"], strict=True)
        return (home_value(name, street) for name, street in pairs)
    return rows["street_key" if kind == "household" else kind]


def details_to_stop(rows: pl.DataFrame, source: str) -> set[tuple[str, str]]:
    """(kind, keyed hash) of all that rows of people who said “do not contact me” are known by."""
    kinds = ("email", "phone", "source", "home")
    return {
        (kind, hashed)
        for kind in kinds
        for hashed in keyed_hashes(kind, _values(rows, kind, source))  # type: ignore[arg-type]
        if hashed
    }
