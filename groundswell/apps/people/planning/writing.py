"""Writing what an import does, inside its one transaction: people, and what is kept beside them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl

from groundswell.apps.accounts.ordered_ids import ordered_ids
from groundswell.apps.people.models import (
    Alias,
    Import,
    ImportChange,
    Person,
    Support,
    Tag,
    Tagging,
)
from groundswell.apps.people.planning.bulk import insert_alike, update_rows
from groundswell.apps.people.planning.comparing import COMPARED
from groundswell.apps.people.planning.said_before import CHANNEL, LISTS, PURPOSE
from groundswell.apps.people.planning.slicing import Slice
from groundswell.apps.people.planning.stopping import details_to_stop
from groundswell.apps.privacy.models import Consent, Stop
from groundswell.apps.privacy.planning.stopping import add_stops
from groundswell.apps.privacy.queries.stops import Stops

PERSON = (
    "id", "first_name", "last_name", "email", "phone", "address", "town", "postcode", "area_id",
    "support_level", "is_minor", "is_stopped", "source_id", "list_hash", "name_key", "street_key",
)  # fmt: skip
# Of a changed person: everything a list may touch, and what follows from it.
WRITTEN = (*COMPARED, "list_hash", "name_key", "street_key")
KEPT = (*COMPARED, "list_hash")


@dataclass
class Writer:
    """Writes slices. at: the moment that everything of this import bears."""

    of: Import
    at: datetime
    stops: Stops
    _tags: dict[tuple[str, str], str] = field(default_factory=dict)
    _to_stop: set[tuple[str, str]] = field(default_factory=set)

    def write(self, some: Slice) -> None:
        """One piece of the file."""
        new = some.new.with_columns(
            id=pl.Series(ordered_ids(some.new.height), dtype=pl.String),
            is_stopped=pl.col("is_to_stop"),
        )
        self._add(new)
        self._change(some.changes.filter("changed"))
        self._name(some.changes)
        for people in (new, some.changes):
            self._support(people)
            live = people.filter(~pl.col("is_stopped"))
            self._tag(live)
            self._consent(live)
            asks = people.filter("do_not_contact")
            if asks.height:
                self._to_stop |= details_to_stop(_as_said(asks), self.of.source)

    def finish(self) -> None:
        """What the whole list adds to the stop list, marked with the import's own moment."""
        there = {
            (kind, hashed)
            for kind, hashed in self._to_stop
            if hashed in getattr(self.stops.asked, f"{kind}s")
        }
        new = self._to_stop - there
        add_stops(
            by=self.of.asked_by, organisation=self.of.organisation, why=Stop.Why.ASKED, hashes=new
        )
        hashes = [hashed for _, hashed in new]
        for start in range(0, len(hashes), 500):
            some = hashes[start : start + 500]
            Stop.objects.filter(why=Stop.Why.ASKED, keyed_hash__in=some).update(at=self.at)

    def _alike(self) -> dict[str, Any]:
        return {"organisation": self.of.organisation_id}

    def _add(self, new: pl.DataFrame) -> None:
        alike = {
            **self._alike(), "source": self.of.source, "by_hand": 0, "created_in": self.of.pk,
            "created_at": self.at, "changed_at": self.at,
        }  # fmt: skip
        insert_alike(Person, new.select(PERSON), alike)

    def _change(self, changed: pl.DataFrame) -> None:
        """Write how they stood before, then how they stand now."""
        before = _befores(changed)
        rows = pl.DataFrame(
            {"id": ordered_ids(changed.height), "person_id": changed["id"], "before": before,
             "is_merge": ~changed["is_own"]}
        )  # fmt: skip
        insert_alike(ImportChange, rows, {**self._alike(), "of_import": self.of.pk})
        moment = pl.lit(self.at).dt.cast_time_unit("us")
        update_rows(Person, changed.select("id", *WRITTEN).with_columns(changed_at=moment))

    def _name(self, changes: pl.DataFrame) -> None:
        """Keep this list's number of people who were known before it came."""
        named = changes.filter("is_alias")
        rows = named.select(person="id", source_id="source_id").with_columns(
            id=pl.Series(ordered_ids(named.height), dtype=pl.String)
        )
        alike = {**self._alike(), "source": self.of.source, "came_with": self.of.pk}
        insert_alike(Alias, rows, alike, once=True)

    def _support(self, people: pl.DataFrame) -> None:
        said = people.filter(pl.col("support_level").is_not_null() & ~pl.col("is_stopped"))
        if "old_support_level" in said.columns:
            said = said.filter(pl.col("support_level").ne_missing(pl.col("old_support_level")))
        rows = said.select(person="id", level="support_level").with_columns(_ids(said))
        alike = {
            **self._alike(), "said_at": self.at, "how": "import", "came_with": self.of.pk,
            "recorded_by": self.of.asked_by_id,
        }  # fmt: skip
        insert_alike(Support, rows, alike)

    def _tag(self, people: pl.DataFrame) -> None:
        for name, kind in LISTS.items():
            words = people.select(person="id", word=name).explode("word").drop_nulls()
            words = words.filter(pl.col("word") != "").with_columns(pl.col("word").str.slice(0, 60))
            words = words.unique(maintain_order=True)
            if words.is_empty():
                continue
            tags = {word: self._tag_id(kind, word) for word in words["word"].unique()}
            rows = words.select("person", tag=pl.col("word").replace_strict(tags))
            rows = rows.with_columns(_ids(rows))
            insert_alike(Tagging, rows, {**self._alike(), "came_with": self.of.pk}, once=True)

    def _tag_id(self, kind: str, word: str) -> str:
        if (kind, word) not in self._tags:
            made, _ = Tag.objects.get_or_create(
                organisation_id=self.of.organisation_id, kind=kind, name=word
            )
            self._tags[kind, word] = made.pk.hex
        return self._tags[kind, word]

    def _consent(self, people: pl.DataFrame) -> None:
        said = people.filter(pl.col("consent").is_not_null())
        if "is_new_consent" in said.columns:
            said = said.filter("is_new_consent")
        proof = pl.lit(f"import {self.of.number}, row ") + pl.col("row").cast(pl.String)
        rows = said.select(subject="id", is_given="consent", proof=proof).with_columns(_ids(said))
        alike = {
            **self._alike(), "purpose": PURPOSE, "channel": CHANNEL, "wording": None,
            "how": Consent.How.IMPORT.value, "at": self.at, "recorded_by": self.of.asked_by_id,
        }  # fmt: skip
        insert_alike(Consent, rows, alike)


def _ids(rows: pl.DataFrame) -> pl.Series:
    return pl.Series("id", ordered_ids(rows.height), dtype=pl.String)


def _as_said(people: pl.DataFrame) -> pl.DataFrame:
    """The details as the list has them, where the person's own stand beside them."""
    said = {name: f"new_{name}" for name in ("email", "phone", "name_key", "street_key")}
    return people.select(
        "source_id",
        *(pl.col(new if new in people.columns else name).alias(name) for name, new in said.items()),
    )


def _befores(changed: pl.DataFrame) -> list[str]:
    """{"phone": ["", "+447700900123"], …, "changed_at": ["2026-…", ""]}, as JSON, for each row."""
    columns = [changed[name].to_list() for name in KEPT]
    olds = [changed[f"old_{name}"].to_list() for name in KEPT]
    answers: list[dict[str, list[Any]]] = [{} for _ in range(changed.height)]
    for name, now, old in zip(KEPT, columns, olds, strict=True):
        for row, (before, after) in enumerate(zip(old, now, strict=True)):
            if before != after:
                answers[row][name] = [before, after]
    for row, moment in enumerate(changed["old_changed_at"].to_list()):
        answers[row]["changed_at"] = [moment, ""]
    return [json.dumps(answer, ensure_ascii=False) for answer in answers]


def ids_of(frame: pl.DataFrame) -> Iterator[UUID]:
    """The ids of a frame, one by one."""
    return (UUID(text) for text in frame["id"])
