"""The British elections of 2015 and 2017, forecast from the one before.

Expected values are the published ones of our science notes: those of the naive models exact,
those of 4,000 draws within their noise.
"""

import numpy as np
import pytest

from groundswell.engines.forecasting import (
    expected_change,
    forecast_seats,
    in_both,
    no_change,
    rmse,
    scales_for,
    score_forecast,
    score_naive,
    swung,
    target_list,
    true_change,
)

PARTIES = ("CON", "LAB", "LD", "NAT", "UKIP", "GRN", "OTH")
# Averages of the final polls, and of those when the election of 2017 was called.
POLLS = {
    2015: {
        "GB": (0.3365, 0.333, 0.089, 0.048, 0.130, 0.048, 0.015),
        "Scotland": (0.155, 0.260, 0.050, 0.490, 0.020, 0.020, 0.005),
        "Wales": (0.260, 0.390, 0.070, 0.120, 0.130, 0.030, 0.0),
    },
    2017: {
        "GB": (0.4325, 0.365, 0.0775, 0.042, 0.043, 0.022, 0.020),
        "Scotland": (0.280, 0.250, 0.055, 0.405, 0.010, 0.005, 0.0),
        "Wales": (0.340, 0.460, 0.050, 0.090, 0.050, 0.010, 0.0),
    },
}
CALLED = {
    "GB": (0.455, 0.259, 0.107, 0.055, 0.095, 0.035, 0.02),
    "Scotland": (0.30, 0.16, 0.06, 0.44, 0.02, 0.02, 0.0),
    "Wales": (0.36, 0.33, 0.08, 0.12, 0.08, 0.02, 0.01),
}
BASE = {2015: 2010, 2017: 2015}


@pytest.fixture(scope="module")
def pairs(gb):
    return {year: in_both(gb(base), gb(year)) for year, base in BASE.items()}


def rows(shares):
    """Shares by area as rows, each area scaled to 1."""
    return [
        (area, party, share / sum(one))
        for area, one in shares.items()
        for party, share in zip(PARTIES, one, strict=True)
    ]


def scales(base, days):
    """The errors known before 2015, with the nationalists of two nations as one party."""
    found = scales_for(base, horizon_days=days, period="1979-2010")
    for party, national, regional, seat in (
        ("NAT", 0.010, 0.020, 0.035),
        ("OTH", 0.005, 0.008, 0.015),
    ):
        place = base.place(party)
        found.national[place] = national if days else 0.0
        found.regional[place], found.seat[place] = regional, seat
    return found


def score_of(pair, change, days, *, seat_only=False):
    """The scores of 4,000 draws from Labour's view."""
    base, truth = pair
    errors = scales(base, days)
    forecast = forecast_seats(
        base,
        change=change.change,
        scales=errors.without_shared_errors() if seat_only else errors,
        draws=4000,
        rng=np.random.default_rng(1),
        sides=["LAB"],
    )
    return score_forecast(forecast, truth, side="LAB")


NAIVE = [
    (2015, "none", 108, (306, 257, 57, 9), 0.08610),
    (2015, "whole", 83, (329, 276, 14, 10), 0.08609),
    (2015, "nation", 38, (319, 242, 10, 58), 0.06721),
    (2017, "none", 65, (330, 231, 8, 59), 0.09521),
    (2017, "whole", 56, (319, 251, 4, 55), 0.08809),
    (2017, "nation", 52, (322, 259, 9, 39), 0.07660),
]


@pytest.mark.parametrize("naive", NAIVE, ids=lambda one: f"{one[0]}-{one[1]}")
def test_uniform_swing_gives_the_published_figures_exactly(pairs, naive):
    year, kind, wrong, seats, rmse_lead = naive
    base, truth = pairs[year]
    assert len(base.seats) == 630
    change = {
        "none": no_change(base),
        "whole": true_change(base, truth, by_nation=False),
        "nation": true_change(base, truth, by_nation=True),
    }[kind].change
    score = score_naive(base, change, truth, side="LAB")
    con, lab = base.place("CON"), base.place("LAB")
    expected, actual = swung(base, change), truth.shares
    found = rmse(expected[:, con] - expected[:, lab], actual[:, con] - actual[:, lab])
    assert score.wrong == wrong
    assert tuple(score.seats_expected[base.place(party)] for party in PARTIES[:4]) == seats
    assert round(found, 5) == rmse_lead


# year, inputs, wrong, Brier, log, Labour's 90 %, the Conservatives' 90 %, cover of 80 and 95 %
PROBABILISTIC = [
    (2015, "true", 40, 0.088, 0.158, (229, 261), (300, 333), (0.82, 0.93)),
    (2015, "polls", 70, 0.156, 0.247, (226, 336), (223, 330), (0.75, 0.94)),
    (2017, "true", 52, 0.125, 0.213, (252, 284), (303, 332), (0.75, 0.92)),
    (2017, "polls", 53, 0.132, 0.221, (198, 288), (289, 381), (0.78, 0.93)),
    (2017, "called", 96, 0.233, 0.392, (108, 246), (320, 462), (0.37, 0.76)),
]


@pytest.mark.slow
@pytest.mark.parametrize("published", PROBABILISTIC, ids=lambda one: f"{one[0]}-{one[1]}")
def test_the_model_gives_the_published_scores_within_their_noise(pairs, published):
    year, inputs, wrong, brier, log, labour, conservative, cover = published
    base, truth = pairs[year]
    days = {"true": 0, "polls": 7, "called": 50}[inputs]
    if inputs == "true":
        change = true_change(base, truth, by_nation=True)
    else:
        change = expected_change(base, rows(CALLED if inputs == "called" else POLLS[year]))
    score = score_of(pairs[year], change, days)
    assert score.wrong == pytest.approx(wrong, abs=3)
    assert score.brier == pytest.approx(brier, abs=0.005)
    assert score.log_score == pytest.approx(log, abs=0.01)
    assert score.seats_90[base.place("LAB")] == pytest.approx(labour, abs=6)
    assert score.seats_90[base.place("CON")] == pytest.approx(conservative, abs=7)
    assert (score.coverage_80, score.coverage_95) == pytest.approx(cover, abs=0.035)


# Seat noise alone makes intervals that miss the truth: why the errors are shared.
SEAT_ONLY = [(2015, 71, 0.168, (278, 294), 232), (2017, 52, 0.138, (234, 248), 262)]


@pytest.mark.slow
@pytest.mark.parametrize("published", SEAT_ONLY, ids=lambda one: str(one[0]))
def test_seat_noise_alone_misses_the_result(pairs, published):
    year, wrong, brier, labour, actual = published
    base, _ = pairs[year]
    score = score_of(pairs[year], expected_change(base, rows(POLLS[year])), 7, seat_only=True)
    low, high = score.seats_90[base.place("LAB")]
    assert score.wrong == pytest.approx(wrong, abs=3)
    assert score.brier == pytest.approx(brier, abs=0.005)
    assert (low, high) == pytest.approx(labour, abs=4)
    assert not low <= actual <= high


def final_polls_2017(pairs, draws=20_000):
    base, _ = pairs[2017]
    return forecast_seats(
        base,
        change=expected_change(base, rows(POLLS[2017])).change,
        scales=scales(base, 7),
        draws=draws,
        rng=np.random.default_rng(1),
        sides=["LAB"],
    )


@pytest.mark.slow
def test_a_vote_is_worth_what_was_published_for_2017_whatever_the_width(pairs):
    margins = final_polls_2017(pairs).margins["LAB"]
    value = 1e5 * np.sort(margins.pivotality())[::-1]
    assert value[[0, 9, 29, 59, 99]] == pytest.approx([23, 10.8, 9.5, 7.4, 5.0], rel=0.06)
    listed = np.argsort(-margins.pivotality())[:100]
    for h in (0.01, 0.03):
        total = margins.pivotality(h)[listed].sum()
        assert total == pytest.approx(margins.pivotality()[listed].sum(), rel=0.03)


@pytest.mark.slow
def test_target_lists_hold_as_many_close_seats_as_published(pairs):
    found = {}
    for year, (base, truth) in pairs.items():
        runs = []
        for change, days in ((expected_change(base, rows(POLLS[year])), 7), (no_change(base), 50)):
            forecast = forecast_seats(
                base,
                change=change.change,
                scales=scales(base, days),
                draws=4000,
                rng=np.random.default_rng(1),
                sides=["LAB"],
            )
            runs.append(forecast.margins["LAB"].pivotality())
        close = np.abs(truth.margin("LAB")) < 0.05
        targets = target_list(np.stack(runs), weights=[0.5, 0.5], top=100)
        polls_only = target_list(np.stack(runs[:1]), weights=[1.0], top=100)
        found[year] = (
            int(close.sum()),
            int(close[targets.order].sum()),
            int(close[polls_only.order].sum()),
        )
    assert found[2015] == (41, pytest.approx(30, abs=3), pytest.approx(18, abs=3))
    assert found[2017] == (76, pytest.approx(38, abs=3), pytest.approx(38, abs=3))
