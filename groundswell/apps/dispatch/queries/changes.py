"""What has changed since a plan was made, so that a page can offer to plan again."""

from dataclasses import dataclass

from django.utils import timezone

from groundswell.apps.dispatch.models import Plan, PlanSeat, PlanShift
from groundswell.apps.elections import queries as elections
from groundswell.apps.elections.models import Forecast, Party, SideChoice
from groundswell.apps.elections.queries.choices import USUAL_WEIGHT
from groundswell.apps.events.queries import shifts_on_offer
from groundswell.apps.people.queries import n_signed_up_since


@dataclass(frozen=True)
class Changes:
    """How the world differs from what a plan was made from.

    n_people: signed up since. n_shifts: added, taken away, or with other places. n_weights: seats
    that now weigh otherwise. forecast: a newer one. side: the one chosen now, if it is another.
    """

    n_people: int = 0
    n_shifts: int = 0
    n_weights: int = 0
    forecast: Forecast | None = None
    side: Party | None = None

    @property
    def any(self) -> bool:
        """Whether planning again could give another plan for the same side."""
        return bool(self.n_people or self.n_shifts or self.n_weights or self.forecast)


def changes_since(plan: Plan, choice: SideChoice | None) -> Changes:
    """Compare a finished plan with what is there now."""
    if plan.made_at is None or plan.summary is None or choice is None:
        return Changes()
    if plan.side_id != choice.side_id:
        return Changes(side=choice.side)
    newest = elections.latest_forecast(choice)
    return Changes(
        n_people=n_signed_up_since(moment=plan.made_at, people_then=plan.summary["people"]),
        n_shifts=_n_shifts_changed(plan),
        n_weights=_n_weights_changed(plan),
        forecast=newest if newest is not None and newest.pk != plan.forecast_id else None,
    )


def _n_shifts_changed(plan: Plan) -> int:
    summary: dict[str, int] = plan.summary or {}
    share = plan.assumptions["places_percent"] / 100
    then = dict(PlanShift.objects.filter(plan=plan).values_list("shift_id", "n_places"))
    now = {
        shift: round(places * share)
        for shift, places in shifts_on_offer(
            polling_day=plan.forecast.election.polling_day, at=timezone.now()
        ).values_list("pk", "places")
    }
    n_differing = sum(then[shift] != now[shift] for shift in then.keys() & now.keys())
    # A shift that was deleted took its row of the plan with it; one that was hidden did not.
    n_gone = len(then.keys() - now.keys()) + summary["shifts"] - len(then)
    # Shifts in seats where the side doesn't stand were left out then, and are no change now.
    n_new = len(now.keys() - then.keys()) - summary["shifts_left_out"]
    return n_differing + n_gone + max(n_new, 0)


def _n_weights_changed(plan: Plan) -> int:
    now = elections.weights()
    then = dict(
        PlanSeat.objects.filter(plan=plan)
        .exclude(weight=USUAL_WEIGHT)
        .values_list("seat_id", "weight")
    )
    in_plan = set(
        PlanSeat.objects.filter(plan=plan, seat_id__in=now).values_list("seat_id", flat=True)
    )
    return sum(
        now.get(seat, USUAL_WEIGHT) != then.get(seat, USUAL_WEIGHT)
        for seat in in_plan | then.keys()
    )
