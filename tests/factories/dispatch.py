"""A small campaign, ready to be planned: seats with a forecast, shifts in them, people around."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.models import Plan
from groundswell.apps.elections.models import Forecast, Party, Seat, SeatForecast, SideChoice
from groundswell.apps.events.models import Shift
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.models import Volunteer
from tests.factories import elections, events

POLLING_DAY = date(2017, 6, 8)
BASE_DAY = date(2015, 5, 7)
# Margin of the side in each seat: hopeless, behind, level, ahead, safe.
MARGINS = (-0.3, -0.06, -0.01, 0.03, 0.35)
SCENARIOS = ("polls", "no-swing", "blend")


@dataclass
class Campaign:
    """What `campaign` made. The last seat has no shift."""

    organisation: Organisation
    choice: SideChoice
    side: Party
    rival: Party
    forecast: Forecast
    seats: list[Seat] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    volunteers: list[Volunteer] = field(default_factory=list)


def forecast(*, of: Organisation, choice: SideChoice, **fields: Any) -> Forecast:
    """A finished forecast without rows."""
    job = Job(organisation=of, kind="forecast", state=Job.State.DONE)
    job.save()
    made = Forecast(
        **{
            "organisation": of, "job": job, "election": choice.election, "base": choice.base,
            "n_draws": 100, "seed": 1, "release": "test", "scenarios": {}, "majority": 3,
            "made_at": timezone.now(),
        }
        | fields
    )  # fmt: skip
    made.save()
    return made


def seat_forecasts(*, of: Forecast, seat: Seat, party: Party, margin: float, **fields: Any) -> None:
    """What each scenario says of one party in one seat; they differ by two points either way."""
    for scenario, shift in zip(SCENARIOS, (0.02, -0.02, 0.0), strict=True):
        SeatForecast.objects.create(
            **{
                "forecast": of, "scenario": scenario, "seat": seat, "party": party,
                "p_win": min(max(0.5 + 4 * (margin + shift), 0.01), 0.99), "share_mean": 0.4,
                "margin_mean": margin + shift, "margin_sd": 0.12, "margin_q05": margin - 0.2,
                "margin_q25": margin - 0.08, "margin_q50": margin, "margin_q75": margin + 0.08,
                "margin_q95": margin + 0.2, "votes_cast": 45_000, "pivotality": 1e-5, "rank": 1,
            }
            | fields
        )  # fmt: skip


def campaign(
    *, of: Organisation, people: int = 60, places: int = 8, side: str = "LAB", rival: str = "CON"
) -> Campaign:
    """Five seats in a row, four of them with three shifts; people in three districts between.

    Everybody may take up to an hour by car; every third is free on two mornings.
    """
    ours, theirs = elections.party(side), elections.party(rival)
    base = elections.election(BASE_DAY)
    target = elections.election(POLLING_DAY)
    seats = [
        elections.seat(
            f"S{n}", name=f"Seat {n}", region="North" if n < 3 else "South",
            lon=-2.0 + 0.2 * n, lat=53.0, q=n, r=0,
        )
        for n in range(len(MARGINS))
    ]  # fmt: skip
    for seat in seats:
        elections.contest(at=base, in_seat=seat, votes={side: 20_000, rival: 21_000, "IND": 500})
    choice = elections.side_choice(of=of, side=ours, target=target, base=base)
    made = forecast(of=of, choice=choice)
    for seat, margin in zip(seats, MARGINS, strict=True):
        seat_forecasts(of=made, seat=seat, party=ours, margin=margin)
        seat_forecasts(of=made, seat=seat, party=theirs, margin=-margin)
    return Campaign(
        organisation=of,
        choice=choice,
        side=ours,
        rival=theirs,
        forecast=made,
        seats=seats,
        shifts=[
            events.shift(
                at=event, slot=slot, places=places,
                starts_at=events.SATURDAY + timedelta(hours=wait),
                ends_at=events.SATURDAY + timedelta(hours=wait + 3),
            )
            for event in [events.event(of=of, seat=seat) for seat in seats[:-1]]
            for slot, wait in (("sat-am", 0), ("sat-pm", 4), ("sun-am", 24))
        ],
        volunteers=[
            events.volunteer(
                of=of,
                district=elections.district(
                    f"D{n % 3}", town=f"Town {n % 3}", lon=-1.9 + 0.2 * (n % 3), lat=53.05
                ),
                slots="sat-am sun-am" if n % 3 == 0 else ("sat-pm" if n % 3 == 1 else "sat-am"),
                signed_up_at=events.SATURDAY + timedelta(minutes=n),
            )
            for n in range(people)
        ],
    )  # fmt: skip


def asked_plan(made: Campaign, **assumed: Any) -> Plan:
    """A plan that somebody asked for and no worker has begun."""
    from groundswell.apps.dispatch import actions

    assumptions = PlanAssumptions(**assumed)
    return actions.start_plan(by=None, organisation=made.organisation, assumptions=assumptions)


def finished_plan(made: Campaign, **assumed: Any) -> Plan:
    """A plan made by the real engine, as a worker would."""
    from groundswell.apps.dispatch.tasks import run_plan

    plan = asked_plan(made, **assumed)
    run_plan.call(str(plan.job_id))
    plan.refresh_from_db()
    return plan
