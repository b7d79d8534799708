"""Small campaigns for the tests, drawn from a seed or written out."""

from dataclasses import replace

import numpy as np

from groundswell.engines.dispatch import Assumptions, Problem, Seats, Shifts, Volunteers


def problem(seed=0, *, people=40, seats=4, shifts=8, slots=2, places=6, distinct=True, **assumed):
    """A campaign around one town: seats near even, shifts within an hour, limits of all lengths."""
    rng = np.random.default_rng(seed)
    assumed = {"votes_per_contact": 0.04, "min_team": 1, **assumed}
    spots = people if distinct else 5
    lon, lat = rng.uniform(-1.4, -1.0, spots), rng.uniform(52.4, 52.7, spots)
    home = np.arange(people) if distinct else rng.integers(0, spots, people)
    lead_sd = rng.uniform(1500, 3500, seats)
    return Problem(
        Seats(
            rng.normal(0, 1, seats) * lead_sd,
            lead_sd,
            rng.uniform(500, 5000, seats),
            rng.uniform(0.5, 2, seats),
        ),
        Shifts(
            rng.integers(0, seats, shifts),
            rng.integers(0, slots, shifts),
            rng.uniform(-1.5, -0.9, shifts),
            rng.uniform(52.3, 52.8, shifts),
            rng.integers(0, 2 * places, shifts),
        ),
        Volunteers(
            lon[home],
            lat[home],
            rng.uniform(5, 90, people),
            rng.integers(0, 3, people).astype(np.int8),
            rng.integers(0, 2**slots, people).astype(np.uint64),
        ),
        Assumptions(**assumed),
    )


def with_assumptions(of, **changes):
    """The same problem under other assumptions."""
    return replace(of, assumptions=replace(of.assumptions, **changes))


def with_people(of, index):
    """The same problem with only these volunteers, in this order."""
    people = of.volunteers
    chosen = Volunteers(
        people.lon[index],
        people.lat[index],
        people.max_minutes[index],
        people.mode[index],
        people.slots[index],
    )
    return replace(of, volunteers=chosen)


def with_shifts(of, **changes):
    """The same problem with other shifts."""
    return replace(of, shifts=replace(of.shifts, **changes))


def with_volunteers(of, **changes):
    """The same problem with other volunteers."""
    return replace(of, volunteers=replace(of.volunteers, **changes))
