"""Answers for one person, from the prices alone."""

from time import perf_counter

import numpy as np
import pytest

from groundswell.engines.dispatch import (
    MODES,
    best_offers,
    plan_dispatch,
    price_board,
    reason_of,
    travel_minutes,
)
from tests.engines.dispatch import made_up


@pytest.fixture(scope="module")
def problem():
    """300 shifts around one town."""
    return made_up.problem(7, people=400, seats=20, shifts=300, slots=4, places=8)


@pytest.fixture(scope="module")
def plan(problem):
    """Its plan."""
    return plan_dispatch(problem)


@pytest.fixture(scope="module")
def board(problem, plan):
    """Its prices."""
    return price_board(
        problem.shifts, seat_price=plan.seat_price, place_price=plan.place_price, travel_price=1e-7
    )


def ask(board, **changes):
    """What the board offers somebody in the middle."""
    who = {"lon": -1.2, "lat": 52.55, "mode": MODES.index("car"), "max_minutes": 60.0}
    return best_offers(board, **{**who, **changes})


def test_offers_are_the_best_of_all_shifts_within_reach(problem, plan, board):
    offers = ask(board)
    minutes = travel_minutes(
        lon=np.array([-1.2]),
        lat=np.array([52.55]),
        to_lon=problem.shifts.lon,
        to_lat=problem.shifts.lat,
        mode=np.zeros(300, dtype=np.int8),
    )
    price = plan.seat_price[problem.shifts.seat] - plan.place_price
    value = np.where((minutes <= 60) & (problem.shifts.places > 0), price - 1e-7 * minutes, -1)
    assert offers.value == pytest.approx(np.sort(value)[::-1][:3])


def test_the_nearest_is_no_further_than_any_offer(board):
    offers = ask(board)
    assert offers.nearest_minutes <= offers.minutes.min()


def test_somebody_free_in_one_slot_is_offered_that_slot(problem, board):
    offers = ask(board, slots=1 << 2)
    assert (problem.shifts.slot[offers.shift] == 2).all()


def test_nothing_within_reach_is_no_offer(board):
    offers = ask(board, max_minutes=1.0)
    assert (len(offers.shift), offers.nearest) == (0, -1)


def test_shifts_without_a_free_place_are_left_out(problem, plan):
    left = np.zeros(300, dtype=np.int64)
    board = price_board(
        problem.shifts,
        seat_price=plan.seat_price,
        place_price=plan.place_price,
        travel_price=1e-7,
        places_left=left,
    )
    assert ask(board).nearest == -1


def test_an_answer_takes_less_than_a_millisecond(board):
    times = []
    for _ in range(50):
        start = perf_counter()
        ask(board)
        times.append(perf_counter() - start)
    assert np.median(times) < 1e-3


def test_a_reason_gives_the_figures_of_its_line(problem, plan):
    line = int(np.argmax(plan.shift != plan.nearest_shift))
    reason = reason_of(problem, plan, line)
    assert not reason.is_nearest
    assert reason.extra_minutes == pytest.approx(plan.minutes[line] - plan.nearest_minutes[line])
    assert reason.times_nearest >= 0.99
