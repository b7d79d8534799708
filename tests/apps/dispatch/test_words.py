"""Figures as the pages of plans say them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.apps.dispatch import words


@pytest.mark.parametrize(
    ("seats", "says"),
    [
        (0.1523, "0.152"),
        (3.6204, "3.62"),
        (12.44, "12.4"),
        (1234.5, "1,234"),
        (0.00234, "0.00234"),
        (0.0, "0"),
        (1e-9, "0"),
        (-0.05, "−0.0500"),
        (float("nan"), "0"),
    ],
)
def test_seats_are_said_to_three_figures(seats, says):
    assert words.seats_text(seats) == says


@pytest.mark.parametrize(
    ("gap", "says"),
    [
        (0.0, "0"),
        (1e-9, "0.001"),
        (4.5e-5, "0.005"),
        (5e-5, "0.005"),
        (6.2e-5, "0.007"),
        (1e-4, "0.01"),
        (0.0123, "2"),
        (0.5, "50"),
    ],
)
def test_a_gap_is_rounded_up_to_one_figure(gap, says):
    assert words.gap_text(gap) == says


@given(st.floats(0, 1))
def test_a_gap_is_never_called_smaller_than_it_is(gap):
    assert float(words.gap_text(gap)) >= 100 * gap * (1 - 1e-8)


def test_two_figures_get_the_decimals_that_tell_them_apart():
    assert words.apart([0.15212, 0.15213]) == ["0.15212", "0.15213"]
    assert words.apart([0.1, 0.2]) == ["0.1000", "0.2000"]
    assert words.apart([0.1, 0.1]) == ["0.1000", "0.1000"]


@pytest.mark.parametrize(
    ("value", "base", "says"),
    [(107, 100, "+7%"), (93, 100, "−7%"), (100.2, 100, "0%"), (5, 0, "–")],
)
def test_a_change_says_how_much_more_or_less(value, base, says):
    assert words.change_text(value, base) == says


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ([3, 3, 4], "Saturday 3 and Sunday 4 June"),
        ([3], "Saturday 3 June"),
        ([1, 3, 4], "Thursday 1, Saturday 3 and Sunday 4 June"),
        ([1, 2, 3, 4], "1 June to 4 June"),
        ([], "Shifts without a day"),
    ],
)
def test_a_plan_is_named_by_its_days(days, says):
    assert words.days_text(datetime(2017, 6, day, 10, tzinfo=UTC) for day in days) == says


def test_days_of_two_months_both_say_their_month():
    days = [datetime(2017, 5, 31, 10, tzinfo=UTC), datetime(2017, 6, 1, tzinfo=UTC)]
    assert words.days_text(days) == "Wednesday 31 May and Thursday 1 June"
