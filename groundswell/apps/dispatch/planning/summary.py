"""The figures of a plan: what it gains, what that costs, and how it compares."""

from typing import Any

import numpy as np

from groundswell.apps.dispatch.assumptions import EVIDENCE
from groundswell.apps.dispatch.planning.inputs import IntArray
from groundswell.apps.dispatch.planning.reading import Given
from groundswell.apps.dispatch.planning.solving import Answer, gain_at

# Expected seats that rounding alone may leave where nothing can be gained.
NOTHING = 1e-12


def summarise(given: Given, answer: Answer, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What `Plan.summary` keeps; seats and minutes, never percentages.

    people: who offered help. people_in_reach: who could go to a shift at all. placed: places
    filled; people_placed: by how many people. gain_low, gain_high: the same placement, were a
    conversation worth nothing, or as much as the strongest evidence says.
    rules: from `simpler_rules`.
    """
    shifts, plan = answer.problem.shifts, answer.plan
    places = int(shifts.places.sum())
    can_gain = plan.upper_bound > NOTHING
    low, high = (
        gain_at(answer.problem, plan.in_seat, votes_per_contact=effect) for effect in EVIDENCE
    )
    return {
        "people": len(given.people),
        "people_in_reach": answer.n_in_reach,
        "people_placed": int(np.unique(plan.person).size),
        "offers": answer.offers,
        "placed": plan.placed,
        "places": places,
        "places_open": places - plan.placed,
        "shifts": shifts.count,
        "shifts_left_out": given.n_left_out,
        "seats": int(np.unique(shifts.seat).size),
        "expected_seats_gain": plan.expected_seats_gain,
        "gain_low": low,
        "gain_high": high,
        "objective": plan.objective,
        "upper_bound": plan.upper_bound if can_gain else 0.0,
        "gap": plan.gap if can_gain else 0.0,
        "rounds": plan.rounds,
        "travel_minutes": plan.travel_minutes,
        "baselines": {
            name: {key: value for key, value in rule.items() if key != "crowd"}
            for name, rule in rules.items()
        },
    }


def sent_by_nearest(answer: Answer, rules: dict[str, dict[str, Any]]) -> IntArray:
    """How many people "everyone to the nearest" would place in each seat, (M,)."""
    crowd = rules["nearest"]["crowd"]
    n_seats = answer.problem.seats.count
    return np.bincount(answer.problem.shifts.seat, crowd, minlength=n_seats).astype(np.int64)
