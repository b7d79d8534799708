"""Running the scenarios of a forecast, and mixing them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from groundswell.apps.elections.models import Election, Forecast
from groundswell.apps.elections.planning.inputs import Past, expected_shares, past_election
from groundswell.apps.elections.scenarios import BLEND, NO_SWING
from groundswell.engines import forecasting as engine
from groundswell.errors import InputError

OnStep = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Run:
    """The finished scenarios of one forecast, with the blend of them last."""

    past: Past
    weights: Mapping[str, float]
    scenarios: Mapping[str, engine.Forecast]
    notes: tuple[str, ...]


def run(forecast: Forecast, *, on_step: OnStep | None = None) -> Run:
    """Simulate each scenario of a forecast, and mix them by their weights.

    The votes of the election to come are never looked at: only those of the base, and the polls.
    on_step: called with the share done; it stops the work by raising Cancelled.
    """
    past = past_election(forecast.base)
    weights = {name: float(one["weight"]) for name, one in forecast.scenarios.items()}
    done: dict[str, engine.Forecast] = {}
    notes: list[str] = []
    for number, (name, given) in enumerate(forecast.scenarios.items()):
        change = _change(name, past.contests, forecast.election)
        notes += change.notes
        done[name] = engine.forecast_seats(
            past.contests,
            change=change.change,
            scales=engine.scales_for(past.contests, horizon_days=given["horizon_days"]),
            draws=forecast.n_draws,
            rng=np.random.default_rng([forecast.seed, number]),
            on_chunk=_part(on_step, number, len(weights)),
        )
    done[BLEND] = engine.blend(list(done.values()), list(weights.values()))
    return Run(past=past, weights=weights, scenarios=done, notes=tuple(dict.fromkeys(notes)))


def _change(scenario: str, contests: engine.Contests, election: Election) -> engine.ExpectedChange:
    if scenario == NO_SWING:
        return engine.no_change(contests)
    shares = expected_shares(election)
    if not shares:
        raise InputError(
            f"No expected shares are loaded for {election.polling_day:%-d %B %Y}, so there are no "
            "polls to go by. Load them, or give the polls a weight of 0."
        )
    return engine.expected_change(contests, shares)


def _part(on_step: OnStep | None, number: int, of: int) -> Callable[[int, int], None] | None:
    """Progress of one scenario as a part of them all."""
    if on_step is None:
        return None
    return lambda done, wanted: on_step((number + done / wanted) / of)
