"""How well the model would have called elections that have been held."""

from collections.abc import Iterator

import numpy as np

from groundswell.apps.elections.models import Backtest, Election
from groundswell.apps.elections.planning.inputs import expected_shares, past_election
from groundswell.apps.elections.scenarios import BY_NATION, GROUNDSWELL, NO_CHANGE
from groundswell.engines import forecasting as engine

DRAWS = 4_000  # as many as `groundswell backtest`
SEED = 1
# A party's ranges are looked at if it stood in this part of the seats.
STANDS_WIDELY = 0.2


def backtests(base: Election, truth: Election, *, release: str) -> Iterator[Backtest]:
    """Forecast `truth` from `base` and its final polls, beside uniform swing and no change.

    The sizes of errors come from elections up to 2010, so that the model doesn't look ahead.
    Nothing is yielded without polls: there is no forecast to test.
    """
    polls = expected_shares(truth)
    if not polls:
        return
    before, after = engine.in_both(past_election(base).contests, past_election(truth).contests)
    change = engine.expected_change(before, polls).change
    actual = np.bincount(after.winner, minlength=len(after.parties))
    stood = before.stands.mean(axis=0) >= STANDS_WIDELY
    widely = [party for party, is_wide in zip(before.parties, stood, strict=True) if is_wide]
    found = engine.forecast_seats(
        before,
        change=change,
        scales=engine.scales_for(before, horizon_days=1, period="1979-2010"),
        draws=DRAWS,
        rng=np.random.default_rng(SEED),
        sides=widely or before.parties[:1],
    )
    side = next(iter(found.margins))
    scores = {
        GROUNDSWELL: engine.score_forecast(found, after, side=side),
        BY_NATION: engine.score_naive(before, change, after, side=side),
        NO_CHANGE: engine.score_naive(before, np.zeros_like(change), after, side=side),
    }
    for model, score in scores.items():
        yield Backtest(
            base=base,
            truth=truth,
            model=model,
            release=release,
            n_draws=DRAWS if model == GROUNDSWELL else 0,
            n_seats=len(before.seats),
            wrong=score.wrong,
            brier=score.brier,
            log_score=score.log_score,
            coverage=_coverage(found, after) if model == GROUNDSWELL else {},
            seats_90=dict(zip(before.parties, score.seats_90, strict=True)),
            seats_true={party: int(n) for party, n in zip(before.parties, actual, strict=True)},
        )


def _coverage(found: engine.Forecast, truth: engine.Contests) -> dict[str, dict[str, float]]:
    """By party: how many of its margins, where it stood, lay within its ranges."""
    covered = {}
    for party, margins in found.margins.items():
        there = found.share_mean[:, found.place(party)] > 0
        actual = truth.margin(party)[there]
        covered[party] = {
            str(level): engine.coverage(
                margins.quantile(0.5 - level / 200)[there],
                margins.quantile(0.5 + level / 200)[there],
                actual,
            )
            for level in (80, 95)
        }
    return covered
