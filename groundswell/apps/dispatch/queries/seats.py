"""Everything the page of one seat shows, for the side chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from groundswell.apps.dispatch.models import Plan, PlanSeat, PlanShift
from groundswell.apps.dispatch.queries import seat_charts as charts
from groundswell.apps.dispatch.queries.plans import current_plan
from groundswell.apps.elections import queries as elections
from groundswell.apps.elections import words
from groundswell.apps.elections.models import (
    Forecast,
    Party,
    Seat,
    SeatForecast,
    SideChoice,
)
from groundswell.apps.elections.queries import PastResult
from groundswell.apps.elections.scenarios import BLEND
from groundswell.apps.events.models import Shift
from groundswell.apps.events.queries import shifts_in_seat
from groundswell.charts.bars import share_bar
from groundswell.charts.markup import Svg
from groundswell.charts.scales import number_text

# Parties with a column of their own among past votes; the rest are "other".
MOST_PARTIES = 5


@dataclass(frozen=True)
class ShiftLine:
    """One shift, and what the plan does in it; None where the plan doesn't know it."""

    shift: Shift
    placed: int | None

    @property
    def bar(self) -> Svg:
        """How many of its places the plan fills."""
        return share_bar(self.placed or 0, self.shift.places)

    @property
    def still(self) -> int | None:
        """Places that the plan leaves open."""
        return None if self.placed is None else max(self.shift.places - self.placed, 0)


@dataclass(frozen=True)
class Rival:
    """One party's chance and share in the seat."""

    party: Party
    chance: str
    share: str


@dataclass(frozen=True)
class PastLine:
    """One past election as a row: the parties' shares, the others', the margin, the turnout."""

    year: int
    shares: list[str]
    other: str
    margin_votes: str
    turnout: str


def seat_page(seat: Seat, choice: SideChoice | None, forecast: Forecast | None) -> dict[str, Any]:
    """The seat's forecast, its shifts and what the plan does in them, its past votes."""
    shown: dict[str, Any] = {"seat": seat, "weight": elections.weight_of(seat)}
    if choice is None:
        return shown
    known = Party.objects.in_bulk()
    past = elections.past_results(seat, until=choice.base.polling_day)
    parties = _parties(past, choice.side, known)
    last = _last(seat, choice, known)
    plan = current_plan(choice)
    placed = PlanSeat.objects.filter(plan=plan, seat=seat).first() if plan else None
    shown |= {
        "lead": last.words if last else "",
        "plan": plan,
        "shifts": shift_lines(seat, plan),
        "past": [_past_line(one, parties) for one in reversed(past)],
        "past_parties": [(party.name, words.short(party)) for party in parties],
        "past_chart": charts.past_votes(past, parties, seat),
        "credits": seat.area.boundary_set.credits,
    }
    chances = _chances(seat, choice, forecast)
    if BLEND not in chances:
        return shown
    return shown | {
        "figures": _figures(choice.side, chances, placed, plan),
        "blend": chances[BLEND],
        "chances": chances,
        "histogram": charts.how_it_could_end(chances[BLEND]),
        "classes": charts.classes_of_margin(chances[BLEND]),
        "scenarios": charts.under_each_scenario(chances, forecast),
        "ranks": charts.rank_under_each(chances, last.rank if last else None),
        "rivals": _rivals(seat, forecast, known),
        "tested": [one for one in elections.tested(choice.side) if one.held],
    }


def _chances(seat: Seat, choice: SideChoice, forecast: Forecast | None) -> dict[str, SeatForecast]:
    """The side's forecast in this seat by scenario; empty where there is none."""
    if forecast is None:
        return {}
    of_side = SeatForecast.objects.filter(forecast=forecast, party=choice.side_id)
    ranked = of_side.filter(scenario=OuterRef("scenario")).order_by("-rank").values("rank")[:1]
    rows = of_side.filter(seat=seat).annotate(n_ranked=Subquery(ranked))
    return {row.scenario: row for row in rows}


@dataclass(frozen=True)
class Last:
    """How the last count ended here, and how many seats ended as closely or closer."""

    words: str
    rank: int


def _last(seat: Seat, choice: SideChoice, known: Mapping[int, Party]) -> Last | None:
    """ "Labour Party won by 27 votes in 2015, the closest of 650 seats."; None without a result."""
    results = elections.results(choice.base)
    here = results.get(seat.pk)
    if here is None:
        return None
    rank = 1 + sum(one.margin < here.margin for one in results.values())
    said = {
        "party": known[here.winner_id].name,
        "votes": number_text(here.margin_votes),
        "year": choice.base.polling_day.year,
        "n": number_text(len(results)),
        "rank": words.ordinal(rank),
    }
    if rank == 1:
        text = _("%(party)s won by %(votes)s votes in %(year)s, the closest of %(n)s seats.")
    else:
        text = _(
            "%(party)s won by %(votes)s votes in %(year)s, the %(rank)s closest of %(n)s seats."
        )
    return Last(text % said, rank)


def _figures(
    side: Party,
    chances: dict[str, SeatForecast],
    placed: PlanSeat | None,
    plan: Plan | None,
) -> list[dict[str, str]]:
    """The four numbers on top, each with what to compare it with."""
    blend: Any = chances[BLEND]  # with n_ranked, which `_chances` adds
    others = [
        f"{words.scenario_name(name)} {words.hundred(chances[name].p_win)}"
        for name in charts.in_order(chances)
        if name != BLEND
    ]
    return [
        {
            "name": _("Chance to win, %(side)s") % {"side": side.short_name},
            "value": words.chance(blend.p_win),
            "note": ", ".join(others),
        },
        {
            "name": _("Expected margin"),
            "value": _("%(n)s points") % {"n": words.points(blend.margin_mean)},
            "note": _("90 of 100 between %(low)s and %(high)s") % {
                "low": words.points(blend.margin_q05, decimals=0),
                "high": words.points(blend.margin_q95, decimals=0),
            },
        },
        _wanted(placed, plan),
        {
            "name": _("Value of the next vote"),
            "value": _("%(rank)s of %(n)s") % {
                "rank": words.ordinal(blend.rank),
                "n": number_text(blend.n_ranked),
            },
            "note": _("%(votes)s added votes make one more seat likely") % {
                "votes": words.votes_per_seat(blend.pivotality),
            },
        },
    ]  # fmt: skip


def _wanted(placed: PlanSeat | None, plan: Plan | None) -> dict[str, str]:
    name = _("Still wanted")
    if plan is None:
        return {"name": name, "value": "–", "note": _("no plan has been made yet")}
    if placed is None or not placed.n_places:
        return {
            "name": name,
            "value": _("nobody"),
            "note": _("no shift here in plan %(n)s") % {"n": plan.number},
        }
    return {
        "name": name,
        "value": _("%(n)s people") % {"n": number_text(placed.n_places - placed.n_placed)},
        "note": _("%(placed)s of %(places)s places filled by plan %(n)s") % {
            "placed": number_text(placed.n_placed),
            "places": number_text(placed.n_places),
            "n": plan.number,
        },
    }  # fmt: skip


def shift_lines(seat: Seat, plan: Plan | None) -> list[ShiftLine]:
    """The shifts of a seat in order of time, with what the plan does in each."""
    planned: dict[Any, int] = {}
    if plan is not None:
        rows = PlanShift.objects.filter(plan=plan, shift__event__seat=seat)
        planned = dict(rows.values_list("shift_id", "n_placed"))
    return [ShiftLine(shift, planned.get(shift.pk)) for shift in shifts_in_seat(seat.pk)]


def _rivals(seat: Seat, forecast: Forecast | None, known: Mapping[int, Party]) -> list[Rival]:
    """Every party in the seat by its expected share."""
    rows = (
        SeatForecast.objects.filter(forecast=forecast, seat=seat, scenario=BLEND)
        .defer("margin_histogram")
        .order_by("-share_mean")
    )
    return [
        Rival(known[row.party_id], words.hundred(row.p_win), words.percent(row.share_mean))
        for row in rows
    ]


def _parties(past: Sequence[PastResult], side: Party, known: Mapping[int, Party]) -> list[Party]:
    """The side if it ever stood here, then the parties with most votes last time."""
    if not past:
        return []
    last = past[-1].shares
    order = sorted(last, key=lambda pk: -last[pk])[:MOST_PARTIES]
    if any(side.pk in one.shares for one in past):
        order = [side.pk, *(pk for pk in order if pk != side.pk)][:MOST_PARTIES]
    return [known[pk] for pk in order]


def _past_line(one: PastResult, parties: Sequence[Party]) -> PastLine:
    listed = [one.shares.get(party.pk) for party in parties]
    return PastLine(
        year=one.polling_day.year,
        shares=["–" if share is None else words.percent(share) for share in listed],
        other=words.percent(max(0.0, 1 - sum(share or 0.0 for share in listed))),
        margin_votes=number_text(one.margin_votes),
        turnout=words.percent(one.turnout, decimals=0),
    )
