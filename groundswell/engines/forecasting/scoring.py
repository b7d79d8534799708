"""How good forecasts were, once the result is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.forecasting.contests import Bools, Contests, Floats, Ints
from groundswell.engines.forecasting.forecast import Forecast

LOG_CLIP = 1e-4
CALIBRATION_EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


def brier(p_win: Floats, winner: Ints) -> float:
    """Mean over seats of the squared errors of (S, P) chances, summed over parties: 0 to 2.

    Source: Brier (1950), Monthly Weather Review 78:1.
    """
    happened = np.eye(p_win.shape[1])[winner]
    return float(((p_win - happened) ** 2).sum(axis=1).mean())


def log_score(p_win: Floats, winner: Ints, clip: float = LOG_CLIP) -> float:
    """Mean of minus the natural logarithm of the winner's chance; no chance counts as 0."""
    chance = np.clip(p_win, clip, 1.0)
    chance = chance / chance.sum(axis=1, keepdims=True)
    return float(-np.log(chance[np.arange(len(winner)), winner]).mean())


def crps(samples: Floats, truth: float, weights: Floats | None = None) -> float:
    """Continuous ranked probability score of draws of one number; in its unit, 0 is best.

    samples: (D,). weights: (D,) that add up to 1; None for equal ones.
    Source: Gneiting and Raftery (2007), JASA 102:359.
    """
    share = np.full(len(samples), 1 / len(samples)) if weights is None else weights
    order = np.argsort(samples, kind="stable")
    values, share = samples[order].astype(np.float64), share[order]
    below = np.cumsum(share)
    # The mean distance of two draws is the integral of 2 F (1 - F) over the steps of F.
    spread = 2 * (below[:-1] * (1 - below[:-1]) * np.diff(values)).sum()
    return float((share * np.abs(values - truth)).sum() - spread / 2)


def crps_of_histogram(density: Floats | NDArray[np.float32], truth: Floats) -> Floats:
    """(S,) the same for margins counted in bins from -1 to 1; exact for margins spread evenly
    inside each bin.

    density: (S, B) probabilities. truth: (S,) margins.
    """
    n_bins = density.shape[1]
    width = 2 / n_bins
    density = density.astype(np.float64)
    lower = np.concatenate([np.zeros((len(density), 1)), np.cumsum(density, axis=1)], axis=1)
    before, after = lower[:, :-1], lower[:, 1:]
    # Integral over a bin of F^2, and of (1 - F)^2, where F runs straight from `before` to `after`.
    left = width * (before**2 + before * after + after**2) / 3
    right = width * ((1 - before) ** 2 + (1 - before) * (1 - after) + (1 - after) ** 2) / 3
    place = np.clip(((truth + 1) / width).astype(np.int64), 0, n_bins - 1)
    rows = np.arange(len(density))
    part = np.clip((truth + 1) / width - place, 0.0, 1.0)
    at = before[rows, place] + part * density[rows, place]
    start, end = before[rows, place], after[rows, place]
    split = width * part * (start**2 + start * at + at**2) / 3
    split += width * (1 - part) * ((1 - at) ** 2 + (1 - at) * (1 - end) + (1 - end) ** 2) / 3
    bins = np.arange(n_bins)
    whole = np.where(bins < place[:, None], left, np.where(bins > place[:, None], right, 0.0))
    score: Floats = whole.sum(axis=1) + split
    return score


def coverage(low: Floats, high: Floats, truth: Floats) -> float:
    """Part of the intervals that hold the truth."""
    return float(((truth >= low) & (truth <= high)).mean())


def rmse(expected: Floats, truth: Floats) -> float:
    """Root of the mean squared difference."""
    return float(np.sqrt(((expected - truth) ** 2).mean()))


@dataclass(frozen=True)
class CalibrationRow:
    """Of `n` chances between two edges: what they said on average, and how often it happened."""

    low: float
    high: float
    n: int
    mean_chance: float | None
    observed: float | None


def calibration_table(
    chances: Floats, happened: Bools, edges: Sequence[float] = CALIBRATION_EDGES
) -> list[CalibrationRow]:
    """Sort chances (S,) into classes, each with its lower edge, and compare with what happened."""
    table = []
    for low, high in pairwise(edges):
        inside = (chances >= low) & ((chances < high) | (high >= edges[-1]))
        n = int(inside.sum())
        table.append(
            CalibrationRow(
                low=low,
                high=high,
                n=n,
                mean_chance=float(chances[inside].mean()) if n else None,
                observed=float(happened[inside].mean()) if n else None,
            )
        )
    return table


@dataclass(frozen=True)
class Score:
    """One model beside the result. Models without chances have no probabilistic scores.

    wrong: seats whose likeliest winner did not win. Margins are those of one side; interval and
    seats are by party, in the order of the contests. crps_seats: of the side's seat total.
    """

    wrong: int
    rmse_margin: float
    seats_expected: tuple[float, ...]
    seats_90: tuple[tuple[int, int], ...]
    brier: float | None = None
    log_score: float | None = None
    crps_margin: float | None = None
    crps_seats: float | None = None
    coverage_80: float | None = None
    coverage_95: float | None = None
    calibration: tuple[CalibrationRow, ...] = ()


def score_forecast(forecast: Forecast, truth: Contests, *, side: str) -> Score:
    """Compare a forecast with the result of the same seats and parties."""
    margins, actual = forecast.margins[side], truth.margin(side)
    place = forecast.place(side)
    low, high = forecast.interval(0.9)
    seats = np.bincount(truth.winner, minlength=len(truth.parties))
    return Score(
        wrong=int((forecast.p_win.argmax(axis=1) != truth.winner).sum()),
        rmse_margin=rmse(margins.mean, actual),
        seats_expected=tuple(float(mean) for mean in forecast.expected_seats()),
        seats_90=tuple((int(a), int(b)) for a, b in zip(low, high, strict=True)),
        brier=brier(forecast.p_win, truth.winner),
        log_score=log_score(forecast.p_win, truth.winner),
        crps_margin=float(crps_of_histogram(margins.density, actual).mean()),
        crps_seats=crps(
            forecast.totals[:, place].astype(np.float64),
            float(seats[place]),
            forecast.totals_weight,
        ),
        coverage_80=coverage(margins.quantile(0.1), margins.quantile(0.9), actual),
        coverage_95=coverage(margins.quantile(0.025), margins.quantile(0.975), actual),
        calibration=tuple(calibration_table(forecast.p_win[:, place], truth.winner == place)),
    )
