"""The page that `groundswell dispatch` writes: figures, certificate, map of flows, seats."""

from typing import TYPE_CHECKING

import numpy as np

from groundswell.charts.certificate import certificate
from groundswell.charts.flows import Spot, flow_map
from groundswell.charts.markup import Html
from groundswell.charts.report import Head, Section, html_table, report_page
from groundswell.charts.scales import of_hundred

if TYPE_CHECKING:
    from groundswell.cli.dispatch_files import Campaign
    from groundswell.engines.dispatch import Baseline, Plan

LISTED = 20


def plan_page(campaign: "Campaign", plan: "Plan", rules: "dict[str, Baseline]") -> str:
    """The whole page."""
    nearest = rules["nearest"]
    assumed = campaign.problem.assumptions
    return report_page(
        title="Who goes where",
        lead=lead(campaign, plan),
        figures=figures(campaign, plan, nearest),
        sections=[
            Section(
                "How good the plan is",
                "Expected seats above doing nothing, less the price of the travel. Nothing beyond "
                "the ceiling is possible; the prices in prices.csv prove it.",
                certificate(
                    plan=plan.objective, ceiling=plan.upper_bound, nearest=nearest.objective
                ),
                foot=rules_text(rules),
            ),
            (
                Section(
                    "Who travels where",
                    "Lines from where people set out; circles by the people placed, empty where "
                    "less than half the places are taken.",
                    flows(campaign, plan),
                ),
                Section(
                    "Seats",
                    f"Up to {LISTED} seats by the people placed there. Next person: what one more "
                    "would add, the best seat being 100.",
                    seat_rows(campaign, plan),
                    foot="Each person is in plan.csv.",
                ),
            ),
        ],
        credits=f"Assumed: {assumed.contacts_per_shift:g} conversations a shift; "
        f"{assumed.votes_per_contact:g} votes a conversation; a minute of travel priced at "
        f"{assumed.travel_price:g} expected seats; teams of at least {assumed.min_team}.",
    )


def lead(campaign: "Campaign", plan: "Plan") -> str:
    """What came out, in a sentence."""
    taken = f"{plan.placed:,} of {campaign.offers:,} offers are used in "
    taken += f"{int((plan.crowd > 0).sum()):,} shifts."
    if plan.upper_bound <= 0.0:
        return f"{taken} Under these assumptions nothing can be gained."
    return (
        f"{taken} That is worth {small(plan.expected_seats_gain)} more expected seats; no plan "
        f"could be more than {100 * max(plan.gap, 0.0):.2g}% better."
    )


def small(value: float) -> str:
    """A figure with three digits that matter."""
    return f"{value:.3g}".replace("-", "−")


def figures(campaign: "Campaign", plan: "Plan", nearest: "Baseline") -> list[tuple[str, str, str]]:
    """The key figures, each with what to compare it with."""
    base = nearest.expected_seats_gain
    more = f"{100 * (plan.expected_seats_gain / base - 1):+.0f}%" if base > 0 else "–"
    people = campaign.problem.volunteers.count
    return [
        ("People on shifts", f"{len(np.unique(plan.person)):,}", f"of {people:,} who offered"),
        ("Expected seats gained", small(plan.expected_seats_gain), f"nearest: {small(base)}"),
        ("Against “go to the nearest”", more.replace("-", "−"), places_found(plan, nearest)),
        (
            "Travel, one way",
            f"{plan.travel_minutes / max(plan.placed, 1):.0f} min",
            f"nearest: {nearest.travel_minutes / max(travellers(nearest), 1):.0f} min",
        ),
    ]


def travellers(rule: "Baseline") -> int:
    """All who set out, placed or turned away."""
    return rule.placed + rule.turned_away


def places_found(plan: "Plan", nearest: "Baseline") -> str:
    """How many more people find a place."""
    more = plan.placed - nearest.placed
    return f"{abs(more):,} {'more' if more >= 0 else 'fewer'} people find a place"


def rules_text(rules: "dict[str, Baseline]") -> str:
    """What other rules would gain."""
    with_room, in_order = rules["nearest_with_room"], rules["sign_up_order"]
    return (
        f"Net of travel: everyone to the nearest with room {small(with_room.objective)}; each "
        f"where most is gained, in the order of sign-up, {small(in_order.objective)}."
    )


def flows(campaign: "Campaign", plan: "Plan") -> Html:
    """The map: one spot for each seat that has shifts."""
    problem = campaign.problem
    shifts, people = problem.shifts, problem.volunteers
    n_seats = problem.seats.count
    shown = np.flatnonzero(np.bincount(shifts.seat, minlength=n_seats))
    number = np.full(n_seats, -1)
    number[shown] = np.arange(len(shown))
    weight = np.bincount(shifts.seat, minlength=n_seats)[shown]
    lon = np.bincount(shifts.seat, shifts.lon, minlength=n_seats)[shown] / weight
    lat = np.bincount(shifts.seat, shifts.lat, minlength=n_seats)[shown] / weight
    places = np.bincount(shifts.seat, shifts.places, minlength=n_seats)[shown]
    spots = [
        Spot(str(campaign.seat_names[seat]), x, y, plan.in_seat[seat], room)
        for seat, x, y, room in zip(shown, lon, lat, places, strict=True)
    ]
    known = campaign.has_points[plan.person]
    trips = np.stack(
        [
            people.lon[plan.person],
            people.lat[plan.person],
            number[shifts.seat[plan.shift]].astype(np.float64),
        ],
        axis=1,
    )[known]
    ways, count = np.unique(trips, axis=0, return_counts=True)
    land = np.unique(np.stack([people.lon, people.lat], axis=1)[campaign.has_points], axis=0)
    return flow_map(
        spots=spots,
        homes=ways[:, :2],
        seats=ways[:, 2],
        people=count,
        land=land,
        label=f"{plan.placed:,} journeys to {int((plan.in_seat > 0).sum()):,} seats; the table "
        "below has the seats",
    )


def seat_rows(campaign: "Campaign", plan: "Plan") -> Html:
    """The seats that most people go to."""
    shifts = campaign.problem.shifts
    places = np.bincount(shifts.seat, shifts.places, minlength=campaign.problem.seats.count)
    order = np.argsort(-plan.in_seat, kind="stable")[:LISTED]
    order = order[places[order] > 0]
    top = plan.seat_price.max(initial=0.0) or 1.0
    return html_table(
        [
            "Seat",
            Head("Placed", "number", "of places"),
            Head("Chance", "number", "of 100"),
            Head("Next person", "number", "best = 100"),
        ],
        [
            (
                str(campaign.seat_names[seat]),
                f"{int(plan.in_seat[seat]):,} of {int(places[seat]):,}",
                f"{of_hundred(float(plan.chance_before[seat]))} → "
                f"{of_hundred(float(plan.chance_after[seat]))}",
                f"{100 * plan.seat_price[seat] / top:.0f}",
            )
            for seat in order
        ],
    )
