"""Scores, worked by hand or against their definitions."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.engines.forecasting import (
    as_one,
    brier,
    calibration_table,
    coverage,
    crps,
    crps_of_histogram,
    log_score,
    rmse,
    score_naive,
    swung,
)
from tests.engines.forecasting.made_up import contests_of


def test_brier_sums_over_parties_and_averages_over_seats():
    # First seat: .3² + .2² + .1² = .14; second: 0.
    chances = np.array([[0.7, 0.2, 0.1], [0.0, 1.0, 0.0]])
    assert brier(chances, np.array([0, 1])) == pytest.approx(0.07)


def test_brier_of_a_sure_mistake_is_2():
    assert brier(np.array([[1.0, 0.0]]), np.array([1])) == 2.0


def test_the_log_score_is_that_of_the_winners_chance():
    assert log_score(np.array([[0.25, 0.75]]), np.array([0])) == pytest.approx(np.log(4), rel=1e-3)


def test_no_chance_counts_as_1_in_10_000():
    worst = log_score(np.array([[1.0, 0.0]]), np.array([1]))
    assert worst == pytest.approx(-np.log(1e-4), abs=1e-3)


def test_crps_of_a_single_draw_is_its_distance():
    assert crps(np.array([3.0]), 5.0) == pytest.approx(2.0)


def test_crps_of_two_draws_by_hand():
    # Mean distance to 0 is 2; that of two draws is 1 (0, 2, 2 and 0 over four): 2 - 1 / 2.
    assert crps(np.array([1.0, 3.0]), 0.0) == pytest.approx(1.5)


samples = st.lists(st.floats(-5, 5), min_size=1, max_size=12).map(np.array)


@given(samples, st.floats(-6, 6))
def test_crps_is_the_mean_distance_less_half_the_spread(draws, truth):
    spread = np.abs(draws[:, None] - draws[None, :]).mean()
    expected = np.abs(draws - truth).mean() - spread / 2
    assert crps(draws, truth) == pytest.approx(expected, abs=1e-9)


@given(samples, st.floats(-6, 6))
def test_a_draw_of_double_weight_is_two_draws(draws, truth):
    weights = np.full(len(draws), 1.0)
    weights[0] = 2.0
    doubled = np.concatenate([draws, draws[:1]])
    assert crps(draws, truth, weights / weights.sum()) == pytest.approx(
        crps(doubled, truth), abs=1e-9
    )


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(sum), st.floats(-1, 1))
def test_crps_of_bins_is_the_integral_of_its_definition(counts, truth):
    density = np.array([counts]) / sum(counts)
    found = crps_of_histogram(density, np.array([truth]))
    # The definition: the integral of (F(x) - 1{x >= truth})², with F straight inside each bin.
    x = np.linspace(-1, 1, 40_001)
    middle = (x[1:] + x[:-1]) / 2
    below = np.interp(middle, np.linspace(-1, 1, 5), np.concatenate([[0], np.cumsum(density)]))
    assert found[0] == pytest.approx((((below - (middle >= truth)) ** 2) * 5e-5).sum(), abs=1e-4)


def test_coverage_is_the_part_of_intervals_that_hold_the_truth():
    low, high = np.array([0.0, 0.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0, 3.0])
    assert coverage(low, high, np.array([0.5, 1.5, 1.0, 0.0])) == 0.5


def test_rmse_by_hand():
    assert rmse(np.array([1.0, 2.0]), np.array([4.0, 6.0])) == pytest.approx(np.sqrt(12.5))


def test_chances_are_sorted_into_classes_with_their_lower_edges():
    chances = np.array([0.0, 0.049, 0.05, 0.5, 0.95, 1.0])
    happened = np.array([False, True, False, True, True, True])
    table = calibration_table(chances, happened)
    assert [row.n for row in table] == [2, 1, 0, 1, 0, 0, 2]
    assert [row.observed for row in table] == [0.5, 0.0, None, 1.0, None, None, 1.0]
    assert table[0].mean_chance == pytest.approx(0.0245)


def test_uniform_swing_adds_the_same_everywhere_and_keeps_absent_parties_absent():
    contests = contests_of([[60, 40, 0], [30, 30, 40]])
    change = np.tile([-0.2, 0.1, 0.1], (2, 1))
    assert swung(contests, change) == pytest.approx(np.array([[0.4, 0.5, 0.0], [0.1, 0.4, 0.5]]))


def test_a_naive_model_is_scored_by_its_winners_and_margins():
    base, truth = contests_of([[60, 40], [55, 45]]), contests_of([[70, 30], [40, 60]])
    score = score_naive(base, np.zeros((2, 2)), truth, side="A")
    assert score.wrong == 1
    assert score.seats_90 == ((2, 2), (0, 0))
    # Margins .2 and .1 against .4 and -.2.
    assert score.rmse_margin == pytest.approx(np.sqrt((0.2**2 + 0.3**2) / 2))
    assert score.brier is None


def test_gains_of_areas_as_one_are_weighted_by_votes_and_leave_still_seats_still():
    contests = contests_of([[60, 40], [150, 150], [10, 10]])
    change = np.array([[0.1, -0.1], [-0.1, 0.1], [0.0, 0.0]])
    # 100 and 300 votes: (100 * .1 - 300 * .1) / 400 = -.05.
    assert as_one(contests, change) == pytest.approx(
        np.array([[-0.05, 0.05], [-0.05, 0.05], [0.0, 0.0]])
    )


def test_independents_do_not_win_together_in_naive_models():
    base = replace(contests_of([[40, 60]]), strongest=np.array([[1.0, 0.5]]))
    assert score_naive(base, np.zeros((1, 2)), contests_of([[6, 4]]), side="A").wrong == 0
