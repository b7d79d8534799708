"""Made-up canvass days for the demo: the last weekend before the 2017 general election.

The seats and the weekend are real; venues and hosts are not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, cos, pi, radians, sin
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from groundswell.apps.people.demo_people import FIRST_NAMES
from groundswell.errors import InputError

LONDON = ZoneInfo("Europe/London")
SLOTS = {
    "sat-am": datetime(2017, 6, 3, 10, tzinfo=LONDON),
    "sat-pm": datetime(2017, 6, 3, 14, tzinfo=LONDON),
    "sun-am": datetime(2017, 6, 4, 11, tzinfo=LONDON),
}
HOURS = timedelta(hours=3)
ROOM = 1.4  # places for each offer of help
FEWEST_PLACES = 30
JITTER_KM = 2.0
KM_PER_DEGREE = 111.195

# "{place}" is the seat's name, or the part of it that names a town.
VENUES = (
    "Library steps, {place}",
    "Community centre, {place}",
    "Market square, {place}",
    "Village hall, {place}",
    "Leisure centre car park, {place}",
    "Main station entrance, {place}",
    "Park gates, {place}",
    "Church hall, {place}",
    "Sports pavilion, {place}",
    "High Street café, {place}",
)
POINTS_OF_THE_COMPASS = {"north", "south", "east", "west", "central", "mid"}


@dataclass(frozen=True)
class DemoShift:
    """Three hours of one event; `slot` names them as in a volunteer's `slots`."""

    slot: str
    starts_at: datetime
    ends_at: datetime
    places: int


@dataclass(frozen=True)
class DemoEvent:
    """One venue in one seat, with its shifts in order of time."""

    seat_code: str
    seat_name: str
    name: str
    venue: str
    host: str
    lon: float
    lat: float
    shifts: tuple[DemoShift, ...]


def made_up_events(
    targets: pl.DataFrame,
    *,
    offers: int,
    rng: np.random.Generator,
    most_places: int = 300,
) -> list[DemoEvent]:
    """Invent events in the seats given, with about 1.4 places for each offer in all.

    targets: columns seat_code, seat_name, lon, lat; one row a seat.
    offers: how many shifts the volunteers could do between them (a person with two slots offers
    two); it decides how many places there are.
    most_places: of one shift; a seat that needs more gets several venues.

    Each event has the three shifts of `SLOTS`, with at least 30 places each: when offers are few,
    there are more places than 1.4 for each. The order is that of `targets`; the same generator
    state gives the same events.

    Raises InputError if there is no seat, the offers are negative, or most_places is under 30.
    """
    if most_places < FEWEST_PLACES:
        raise InputError(f"most_places is {most_places}; {FEWEST_PLACES} is the fewest.")
    if offers < 0:
        raise InputError(f"{offers} offers of help can't be; 0 is the fewest.")
    if targets.is_empty():
        raise InputError("No seats are given, so there is nowhere to hold an event.")
    per_shift = ROOM * offers / (targets.height * len(SLOTS))
    # Two thirds of the most on average leave some room for larger ones.
    n_venues = max(1, ceil(per_shift / (most_places * 2 / 3)))
    shape = (targets.height, n_venues, len(SLOTS))
    places = made_up_places(shape, total=ROOM * offers, most=most_places, rng=rng)
    return [
        event
        for row, seat in enumerate(targets.iter_rows(named=True))
        for event in events_of(seat, places[row], rng)
    ]


def events_of(
    seat: dict[str, Any], places: NDArray[np.int64], rng: np.random.Generator
) -> Iterator[DemoEvent]:
    """The events of one seat: places is (n_venues, n_slots)."""
    kinds = rng.permutation(len(VENUES))
    for number, of_venue in enumerate(places):
        venue = VENUES[kinds[number % len(VENUES)]].format(place=town_of(seat["seat_name"]))
        round_again = number // len(VENUES)
        lon, lat = nearby(seat["lon"], seat["lat"], rng)
        yield DemoEvent(
            seat_code=seat["seat_code"],
            seat_name=seat["seat_name"],
            name=f"Canvassing in {seat['seat_name']}",
            venue=f"{venue} ({round_again + 1})" if round_again else venue,
            host=str(rng.choice(FIRST_NAMES)),
            lon=lon,
            lat=lat,
            shifts=tuple(
                DemoShift(slot, starts_at, starts_at + HOURS, int(n))
                for (slot, starts_at), n in zip(SLOTS.items(), of_venue, strict=True)
            ),
        )


def made_up_places(
    shape: tuple[int, ...], *, total: float, most: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Uneven places for each shift, in bounds, and together near `total` if those allow it."""
    uneven = np.clip(rng.lognormal(0, 0.35, shape), 0.4, 2.5)
    size = total / uneven.size
    for _ in range(20):
        # What the bounds cut off or add, the rest makes up for.
        places = np.clip(np.round(size * uneven), FEWEST_PLACES, most)
        size *= total / places.sum()
    return places.astype(np.int64)


def nearby(lon: float, lat: float, rng: np.random.Generator) -> tuple[float, float]:
    """A point within two kilometres, evenly over the circle."""
    distance_km = JITTER_KM * float(np.sqrt(rng.random()))
    angle = 2 * pi * float(rng.random())
    north = distance_km * sin(angle) / KM_PER_DEGREE
    east = distance_km * cos(angle) / (KM_PER_DEGREE * cos(radians(lat)))
    return round(lon + east, 5), round(lat + north, 5)


def town_of(seat_name: str) -> str:
    """What people there call it: "Derby" for Derby North, "Hallam" for Sheffield, Hallam."""
    words = seat_name.rpartition(", ")[2].split()
    while len(words) > 1 and words[-1].lower() in POINTS_OF_THE_COMPASS:
        words.pop()
    return " ".join(words)
