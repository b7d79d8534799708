"""What a grant can be limited to, in words: an area, an event, a shift, a team.

This app lies below those that keep areas and events, so it can't ask them. They tell it how to find
theirs, in their AppConfig.ready, with `know`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.reach import Reach
from groundswell.errors import InputError


@dataclass(frozen=True)
class Limit:
    """One thing that a grant can be limited to.

    id: an area's path, or the id of an event, a shift or a team.
    ends_at: when it is over, if it ever is.
    areas: the paths of the areas it lies in. event: the event that a shift belongs to.
    """

    kind: str
    id: str
    words: str
    ends_at: datetime | None = None
    areas: frozenset[str] = frozenset()
    event: str = ""


class Source(Protocol):
    """How an app finds one kind of limit, in the organisation in scope."""

    def find(self, ids: Collection[str]) -> dict[str, Limit]:
        """Those of these that exist, by id."""
        ...

    def within(self, reach: Reach) -> list[Limit]:
        """All that a reach covers, in the order in which a person looks for one."""
        ...


_SOURCES: dict[str, Source] = {}


def know(kind: str, source: Source) -> None:
    """Tell this app how to find one kind of limit."""
    _SOURCES[kind] = source


def whole_organisation() -> Limit:
    return Limit(Grant.Scope.ORGANISATION, "", _("the whole organisation"))


def limit_of(kind: str, limit_id: str) -> Limit:
    """One limit. Raises InputError if it doesn't exist in the organisation in scope."""
    if kind == Grant.Scope.ORGANISATION:
        return whole_organisation()
    found = find(kind, [limit_id]).get(limit_id)
    if found is None:
        raise InputError(
            _("What this role is to be limited to doesn’t exist any more. Choose again.")
        )
    return found


def find(kind: str, ids: Collection[str]) -> dict[str, Limit]:
    source = _SOURCES.get(kind)
    return source.find(ids) if source and ids else {}


def within(kind: str, reach: Reach) -> list[Limit]:
    """Every limit of a kind that a reach covers."""
    source = _SOURCES.get(kind)
    return source.within(reach) if source else []


def words_of(rows: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(kind, id) → words, for many grants at once; one query for each kind."""
    wanted: dict[str, set[str]] = {}
    for kind, limit_id in rows:
        wanted.setdefault(kind, set()).add(limit_id)
    words = {(Grant.Scope.ORGANISATION.value, ""): str(whole_organisation().words)}
    for kind, ids in wanted.items():
        found = find(kind, ids)
        gone = _("%(kind)s that is gone") % {"kind": Grant.Scope(kind).label}
        for limit_id in ids:
            known = found.get(limit_id)
            words.setdefault((kind, limit_id), known.words if known else gone)
    return words


def covers(reach: Reach, limit: Limit) -> bool:
    """Whether all that a limit allows lies within a reach."""
    if reach.whole:
        return True
    if limit.kind == Grant.Scope.AREA:
        return any(limit.id.startswith(path) for path in reach.areas)
    in_areas = any(area.startswith(path) for area in limit.areas for path in reach.areas)
    if limit.kind == Grant.Scope.EVENT:
        return in_areas or limit.id in reach.events
    if limit.kind == Grant.Scope.SHIFT:
        return in_areas or limit.event in reach.events or limit.id in reach.shifts
    return limit.kind == Grant.Scope.TEAM and limit.id in reach.teams
