"""Reading a forecast: quantiles, what a vote is worth, majorities, mixtures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.forecasting import (
    Forecast,
    Margins,
    blend,
    forecast_seats,
    no_change,
    scales_for,
)
from groundswell.errors import InputError
from tests.engines.forecasting.made_up import contests_of, elections

BINS = 800


def margins(bins, *, votes=1000.0, others=(0.0, 1.0)):
    """Margins of one seat from {lower edge: probability}."""
    density = np.zeros((1, BINS))
    for edge, probability in bins.items():
        density[0, round((edge + 1) * BINS / 2)] = probability
    close = density[0, BINS // 2 - 8 : BINS // 2 + 8].sum()
    return Margins(
        mean=np.zeros(1),
        sd=np.zeros(1),
        density=density,
        votes_cast=np.array([votes]),
        close=np.array([[close]]),
        others_mean=np.array([[others[0]]]),
        others_sd=np.array([[others[1]]]),
    )


def totals(counts, *, weights=None):
    """A forecast of four seats and two parties from seats of the first in each draw."""
    first = np.array(counts)
    return Forecast(
        seats=("1", "2", "3", "4"),
        parties=("A", "B"),
        votes_cast=np.ones(4),
        draws=len(first),
        p_win=np.zeros((4, 2)),
        share_mean=np.zeros((4, 2)),
        share_sd=np.zeros((4, 2)),
        totals=np.stack([first, 4 - first], axis=1).astype(np.int32),
        totals_weight=np.full(len(first), 1 / len(first)) if weights is None else np.array(weights),
        margins={},
    )


def test_quantiles_lie_inside_the_bin_that_holds_them():
    half = margins({-0.1: 0.5, 0.1: 0.5})
    assert half.quantile(0.25) == pytest.approx([-0.1 + 0.00125])
    assert half.quantile(0.75) == pytest.approx([0.1 + 0.00125])


def test_density_at_zero_is_the_chance_of_a_close_result_over_its_width():
    near = margins({-0.01: 0.1, 0.005: 0.1, 0.3: 0.8})
    assert near.density_at_zero() == pytest.approx([0.2 / 0.04])
    assert near.density_at_zero(0.0075) == pytest.approx([0.1 / 0.015])


def test_pivotality_is_the_density_over_the_votes():
    assert margins({0.0: 0.2, 0.3: 0.8}, votes=500).pivotality() == pytest.approx(
        [0.2 / 0.04 / 500]
    )


def test_a_seat_decides_the_majority_only_if_the_others_are_one_short():
    sure = margins({0.0: 0.2, 0.3: 0.8}, others=(9.0, 0.0))
    # The least spread assumed is half a seat: 68 in 100 within half a seat of the mean.
    assert sure.majority_pivotality(10) == pytest.approx(0.6827 * sure.pivotality(), rel=1e-3)
    assert sure.majority_pivotality(14) == pytest.approx([0.0], abs=1e-9)


def test_wider_bins_add_up_the_narrow_ones():
    edges, probability = margins({-0.01: 0.1, 0.005: 0.1, 0.3: 0.8}).histogram(100)
    assert edges[50] == pytest.approx(0.0)
    assert probability[0, [49, 50, 65]] == pytest.approx([0.1, 0.1, 0.8])


def test_bins_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="do not divide"):
        margins({0.0: 1.0}).histogram(99)
    with pytest.raises(InputError, match="least"):
        margins({0.0: 1.0}).density_at_zero(0.001)


def test_seat_quantiles_are_whole_numbers_that_enough_draws_reach():
    low, high = totals([0, 1, 1, 2, 2, 2, 3, 3, 3, 4]).interval(0.8)
    assert (low[0], high[0]) == (0, 3)


def test_a_majority_and_the_largest_party_are_counted_over_the_draws():
    answer = totals([1, 2, 3, 4])
    assert answer.p_majority("A", 3) == 0.5
    assert answer.p_largest("A") == 0.5
    assert answer.p_largest("B") == 0.25  # two all is a tie, and nobody's


def test_draws_count_with_their_weight():
    answer = totals([1, 4], weights=[0.75, 0.25])
    assert answer.p_majority("A", 3) == 0.25
    assert answer.expected_seats() == pytest.approx([1.75, 2.25])
    assert answer.seats_quantile(0.8)[0] == 4


def scenario(contests, shift, seed=1):
    """A forecast in which the first party gains `shift` everywhere."""
    change = no_change(contests).change
    change[:, 0] += shift
    return forecast_seats(
        contests,
        change=change,
        scales=scales_for(contests, horizon_days=7),
        draws=300,
        rng=np.random.default_rng(seed),
    )


@given(elections(), st.floats(0, 1))
@settings(max_examples=25)
def test_a_blend_lies_between_its_scenarios(contests, weight):
    one, two = scenario(contests, 0.0), scenario(contests, 0.1, seed=2)
    both = blend([one, two], [weight, 1 - weight])
    assert both.p_win == pytest.approx(weight * one.p_win + (1 - weight) * two.p_win)
    assert both.totals_weight.sum() == pytest.approx(1.0)
    for party in contests.parties:
        mixed, a, b = (each.margins[party] for each in (both, one, two))
        assert mixed.pivotality() == pytest.approx(
            weight * a.pivotality() + (1 - weight) * b.pivotality()
        )
        low, high = (
            np.minimum(a.quantile(0.5), b.quantile(0.5)),
            np.maximum(a.quantile(0.5), b.quantile(0.5)),
        )
        assert (mixed.quantile(0.5) >= low - 1 / 400).all()
        assert (mixed.quantile(0.5) <= high + 1 / 400).all()


def test_the_spread_of_a_blend_counts_the_distance_of_its_scenarios():
    contests = contests_of([[50, 50]])
    one, two = scenario(contests, 0.0), scenario(contests, 0.2)
    both = blend([one, two], [0.5, 0.5])
    parts = (one.share_sd**2 + two.share_sd**2) / 2 + (one.share_mean - two.share_mean) ** 2 / 4
    assert both.share_sd == pytest.approx(np.sqrt(parts))


def test_a_blend_of_one_is_itself():
    answer = scenario(contests_of([[50, 40], [20, 70]]), 0.0)
    again = blend([answer], [1.0])
    assert (again.p_win == answer.p_win).all()
    assert (again.margins["A"].quantile(0.05) == answer.margins["A"].quantile(0.05)).all()


@pytest.mark.parametrize("weights", [[0.5], [0.7, 0.7], [1.5, -0.5]])
def test_weights_that_do_not_add_up_are_refused(weights):
    answer = totals([1, 2])
    with pytest.raises(InputError, match="add up to 1"):
        blend([answer, answer], weights)


def test_forecasts_of_different_seats_are_not_mixed():
    with pytest.raises(InputError, match="same seats"):
        blend(
            [scenario(contests_of([[1, 2]]), 0), scenario(contests_of([[1, 2, 3]]), 0)], [0.5, 0.5]
        )
