"""What people's work is worth in a seat."""

from math import erf, exp, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.dispatch import Assumptions, Problem, Seats, Shifts, Volunteers
from groundswell.engines.dispatch.curves import (
    added_value,
    chance_of_winning,
    curves_of,
    true_slope,
)

NOBODY = Volunteers(*(np.empty(0) for _ in range(5)))


def one_seat(lead, lead_sd, reachable, places=1000, **assumed):
    """A problem with one seat and one shift."""
    return Problem(
        Seats(np.array([lead]), np.array([lead_sd]), np.array([reachable])),
        Shifts(np.array([0]), np.array([0]), np.zeros(1), np.zeros(1), np.array([places])),
        NOBODY,
        Assumptions(**assumed),
    )


def test_the_chance_of_winning_is_the_formula_worked_by_hand():
    curves = curves_of(one_seat(-500.0, 2000.0, 8000.0))
    # 100 shifts of 12 contacts on 8,000 people: 0.025 × 8000 × (1 − e^(−0.15)) votes.
    lead = -500 + 0.025 * 8000 * (1 - exp(-0.15))
    by_hand = 0.5 * (1 + erf(lead / 2000 / sqrt(2)))
    assert chance_of_winning(curves, np.array([100.0]))[0] == pytest.approx(by_hand)


@given(st.floats(-20000, 20000), st.floats(1, 8000), st.floats(1, 50000), st.floats(0, 1))
@settings(max_examples=200)
def test_the_envelope_is_concave_and_never_below_the_curve(lead, lead_sd, reachable, effect):
    curves = curves_of(one_seat(lead, lead_sd, reachable, votes_per_contact=effect))
    people = np.linspace(0, 1000, 2001)
    many = [np.full(len(people), figures[0]) for figures in curves]
    value = added_value(type(curves)(*many), people)
    chord = curves.chord_slope[0] * people
    envelope = np.where(people < curves.chord_end[0], chord, value)
    assert (envelope >= value - 1e-12).all()
    slopes = np.diff(envelope)
    assert (np.diff(slopes) <= 1e-12 + 1e-9 * np.abs(slopes[:-1])).all()


def test_a_seat_that_is_ahead_has_no_chord():
    assert curves_of(one_seat(100.0, 2000.0, 8000.0)).chord_end[0] == 0.0


def test_the_chord_touches_the_curve_where_their_slopes_are_equal():
    problem = one_seat(-8000.0, 2000.0, 50000.0, places=20000, votes_per_contact=0.3)
    curves = curves_of(problem)
    assert 0 < curves.chord_end[0] < 20000
    slope = true_slope(curves, curves.chord_end)[0]
    assert slope == pytest.approx(curves.chord_slope[0], rel=1e-9)


def test_the_slope_is_what_one_more_person_adds():
    curves = curves_of(one_seat(-500.0, 2000.0, 8000.0))
    step = added_value(curves, np.array([101.0])) - added_value(curves, np.array([100.0]))
    assert true_slope(curves, np.array([100.5]))[0] == pytest.approx(step[0], rel=1e-6)
