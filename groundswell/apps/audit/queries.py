"""Reading the record, and telling whether it is whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from groundswell.apps.audit.models import Chain, Entry, hash_of
from groundswell.apps.audit.scope import active_organisation_id

ROWS_AT_ONCE = 2000
Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class Anchor:
    """The hash that an entry had on some day, kept outside the database."""

    number: int
    hash: str


def entries(
    *,
    actor_id: UUID | None = None,
    action: str = "",
    about_id: str = "",
    from_day: date | None = None,
    to_day: date | None = None,
) -> QuerySet[Entry]:
    """Entries of the organisation in scope, the newest first.

    action: the whole of it, or its beginning up to a full stop, e.g. "grant.".
    """
    found = Entry.objects.filter(organisation_id=active_organisation_id())
    if actor_id:
        found = found.filter(actor_id=actor_id)
    if action:
        found = found.filter(action__startswith=action)
    if about_id:
        found = found.filter(about_id=about_id)
    if from_day:
        found = found.filter(at__date__gte=from_day)
    if to_day:
        found = found.filter(at__date__lte=to_day)
    return found.order_by("-number")


def actions_on_record() -> list[str]:
    """Every kind of action that was ever written down, in order."""
    found = Entry.objects.filter(organisation_id=active_organisation_id())
    return sorted(found.order_by().values_list("action", flat=True).distinct())


def actors_on_record() -> list[UUID]:
    """Every account that something was written down of."""
    found = Entry.objects.filter(organisation_id=active_organisation_id())
    return [
        pk
        for pk in found.order_by().values_list("actor_id", flat=True).distinct()
        if pk is not None
    ]


def chain_of(organisation_id: UUID) -> Chain | None:
    """The end of the chain; None if nothing was ever written down."""
    return Chain.objects.filter(organisation_id=organisation_id).first()


def first_broken_entry(
    organisation_id: UUID, *, anchors: Iterable[Anchor] = (), tell: Tell | None = None
) -> int | None:
    """The number of the first entry that is missing or was changed; None if all hold.

    anchors: hashes from outside the database, which a chain that was made anew can't match.
    tell: called with how much is done.
    """
    chain = chain_of(organisation_id)
    length = chain.length if chain else 0
    kept = {anchor.number: anchor.hash for anchor in anchors}
    number, before = 0, ""
    found = Entry.objects.filter(organisation_id=organisation_id).order_by("number")
    # What is written down meanwhile is none of this look's business.
    for entry in found.filter(number__lte=length).iterator(chunk_size=ROWS_AT_ONCE):
        number += 1
        if entry.number != number or entry.previous_hash != before or entry.hash != hash_of(entry):
            return number
        if kept.pop(number, entry.hash) != entry.hash:
            return number
        before = entry.hash
        if tell and number % ROWS_AT_ONCE == 0:
            tell(number / length, "")
    if kept or (chain and (length, chain.last_hash) != (number, before)):
        return number + 1
    chain = chain_of(organisation_id)
    beyond = found.filter(number__gt=chain.length if chain else 0).first()
    return beyond.number if beyond else None
