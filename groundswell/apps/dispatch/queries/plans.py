"""Which plans there are, which one holds now, and what is missing before one can be made."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.models import Placement, Plan
from groundswell.apps.elections import queries as elections
from groundswell.apps.elections.models import Forecast, SideChoice
from groundswell.apps.events.queries import shifts_on_offer
from groundswell.apps.people.queries import n_volunteers


@dataclass(frozen=True)
class Need:
    """One thing that a plan can't be made without, and where it comes from (a view, or "")."""

    words: str | Promise
    view: str = ""
    name: str | Promise = ""


NO_SIDE = Need(_("No election and no side are chosen yet. Run `groundswell demo`, or load one."))
NO_FORECAST = Need(
    _("There is no forecast yet, so no seat has a value. Run the forecast first."),
    view="forecast",
    name=_("Go to the forecast"),
)
NO_PEOPLE = Need(_("Nobody has offered help yet, so there is nobody to place."))
NO_SHIFTS = Need(_("No shift is on offer, so there is nowhere to send anybody."))


@dataclass(frozen=True)
class Readiness:
    """What a plan would be made from, and what is missing."""

    choice: SideChoice | None
    forecast: Forecast | None
    n_people: int
    n_shifts: int

    @property
    def missing(self) -> list[Need]:
        """In the order in which to see to it; empty if a plan can be made."""
        if self.choice is None:
            return [NO_SIDE]
        needs = (
            (self.forecast, NO_FORECAST),
            (self.n_people, NO_PEOPLE),
            (self.n_shifts, NO_SHIFTS),
        )
        return [need for there, need in needs if not there]


def readiness(choice: SideChoice | None = None) -> Readiness:
    """Whether a plan can be made now, for the side chosen."""
    choice = choice or elections.side_choice()
    if choice is None:
        return Readiness(None, None, 0, 0)
    on_offer = shifts_on_offer(polling_day=choice.election.polling_day, at=timezone.now())
    return Readiness(
        choice=choice,
        forecast=elections.latest_forecast(choice),
        n_people=n_volunteers(),
        n_shifts=on_offer.count(),
    )


def plans() -> QuerySet[Plan]:
    """All plans, the newest first, without their kept inputs, which are large."""
    return (
        Plan.objects.defer("inputs")
        .select_related("job", "side", "forecast__election", "accepted_by")
        .order_by("-number")
    )


def finished_plans(choice: SideChoice) -> QuerySet[Plan]:
    """Finished plans for the side and the election chosen, the newest first."""
    return plans().filter(
        made_at__isnull=False, side=choice.side_id, forecast__election=choice.election_id
    )


def current_plan(choice: SideChoice | None = None) -> Plan | None:
    """The plan to go by: the accepted one for the side chosen, or else the newest finished one."""
    choice = choice or elections.side_choice()
    if choice is None:
        return None
    order = F("accepted_at").desc(nulls_last=True), "-number"
    found: Plan | None = finished_plans(choice).order_by(*order).first()
    return found


def has_people(plan: Plan) -> bool:
    """Whether it is still known who would be asked where; old plans keep their counts only."""
    placed = (plan.summary or {}).get("placed", 0)
    return not placed or Placement.objects.filter(plan=plan).exists()


def last_assumptions() -> PlanAssumptions:
    """What the newest plan took for granted; the usual, if there is none."""
    kept = Plan.objects.order_by("-number").values_list("assumptions", flat=True).first()
    return PlanAssumptions.from_json(kept) if kept else PlanAssumptions()
