"""A second opinion on a plan, by code that shares nothing with the search.

Everything is worked out again from the rows as they were given, in plain NumPy: great circles by
the haversine formula, the concave envelope as the upper hull of its values at whole numbers of
people, the bound from the published prices alone.
"""

from dataclasses import dataclass
from math import erf, sqrt

import numpy as np

from groundswell.engines.dispatch.plan import Plan
from groundswell.engines.dispatch.problem import FloatArray, IntArray, Problem

SLACK_MINUTES = 1e-6
SLACK = 1e-6  # of the objective


@dataclass(frozen=True)
class Check:
    """What was found. faults: one sentence for each broken promise; none if the plan is sound.

    objective, bound: worked out anew, in expected seats.
    """

    faults: tuple[str, ...]
    objective: float
    bound: float

    @property
    def is_sound(self) -> bool:
        """Whether every promise is kept."""
        return not self.faults


def check_plan(problem: Problem, plan: Plan) -> Check:
    """Recount people, places, limits and teams; recompute the objective and the bound."""
    faults: list[str] = []
    slot = problem.shifts.slot[plan.shift]
    mask = problem.volunteers.slots[plan.person]
    unfree = int(((mask >> slot.astype(np.uint64)) & np.uint64(1) == 0).sum())
    _note(faults, unfree, "people are in a slot in which they aren't free")
    pairs = np.unique(np.stack([plan.person, slot], axis=1), axis=0)
    _note(faults, len(slot) - len(pairs), "people are in two shifts at once")
    crowd = np.bincount(plan.shift, minlength=problem.shifts.count)
    _note(faults, int((crowd > problem.shifts.places).sum()), "shifts have more people than places")
    fewest = problem.assumptions.min_team
    _note(faults, int(((crowd > 0) & (crowd < fewest)).sum()), "shifts have fewer than a team")
    minutes = minutes_again(problem, plan.person, plan.shift)
    limit = problem.volunteers.max_minutes[plan.person]
    _note(faults, int((~(minutes <= limit + SLACK_MINUTES)).sum()), "people travel too far")
    wrong = np.abs(minutes - plan.minutes) > SLACK_MINUTES
    _note(faults, int(wrong.sum()), "travel times are wrong")
    objective = objective_again(problem, crowd, minutes)
    if not abs(objective - plan.objective) <= SLACK * max(abs(objective), 1e-9):
        faults.append(f"The objective is {objective:.9g}, not {plan.objective:.9g}.")
    bound = bound_again(problem, seat_price=plan.seat_price, place_price=plan.place_price)
    if plan.upper_bound < bound * (1.0 - 1e-9):
        faults.append(f"The prices prove {bound:.9g}, not {plan.upper_bound:.9g}.")
    if plan.objective > bound + SLACK * abs(bound) or (plan.place_price < 0).any():
        faults.append("The plan is worth more than the bound allows: one of them is wrong.")
    return Check(tuple(faults), objective, bound)


def _note(faults: list[str], number: int, what: str) -> None:
    if number:
        faults.append(f"{number} {what}.")


def minutes_again(problem: Problem, person: IntArray, shift: IntArray) -> FloatArray:
    """One-way minutes, pair by pair; infinite where a travel table has no such way."""
    people, shifts = problem.volunteers, problem.shifts
    if problem.travel is not None:
        table: dict[tuple[int, int, int], float] = {}
        travel = problem.travel
        ways = zip(travel.from_cell, travel.mode, travel.shift, travel.minutes, strict=True)
        for cell, mode, to, time in ways:
            key = (int(cell), int(mode), int(to))
            table[key] = min(float(time), table.get(key, np.inf))
        cells = travel.cell_of[person]
        asked = zip(cells, people.mode[person], shift, strict=True)
        return np.array([table.get((int(c), int(m), int(s)), np.inf) for c, m, s in asked])
    mode = people.mode[person]
    overhead, speed = np.array([5.0, 12.0, 0.0]), np.array([45.0, 24.0, 4.8])
    km = haversine_km(people.lon[person], people.lat[person], shifts.lon[shift], shifts.lat[shift])
    return np.asarray(overhead[mode] + 1.3 * km * 60.0 / speed[mode])


def haversine_km(
    lon: FloatArray, lat: FloatArray, to_lon: FloatArray, to_lat: FloatArray
) -> FloatArray:
    """Great-circle distance on a sphere of radius 6371.0088 km."""
    a, b = np.radians(lat), np.radians(to_lat)
    across = np.radians(to_lon - lon)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(across / 2) ** 2
    return np.asarray(2.0 * 6371.0088 * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


def seat_value(problem: Problem, seat: int, people: FloatArray) -> FloatArray:
    """Weight × chance of winning one seat with each of these numbers of people's shifts in it."""
    seats, assumed = problem.seats, problem.assumptions
    reachable = float(seats.reachable[seat])
    votes = np.zeros(len(people))
    if reachable > 0.0:
        talks = assumed.contacts_per_shift * people
        votes = assumed.votes_per_contact * reachable * -np.expm1(-talks / reachable)
    lead = (seats.lead_votes[seat] + votes) / seats.lead_sd[seat]
    normal = np.array([0.5 * (1.0 + erf(x / sqrt(2.0))) for x in lead])
    return np.asarray(seats.value[seat] * normal)


def objective_again(problem: Problem, crowd: IntArray, minutes: FloatArray) -> float:
    """Value of the crowds above doing nothing, less the travel; in expected seats."""
    in_seat = np.zeros(problem.seats.count)
    np.add.at(in_seat, problem.shifts.seat, crowd)
    gained = 0.0
    for seat in np.flatnonzero(in_seat):
        value = seat_value(problem, int(seat), np.array([0.0, in_seat[seat]]))
        gained += float(value[1] - value[0])
    return gained - problem.assumptions.travel_price * float(minutes.sum())


def bound_again(problem: Problem, *, seat_price: FloatArray, place_price: FloatArray) -> float:
    """D(r) for r = seat_price − place_price, in expected seats: no plan is worth more.

    seat_price (M,), place_price (K,).
    """
    price = seat_price[problem.shifts.seat] - place_price
    return _people_again(problem, price) + sum(
        _seat_again(problem, seat, price) for seat in range(problem.seats.count)
    )


def _seat_again(problem: Problem, seat: int, price: FloatArray) -> float:
    """The most one seat can make of its places when each person costs their shift's price."""
    shifts = np.flatnonzero(problem.shifts.seat == seat)
    shifts = shifts[np.argsort(price[shifts], kind="stable")]
    places = problem.shifts.places[shifts]
    total = int(places.sum())
    if total == 0:
        return 0.0
    value = seat_value(problem, seat, np.arange(total + 1.0))
    # With the cheapest places filled first, the k-th person costs paid[k].
    paid = np.concatenate([[0.0], np.cumsum(np.repeat(price[shifts], places))])
    return float(np.max(_upper_hull(value - value[0]) - paid))


def _upper_hull(value: FloatArray) -> FloatArray:
    """The least concave function above value[0], value[1], …, at the same places."""
    corners: list[int] = []
    for k in range(len(value)):
        while len(corners) > 1:
            a, b = corners[-2], corners[-1]
            if (value[b] - value[a]) * (k - a) > (value[k] - value[a]) * (b - a):
                break
            corners.pop()
        corners.append(k)
    return np.asarray(np.interp(np.arange(len(value)), corners, value[corners]))


def _people_again(problem: Problem, price: FloatArray) -> float:
    """What all are worth if each takes, in each of their slots, the best shift in reach."""
    people = problem.volunteers
    slot = problem.shifts.slot
    key = np.stack([people.lon, people.lat, people.mode.astype(np.float64)], axis=1)
    if problem.travel is not None:
        key = np.stack([problem.travel.cell_of, people.mode.astype(np.int64)], axis=1)
    _, first, start = np.unique(key, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(start.reshape(-1), kind="stable")
    ends = np.cumsum(np.bincount(start.reshape(-1), minlength=len(first)))
    every = np.arange(problem.shifts.count)
    total = 0.0
    for row, someone in enumerate(first):
        group = order[(ends[row - 1] if row else 0) : ends[row]]
        minutes = minutes_again(problem, np.full(len(every), someone), every)
        worth = price - problem.assumptions.travel_price * minutes
        near = minutes <= people.max_minutes[group].max(initial=0.0) + SLACK_MINUTES
        for t in np.unique(slot[near & (worth > 0)]):
            free = group[(people.slots[group] >> np.uint64(t)) & np.uint64(1) == 1]
            here = np.flatnonzero(near & (slot == t) & (worth > 0))
            by_time = here[np.argsort(minutes[here], kind="stable")]
            best = np.maximum.accumulate(np.concatenate([[0.0], worth[by_time]]))
            limit = people.max_minutes[free] + SLACK_MINUTES
            total += float(best[np.searchsorted(minutes[by_time], limit, side="right")].sum())
    return total
