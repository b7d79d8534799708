"""The shifts that are open to anybody, with the current plan's prices: read once, kept briefly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import F, FilteredRelation, Q, QuerySet

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.models import Plan
from groundswell.apps.dispatch.queries.plans import current_plan
from groundswell.apps.elections.models import SideChoice
from groundswell.apps.elections.queries import side_choice
from groundswell.apps.events.models import Shift
from groundswell.apps.events.queries import published_shifts, shifts_on_offer

# An event that is taken back must be gone from the page soon.
KEPT_SECONDS = 15
# "Few" from here down, or from a tenth of all places.
FEW_PLACES = 5


@dataclass(frozen=True)
class OpenShift:
    """What anybody may know of a shift. Times are in the organisation's zone.

    Prices are None without a plan, or if the plan was made before the shift; p_win is the
    forecast's, before anybody goes. How many places are left is for organisers only.
    """

    pk: UUID
    seat_code: str
    seat_name: str
    event: str
    venue: str
    lon: float
    lat: float
    starts_at: datetime
    ends_at: datetime
    has_many_places: bool
    seat_price: float | None
    place_price: float
    p_win: float | None

    @property
    def price(self) -> float | None:
        """What one more person is worth there, in expected seats, before the way."""
        return None if self.seat_price is None else self.seat_price - self.place_price


@dataclass(frozen=True)
class Board:
    """The open shifts of one organisation.

    over_since: polling day, if it is past. credits: whose the map is.
    """

    shifts: tuple[OpenShift, ...]
    travel_price: float
    has_plan: bool
    over_since: date | None
    credits: str


def board(organisation: Organisation, *, at: datetime) -> Board:
    """The open shifts with the prices of the current plan for the organisation's side. at: now."""
    choice = side_choice()
    plan = current_plan(choice) if choice else None
    key = f"finder:{organisation.pk}:{choice and choice.election_id}:{plan and plan.pk}"
    found: Board | None = cache.get(key)
    if found is None:
        found = read_board(organisation, choice, plan, at=at)
        cache.set(key, found, KEPT_SECONDS)
    return found


def read_board(
    organisation: Organisation, choice: SideChoice | None, plan: Plan | None, *, at: datetime
) -> Board:
    """The same, from the database: one query."""
    zone = ZoneInfo(organisation.time_zone)
    polling_day = choice.election.polling_day if choice else None
    shifts = open_shifts(polling_day, at=at)
    rows = list(_rows(shifts, plan.pk if plan else None))
    found = (_open_shift(row, zone) for row in rows)
    assumptions = PlanAssumptions.from_json(plan.assumptions) if plan else PlanAssumptions()
    is_over = polling_day is not None and at.astimezone(zone).date() > polling_day
    return Board(
        shifts=tuple(shift for shift in found if shift is not None),
        travel_price=assumptions.travel_price,
        has_plan=plan is not None,
        over_since=polling_day if is_over else None,
        credits=" ".join(dict.fromkeys(row["credits"] for row in rows)),
    )


def open_shifts(polling_day: date | None, *, at: datetime) -> QuerySet[Shift]:
    """Published shifts one can still come to; without an election, all that are to come."""
    if polling_day is None:
        return published_shifts().filter(starts_at__gt=at)
    return shifts_on_offer(polling_day=polling_day, at=at)


def _rows(shifts: QuerySet[Shift], plan_id: UUID | None) -> Iterable[Mapping[str, Any]]:
    """Shifts, beside what the plan says of them and of their seats."""
    seat = "event__seat__planseat"
    return (
        shifts.annotate(
            of_shift=FilteredRelation("planned", condition=Q(planned__plan=plan_id)),
            of_seat=FilteredRelation(seat, condition=Q(**{f"{seat}__plan": plan_id})),
        )
        .annotate(
            seat_code=F("event__seat__code"),
            seat_name=F("event__seat__name"),
            event_name=F("event__name"),
            venue=F("event__venue"),
            lon=F("event__lon"),
            lat=F("event__lat"),
            n_wanted=F("of_shift__n_places"),
            n_placed=F("of_shift__n_placed"),
            seat_price=F("of_shift__seat_price"),
            place_price=F("of_shift__place_price"),
            p_win=F("of_seat__p_before"),
            credits=F("event__seat__area__boundary_set__credits"),
        )
        .values(
            "pk", "starts_at", "ends_at", "places", "seat_code", "seat_name", "event_name",
            "venue", "lon", "lat", "n_wanted", "n_placed",
            "seat_price", "place_price", "p_win", "credits",
        )
        .order_by("starts_at", "pk")
    )  # fmt: skip


def _open_shift(row: Mapping[str, Any], zone: ZoneInfo) -> OpenShift | None:
    """A row as an open shift; None if nobody else fits in."""
    # A plan may over-book, or leave a part of the places to others.
    places = row["places"] if row["n_wanted"] is None else row["n_wanted"]
    left = places - (row["n_placed"] or 0)
    if left <= 0:
        return None
    return OpenShift(
        pk=row["pk"],
        seat_code=row["seat_code"],
        seat_name=row["seat_name"],
        event=row["event_name"],
        venue=row["venue"],
        lon=row["lon"],
        lat=row["lat"],
        starts_at=row["starts_at"].astimezone(zone),
        ends_at=row["ends_at"].astimezone(zone),
        has_many_places=left > max(FEW_PLACES, places / 10),
        seat_price=row["seat_price"],
        place_price=row["place_price"] or 0.0,
        p_win=row["p_win"],
    )
