"""Lists that go out: which there are, who is in one, and who is left out of it and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from groundswell.apps.accounts.models import User
from groundswell.apps.accounts.queries import live_grants
from groundswell.apps.accounts.reach import Reach, reach_of
from groundswell.apps.people.models import Export, Person
from groundswell.apps.people.queries.search import Filters, found
from groundswell.apps.privacy.consents import CHANNELS
from groundswell.apps.privacy.models import Consent
from groundswell.apps.privacy.queries.policy import data_sets

COOL_OFF = timedelta(minutes=10)
SMALL_DELAY = timedelta(hours=24)
KEPT_FOR = timedelta(hours=24)
SHOWN = 200
AT_ONCE = 500
# The reasons, in the order in which they are looked at; a person counts under the first.
REASONS = ("stopped", "minor", "no-detail", "no-consent")


def exports() -> QuerySet[Export]:
    """Every export of the organisation, the newest first."""
    return Export.objects.select_related("asked_by", "approved_by", "stopped_by", "job")


def covers(reach: Reach, areas: Iterable[str]) -> bool:
    """Whether a reach holds all that an export is limited to; without limits, only a whole one."""
    if reach.whole:
        return True
    paths = list(areas)
    return bool(paths) and all(path.startswith(tuple(reach.areas)) for path in paths)


def visible_exports(reach: Reach, user: User) -> list[Export]:
    """The newest exports that a reader may know of: their own, and those within their reach."""
    return [
        export
        for export in exports()[:SHOWN]
        if export.asked_by_id == user.pk or covers(reach, export.areas)
    ]


def visible_export(reach: Reach, user: User, pk: UUID) -> Export | None:
    """One of these, or None."""
    export = exports().filter(pk=pk).first()
    if export and (export.asked_by_id == user.pk or covers(reach, export.areas)):
        return export
    return None


def reach_now(user: User | None, *, limited_to: Sequence[str] = ()) -> Reach:
    """How far somebody may export at this moment; empty if their grants have ended.

    limited_to: the areas that an export was asked for; nobody's later grant widens it.
    """
    if user is None or not user.is_active:
        return Reach()
    held = reach_of(live_grants(user, at=timezone.now(), of_scope=True), "export.people")
    if not limited_to:
        return held if held.whole else Reach(areas=held.areas)
    if held.whole:
        return Reach(areas=frozenset(limited_to))
    return Reach(
        areas=frozenset(p for p in limited_to if p.startswith(tuple(held.areas)))
        | frozenset(p for p in held.areas if p.startswith(tuple(limited_to)))
    )


def people_of(reach: Reach, rule: dict[str, Any]) -> QuerySet[Person]:
    """Whom a rule finds within a reach. Raises InputError for a rule that can't be read."""
    return found(reach, Filters.from_rule(rule))


@dataclass
class Sifted:
    """Who goes into a file, by id, and how many don't for each reason."""

    ids: list[UUID] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def sift(people: QuerySet[Person], *, consent: str, channel: str, needs: str) -> Sifted:
    """Leave out who asked not to be contacted, who is a minor, and who didn't agree to this.

    needs: the field without which the way to reach them is of no use.
    The newest line of the ledger holds. Where there is none, somebody is in only if the data set
    that they came with stands on another ground than consent; whoever came by no list came as a
    volunteer or as a supporter.
    """
    without_consent = {code for code, decided in data_sets().items() if decided.basis != "consent"}
    rows = list(
        people.order_by().values_list(
            "pk", "is_stopped", "is_minor", needs, "created_in__data_set", "volunteer__pk"
        )
    )
    sifted = Sifted()
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        said = _newest([row[0] for row in some], consent=consent, channel=channel)
        for pk, is_stopped, is_minor, detail, came_as, volunteer in some:
            data_set = came_as or ("volunteers" if volunteer else "supporters")
            agreed = said.get(pk, data_set in without_consent)
            why = _why_not(is_stopped, is_minor, detail, agreed)
            if why:
                sifted.left_out[why] += 1
            else:
                sifted.ids.append(pk)
    return sifted


def _why_not(is_stopped: bool, is_minor: bool, detail: str, agreed: bool) -> str | None:
    tests = (is_stopped, is_minor, not detail, not agreed)
    return next((why for why, holds in zip(REASONS, tests, strict=True) if holds), None)


def _newest(subjects: list[UUID], *, consent: str, channel: str) -> dict[UUID, bool]:
    """What each last said about this purpose by this way, or by any."""
    if channel not in CHANNELS:
        raise KeyError(channel)
    lines = (
        Consent.objects.filter(subject__in=subjects, purpose=consent, channel__in=(channel, "any"))
        .order_by("at", "pk")
        .values_list("subject", "is_given")
    )
    return dict(lines)  # the later line wins


def rows_of(ids: Sequence[UUID], fields: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """These people's fields, and nothing else of them."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        yield from Person.objects.filter(pk__in=some).values_list(*fields)


def file_of(export: Export) -> Path:
    """Where the encrypted file lies while it waits."""
    return Path(settings.GROUNDSWELL.home) / "exports" / f"{export.pk}.zip"


def until(export: Export) -> datetime | None:
    """When a file that is ready will be deleted."""
    return export.ready_at + KEPT_FOR if export.ready_at else None
