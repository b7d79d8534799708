"""The pictures on the page of one seat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from groundswell.apps.elections import words
from groundswell.apps.elections.models import Forecast, Party, Seat, SeatForecast
from groundswell.apps.elections.queries import PastResult
from groundswell.apps.elections.scenarios import BLEND
from groundswell.charts.histogram import margin_histogram
from groundswell.charts.intervals import Interval, Rank, interval_rows, rank_rows
from groundswell.charts.lines import Line, share_lines
from groundswell.charts.markup import Svg

# The axis of ranks ends where the target list does, or at the lowest rank shown.
LAST_TARGET = 100
# Draws beyond this many points are counted in the outermost bars.
WIDEST = 60
STEPS = (-20, -10, 0, 10, 20)
MOST_LINES = 4


@dataclass(frozen=True)
class MarginClass:
    """A range of margins in words, and how many of 100 draws end there."""

    words: str
    of_hundred: str


def interval_of(row: SeatForecast, name: str = "", note: str = "") -> Interval:
    """The margin's quantiles in points."""
    return Interval(
        name=name,
        q05=100 * row.margin_q05,
        q25=100 * row.margin_q25,
        q50=100 * row.margin_q50,
        q75=100 * row.margin_q75,
        q95=100 * row.margin_q95,
        note=note,
        strong=row.scenario == BLEND,
    )


def how_it_could_end(row: SeatForecast) -> Svg | None:
    """The histogram of the margin, in bars of two points; None if it wasn't kept."""
    if not row.margin_histogram:
        return None
    counts, low, width = _bars(row)
    return margin_histogram(
        counts,
        low=low,
        width=width,
        interval=interval_of(row),
        p_win=row.p_win,
        lost=_("lost in {} of 100"),
        won=_("won in {}"),
    )


def _bars(row: SeatForecast) -> tuple[np.ndarray, float, float]:
    """Counts, and in points the lower end and the width: tails are gathered at ±60."""
    kept: dict[str, Any] = row.margin_histogram or {}
    width = 100 * kept["width"]
    edges = 100 * kept["first"] + width * np.arange(len(kept["shares"]))
    places = np.clip(np.round(edges / width), -WIDEST / width, WIDEST / width - 1).astype(int)
    # Only as wide as it needs to be, and alike on both sides of zero where both are in sight.
    first, last = min(int(places.min()), -1), max(int(places.max()), 0)
    counts = np.bincount(places - first, weights=kept["shares"], minlength=last - first + 1)
    return counts, first * width, width


def classes_of_margin(row: SeatForecast) -> list[MarginClass]:
    """The same as a table: how often the seat is lost or won by how much."""
    kept: dict[str, Any] = row.margin_histogram or {}
    if not kept:
        return []
    edges = np.round(100 * (kept["first"] + kept["width"] * np.arange(len(kept["shares"]))))
    places = np.searchsorted(STEPS, edges, side="right")
    parts = np.bincount(places, weights=kept["shares"], minlength=len(STEPS) + 1)
    names = [
        _("lost by more than 20 points"),
        _("lost by 10 to 20"),
        _("lost by less than 10"),
        _("won by less than 10"),
        _("won by 10 to 20"),
        _("won by more than 20 points"),
    ]
    return [
        MarginClass(name, words.hundred(float(part)))
        for name, part in zip(names, parts, strict=True)
    ]


def under_each_scenario(chances: Mapping[str, SeatForecast], forecast: Forecast | None) -> Svg:
    """The margin's range under the blend and each scenario."""
    rows = []
    for name in in_order(chances):
        row = chances[name]
        given = (forecast.scenarios if forecast else {}).get(name)
        note = _("all of them, mixed")
        if given:
            note = _("counts %(n)s of 100") % {"n": round(100 * given["weight"])}
        rows.append(interval_of(row, words.scenario_name(name), note))
    said = ", ".join(f"{one.name} {words.points(one.q50 / 100)}" for one in rows)
    return interval_rows(
        rows, label=_("Margin in points: %(said)s") % {"said": said}, unit=_("margin, points")
    )


def rank_under_each(chances: Mapping[str, SeatForecast], closest: int | None) -> Svg:
    """The seat's rank as a target under the blend and each scenario.

    closest: its rank by the last margin, which is how lists of targets were always made.
    """
    rows = [
        Rank(words.scenario_name(name), chances[name].rank, strong=name == BLEND)
        for name in in_order(chances)
    ]
    if closest is not None:
        rows.append(Rank(_("Closest last time"), closest))
    said = ", ".join(f"{one.name} {one.rank}" for one in rows)
    return rank_rows(
        rows,
        last=max([LAST_TARGET, *(one.rank for one in rows)]),
        label=_("Rank as a target: %(said)s") % {"said": said},
        note=_("rank; 1 is where the next vote counts most"),
    )


def in_order(chances: Mapping[str, SeatForecast]) -> list[str]:
    """The scenarios as pages list them: the blend, the polls, the others."""
    return sorted(chances, key=lambda name: (name != BLEND, name != "polls", name))


def past_votes(past: Sequence[PastResult], parties: Sequence[Party], seat: Seat) -> Svg | None:
    """Shares over elections; None while there are fewer than two."""
    if len(past) < 2 or not parties:
        return None
    lines = [
        Line(
            words.short(party),
            [_points(one.shares.get(party.pk)) for one in past],
        )
        for party in parties[:MOST_LINES]
    ]
    years = [one.polling_day.year for one in past]
    said = "; ".join(
        f"{party.short_name} {', '.join(_said(one.shares.get(party.pk)) for one in past)}"
        for party in parties[:MOST_LINES]
    )
    return share_lines(
        lines,
        times=[year + 0.0 for year in years],
        time_names=[str(year) for year in years],
        short_time_names=[f"’{year % 100:02d}" for year in years],
        label=_("Shares in %(seat)s in %(years)s, per cent: %(said)s") % {
            "seat": seat.name, "years": ", ".join(map(str, years)), "said": said,
        },
    )  # fmt: skip


def _points(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _said(share: float | None) -> str:
    return "–" if share is None else words.percent(share, decimals=0)
