"""Axes have round numbers, classes hold what they say, labels keep their distance."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from groundswell.charts.scales import (
    Scale,
    class_breaks,
    class_names,
    class_of,
    number_text,
    of_hundred,
    round_out,
    spread,
    tick_texts,
    ticks,
)

values = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-3)


@pytest.mark.parametrize(
    ("low", "high", "about", "expected"),
    [
        (0, 60, 3, [0, 20, 40, 60]),
        (-40, 40, 8, [-40, -30, -20, -10, 0, 10, 20, 30, 40]),
        (0.12, 0.16, 4, [0.12, 0.13, 0.14, 0.15, 0.16]),
        (133, 361, 5, [150, 200, 250, 300, 350]),
        (3, 3, 5, [3]),
    ],
)
def test_ticks_are_the_round_numbers_a_person_would_choose(low, high, about, expected):
    assert ticks(low, high, about=about) == expected


@given(values, values)
def test_ticks_lie_within_and_one_step_apart(one, other):
    low, high = sorted((one, other))
    assume(high - low > 1e-3)
    marks = ticks(low, high)
    slack = 1e-6 * (high - low)
    assert all(low - slack <= mark <= high + slack for mark in marks)
    steps = [b - a for a, b in pairwise(marks)]
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-6) if steps else True
    assert 2 <= len(marks) + 1 <= 12


@given(values, values)
def test_zero_is_a_tick_if_it_lies_within(one, other):
    low, high = sorted((one, other))
    assume(low < 0 < high)
    assert 0 in ticks(low, high)


@given(values, values)
def test_rounding_out_never_cuts_off(one, other):
    low, high = sorted((one, other))
    assume(high - low > 1e-3)
    below, above = round_out(low, high)
    assert below <= low + 1e-6 * (high - low)
    assert above >= high - 1e-6 * (high - low)


def test_ticks_share_their_decimals_and_have_a_real_minus():
    assert tick_texts([-0.5, 0, 1]) == ["−0.5", "0.0", "1.0"]
    assert tick_texts([-20, 0, 20], signed=True) == ["−20", "0", "+20"]
    assert number_text(-1234567) == "−1,234,567"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0"), (0.004, "fewer than 1"), (0.45, "45"), (0.996, "more than 99"), (1, "100")],
)
def test_what_may_still_happen_is_never_called_0_or_100(share, text):
    assert of_hundred(share) == text


def test_a_scale_holds_its_ends_and_goes_no_further():
    x = Scale(0.0, 10.0, 100.0, 200.0)
    assert [x(value) for value in (-5, 0, 5, 10, 15)] == [100, 100, 150, 200, 200]


def test_a_scale_of_one_value_puts_it_in_the_middle():
    assert Scale(3.0, 3.0, 0.0, 10.0)(3.0) == 5.0


def test_equal_classes_are_equally_wide():
    assert class_breaks([0, 10], method="equal") == [2, 4, 6, 8]


def test_quantile_classes_are_equally_full():
    breaks = class_breaks(range(101))  # the fifths are whole numbers, so rounding moves nothing
    counts = [sum(class_of(v, breaks) == k for v in range(100)) for k in range(1, 6)]
    assert counts == [20, 20, 20, 20, 20]


def test_a_break_belongs_to_the_class_above_it():
    assert [class_of(value, [2, 4]) for value in (1.9, 2, 3.9, 4)] == [1, 2, 2, 3]


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_not_known_has_no_class(value):
    assert class_of(value, [1.0]) is None


def test_values_that_are_all_the_same_need_no_break():
    assert class_breaks([7, 7, 7]) == []
    assert class_names([]) == ["all"]


@given(st.lists(values, max_size=30))
def test_there_are_never_more_than_five_classes(known):
    breaks = class_breaks(known)
    assert len(breaks) <= 4
    assert breaks == sorted(set(breaks))
    assert len(class_names(breaks)) == len(breaks) + 1


def test_classes_are_named_by_their_ends():
    assert class_names([2, 4, 6]) == ["< 2", "2–4", "4–6", "6 +"]


places = st.lists(st.floats(0, 200), min_size=1, max_size=12)


@given(places)
def test_labels_keep_their_distance_and_their_order(wished):
    placed = spread(wished, gap=16, low=0, high=200)
    by_wish = [placed[k] for k in sorted(range(len(wished)), key=lambda k: wished[k])]
    least = min(16, 200 / max(len(wished) - 1, 1))
    assert all(b - a >= least - 1e-6 for a, b in pairwise(by_wish))
    assert all(-1e-6 <= place <= 200 + 1e-6 for place in placed)


def test_labels_with_room_stay_where_they_are_wished():
    assert spread([50, 10, 90], gap=16, low=0, high=100) == [50, 10, 90]


def test_two_labels_at_one_place_move_apart_evenly():
    assert spread([50, 50], gap=16, low=0, high=100) == [42, 58]
