"""All that the page of a finished plan shows."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.apps.dispatch.assumptions import REACHABLE_SHARE, PlanAssumptions
from groundswell.apps.dispatch.models import Plan, PlanShift
from groundswell.apps.dispatch.queries.changes import changes_since
from groundswell.apps.dispatch.queries.plan_map import COLOURINGS, picture
from groundswell.apps.dispatch.queries.plan_seats import PlanSeats, seats_of
from groundswell.apps.dispatch.queries.plans import finished_plans
from groundswell.apps.dispatch.words import (
    apart,
    change_text,
    days_text,
    gap_text,
    seats_text,
)
from groundswell.apps.elections.models import SideChoice
from groundswell.charts.certificate import certificate
from groundswell.charts.markup import Svg

ROWS_AT_FIRST = 20


def plan_page(
    plan: Plan,
    choice: SideChoice | None,
    *,
    by: str = "",
    region: str = "",
    show_all: bool = False,
) -> dict[str, Any]:
    """The context of a finished plan's page, built from the chosen colouring and region."""
    seats = seats_of(plan)
    changes = changes_since(plan, choice)
    other = None
    if changes.side is not None and choice is not None:
        other = finished_plans(choice).first()
    listed = [row for row in seats.in_plan if region in ("", row.place.region)]
    return {
        "title": days_text(
            PlanShift.objects.filter(plan=plan)
            .values_list("shift__starts_at", flat=True)
            .distinct()
        ),
        "assumed": PlanAssumptions.from_json(plan.assumptions),
        "reachable_percent": round(100 * REACHABLE_SHARE),
        "summary": plan.summary,
        "changes": changes,
        "plan_of_side": other,
        "figures": figures(plan, seats),
        "picture": picture(seats, plan, by=by),
        "colourings": COLOURINGS,
        "seats": seats,
        "rows": listed if show_all else listed[:ROWS_AT_FIRST],
        "n_listed": len(listed),
        "region": region if region in seats.regions else "",
        "certified": certified(plan),
    }


def figures(plan: Plan, seats: PlanSeats) -> list[dict[str, str]]:
    """The five figures on top, each with what to compare it with."""
    s: dict[str, Any] = plan.summary or {}
    return [
        _people(s),
        _places(s, seats),
        _gain(s, PlanAssumptions.from_json(plan.assumptions)),
        _against_nearest(s),
        _travel(s),
    ]


def _figure(name: str, value: str, note: str) -> dict[str, str]:
    return {"name": name, "value": value, "note": note}


def _people(s: dict[str, Any]) -> dict[str, str]:
    note = _("of %(n)s in reach of a shift") % {"n": f"{s['people_in_reach']:,}"}
    if s["placed"] > s["people_placed"]:
        note += "; " + _("they fill %(n)s places") % {"n": f"{s['placed']:,}"}
    return _figure(_("People placed"), f"{s['people_placed']:,}", note)


def _places(s: dict[str, Any], seats: PlanSeats) -> dict[str, str]:
    note = _("of %(n)s") % {"n": f"{s['places']:,}"}
    if seats.emptiest_region:
        note += ", " + _("most in %(region)s") % {"region": seats.emptiest_region}
    return _figure(_("Places still open"), f"{s['places'] - s['placed']:,}", note)


def _gain(s: dict[str, Any], assumed: PlanAssumptions) -> dict[str, str]:
    per_vote = assumed.contacts_per_vote
    note = (
        _("at 1 vote per %(n)s conversations") % {"n": f"{per_vote:,}"}
        if per_vote
        else _("conversations are assumed to add no votes")
    )
    low, high = seats_text(s["gain_low"], digits=2), seats_text(s["gain_high"], digits=2)
    note += "; " + _("%(low)s to %(high)s over the evidence") % {"low": low, "high": high}
    gain = _("%(n)s seats") % {"n": seats_text(s["expected_seats_gain"])}
    return _figure(_("Expected gain"), gain, note)


def _against_nearest(s: dict[str, Any]) -> dict[str, str]:
    nearest = s["baselines"]["nearest"]
    more = s["placed"] - nearest["placed"]
    if more > 0:
        words = ngettext("%(n)s more place is filled", "%(n)s more places are filled", more)
    elif more < 0:
        words = ngettext("%(n)s place fewer is filled", "%(n)s places fewer are filled", -more)
    else:
        words = _("as many places are filled")
    return _figure(
        _("Against “go to the nearest”"),
        change_text(s["expected_seats_gain"], nearest["expected_seats_gain"]),
        words % {"n": f"{abs(more):,}"},
    )


def _travel(s: dict[str, Any]) -> dict[str, str]:
    nearest = s["baselines"]["nearest"]
    mine = _mean(s["travel_minutes"], s["placed"])
    note = _("on average; %(n)s if all went to the nearest") % {
        "n": _mean(nearest["travel_minutes"], nearest["placed"] + nearest["turned_away"])
    }
    return _figure(_("Travel, one way"), mine, note)


def _mean(minutes: float, trips: int) -> str:
    return _("%(n)d min") % {"n": round(minutes / trips)} if trips else "–"


@dataclass(frozen=True)
class Certified:
    """How good a plan is beside what is proved: the sentence's figures and the picture."""

    ceiling: str
    gain: str
    gap: str
    is_exact: bool
    chart: Svg | None


def certified(plan: Plan) -> Certified:
    """The certificate in words and as a drawing; nothing to draw where nothing can be gained."""
    s: dict[str, Any] = plan.summary or {}
    objective, bound = s["objective"], s["upper_bound"]
    gain, ceiling = apart([objective, bound])
    return Certified(
        ceiling=ceiling,
        gain=gain,
        gap=gap_text(s["gap"]),
        is_exact=bound <= objective,
        chart=certificate(
            plan=objective,
            ceiling=bound,
            nearest=s["baselines"]["nearest"]["objective"],
            unit=_("expected seats, the price of travel taken off"),
            starts_at=_("the axis starts at {}"),
            names=(_("nearest"), _("this plan"), _("ceiling"), _("not possible")),
        )
        if bound > 0
        else None,
    )
