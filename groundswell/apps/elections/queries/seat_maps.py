"""The forecast on a map: a hexagon for each seat, or the seats where they lie."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.elections import words
from groundswell.apps.elections.models import Forecast, Party, Seat, SeatForecast
from groundswell.apps.elections.queries.seat_chances import SeatChance
from groundswell.charts.hexagons import Cell, cartogram
from groundswell.charts.legend import scale_legend, sign_legend
from groundswell.charts.markup import Html, Svg, shape
from groundswell.charts.scales import class_names, class_of, number_text, of_hundred

CHANCE, MARGIN, VALUE, WINNER = "chance", "margin", "value", "winner"
# What a map may be coloured by, with its name on the page.
COLOURS: dict[str, str | Promise] = {
    CHANCE: gettext_lazy("Chance to win"),
    MARGIN: gettext_lazy("Expected margin"),
    VALUE: gettext_lazy("Value of the next vote"),
    WINNER: gettext_lazy("Likely winner"),
}
EXPLAINED: dict[str, str | Promise] = {
    CHANCE: gettext_lazy("One hexagon, one seat. Chance of the side to win, of 100."),
    MARGIN: gettext_lazy("One hexagon, one seat. Margin over the best other party, in points."),
    VALUE: gettext_lazy("One hexagon, one seat. Expected seats per 100,000 added votes."),
    WINNER: gettext_lazy("One hexagon, one seat. The party most likely to win, in its own colour."),
}
CHANCE_BREAKS = (5.0, 30.0, 70.0, 95.0)
MARGIN_BREAKS = (-20.0, -5.0, 5.0, 20.0)
# The seats worth most are few: the classes tell them apart, and lump the rest together.
VALUE_LEVELS = (0.5, 0.7, 0.85, 0.95)
# With fewer than thirty parties in a seat, the likeliest winner has at least this chance.
LIKELIEST = 1 / 30


class Place(NamedTuple):
    """A seat, its hexagon, and its middle on the earth."""

    pk: int
    code: str
    name: str
    region: str
    q: int | None
    r: int | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class SeatMark:
    """How one seat looks on a map: its class (s0…s5, d1…d5, none) or a party's colour."""

    seat: Place
    level: int | None
    fill: str | None
    line: str


@dataclass(frozen=True)
class SeatMap:
    """All seats as they look, and what the colours mean."""

    by: str
    label: str
    explained: str
    legend: Html
    marks: list[SeatMark]
    is_diverging: bool

    def class_of(self, mark: SeatMark) -> str:
        """The class that paints a seat."""
        if mark.level is None:
            return "none"
        return f"{'d' if self.is_diverging else 's'}{mark.level}"


def seat_map(
    forecast: Forecast,
    party: Party,
    chances: Sequence[SeatChance],
    *,
    by: str,
    scenario: str,
) -> SeatMap:
    """The seats of a forecast coloured by one of COLOURS; seats without the side have no class."""
    seats = places_of(forecast)
    label = _("%(what)s in each of %(n)s seats, %(side)s") % {
        "what": COLOURS[by], "n": len(seats), "side": party.name,
    }  # fmt: skip
    explained = str(EXPLAINED[by])
    if by == WINNER:
        marks, legend = _by_winner(forecast, seats, scenario)
        return SeatMap(by, label, explained, legend, marks, is_diverging=False)
    scale = _scale(by, chances)
    held = {one.seat_id: one for one in chances}
    marks = [_mark(seat, held.get(seat.pk), scale, party) for seat in seats]
    without = _("no side") if any(mark.level is None for mark in marks) else None
    legend = scale_legend(_names(scale.breaks), without=without, diverging=by == MARGIN)
    return SeatMap(by, label, explained, legend, marks, is_diverging=by == MARGIN)


def places_of(forecast: Forecast) -> list[Place]:
    """The seats of a forecast by name."""
    rows = Seat.objects.filter(contests__election=forecast.base_id).order_by("name")
    columns = ("area__q", "area__r", "area__lon", "area__lat")
    return [Place(*row) for row in rows.values_list("pk", "code", "name", "region", *columns)]


def hexagons(seat_map: SeatMap) -> Svg | None:
    """The cartogram; None if these seats have no places on one."""
    cells = []
    for mark in seat_map.marks:
        if mark.seat.q is None or mark.seat.r is None:
            continue
        cells.append(
            Cell(
                code=mark.seat.code,
                name=mark.seat.name,
                q=mark.seat.q,
                r=mark.seat.r,
                region=mark.seat.region,
                level=mark.level,
                title=f"{mark.seat.name}: {mark.line}",
                fill=mark.fill,
            )
        )
    if not cells:
        return None
    names = {cell.region: short_region(cell.region) for cell in cells}
    return cartogram(
        cells, label=seat_map.label, region_names=names, diverging=seat_map.is_diverging
    )


def short_region(name: str) -> str:
    """A region's name with room beside a map: "N. East", "Yorkshire"."""
    name = name.split(" and ", maxsplit=1)[0]
    for whole in ("North", "South", "East", "West"):
        if name.startswith(f"{whole} ") or name.startswith(f"{whole}ern "):
            return f"{whole[0]}. {name.split(' ', 1)[1]}"
    return name


@dataclass(frozen=True)
class Scale:
    """What a map shows of a seat, how it reads, and where the classes meet."""

    value: Callable[[SeatChance], float]
    line: Callable[[SeatChance], str]
    breaks: Sequence[float]


def _scale(by: str, chances: Sequence[SeatChance]) -> Scale:
    """What COLOURS names; each sentence is translated once, for it is said of every seat."""
    if by == CHANCE:
        said = _("%(n)s in 100")
        return Scale(
            lambda one: 100 * one.p_win,
            lambda one: said % {"n": of_hundred(one.p_win)},
            CHANCE_BREAKS,
        )
    if by == MARGIN:
        said = _("%(n)s points")
        return Scale(
            lambda one: 100 * one.margin,
            lambda one: said % {"n": words.points(one.margin)},
            MARGIN_BREAKS,
        )
    said = _("%(n)s seats per 100,000 votes")
    return Scale(
        lambda one: one.value,
        lambda one: said % {"n": f"{one.value:.1f}"},
        _value_breaks([one.value for one in chances]),
    )


def _value_breaks(values: Sequence[float]) -> list[float]:
    known = [value for value in values if value > 0]
    if not known:
        return [1.0]
    return sorted({float(f"{value:.2g}") for value in np.quantile(known, VALUE_LEVELS)})


def _names(breaks: Sequence[float]) -> list[str]:
    """The classes' names; a minus before a number would make "−20–−5" of two."""
    if min(breaks) >= 0:
        return class_names(breaks)
    texts = [number_text(value, signed=True) for value in breaks]
    between = [_("%(a)s to %(b)s") % {"a": a, "b": b} for a, b in pairwise(texts)]
    return [f"< {texts[0]}", *between, f"{texts[-1]} +"]


def _mark(seat: Place, chance: SeatChance | None, scale: Scale, party: Party) -> SeatMark:
    if chance is None:
        text = _("%(side)s doesn’t stand") % {"side": party.short_name}
        return SeatMark(seat, None, None, text)
    level = class_of(scale.value(chance), scale.breaks)
    return SeatMark(seat, level, None, scale.line(chance))


def _by_winner(
    forecast: Forecast, seats: Sequence[Place], scenario: str
) -> tuple[list[SeatMark], Html]:
    """Each seat in the colour of its likeliest winner, with that party's name in its words."""
    rows = (
        SeatForecast.objects.filter(forecast=forecast, scenario=scenario, p_win__gte=LIKELIEST)
        .order_by("p_win")
        .values_list("seat_id", "party_id", "p_win")
    )
    # Ascending, so that the last one written is the likeliest.
    best = {seat: (party, p_win) for seat, party, p_win in rows}
    parties = Party.objects.in_bulk({party for party, _p in best.values()})
    marks = []
    for seat in seats:
        if seat.pk not in best:
            marks.append(SeatMark(seat, None, None, _("no forecast")))
            continue
        party, p_win = parties[best[seat.pk][0]], best[seat.pk][1]
        text = _("%(party)s, %(chance)s") % {
            "party": party.short_name, "chance": words.chance(p_win),
        }  # fmt: skip
        marks.append(SeatMark(seat, 0, party.colour, text))
    counted = Counter(party for party, _p in best.values())
    signs = [
        (
            shape("rect", x=1, y=1, width=16, height=16, rx=3, fill=parties[party].colour),
            f"{parties[party].short_name} {n}",
        )
        for party, n in counted.most_common()
    ]
    return marks, sign_legend(signs)
