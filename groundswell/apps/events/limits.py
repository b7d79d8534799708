"""Events and shifts as what a role can be limited to."""

from collections.abc import Collection

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from groundswell.apps.accounts.limits import Limit
from groundswell.apps.accounts.queries.teams import uuids
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.events.models import Event, Shift
from groundswell.apps.places.models import AreaNode

MOST = 500  # of one kind in one list to choose from


class Events:
    """How accounts finds events."""

    def find(self, ids: Collection[str]) -> dict[str, Limit]:
        events = list(_with_ends(Event.objects.filter(pk__in=uuids(ids))))
        paths = _paths({event.seat.area_id for event in events})
        return {str(event.pk): _event(event, paths) for event in events}

    def within(self, reach: Reach) -> list[Limit]:
        events = _with_ends(Event.objects.filter(_events_in(reach)))
        found = list(events.order_by("name")[:MOST])
        paths = _paths({event.seat.area_id for event in found})
        return [_event(event, paths) for event in found]


class Shifts:
    """How accounts finds shifts."""

    def find(self, ids: Collection[str]) -> dict[str, Limit]:
        shifts = list(_shifts().filter(pk__in=uuids(ids)))
        paths = _paths({shift.event.seat.area_id for shift in shifts})
        return {str(shift.pk): _shift(shift, paths) for shift in shifts}

    def within(self, reach: Reach) -> list[Limit]:
        mine = Q(event__in=Event.objects.filter(_events_in(reach))) | Q(pk__in=uuids(reach.shifts))
        shifts = _shifts().filter(mine, ends_at__gt=timezone.now())
        found = list(shifts.order_by("starts_at", "event__name")[:MOST])
        paths = _paths({shift.event.seat.area_id for shift in found})
        return [_shift(shift, paths) for shift in found]


def _events_in(reach: Reach) -> Q:
    if reach.whole:
        return Q()
    areas = AreaNode.objects.filter(reach.area_filter("path"), area__isnull=False)
    return Q(seat__area__in=areas.values("area")) | Q(pk__in=uuids(reach.events))


def _with_ends(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("seat").annotate(ends_at=Max("shifts__ends_at"))


def _shifts() -> QuerySet[Shift]:
    rows: QuerySet[Shift] = Shift.objects.select_related("event__seat")
    return rows


def _paths(areas: Collection[int]) -> dict[int, frozenset[str]]:
    """The paths of the nodes that stand for these areas of the map."""
    found: dict[int, set[str]] = {}
    rows = AreaNode.objects.filter(area_id__in=areas).values_list("area_id", "path")
    for area, path in rows:
        found.setdefault(area, set()).add(path)
    return {area: frozenset(paths) for area, paths in found.items()}


def _event(event: Event, paths: dict[int, frozenset[str]]) -> Limit:
    return Limit(
        "event", str(event.pk), f"{event.name}, {event.seat.name}",
        ends_at=event.ends_at,  # type: ignore[attr-defined]
        areas=paths.get(event.seat.area_id, frozenset()),
    )  # fmt: skip


def _shift(shift: Shift, paths: dict[int, frozenset[str]]) -> Limit:
    begins = timezone.localtime(shift.starts_at)
    ends = timezone.localtime(shift.ends_at)
    when = f"{date_format(begins, 'D j M, H:i')}–{date_format(ends, 'H:i')}"
    return Limit(
        "shift", str(shift.pk), f"{when}: {shift.event.name}, {shift.event.seat.name}",
        ends_at=shift.ends_at, areas=paths.get(shift.event.seat.area_id, frozenset()),
        event=str(shift.event_id),
    )  # fmt: skip
