"""Marking people as stopped, and writing the stop list."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.privacy.models import Stop


def mark_stopped(person: Any, *, household: bool) -> int:
    """Mark a people.Person, who shares their contact details, and perhaps who lives there."""
    same = Q(pk=person.pk)
    for name in ("email", "phone", *(("street_key",) if household else ())):
        if getattr(person, name):
            same |= Q(**{name: getattr(person, name)})
    return _people().filter(same).update(is_stopped=True, changed_at=timezone.now())


def mark_stopped_again(person_id: UUID, *, household: bool) -> None:
    """Mark a person whom a database brought back from a backup doesn't know as stopped."""
    person = _people().filter(pk=person_id, is_stopped=False).first()
    if person is not None:
        mark_stopped(person, household=household)


def add_stops(
    *, by: User | None, organisation: Organisation, why: Stop.Why, hashes: set[tuple[str, str]]
) -> None:
    """Put (kind, keyed hash) on the list. One that was lifted holds again."""
    now = timezone.now()
    Stop.objects.bulk_create(
        [
            Stop(organisation=organisation, kind=kind, keyed_hash=keyed, why=why, at=now, by=by)
            for kind, keyed in sorted(hashes)
        ],
        update_conflicts=True,
        unique_fields=["organisation", "kind", "keyed_hash", "why"],
        update_fields=["at", "by", "lifted_at", "lifted_by"],
    )


def lift_stops(*, by: User | None, hashes: set[tuple[str, str]]) -> None:
    """Take what a person asked back. Who was erased stays erased."""
    wanted = Q(pk=None)
    for kind, keyed in hashes:
        wanted |= Q(kind=kind, keyed_hash=keyed)
    live = Stop.objects.filter(wanted, why=Stop.Why.ASKED, lifted_at=None)
    live.update(lifted_at=timezone.now(), lifted_by=by)


def _people() -> Any:
    return apps.get_model("people", "Person").objects
