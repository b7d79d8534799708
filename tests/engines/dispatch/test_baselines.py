"""What people do without a plan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.dispatch import (
    Assumptions,
    Problem,
    Seats,
    Shifts,
    Volunteers,
    baselines,
    plan_dispatch,
)
from tests.engines.dispatch import made_up


@pytest.fixture
def street():
    """Three people at home beside a full-up hopeless seat, a close one further off."""
    return Problem(
        Seats(np.array([-9000.0, 0.0]), np.array([2000.0, 2000.0]), np.array([5e3, 5e3])),
        Shifts(
            np.array([0, 1]), np.zeros(2), np.array([0.01, 0.2]), np.full(2, 51.0), np.array([1, 5])
        ),
        Volunteers(np.zeros(3), np.full(3, 51.0), np.full(3, 60.0), np.zeros(3), np.ones(3)),
        Assumptions(min_team=1),
    )


def test_the_nearest_shift_turns_away_who_comes_late(street):
    rule = baselines(street)["nearest"]
    assert (rule.placed, rule.turned_away, rule.crowd.tolist()) == (1, 2, [1, 0])


def test_those_turned_away_have_travelled_all_the_same(street):
    rules = baselines(street)
    assert rules["nearest"].travel_minutes == pytest.approx(3 * 6.21, rel=1e-2)


def test_with_room_the_others_go_on_to_the_next(street):
    assert baselines(street)["nearest_with_room"].crowd.tolist() == [1, 2]


def test_in_sign_up_order_everybody_goes_where_it_is_close(street):
    assert baselines(street)["sign_up_order"].crowd.tolist() == [0, 3]


@given(st.integers(0, 10**6))
@settings(max_examples=15)
def test_no_rule_passes_the_bound(seed):
    problem = made_up.problem(seed, people=120)
    bound = plan_dispatch(problem).upper_bound
    for rule in baselines(problem).values():
        assert rule.objective <= bound * (1 + 1e-9) + 1e-15
        assert (rule.crowd <= problem.shifts.places).all()
