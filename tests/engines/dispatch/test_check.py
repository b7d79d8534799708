"""The checker finds what is wrong with a plan, and nothing wrong with a good one."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell.engines.dispatch import check_plan, plan_dispatch
from tests.engines.dispatch import made_up


@pytest.fixture(scope="module")
def problem():
    """A campaign where places are scarce, so that every rule matters."""
    return made_up.problem(21, people=60, seats=5, shifts=12, slots=3, min_team=2)


@pytest.fixture(scope="module")
def plan(problem):
    """Its plan."""
    return plan_dispatch(problem)


def only_fault(problem, plan):
    """The words of the faults of a plan, joined."""
    check = check_plan(problem, plan)
    assert not check.is_sound
    return " ".join(check.faults)


def test_a_good_plan_has_no_faults(problem, plan):
    assert check_plan(problem, plan).faults == ()


def test_its_bound_is_the_plans(problem, plan):
    assert check_plan(problem, plan).bound == pytest.approx(plan.upper_bound, rel=1e-4)


def test_someone_sent_beyond_their_limit_is_found(problem, plan):
    limit = problem.volunteers.max_minutes.copy()
    limit[plan.person[0]] = plan.minutes[0] - 1
    short = made_up.with_volunteers(problem, max_minutes=limit)
    assert "travel too far" in only_fault(short, plan)


def test_someone_in_a_slot_in_which_they_are_not_free_is_found(problem, plan):
    slots = problem.volunteers.slots.copy()
    slots[plan.person[0]] = 0
    assert "aren't free" in only_fault(made_up.with_volunteers(problem, slots=slots), plan)


def test_someone_in_two_shifts_at_once_is_found(problem, plan):
    fields = ("person", "shift", "minutes", "gain", "nearest_shift", "nearest_minutes")
    twice = {name: np.append(getattr(plan, name), getattr(plan, name)[0]) for name in fields}
    assert "two shifts at once" in only_fault(problem, replace(plan, **twice))


def test_a_shift_beyond_its_places_is_found(problem, plan):
    places = problem.shifts.places.copy()
    places[plan.shift[0]] = plan.crowd[plan.shift[0]] - 1
    assert "more people than places" in only_fault(
        made_up.with_shifts(problem, places=places), plan
    )


def test_a_thin_team_is_found(problem, plan):
    strict = made_up.with_assumptions(problem, min_team=int(plan.crowd.max()) + 1)
    assert "fewer than a team" in only_fault(strict, plan)


def test_a_flattered_objective_is_found(problem, plan):
    flattered = replace(plan, objective=plan.objective * 1.001)
    assert "objective" in only_fault(problem, flattered)


def test_a_bound_that_the_prices_do_not_prove_is_found(problem, plan):
    flattered = replace(plan, upper_bound=plan.objective * 0.9999)
    assert "prices prove" in only_fault(problem, flattered)


def test_wrong_travel_times_are_found(problem, plan):
    assert "travel times" in only_fault(problem, replace(plan, minutes=plan.minutes + 0.1))


def test_negative_place_prices_are_found(problem, plan):
    wrong = replace(plan, place_price=plan.place_price - 1.0)
    assert not check_plan(problem, wrong).is_sound
