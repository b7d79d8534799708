"""Plans against other people's solvers, against trying everything, and on odd input."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.dispatch import (
    Assumptions,
    Problem,
    Round,
    Seats,
    Shifts,
    Travel,
    Volunteers,
    at_most,
    check_plan,
    plan_dispatch,
    travel_minutes,
)
from groundswell.errors import Cancelled, InputError
from tests.engines.dispatch import made_up
from tests.engines.dispatch.exact import best_by_trying, best_value

seeds = st.integers(0, 10**6)


def concave(problem):
    """The same problem with no seat so far behind that its curve starts convex."""
    seats = problem.seats
    reach = problem.assumptions.votes_per_contact * np.maximum(seats.reachable, 1.0)
    lead = np.maximum(seats.lead_votes, -0.9 * seats.lead_sd**2 / reach)
    return replace(problem, seats=replace(seats, lead_votes=lead))


@given(seeds, st.integers(1, 60), st.integers(1, 12), st.booleans())
@settings(max_examples=40)
def test_a_small_plan_is_as_good_as_min_cost_flow_finds(seed, people, slots, distinct):
    problem = concave(
        made_up.problem(seed, people=people, slots=slots, shifts=15, distinct=distinct)
    )
    plan = plan_dispatch(problem, gap=1e-6)
    best = best_value(problem)
    assert plan.objective >= best * (1 - 1e-4) - 1e-12
    assert plan.upper_bound >= best * (1 - 1e-9) - 1e-12
    assert check_plan(problem, plan).faults == ()


@pytest.mark.slow
def test_a_middling_plan_is_as_good_as_min_cost_flow_finds():
    problem = concave(
        made_up.problem(5, people=3000, seats=20, shifts=90, slots=5, places=30, distinct=False)
    )
    plan = plan_dispatch(problem)
    assert plan.gap <= 1e-4
    assert plan.objective >= 0.9999 * best_value(problem)
    assert check_plan(problem, plan).faults == ()


@given(seeds, st.integers(1, 3), st.floats(0, 4))
@settings(max_examples=30)
def test_the_bound_holds_for_teams_and_seats_far_behind(seed, fewest, behind):
    problem = made_up.problem(seed, people=5, seats=2, shifts=3, slots=1, places=3, min_team=fewest)
    far = problem.seats.lead_votes - behind * problem.seats.lead_sd
    problem = replace(problem, seats=replace(problem.seats, lead_votes=far))
    plan = plan_dispatch(problem)
    best = best_by_trying(problem)
    assert plan.upper_bound >= best * (1 - 1e-9)
    assert plan.objective <= best + 1e-12
    assert check_plan(problem, plan).faults == ()


def test_a_seat_far_behind_is_worked_where_nobody_is_better_used():
    # One seat, 3 sd behind, where a whole crowd makes a difference that few people don't.
    problem = Problem(
        Seats(np.array([-6000.0]), np.array([1000.0]), np.array([1e6])),
        Shifts(np.array([0]), np.array([0]), np.array([0.0]), np.array([51.0]), np.array([300])),
        Volunteers(
            np.zeros(200),
            np.full(200, 51.0),
            np.full(200, 60.0),
            np.zeros(200, dtype=np.int8),
            np.ones(200, dtype=np.uint64),
        ),
        Assumptions(votes_per_contact=0.5, contacts_per_shift=50, travel_price=0.0),
    )
    plan = plan_dispatch(problem)
    assert plan.placed == 200
    assert check_plan(problem, plan).faults == ()


def test_no_shift_has_fewer_than_a_team():
    problem = made_up.problem(3, people=60, seats=8, shifts=40, slots=2, places=5, min_team=4)
    plan = plan_dispatch(problem)
    crowd = plan.crowd[plan.crowd > 0]
    assert crowd.size
    assert crowd.min() >= 4


def test_the_same_problem_gives_the_same_plan():
    problem = made_up.problem(11, people=500, seats=10, shifts=50, slots=3)
    one, other = plan_dispatch(problem), plan_dispatch(problem)
    assert (one.person == other.person).all()
    assert (one.shift == other.shift).all()
    assert one.upper_bound == other.upper_bound


@given(seeds)
@settings(max_examples=20)
def test_a_whole_plan_lies_under_its_bound(seed):
    problem = made_up.problem(seed, people=80, seats=6, shifts=30, slots=9)
    plan = plan_dispatch(problem, until=at_most(3))
    assert plan.objective <= plan.upper_bound
    assert check_plan(problem, plan).faults == ()


def test_zero_effect_sends_nobody():
    problem = made_up.problem(1, votes_per_contact=0.0)
    plan = plan_dispatch(problem)
    assert (plan.placed, plan.objective, plan.upper_bound, plan.gap) == (0, 0.0, 0.0, 0.0)


def test_nobody_to_ask_gives_an_empty_plan():
    problem = made_up.with_people(made_up.problem(2), np.arange(0))
    plan = plan_dispatch(problem)
    assert plan.placed == 0
    assert check_plan(problem, plan).faults == ()


def test_no_shifts_give_an_empty_plan():
    problem = made_up.problem(2)
    none = Shifts(*(np.empty(0) for _ in range(5)))
    assert plan_dispatch(replace(problem, shifts=none)).placed == 0


def test_shifts_without_places_stay_empty():
    problem = made_up.problem(2)
    plan = plan_dispatch(made_up.with_shifts(problem, places=np.zeros(8, dtype=np.int64)))
    assert (plan.placed, plan.upper_bound) == (0, 0.0)


def test_a_forecast_that_is_nearly_certain_is_no_trouble():
    problem = made_up.problem(4)
    tiny = replace(problem.seats, lead_sd=np.full(4, 1e-6))
    plan = plan_dispatch(replace(problem, seats=tiny))
    assert check_plan(replace(problem, seats=tiny), plan).faults == ()


def test_seats_with_nobody_to_reach_are_left_alone():
    problem = made_up.problem(4)
    none = replace(problem.seats, reachable=np.zeros(4))
    assert plan_dispatch(replace(problem, seats=none)).placed == 0


def test_a_slot_with_number_63_is_a_slot_like_any_other():
    problem = made_up.problem(6, slots=1, people=20)
    late = made_up.with_shifts(problem, slot=np.full(8, 63))
    late = made_up.with_volunteers(late, slots=np.full(20, 2**63, dtype=np.uint64))
    all_free = made_up.with_volunteers(problem, slots=np.ones(20, dtype=np.uint64))
    assert plan_dispatch(late).objective == pytest.approx(plan_dispatch(all_free).objective)
    assert check_plan(late, plan_dispatch(late)).faults == ()


def test_two_shifts_at_one_place_and_time_keep_their_own_places():
    shifts = Shifts(np.zeros(3), np.zeros(3), np.zeros(3), np.full(3, 51.0), np.array([2, 3, 4]))
    problem = Problem(
        Seats(np.array([-100.0]), np.array([2000.0]), np.array([5e3])),
        shifts,
        Volunteers(np.zeros(20), np.full(20, 51.0), np.full(20, 9.0), np.zeros(20), np.ones(20)),
    )
    assert plan_dispatch(problem).crowd.tolist() == [2, 3, 4]


def test_a_limit_that_is_exactly_the_travel_time_is_within_reach():
    way = {"lon": np.array([0.0]), "lat": np.array([51.0])}
    to = {"to_lon": np.array([0.3]), "to_lat": np.array([51.1])}
    minutes = travel_minutes(**way, **to, mode=np.array([0], dtype=np.int8))
    problem = Problem(
        Seats(np.array([0.0]), np.array([2000.0]), np.array([5e3])),
        Shifts(np.array([0]), np.array([0]), to["to_lon"], to["to_lat"], np.array([1])),
        Volunteers(way["lon"], way["lat"], minutes, np.array([0]), np.array([1])),
        Assumptions(min_team=1),
    )
    assert plan_dispatch(problem).placed == 1
    short = made_up.with_volunteers(problem, max_minutes=minutes - 1e-6)
    assert plan_dispatch(short).placed == 0


@given(seeds)
@settings(max_examples=15)
def test_a_travel_table_of_the_same_times_gives_as_good_a_plan(seed):
    problem = made_up.problem(seed, people=30, shifts=10)
    people, shifts = problem.volunteers, problem.shifts
    person, shift = (index.ravel() for index in np.indices((30, 10)))
    minutes = travel_minutes(
        lon=people.lon[person],
        lat=people.lat[person],
        to_lon=shifts.lon[shift],
        to_lat=shifts.lat[shift],
        mode=people.mode[person],
    )
    table = Travel(np.arange(30), person, shift, minutes, people.mode[person])
    given_times = replace(problem, travel=table)
    plan = plan_dispatch(given_times, gap=1e-6)
    assert plan.objective == pytest.approx(plan_dispatch(problem, gap=1e-6).objective, rel=1e-4)
    assert check_plan(given_times, plan).faults == ()


def test_a_way_that_the_travel_table_leaves_out_is_not_taken():
    problem = made_up.problem(8, people=30)
    none = Travel(np.zeros(30), np.empty(0), np.empty(0), np.empty(0), np.empty(0))
    assert plan_dispatch(replace(problem, travel=none)).placed == 0


def test_the_caller_is_told_of_each_round_and_can_stop():
    told = []

    def watch(progress: Round) -> bool:
        told.append(progress.number)
        return progress.number < 3

    with pytest.raises(Cancelled):
        plan_dispatch(made_up.problem(9), on_round=watch)
    assert told == [1, 2, 3]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("lon", 181.0, "between -180 and 180"),
        ("lat", np.nan, "between -90 and 90"),
        ("max_minutes", -1.0, "0 or more"),
        ("mode", 3, "0, 1 or 2"),
    ],
)
def test_volunteers_that_make_no_sense_are_refused(field, value, words):
    people = made_up.problem(0).volunteers
    array = getattr(people, field).copy()
    array[7] = value
    with pytest.raises(InputError, match=rf"position 7.*{words}"):
        replace(people, **{field: array})


def test_a_shift_of_an_unknown_seat_is_refused():
    problem = made_up.problem(0)
    with pytest.raises(InputError, match="1 of 8 values of seat"):
        made_up.with_shifts(problem, seat=np.array([0, 1, 2, 3, 4, 0, 1, 2]))


def test_arrays_of_different_lengths_are_refused():
    with pytest.raises(InputError, match="one length"):
        Seats(np.zeros(2), np.ones(3), np.ones(2))
