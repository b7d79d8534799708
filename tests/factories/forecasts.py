"""A country of twelve seats with votes, polls and a side, and its forecast."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.scope import scope
from groundswell.apps.elections import actions, tasks
from groundswell.apps.elections.models import (
    Election,
    ExpectedShare,
    Forecast,
    Party,
    Seat,
    SideChoice,
)
from tests.factories import accounts, elections

FIRST, BASE, TARGET = date(2010, 5, 6), date(2015, 5, 7), date(2017, 6, 8)
NAMES = (
    "Ashby", "Brook", "Carrow", "Dunmere", "Elmswell", "Fernley",
    "Gorse", "Hallow", "Iver", "Jarrow", "Kelso", "Lorton",
)  # fmt: skip


@dataclass
class Country:
    """RED and BLU stand everywhere, GRN in the South only; in Ashby there are two independents."""

    organisation: Organisation
    organiser: User
    seats: dict[str, Seat]
    red: Party
    blue: Party
    green: Party
    base: Election
    target: Election
    choice: SideChoice

    @property
    def scope(self) -> Any:
        return scope(self.organisation.pk)

    def forecast(self, *, n_draws: int = 400, seed: int = 1, **more: Any) -> Forecast:
        """Compute a forecast, as a worker would."""
        with self.scope:
            asked = actions.start_forecast(
                by=self.organiser,
                organisation=self.organisation,
                n_draws=n_draws,
                seed=seed,
                **more,
            )
        tasks.run_forecast.call(str(asked.job_id))
        with self.scope:
            asked.refresh_from_db()
            asked.job.refresh_from_db()
        return asked


def country(*, polls: dict[str, float] | None = None) -> Country:
    """Twelve seats: from Ashby, safe for RED, to Lorton, safe for BLU, and two past elections."""
    organisation = accounts.organisation()
    red = elections.party("RED", name="Red Party", short_name="Red", colour="#cc2222", position=1)
    blue = elections.party(
        "BLU", name="Blue Party", short_name="Blue", colour="#2222cc", position=2
    )
    green = elections.party(
        "GRN", name="Green List", short_name="Green", colour="#22cc22", position=3
    )
    elections.party("IND", name="Independents", short_name="Independent", position=9)
    held = [elections.election(day, n_seats=len(NAMES)) for day in (FIRST, BASE, TARGET)]
    seats = {}
    for n, name in enumerate(NAMES):
        region = "North" if n < 6 else "South"
        seats[name] = elections.seat(f"S{n:02d}", name=name, region=region, q=n % 4, r=n // 4)
        for at, drift in zip(held, (1_000, 0, -1_500), strict=True):
            votes = {"RED": 24_000 - 1_000 * n + drift, "BLU": 12_500 + 1_000 * n - drift}
            if region == "South":
                votes["GRN"] = 3_000
            made = elections.contest(at=at, in_seat=seats[name], votes=votes)
            if name == "Ashby":
                _independents(made)
    for party, share in (polls or {"RED": 0.46, "BLU": 0.49, "GRN": 0.04, "IND": 0.01}).items():
        ExpectedShare.objects.create(
            election=held[2], area_name="England", party=elections.party(party), share=share,
            source="made up",
        )  # fmt: skip
    choice = elections.side_choice(of=organisation, side=red, target=held[2], base=held[1])
    return Country(
        organisation=organisation,
        organiser=accounts.member(of=organisation),
        seats=seats,
        red=red,
        blue=blue,
        green=green,
        base=held[1],
        target=held[2],
        choice=choice,
    )


def _independents(contest: Any) -> None:
    """Two rivals under one label."""
    for votes in (700, 300):
        contest.candidacies.create(party=elections.party("IND"), votes=votes)
    contest.valid_votes += 1_000
    contest.save()
