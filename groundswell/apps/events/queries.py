"""Reading events and shifts of the organisation in scope."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from groundswell.apps.accounts.queries.teams import uuids
from groundswell.apps.events.models import Shift


def published_shifts() -> QuerySet[Shift]:
    """Every shift of a published event, in order of time, then of the event's name."""
    return Shift.objects.filter(event__is_published=True).order_by("starts_at", "event__name", "pk")


def shifts_on_offer(*, polling_day: date, at: datetime) -> QuerySet[Shift]:
    """Published shifts that still count for an election: begun by no-one yet, and before its end.

    at: now. Where the election itself is over, as in a rehearsal or the demo, all of its shifts
    count: there is no "still".
    """
    end = datetime.combine(polling_day, time.max, tzinfo=timezone.get_current_timezone())
    shifts = published_shifts().filter(starts_at__lte=end)
    return shifts if at > end else shifts.filter(starts_at__gt=at)


def shifts_in_seat(seat_id: Any) -> QuerySet[Shift]:
    """The published shifts of one seat, with their events."""
    return published_shifts().filter(event__seat_id=seat_id).select_related("event")


def shifts_of(ids: Collection[str]) -> list[Shift]:
    """Shifts by their ids, with their events, for somebody whose role is limited to them."""
    rows = Shift.objects.filter(pk__in=uuids(ids)).select_related("event__seat")
    return list(rows.order_by("starts_at"))
