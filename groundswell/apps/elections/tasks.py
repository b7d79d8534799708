"""What a worker does for elections: computing a forecast, with its progress written down."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from groundswell.apps.elections import planning
from groundswell.apps.elections.models import (
    Backtest,
    Election,
    Forecast,
    PartyForecast,
    SeatForecast,
)
from groundswell.apps.jobs.actions import Progress, work
from groundswell.apps.jobs.release import release_name

ROWS_AT_ONCE = 2_000
# How much of the time simulating takes; the rest is testing and storing.
SIMULATING = 0.75


@task()
def run_forecast(job_id: str) -> None:
    """Compute the forecast of a job, and store it whole or not at all."""
    with work(UUID(job_id)) as progress:
        if progress is not None:
            forecast = Forecast.objects.select_related("election", "base").get(job=progress.job)
            compute(forecast, progress)


def compute(forecast: Forecast, progress: Progress) -> None:
    """Simulate, test the model on elections that are over, and store what came out."""
    progress(0.0, _("Reading votes and polls"))
    run = planning.run(
        forecast, on_step=lambda done: progress(SIMULATING * done, _("Simulating the election"))
    )
    progress(SIMULATING, _("Testing the model on past elections"))
    tests = new_backtests(forecast)
    progress(0.9, _("Storing the forecast"))
    store(forecast, run, tests)


def new_backtests(forecast: Forecast) -> list[Backtest]:
    """Tests on each pair of neighbouring elections up to this one, unless this release has them.

    An election that is still to come has no votes and is left out.
    """
    release = release_name()
    held = Election.objects.filter(
        body=forecast.election.body, polling_day__lte=forecast.election.polling_day
    ).exclude(contests=None)
    tested = set(Backtest.objects.filter(release=release).values_list("base_id", "truth_id"))
    return [
        row
        for base, truth in pairwise(held.order_by("polling_day").distinct())
        if (base.pk, truth.pk) not in tested
        for row in planning.backtests(base, truth, release=release)
    ]


@transaction.atomic
def store(forecast: Forecast, run: planning.Run, tests: Iterable[Backtest]) -> None:
    """Write all rows of a forecast, and mark it made."""
    _store(PartyForecast, planning.party_rows(forecast, run))
    _store(SeatForecast, planning.seat_rows(forecast, run))
    # Another worker may have tested the same release meanwhile.
    Backtest.objects.bulk_create(tests, ignore_conflicts=True)
    forecast.notes = list(run.notes)
    forecast.made_at = timezone.now()
    forecast.save(update_fields=["notes", "made_at"])


def _store(model: Any, rows: Iterable[Any]) -> None:
    model.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
