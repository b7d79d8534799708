"""Sizes of the model's errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.engines.forecasting import ErrorScales, no_errors, scales_for
from groundswell.errors import InputError
from tests.engines.forecasting.made_up import contests_of

BRITISH = contests_of([[40, 35, 25], [30, 50, 20]], parties=["CON", "LAB", "LD"])


@pytest.mark.parametrize(
    ("days", "sizes"),
    [
        (0, (0, 0, 0)),
        (1, (0.024, 0.030, 0.018)),
        (7, (0.024, 0.030, 0.018)),
        (14, (0.030, 0.039, 0.036)),
        (50, (0.034, 0.066, 0.038)),
        (365, (0.052, 0.056, 0.035)),
        (3000, (0.052, 0.056, 0.035)),
    ],
)
def test_national_errors_are_those_of_the_published_table(days, sizes):
    assert scales_for(BRITISH, horizon_days=days).national == pytest.approx(sizes)


def test_between_two_rows_the_errors_lie_on_a_straight_line():
    # Day 41 is half-way between 32 and 50: .033 and .034 for CON.
    assert scales_for(BRITISH, horizon_days=41).national[0] == pytest.approx(0.0335)


def test_the_earlier_period_leaves_out_what_came_after_2010():
    sizes = scales_for(BRITISH, horizon_days=7, period="1979-2010").national
    assert sizes == pytest.approx([0.023, 0.028, 0.020])


def test_regional_and_seat_errors_do_not_depend_on_the_horizon():
    sizes = scales_for(BRITISH, horizon_days=0)
    assert sizes.regional == pytest.approx([0.018, 0.023, 0.017])
    assert sizes.seat == pytest.approx([0.035, 0.037, 0.051])


def test_the_two_parties_with_most_votes_are_the_main_ones(make):
    contests = make([[10, 40, 50]], parties=["X", "Y", "Z"])
    assert set(scales_for(contests, horizon_days=7).main) == {1, 2}


def test_a_lone_party_has_no_rival(make):
    assert scales_for(make([[10]]), horizon_days=7).main is None


def test_an_unknown_party_of_30_in_100_has_the_mean_errors_of_the_large_ones(make):
    sizes = scales_for(make([[30, 70]], parties=["X", "Y"]), horizon_days=7)
    assert sizes.national == pytest.approx([0.027, 0.027])
    assert sizes.regional == pytest.approx([0.0205, 0.0205])
    assert sizes.seat == pytest.approx([0.036, 0.036])


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_unknown_partys_errors_grow_with_its_share(one, other):
    low, high = sorted((one, other))
    small, large = (
        scales_for(contests_of([[1 + 1e6 * share, 1e6]], parties=["X", "Y"]), horizon_days=7)
        for share in (low, high)
    )
    assert small.national[0] <= large.national[0] + 1e-12
    assert small.seat[0] <= large.seat[0] + 1e-12


@pytest.mark.parametrize("days", [-1, float("nan")])
def test_a_horizon_below_nothing_is_refused(days):
    with pytest.raises(InputError, match="horizon"):
        scales_for(BRITISH, horizon_days=days)


@pytest.mark.parametrize(
    "wrong",
    [
        {"seat": np.array([-0.1])},
        {"correlation": 1.2},
        {"df": 2.0},
        {"seat_multiplier": -1.0},
        {"seat_multiplier": np.inf},
    ],
    ids=str,
)
def test_sizes_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InputError):
        ErrorScales(
            **{"national": np.zeros(1), "regional": np.zeros(1), "seat": np.zeros(1)} | wrong
        )


def test_no_errors_are_none_at_any_level():
    sizes = no_errors(3)
    assert not np.concatenate([sizes.national, sizes.regional, sizes.seat]).any()
