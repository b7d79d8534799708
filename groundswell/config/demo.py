"""The demo: the British general election of 2017, with real votes and polls and made-up people.

Nothing here is for a real organisation; it stands on top of the apps and calls what their pages
call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import polars as pl
from django.db.models import Sum

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.scope import scope
from groundswell.apps.elections import actions as elections
from groundswell.apps.elections.models import Candidacy, Party, SeatForecast
from groundswell.apps.elections.queries import latest_forecast
from groundswell.apps.events import actions as events
from groundswell.apps.events.demo_events import made_up_events
from groundswell.apps.people import actions as people
from groundswell.apps.people.demo_people import made_up_volunteers
from groundswell.config.demo_organisation import add_host, make_organisation
from groundswell.errors import InputError
from groundswell.exchange import open_data

BASE = date(2015, 5, 7)
CALLED = datetime(2017, 4, 18, tzinfo=UTC)  # the day on which the election was called
SEED = 2017
Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How big a demo is: its volunteers, and in how many seats a party has shifts."""

    volunteers: int
    seats_of_a_large_party: int
    seats_of_another_party: int
    most_places: int


SIZES = {
    "small": Size(
        volunteers=5_000, seats_of_a_large_party=30, seats_of_another_party=5, most_places=300
    ),
    "national": Size(
        volunteers=100_000, seats_of_a_large_party=60, seats_of_another_party=10, most_places=2000
    ),
}


def fill_with_data(say: Say) -> Organisation:
    """Real seats, votes and polls; an organisation of the demo's own and those who run it."""
    say("650 seats, the votes of 2010 to 2017, final polls")
    elections.load_open_data()
    organisation = make_organisation()
    maya = User.objects.get(email="maya@example.org")
    with scope(organisation.pk):
        elections.choose_side(by=maya, organisation=organisation, party=second_party_at_the_base())
    return organisation


def second_party_at_the_base() -> Party:
    """The side to begin with: the challenger, whoever that is. One click changes it."""
    return _parties_by_votes()[1]


def _parties_by_votes() -> list[Party]:
    votes = (
        Candidacy.objects.filter(contest__election__polling_day=BASE)
        .values("party")
        .annotate(votes=Sum("votes"))
        .order_by("-votes")
    )
    parties = Party.objects.in_bulk([row["party"] for row in votes])
    return [parties[row["party"]] for row in votes]


def fill_with_people(organisation: Organisation, size: Size, say: Say) -> None:
    """Made-up volunteers near where people live, and shifts in seats that some party could win."""
    rng = np.random.default_rng(SEED)
    say(f"{size.volunteers:,} made-up volunteers")
    rows = made_up_volunteers(size.volunteers, open_data.uk_postcode_districts(), rng)
    people.add_volunteers(organisation=organisation, rows=rows, opened_at=CALLED)
    with scope(organisation.pk):
        people.place_volunteers(organisation=organisation)
    seats = contested_seats(size)
    say(f"shifts in {len(seats)} seats")
    offers = int(rows["slots"].str.split(" ").list.len().sum())
    invented = made_up_events(seats, offers=offers, rng=rng, most_places=size.most_places)
    events.add_events(organisation=organisation, rows=invented)
    add_host(organisation, by=User.objects.get(email="maya@example.org"))


def contested_seats(size: Size) -> pl.DataFrame:
    """The seats where one more vote counts most, for each party in turn: no side is favoured.

    Columns seat_code, seat_name, lon, lat, in the order of the codes.
    """
    forecast = latest_forecast()
    if forecast is None:
        raise InputError("There is no forecast yet, so nobody knows which seats are contested.")
    chosen: dict[str, tuple[str, str, float | None, float | None]] = {}
    for place, party in enumerate(_parties_by_votes()):
        n = size.seats_of_a_large_party if place < 2 else size.seats_of_another_party
        best = (
            SeatForecast.objects.filter(forecast=forecast, party=party, scenario="blend")
            .filter(p_win__gt=0.02)
            .select_related("seat__area")
            .order_by("rank")[:n]
        )
        for row in best:
            seat, area = row.seat, row.seat.area
            chosen[seat.code] = (seat.code, seat.name, area.lon, area.lat)
    return pl.DataFrame(
        sorted(chosen.values()), schema=["seat_code", "seat_name", "lon", "lat"], orient="row"
    )
