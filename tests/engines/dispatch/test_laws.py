"""What must hold for every campaign, whatever its numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.dispatch import Volunteers, plan_dispatch
from groundswell.engines.dispatch.check import bound_again
from tests.engines.dispatch import made_up

seeds = st.integers(0, 10**6)
# A plan may miss its own bound by this much, so two plans can be compared up to it.
GAP = 1e-6


def value_and_ceiling(problem):
    """The value that was found, and the one that can't be passed."""
    plan = plan_dispatch(problem, gap=GAP)
    return plan.objective, plan.upper_bound


@given(seeds, st.integers(0, 39))
@settings(max_examples=15)
def test_one_more_person_never_lowers_the_optimum(seed, extra):
    problem = made_up.problem(seed)
    fewer = made_up.with_people(problem, np.delete(np.arange(40), extra))
    assert value_and_ceiling(problem)[1] >= value_and_ceiling(fewer)[0] * (1 - 1e-9)


@given(seeds, st.integers(0, 7))
@settings(max_examples=15)
def test_one_more_place_never_lowers_the_optimum(seed, which):
    problem = made_up.problem(seed)
    places = problem.shifts.places.copy()
    places[which] += 1
    more = made_up.with_shifts(problem, places=places)
    assert value_and_ceiling(more)[1] >= value_and_ceiling(problem)[0] * (1 - 1e-9)


@given(seeds, st.integers(0, 39))
@settings(max_examples=15)
def test_a_longer_limit_never_lowers_the_optimum(seed, who):
    problem = made_up.problem(seed)
    limit = problem.volunteers.max_minutes.copy()
    limit[who] += 30
    longer = made_up.with_volunteers(problem, max_minutes=limit)
    assert value_and_ceiling(longer)[1] >= value_and_ceiling(problem)[0] * (1 - 1e-9)


@given(seeds, st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_permuting_the_seats_permutes_the_plan(seed, random):
    problem = made_up.problem(seed)
    order = np.array(random.sample(range(4), 4))
    seats = problem.seats
    moved = replace(
        problem,
        seats=replace(
            seats,
            lead_votes=seats.lead_votes[order],
            lead_sd=seats.lead_sd[order],
            reachable=seats.reachable[order],
            value=seats.value[order],
        ),
        shifts=replace(problem.shifts, seat=np.argsort(order)[problem.shifts.seat]),
    )
    one, other = plan_dispatch(problem), plan_dispatch(moved)
    assert other.in_seat == pytest.approx(one.in_seat[order])
    assert other.objective == pytest.approx(one.objective, rel=1e-9, abs=1e-15)


@given(seeds)
@settings(max_examples=15)
def test_telling_people_of_one_point_apart_changes_nothing(seed):
    problem = made_up.problem(seed, distinct=False)
    people = problem.volunteers
    apart = made_up.with_volunteers(problem, lon=people.lon + 1e-9 * np.arange(people.count))
    together, split = value_and_ceiling(problem), value_and_ceiling(apart)
    slack = 1e-6 * max(together[1], 1e-6)
    assert split[1] >= together[0] - slack
    assert together[1] >= split[0] - slack


@given(seeds)
@settings(max_examples=15)
def test_people_come_in_any_order(seed):
    problem = made_up.problem(seed)
    order = np.random.default_rng(seed).permutation(40)
    one, other = value_and_ceiling(problem), value_and_ceiling(made_up.with_people(problem, order))
    assert other[1] >= one[0] * (1 - 1e-9)
    assert one[1] >= other[0] * (1 - 1e-9)


@given(seeds, st.floats(0, 2))
@settings(max_examples=25)
def test_any_prices_prove_a_bound(seed, noise):
    problem = made_up.problem(seed)
    plan = plan_dispatch(problem)
    rng = np.random.default_rng(seed)
    seat_price = plan.seat_price * rng.lognormal(0, noise, 4)
    place_price = plan.place_price * rng.lognormal(0, noise, 8)
    bound = bound_again(problem, seat_price=seat_price, place_price=place_price)
    assert bound >= plan.objective * (1 - 1e-9)


@given(seeds)
@settings(max_examples=20)
def test_nobody_is_worth_less_where_they_go_than_at_the_nearest(seed):
    problem = made_up.problem(seed)
    plan = plan_dispatch(problem, gap=GAP)
    unit = max(plan.seat_price.max(), 1e-12)
    # Whole people can't meet the prices exactly: by less than one person more or less in the shift.
    assert (plan.gain >= plan.nearest_gain - 0.05 * unit).all()


def test_twice_the_value_of_every_seat_doubles_the_plan():
    problem = made_up.problem(3, travel_price=0.0)
    double = replace(problem.seats, value=2 * problem.seats.value)
    one, two = plan_dispatch(problem), plan_dispatch(replace(problem, seats=double))
    assert two.objective == pytest.approx(2 * one.objective)
    assert (two.shift == one.shift).all()


def test_a_million_people_of_one_point_are_one_count():
    problem = made_up.problem(1, people=1, shifts=8)
    people = problem.volunteers
    crowd = Volunteers(
        np.full(10**6, people.lon[0]),
        np.full(10**6, people.lat[0]),
        np.full(10**6, 90.0),
        np.zeros(10**6, dtype=np.int8),
        np.full(10**6, 3, dtype=np.uint64),
    )
    plan = plan_dispatch(replace(problem, volunteers=crowd))
    assert plan.gap <= 1e-4
    assert plan.placed <= problem.shifts.places.sum()
