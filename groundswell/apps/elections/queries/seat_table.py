"""The seats of a forecast as a table that can be searched and sorted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from groundswell.apps.elections import words
from groundswell.apps.elections.queries.seat_chances import SeatChance
from groundswell.charts.intervals import range_bar
from groundswell.charts.markup import Svg

ROWS_ON_A_PAGE = 40
USUAL_SORT = "rank"
Key = Callable[[SeatChance], Any]
# A leading minus turns the order round. Equal ones keep the order of their ranks.
SORTS: dict[str, Key] = {
    "name": lambda one: one.name.casefold(),
    "region": lambda one: (one.region, one.name),
    "chance": lambda one: one.p_win,
    "margin": lambda one: one.margin,
    "value": lambda one: one.pivotality,
    "rank": lambda one: one.rank,
}


@dataclass(frozen=True)
class SeatLine:
    """One seat as the table shows it."""

    chance: SeatChance
    bar: Svg
    of_hundred: str
    range: str
    margin: str
    margin_range: str
    votes: str


@dataclass(frozen=True)
class SeatTable:
    """One page of the table, and what was asked for."""

    page: Page
    lines: list[SeatLine]
    sort: str
    q: str
    region: str
    regions: list[str]
    n_all: int


def seat_table(
    chances: Sequence[SeatChance], *, q: str = "", region: str = "", sort: str = "", page: Any = 1
) -> SeatTable:
    """Seats whose name holds `q`, in a region, in an order of SORTS; what is unknown is ignored."""
    regions = sorted({one.region for one in chances})
    region = region if region in regions else ""
    wanted = q.strip().casefold()
    found = [
        one
        for one in chances
        if (not region or one.region == region)
        and (wanted in one.name.casefold() or wanted == one.code.casefold())
    ]
    sort = sort if sort.removeprefix("-") in SORTS else USUAL_SORT
    found.sort(key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    shown = Paginator(found, ROWS_ON_A_PAGE).get_page(page)
    return SeatTable(
        page=shown,
        lines=[_line(one) for one in shown],
        sort=sort,
        q=q.strip(),
        region=region,
        regions=regions,
        n_all=len(chances),
    )


def _line(one: SeatChance) -> SeatLine:
    return SeatLine(
        chance=one,
        bar=range_bar(one.p_low, one.p_win, one.p_high),
        of_hundred=words.hundred(one.p_win),
        range=words.spread(one.p_low, one.p_high),
        margin=words.points(one.margin),
        margin_range=words.points_range(one.margin_q05, one.margin_q95),
        votes=words.votes_per_seat(one.pivotality),
    )
