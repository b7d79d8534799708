"""Reading what a plan is made from: the volunteers, shifts and forecast of the scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import CharField
from django.db.models.functions import Cast

from groundswell.apps.dispatch.assumptions import REACHABLE_SHARE, PlanAssumptions
from groundswell.apps.dispatch.planning.inputs import Inputs, IntArray, SeatGiven, ShiftGiven
from groundswell.apps.elections import queries as elections
from groundswell.apps.elections.models import Forecast, Party, SeatForecast
from groundswell.apps.elections.queries.choices import USUAL_WEIGHT
from groundswell.apps.elections.scenarios import BLEND
from groundswell.apps.events.queries import shifts_on_offer
from groundswell.apps.people.models import Volunteer
from groundswell.apps.places.models import PostcodeDistrict
from groundswell.engines.dispatch import MODES
from groundswell.errors import InputError

# A plan keeps who is free when as the bits of a whole number.
MOST_SLOTS = 62
# A forecast without any doubt would leave nothing to win; one vote is less than any doubt.
LEAST_SD = 1.0


@dataclass(frozen=True)
class Given:
    """What was read: the engine's inputs, and which row of the database each position stands for.

    people: (N,) keys of volunteers, as text, in the order of the inputs' groups; within a group,
    first come first.
    signed_up: (N,) their places in the order of sign-up.
    n_left_out: shifts in seats for which the forecast says nothing of the side.
    """

    inputs: Inputs
    people: list[str]
    signed_up: IntArray
    seat_ids: list[int]
    depends_on_scenario: list[bool]
    n_left_out: int


@dataclass(frozen=True)
class People:
    """Volunteers sorted into groups; see `Inputs.groups` and `Given`."""

    ids: list[str]
    signed_up: IntArray
    districts: tuple[tuple[str, float, float], ...]
    groups: IntArray


@dataclass(frozen=True)
class Contests:
    """The seats in which the side stands, in the order of their codes."""

    ids: list[int]
    given: list[SeatGiven]
    depends_on_scenario: list[bool]


def read_inputs(
    *, forecast: Forecast, side: Party, assumptions: PlanAssumptions, at: datetime
) -> Given:
    """Read all that a plan for a side is made from.

    at: now; shifts that have begun don't count.
    Raises InputError if nothing can be planned: no people, no shifts, no seats.
    """
    seats = read_contests(forecast, side)
    position = {seat: n for n, seat in enumerate(seats.ids)}
    rows = list(
        shifts_on_offer(polling_day=forecast.election.polling_day, at=at).values_list(
            "pk", "event__seat_id", "slot", "event__lon", "event__lat", "places"
        )
    )
    known = [row for row in rows if row[1] in position]
    if not known:
        raise InputError(
            f"No shift is on offer in a seat where {side.name} stands. Publish shifts first."
        )
    slots = tuple(dict.fromkeys(row[2] for row in known))
    if len(slots) > MOST_SLOTS:
        raise InputError(
            f"These shifts have {len(slots)} different slots; a plan takes {MOST_SLOTS}. "
            "Give shifts at the same time the same slot."
        )
    people = read_people(slots)
    return Given(
        inputs=Inputs(
            assumptions=assumptions,
            slots=slots,
            seats=tuple(seats.given),
            shifts=tuple(
                ShiftGiven(str(pk), position[seat], slots.index(slot), lon, lat, places)
                for pk, seat, slot, lon, lat, places in known
            ),
            districts=people.districts,
            groups=people.groups,
        ),
        people=people.ids,
        signed_up=people.signed_up,
        seat_ids=seats.ids,
        depends_on_scenario=seats.depends_on_scenario,
        n_left_out=len(rows) - len(known),
    )


def read_contests(forecast: Forecast, side: Party) -> Contests:
    """What the blend of all scenarios says of the side, seat by seat.

    lead = margin × votes cast, and its spread likewise.
    """
    of_side = SeatForecast.objects.filter(forecast=forecast, party=side)
    weights = elections.weights()
    ids: list[int] = []
    given: list[SeatGiven] = []
    depends: list[bool] = []
    for seat, code, margin, sd, votes, depends_on_scenario in (
        of_side.filter(scenario=BLEND)
        .order_by("seat__code")
        .values_list(
            "seat_id", "seat__code", "margin_mean", "margin_sd", "votes_cast", "depends_on_scenario"
        )
    ):
        ids.append(seat)
        depends.append(depends_on_scenario)
        given.append(
            SeatGiven(
                code=code,
                lead_votes=margin * votes,
                lead_sd=max(sd * votes, LEAST_SD),
                reachable=REACHABLE_SHARE * votes,
                weight=weights.get(seat, USUAL_WEIGHT),
            )
        )
    if not ids:
        raise InputError(
            f"The forecast says nothing of {side.name}. Choose a side that stands, or run the "
            "forecast again."
        )
    return Contests(ids, given, depends)


def read_people(slots: Iterable[str]) -> People:
    """Every volunteer of the scope, sorted into groups of equal terms.

    slots: the codes that matter; a person who is free in none of them is counted all the same.
    """
    # Keys as the database writes them: a hundred thousand UUID objects take longer than the rest.
    rows = list(
        Volunteer.objects.order_by("signed_up_at", "pk").values_list(
            Cast("pk", CharField()), "district_id", "mode", "max_minutes", "slots"
        )
    )
    if not rows:
        raise InputError("Nobody has offered help yet, so there is nobody to place.")
    pks, district_ids, modes, limits, offers = zip(*rows, strict=True)
    bit = {slot: 1 << n for n, slot in enumerate(slots)}
    mask = {offer: sum(bit.get(slot, 0) for slot in set(offer.split())) for offer in set(offers)}
    number = {mode: n for n, mode in enumerate(MODES)}
    district_key, district = np.unique(np.array(district_ids), return_inverse=True)
    terms = np.column_stack(
        [
            district,
            np.array([number[mode] for mode in modes]),
            np.array(limits),
            np.array([mask[offer] for offer in offers], dtype=np.int64),
        ]
    ).astype(np.int64)
    # lexsort is stable: within a group the order of sign-up stays.
    order = np.lexsort(terms.T[::-1])
    terms = terms[order]
    first = np.flatnonzero(np.any(np.diff(terms, axis=0, prepend=-1) != 0, axis=1))
    n = np.diff(first, append=len(terms))
    places = {
        pk: (code, lon, lat)
        for pk, code, lon, lat in PostcodeDistrict.objects.values_list("pk", "code", "lon", "lat")
    }
    return People(
        ids=[pks[k] for k in order.tolist()],
        signed_up=order.astype(np.int64),
        districts=tuple(places[key] for key in district_key.tolist()),
        groups=np.column_stack([terms[first], n]),
    )
