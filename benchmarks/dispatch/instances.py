"""Made-up campaigns of a stated size, on a made-up country or on real postcode districts."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch import Assumptions, Problem, Seats, Shifts, Volunteers
from groundswell.engines.dispatch.travel import travel_minutes

FloatArray = NDArray[np.float64]
LIMITS = np.array([30.0, 60.0, 90.0, 150.0])
LIMIT_SHARES = np.array([0.25, 0.40, 0.25, 0.10])
DISTRICTS = 2900
ALL_SEATS = 650


def towns(rng: np.random.Generator) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Scatter districts around 90 towns whose sizes follow a power law: lon, lat, population."""
    n_towns = 90
    population = 60.0 * (1.0 + rng.pareto(1.1, n_towns))
    population[0] = 0.3 * population.sum()
    east, north = rng.uniform(-4.5, 1.5, n_towns), rng.uniform(50.5, 55.5, n_towns)
    share = population**0.75 / (population**0.75).sum()
    town = rng.choice(n_towns, DISTRICTS, p=share)
    rural = rng.random(DISTRICTS) < 0.3
    spread_km = np.where(rural, 25.0, 2.0 + 0.16 * np.sqrt(population[town]))
    lat = north[town] + rng.normal(0, 1, DISTRICTS) * spread_km / 111.2
    lon = east[town] + rng.normal(0, 1, DISTRICTS) * spread_km / (111.2 * np.cos(np.radians(lat)))
    people = np.where(rural, 0.6, 1.0) * population[town] / np.bincount(town)[town]
    return lon, lat, people * rng.gamma(4, 0.25, DISTRICTS)


def districts(folder: Path) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Read the real postcode districts that hold people: lon, lat, population."""
    rows = []
    with (folder / "uk" / "uk_postcode_districts.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["population_2011"] and float(row["population_2011"]) > 0:
                rows.append((float(row["lon"]), float(row["lat"]), float(row["population_2011"])))
    table = np.array(rows)
    return table[:, 0], table[:, 1], table[:, 2]


def campaign(
    people: int,
    seats: int,
    slots: int,
    *,
    seed: int = 1,
    data: Path | None = None,
    free: float = 0.3,
    own_coordinates: bool = False,
) -> Problem:
    """Draw volunteers, the most marginal of 650 seats, and a shift in each seat and slot.

    free: chance that a person is free in a slot. Places are 1.44 times the offers.
    People may be sent alone, for the peer knows no teams.
    own_coordinates: give everybody their own point instead of their district's.
    """
    rng = np.random.default_rng(seed)
    lon, lat, population = towns(rng) if data is None else districts(data)
    car = np.zeros(len(lon), dtype=np.int8)
    density = np.array(
        [
            1.0 / np.sort(travel_minutes(lon=lon, lat=lat, to_lon=x, to_lat=y, mode=car))[12]
            for x, y in zip(lon, lat, strict=True)
        ]
    )
    share = population / population.sum()
    centre = rng.choice(len(lon), ALL_SEATS, p=share)
    seat_lon = lon[centre] + rng.normal(0, 0.03, ALL_SEATS)
    seat_lat = lat[centre] + rng.normal(0, 0.02, ALL_SEATS)
    # Ahead in the cities, behind in the country: the marginal seats are towns and suburbs.
    urban = np.log(density[centre])
    points = -4 + 8 * (urban - urban.mean()) / urban.std() + rng.normal(0, 12, ALL_SEATS)
    chosen = np.argsort(np.abs(points + 1.0))[:seats]
    votes = 46_000 * np.clip(rng.normal(1, 0.1, seats), 0.7, 1.3)
    activism = share * density**0.7
    home = rng.choice(len(lon), people, p=activism / activism.sum())
    where = np.stack([lon[home], lat[home]])
    if own_coordinates:
        where = where + rng.normal(0, 0.01, where.shape)
    is_free = rng.random((people, slots)) < free
    typical = 1.44 * is_free.sum() / (seats * slots)
    places = np.round(typical * np.clip(rng.lognormal(0, 0.35, seats * slots), 0.4, 2.5))
    seat = np.repeat(np.arange(seats), slots)
    return Problem(
        Seats(
            points[chosen] / 100 * votes,
            0.06 * votes,
            20_000 * np.clip(rng.normal(1, 0.2, seats), 0.5, 1.5),
        ),
        Shifts(
            seat,
            np.tile(np.arange(slots), seats),
            seat_lon[chosen][seat],
            seat_lat[chosen][seat],
            np.maximum(10, places).astype(np.int64),
        ),
        Volunteers(
            where[0],
            where[1],
            rng.choice(LIMITS, people, p=LIMIT_SHARES),
            (rng.random(people) > 0.5).astype(np.int8),
            (is_free * (np.uint64(1) << np.arange(slots, dtype=np.uint64))).sum(
                axis=1, dtype=np.uint64
            ),
        ),
        Assumptions(votes_per_contact=0.04, min_team=1),
    )
