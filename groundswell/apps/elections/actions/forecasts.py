"""Asking for a forecast."""

import math
from collections.abc import Mapping

from django.db import transaction

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.elections import queries, tasks
from groundswell.apps.elections.models import Forecast
from groundswell.apps.elections.scenarios import EVEN, HORIZON_DAYS
from groundswell.apps.jobs.actions import ask
from groundswell.apps.jobs.release import release_name
from groundswell.errors import InputError

FEWEST_DRAWS, USUAL_DRAWS, MOST_DRAWS = 200, 4_000, 50_000
MOST_SEED = 2**32 - 1


@transaction.atomic
def start_forecast(
    *,
    by: User | None,
    organisation: Organisation,
    n_draws: int = USUAL_DRAWS,
    seed: int = 1,
    weights: Mapping[str, float] = EVEN,
) -> Forecast:
    """Ask a worker for a forecast of the election this organisation works for; see its `job`.

    n_draws: simulated elections under each scenario. seed: the same seed, votes and release give
    the same forecast. weights: of the scenarios "polls" and "no-swing" in the blend.

    Raises InputError if no side is chosen, or a figure is out of range.
    """
    choice = queries.side_choice()
    if choice is None:
        raise InputError(
            "This organisation has chosen no election and no side yet, so there is nothing to "
            "forecast. Choose a side first."
        )
    _check(n_draws, seed, weights)
    job = ask(by=by, organisation=organisation, kind="forecast")
    forecast = Forecast(
        organisation=organisation,
        job=job,
        election=choice.election,
        base=choice.base,
        n_draws=n_draws,
        seed=seed,
        release=release_name(),
        scenarios={
            name: {"weight": float(weights.get(name, 0.0)), "horizon_days": days}
            for name, days in HORIZON_DAYS.items()
        },
        majority=choice.election.n_seats // 2 + 1,
    )
    forecast.save(force_insert=True)
    note(
        "forecast.asked",
        organisation_id=organisation.pk,
        by_id=by.pk if by else None,
        about=forecast,
        n_draws=n_draws,
        seed=seed,
        weights=dict(weights),
    )
    tasks.run_forecast.enqueue(str(job.pk))
    return forecast


def _check(n_draws: int, seed: int, weights: Mapping[str, float]) -> None:
    if not FEWEST_DRAWS <= n_draws <= MOST_DRAWS:
        raise InputError(
            f"{n_draws:,} draws are asked for; {FEWEST_DRAWS} to {MOST_DRAWS:,} can be made."
        )
    if not 0 <= seed <= MOST_SEED:
        raise InputError(f"The seed is {seed}; it lies between 0 and {MOST_SEED:,}.")
    unknown = sorted(weights.keys() - HORIZON_DAYS.keys())
    if unknown:
        raise InputError(f"There is no scenario {unknown[0]}; there are {', '.join(HORIZON_DAYS)}.")
    if not all(math.isfinite(w) and w >= 0 for w in weights.values()) or not math.isclose(
        sum(weights.values()), 1, abs_tol=1e-6
    ):
        raise InputError(
            f"The weights of the scenarios are {', '.join(map(str, weights.values()))}. "
            "Give one of 0 or more for each; they add up to 1."
        )
