"""Taking back all that an import did, as far as nobody has built on it since."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import polars as pl
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.audit.actions import note
from groundswell.apps.jobs.actions import Progress
from groundswell.apps.people import import_folder as folder
from groundswell.apps.people.models import (
    Alias,
    Import,
    ImportChange,
    Pair,
    Person,
    Support,
    Tagging,
)
from groundswell.apps.people.planning import known
from groundswell.apps.people.planning.bulk import update_rows
from groundswell.apps.people.planning.comparing import COMPARED
from groundswell.apps.people.planning.telling import told_aside
from groundswell.apps.people.planning.withdrawing import lift_stops, take_back_consents
from groundswell.exchange.people.keys import name_key, street_key

AT_ONCE = 20_000
TIME = "%Y-%m-%d %H:%M:%S.%f"
CAME_WITH = (Alias, Support, Tagging)


@transaction.atomic
def take_back(of: Import, progress: Progress) -> None:
    """Undo an import. `undo_receipt` says how many went, were restored, and stay, and why."""
    held: Import = Import.objects.select_for_update().get(pk=of.pk)
    if held.undone_at is not None:
        return
    with told_aside(progress) as say:
        say(0.1, _("looking for what was changed since"))
        stay = _touched(of)
        say(0.2, _("putting people back as they were"))
        restored, again = _restore(of)
        say(0.6, _("taking people out"))
        take_back_consents(of, stays=stay.keys())
        for model in CAME_WITH:
            _of_new_people(model, of, stay).delete()
        n_stops = lift_stops(of)
        removed = _remove(of, stay)
    of.undo_receipt = {
        "removed": removed,
        "restored": restored,
        "stops_lifted": n_stops,
        "stay": dict(Counter(stay.values())) | ({"changed-again": again} if again else {}),
    }
    of.state, of.undone_at = Import.State.UNDONE, timezone.now()
    of.save(update_fields=["undo_receipt", "state", "undone_at"])
    numbers = {"removed": removed, "restored": restored, "stay": len(stay) + again}
    note(
        "import.undone", organisation_id=of.organisation_id, by_id=of.undone_by_id, about=of,
        number=of.number, **numbers,
    )  # fmt: skip
    transaction.on_commit(lambda: folder.remove(of.pk))


def _touched(of: Import) -> dict[UUID, str]:
    """The people it added who must stay, each with the first reason found."""
    added = Person.objects.filter(created_in=of)
    edited = added.exclude(created_at=F("changed_at"))
    stay = dict.fromkeys(edited.values_list("pk", flat=True), "edited")
    for model, field in _pointing_at_people():
        rows = model._default_manager.filter(**{f"{field}__created_in": of})
        if model in CAME_WITH:
            rows = rows.exclude(came_with=of)
        if model is Pair:
            rows = rows.exclude(state=Pair.State.OPEN)
        for pk in rows.values_list(field, flat=True).distinct():
            stay.setdefault(pk, model._meta.model_name or "")
    return stay


def _pointing_at_people() -> Iterator[tuple[Any, str]]:
    """Every model with a key to a person, and the name of that key."""
    relations: list[Any] = list(Person._meta.related_objects)
    for relation in relations:
        yield relation.related_model, relation.field.name


def _of_new_people(model: Any, of: Import, stay: dict[UUID, str]) -> models.QuerySet[Any]:
    """What came with an import, of the people who go and of those who were there before."""
    rows: models.QuerySet[Any] = model.objects.filter(came_with=of)
    return rows.exclude(person__in=list(stay)) if stay else rows


def _remove(of: Import, stay: dict[UUID, str]) -> int:
    gone = Person.objects.filter(created_in=of)
    if stay:
        gone = gone.exclude(pk__in=list(stay))
    for field in ("one", "other"):
        Pair.objects.filter(**{f"{field}__in": gone.values("pk")}).delete()
    # Nothing points at them any more, so there is nothing to collect first.
    return int(gone._raw_delete(gone.db))


def _restore(of: Import) -> tuple[int, int]:
    """How many people are as they were; how many keep something that was changed again since."""
    n_restored = n_again = 0
    changes = ImportChange.objects.filter(of_import=of).order_by("pk")
    last = None
    while True:
        some = changes.filter(pk__gt=last) if last else changes
        block = list(some.values_list("pk", "person_id", "before")[:AT_ONCE])
        if not block:
            break
        last = block[-1][0]
        restored, again = _restore_some(of, {pk.hex: before for _, pk, before in block})
        n_restored, n_again = n_restored + restored, n_again + again
    changes.delete()
    return n_restored, n_again


def _restore_some(of: Import, befores: dict[str, dict[str, list[Any]]]) -> tuple[int, int]:
    people = known.whole(pl.Series(list(befores), dtype=pl.String))
    moment = of.applied_at.strftime(TIME) if of.applied_at else ""
    rows, n_again = [], 0
    for person in people.iter_rows(named=True):
        before = befores[person["id"]]
        is_whole = _whole_time(person["changed_at"]) == moment
        for name, (old, new) in before.items():
            if name == "changed_at":
                continue
            if person[name] == new:
                person[name] = old
            else:
                is_whole = False
        if is_whole:
            person["changed_at"] = before["changed_at"][0]
        n_again += not is_whole
        person["changed_at"] = _whole_time(person["changed_at"])
        rows.append(person)
    frame = pl.DataFrame(rows, schema=known.WHOLE).with_columns(
        changed_at=pl.col("changed_at").str.to_datetime(
            "%Y-%m-%d %H:%M:%S%.f", time_unit="us", time_zone="UTC"
        ),
        name_key=name_key(pl.col("first_name"), pl.col("last_name")),
        street_key=street_key(pl.col("address"), pl.col("postcode")),
    )
    written = (*COMPARED, "list_hash", "name_key", "street_key", "changed_at")
    update_rows(Person, frame.select("id", *written))
    return len(rows) - n_again, n_again


def _whole_time(text: str) -> str:
    """SQLite leaves the parts of a second out where there are none."""
    return text if "." in text else f"{text}.000000"
