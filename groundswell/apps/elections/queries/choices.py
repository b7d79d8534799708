"""The side, its weights and its latest forecast, for the organisation in scope."""

from django.db.models import Exists, OuterRef

from groundswell.apps.elections.models import (
    Candidacy,
    Election,
    ExpectedShare,
    Forecast,
    Party,
    Seat,
    SeatWeight,
    SideChoice,
)
from groundswell.apps.jobs.models import Job
from groundswell.engines.forecasting import several_may_stand
from groundswell.errors import InputError

USUAL_WEIGHT = 1.0


def side_choice() -> SideChoice | None:
    """Which side at which election, from which base; None before the first choice."""
    return SideChoice.objects.select_related("election", "base", "side").first()


def sides(choice: SideChoice) -> list[Party]:
    """Parties with candidacies at the base election, in order; each of them may be the side.

    "Independent" and "other" are labels of many people, not a side.
    """
    stood = Candidacy.objects.filter(contest__election=choice.base_id, party=OuterRef("pk"))
    return [one for one in Party.objects.filter(Exists(stood)) if not several_may_stand(one.code)]


def newest_elections() -> tuple[Election, Election]:
    """The newest election with expected shares, and the one before it, to start from.

    Raises InputError if there is no such pair.
    """
    polled = Election.objects.filter(Exists(ExpectedShare.objects.filter(election=OuterRef("pk"))))
    election = polled.order_by("-polling_day").first()
    base = election and (
        Election.objects.filter(body=election.body, polling_day__lt=election.polling_day)
        .order_by("-polling_day")
        .first()
    )
    if election is None or base is None:
        raise InputError(
            "No election with expected shares and an election before it are loaded. Load the "
            "open data first."
        )
    return election, base


def latest_forecast(choice: SideChoice | None = None) -> Forecast | None:
    """The newest finished forecast; with a choice, of its election and base."""
    found = Forecast.objects.filter(made_at__isnull=False).select_related("election", "base")
    if choice is not None:
        found = found.filter(election=choice.election_id, base=choice.base_id)
    return found.order_by("-made_at").first()


def chosen_forecast() -> tuple[SideChoice, Forecast] | None:
    """The side chosen and its newest forecast; None while one of them is missing."""
    choice = side_choice()
    forecast = latest_forecast(choice) if choice else None
    return (choice, forecast) if choice and forecast else None


def open_forecast() -> Forecast | None:
    """The newest forecast if it isn't finished: waited for, running, stopped or failed."""
    newest = Forecast.objects.select_related("job").order_by("-job__asked_at").first()
    if newest is None or newest.job.state == Job.State.DONE:
        return None
    return newest


def weights() -> dict[int, float]:
    """The weight of each seat that has one, by the seat's key; all others have 1."""
    return dict(SeatWeight.objects.values_list("seat_id", "weight"))


def weight_of(seat: Seat) -> float:
    """How much a seat counts beside the others."""
    held = SeatWeight.objects.filter(seat=seat).values_list("weight", flat=True).first()
    return USUAL_WEIGHT if held is None else held
