"""What differs between two plans."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.models import Plan
from groundswell.apps.dispatch.queries.plan_map import hexagons
from groundswell.apps.dispatch.queries.plan_seats import PlanSeats, SeatRow, seats_of
from groundswell.apps.dispatch.words import gap_text, seats_text
from groundswell.charts.bars import share_bar
from groundswell.charts.legend import scale_legend
from groundswell.charts.markup import Html, Svg
from groundswell.charts.scales import MINUS, class_breaks, class_names, class_of

ROWS_AT_MOST = 25
MOST_TO_CHOOSE = 50
# The class below all that the legend names.
NOBODY = 0


@dataclass(frozen=True)
class Line:
    """One thing that both plans say, in words."""

    name: str | Promise
    a: str
    b: str

    @property
    def differs(self) -> bool:
        """Whether they say it differently."""
        return self.a != self.b


@dataclass(frozen=True)
class SeatPair:
    """One seat under both plans."""

    name: str
    code: str
    region: str
    a: int
    b: int
    most: int

    @property
    def change(self) -> str:
        """From a to b, with its sign."""
        change = self.b - self.a
        return f"{MINUS if change < 0 else '+' if change else ''}{abs(change):,}"

    @property
    def bar_a(self) -> Svg:
        """Placed by the first plan, beside the most in any seat shown."""
        return share_bar(self.a, self.most)

    @property
    def bar_b(self) -> Svg:
        """Placed by the second plan."""
        return share_bar(self.b, self.most)


@dataclass(frozen=True)
class Comparison:
    """Two plans: their figures, what they assume, where they send other numbers of people."""

    a: Plan
    b: Plan
    figures: list[Line]
    assumptions: list[Line]
    seats: list[SeatPair]
    n_changed: int
    n_moved: int
    legend: Html
    picture_a: Svg
    picture_b: Svg


def compare(a: Plan, b: Plan) -> Comparison:
    """Set two finished plans side by side."""
    seats_a, seats_b = seats_of(a), seats_of(b)
    pairs = _pairs(seats_a, seats_b)
    breaks = class_breaks([n for pair in pairs for n in (pair.a, pair.b) if n], method="equal")
    return Comparison(
        a=a,
        b=b,
        figures=_figures(a, b),
        assumptions=[line for line in _assumptions(a, b) if line.differs],
        seats=[pair for pair in pairs if pair.a != pair.b][:ROWS_AT_MOST],
        n_changed=sum(pair.a != pair.b for pair in pairs),
        n_moved=sum(abs(pair.a - pair.b) for pair in pairs),
        legend=scale_legend(class_names(breaks, decimals=0), without=_("no side")),
        picture_a=_picture(a, seats_a, breaks, symbol="ha"),
        picture_b=_picture(b, seats_b, breaks, symbol="hb"),
    )


def _figures(a: Plan, b: Plan) -> list[Line]:
    said: list[list[str]] = []
    for plan in (a, b):
        s: dict[str, Any] = plan.summary or {}
        trips = max(s["placed"], 1)
        said.append(
            [
                plan.side.name,
                f"{s['people']:,}",
                f"{s['people_placed']:,}",
                f"{s['places']:,}",
                f"{s['places'] - s['placed']:,}",
                seats_text(s["expected_seats_gain"]),
                f"{gap_text(s['gap'])} %",
                f"{s['travel_minutes'] / trips:.0f} min",
            ]
        )
    names = (
        _("Side"),
        _("People who offered"),
        _("People placed"),
        _("Places"),
        _("Places still open"),
        _("Expected gain, seats"),
        _("Left on the table, at most"),
        _("Travel, one way, on average"),
    )
    return [Line(*row) for row in zip(names, *said, strict=True)]


def _assumptions(a: Plan, b: Plan) -> list[Line]:
    said: list[list[str]] = []
    for plan in (a, b):
        assumed = PlanAssumptions.from_json(plan.assumptions)
        per_vote, hours = assumed.contacts_per_vote, assumed.hours_per_seat
        said.append(
            [
                f"{per_vote:,}" if per_vote else _("they add none"),
                f"{assumed.contacts_per_shift:g}",
                f"{assumed.places_percent} %",
                f"{assumed.min_team}",
                f"{hours:,}" if hours else _("travel is free"),
                _("of %(day)s") % {"day": f"{plan.forecast.made_at:%d.%m.%Y %H:%M}"},
            ]
        )
    names = (
        _("Conversations for one added vote"),
        _("Conversations of one person in one shift"),
        _("Places to fill in every shift"),
        _("Smallest team"),
        _("Hours on the way that one more seat is worth"),
        _("Forecast"),
    )
    return [Line(*row) for row in zip(names, *said, strict=True)]


def _pairs(a: PlanSeats, b: PlanSeats) -> list[SeatPair]:
    """Every seat in either plan, the largest difference first."""
    rows: dict[int, SeatRow] = {row.place.pk: row for row in (*a.in_plan, *b.in_plan)}
    placed = {key: (_placed(a, key), _placed(b, key)) for key in rows}
    most = max((n for pair in placed.values() for n in pair), default=0)
    pairs = [
        SeatPair(
            name=row.place.name,
            code=row.place.code,
            region=row.place.region,
            a=placed[key][0],
            b=placed[key][1],
            most=most,
        )
        for key, row in rows.items()
    ]
    return sorted(pairs, key=lambda pair: (-abs(pair.a - pair.b), pair.name))


def _placed(seats: PlanSeats, key: int) -> int:
    return seats.rows[key].placed if key in seats.rows else 0


def _picture(plan: Plan, seats: PlanSeats, breaks: list[float], *, symbol: str) -> Svg:
    says = _("%(seat)s: %(n)s placed")
    return hexagons(
        seats.places,
        levels={
            key: class_of(row.placed, breaks) if row.placed else NOBODY
            for key, row in seats.rows.items()
        },
        titles={
            key: says % {"seat": row.place.name, "n": f"{row.placed:,}"}
            for key, row in seats.rows.items()
        },
        label=_("People placed in each seat by plan %(number)d") % {"number": plan.number},
        symbol=symbol,
    )
