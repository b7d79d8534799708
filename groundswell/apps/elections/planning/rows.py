"""The engine's answers as rows: one for each party, and one for each party in each seat."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.apps.elections.models import Forecast, PartyForecast, SeatForecast
from groundswell.apps.elections.planning.runs import Run
from groundswell.apps.elections.scenarios import BLEND
from groundswell.engines import forecasting as engine

LEVELS = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
# Two in a hundred of the vote to a bin.
MARGIN_BINS = 100


def party_rows(forecast: Forecast, run: Run) -> Iterator[PartyForecast]:
    """Each party's seats under each scenario."""
    for scenario, found in run.scenarios.items():
        seats = {name: found.seats_quantile(level) for name, level in LEVELS.items()}
        mean = found.expected_seats()
        shares = found.votes_cast @ found.share_mean / found.votes_cast.sum()
        for place, party in enumerate(found.parties):
            yield PartyForecast(
                forecast=forecast,
                scenario=scenario,
                party_id=run.past.party_ids[place],
                share_mean=float(shares[place]),
                seats_mean=float(mean[place]),
                **{f"seats_{name}": float(values[place]) for name, values in seats.items()},
                p_majority=found.p_majority(party, forecast.majority),
                p_largest=found.p_largest(party),
                seats_histogram=_seats_histogram(found, place),
            )


def _seats_histogram(found: engine.Forecast, place: int) -> dict[str, Any]:
    """The part of the draws in which the party wins so many seats: from `first` up."""
    seats = found.totals[:, place]
    first = int(seats.min())
    shares = np.bincount(seats - first, weights=found.totals_weight)
    return {"first": first, "shares": [round(float(share), 6) for share in shares]}


def seat_rows(forecast: Forecast, run: Run) -> Iterator[SeatForecast]:
    """Each party's chances in each seat where it stands, under each scenario."""
    stands = run.past.contests.stands
    for place, party in enumerate(run.past.contests.parties):
        seats = np.flatnonzero(stands[:, place])
        ranks, depends = _ranks(run, party, seats)
        for scenario, found in run.scenarios.items():
            columns = _columns(found, party, place, seats)
            drawn = found.margins[party].histogram(MARGIN_BINS)[1] if scenario == BLEND else None
            for k, seat in enumerate(seats):
                yield SeatForecast(
                    forecast=forecast,
                    scenario=scenario,
                    seat_id=run.past.seat_ids[seat],
                    party_id=run.past.party_ids[place],
                    **{name: float(values[k]) for name, values in columns.items()},
                    rank=int(ranks[scenario][k]),
                    depends_on_scenario=bool(depends[k]),
                    margin_histogram=None if drawn is None else _margin_histogram(drawn[seat]),
                )


def _columns(
    found: engine.Forecast, party: str, place: int, seats: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    margins = found.margins[party]
    columns = {
        "p_win": found.p_win[:, place],
        "share_mean": found.share_mean[:, place],
        "margin_mean": margins.mean,
        "margin_sd": margins.sd,
        **{f"margin_{name}": margins.quantile(level) for name, level in LEVELS.items()},
        "votes_cast": found.votes_cast,
        "pivotality": margins.pivotality(),
    }
    return {name: values[seats] for name, values in columns.items()}


def _ranks(
    run: Run, party: str, seats: NDArray[np.int64]
) -> tuple[dict[str, NDArray[np.int64]], NDArray[np.bool_]]:
    """The rank of each seat by pivotality under each scenario, and whether it depends on which."""
    margins = [run.scenarios[name].margins[party] for name in run.weights]
    values = np.stack([one.pivotality()[seats] for one in margins])
    listed = engine.target_list(values, weights=list(run.weights.values()))
    ranks = dict(zip(run.weights, listed.ranks, strict=True))
    whole = engine.target_list(listed.value[None], weights=[1.0])
    return {**ranks, BLEND: whole.ranks[0]}, listed.depends_on_scenario


def _margin_histogram(drawn: NDArray[np.float64]) -> dict[str, Any]:
    """The bins that anything fell in: the lower edge of the first, their width, their parts."""
    held = np.flatnonzero(drawn)
    first, last = (int(held[0]), int(held[-1])) if held.size else (0, 0)
    width = 2 / len(drawn)
    return {
        "first": round(first * width - 1, 6),
        "width": width,
        "shares": [round(float(share), 6) for share in drawn[first : last + 1]],
    }
