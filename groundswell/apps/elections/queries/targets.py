"""The target list: seats by what the next vote there is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.core.paginator import Page, Paginator

from groundswell.apps.elections import words
from groundswell.apps.elections.models import Forecast, Party
from groundswell.apps.elections.queries.choices import weights
from groundswell.apps.elections.queries.seat_chances import SeatChance, seat_chances
from groundswell.apps.elections.scenarios import BLEND
from groundswell.charts.bars import share_bar
from groundswell.charts.intervals import range_bar
from groundswell.charts.markup import Svg
from groundswell.exchange.folders import csv_text

ROWS_ON_A_PAGE = 40
# The list itself; further seats follow on later pages.
TOP = 100
ALL, ATTACK, DEFEND = "all", "attack", "defend"


@dataclass(frozen=True)
class TargetLine:
    """One seat of the list. value: of the seat worth most, in hundredths."""

    chance: SeatChance
    value: int
    value_bar: Svg
    chance_bar: Svg
    of_hundred: str
    range: str
    margin: str
    votes: str
    scenario_ranks: list[int]
    weight: float | None


@dataclass(frozen=True)
class TargetList:
    """One page of the list, and what was asked for."""

    page: Page
    lines: list[TargetLine]
    scenarios: list[str]
    show: str
    n_attack: int
    n_defend: int


def target_list(forecast: Forecast, party: Party, *, show: str = ALL, page: Any = 1) -> TargetList:
    """Seats of a party by the value of the next vote under the blend of scenarios.

    show: "attack" for seats that the party doesn't hold, "defend" for those it does.
    """
    chances = seat_chances(forecast, party)
    show = show if show in (ATTACK, DEFEND) else ALL
    most = max((one.pivotality for one in chances), default=0.0)
    weighed = weights()
    scenarios = list(forecast.scenarios)
    shown = Paginator(_wanted(chances, show), ROWS_ON_A_PAGE).get_page(page)
    top = [one for one in chances if one.rank <= TOP]
    return TargetList(
        page=shown,
        lines=[_line(one, most, scenarios, weighed.get(one.seat_id)) for one in shown],
        scenarios=[words.scenario_name(name) for name in scenarios],
        show=show,
        n_attack=sum(not one.held for one in top),
        n_defend=sum(one.held for one in top),
    )


def _wanted(chances: Sequence[SeatChance], show: str) -> list[SeatChance]:
    """Those to win or to defend; all of them, if `show` is neither."""
    if show not in (ATTACK, DEFEND):
        return list(chances)
    return [one for one in chances if one.held == (show == DEFEND)]


def _line(
    one: SeatChance, most: float, scenarios: Sequence[str], weight: float | None
) -> TargetLine:
    value = round(100 * one.pivotality / most) if most > 0 else 0
    return TargetLine(
        chance=one,
        value=value,
        value_bar=share_bar(value, 100),
        chance_bar=range_bar(one.p_low, one.p_win, one.p_high),
        of_hundred=words.hundred(one.p_win),
        range=words.spread(one.p_low, one.p_high),
        margin=words.points(one.margin),
        votes=words.votes_per_seat(one.pivotality),
        scenario_ranks=[one.ranks[name] for name in scenarios if name in one.ranks],
        weight=weight,
    )


def targets_csv(forecast: Forecast, party: Party, *, show: str = ALL) -> str:
    """The whole list for other programs. Shares and margins run from -1 to 1."""
    scenarios = list(forecast.scenarios)
    columns = [
        "rank", "seat_code", "seat_name", "region", "value", "p_win",
        "p_win_low", "p_win_high", "margin_mean", "margin_q05", "margin_q95", "held",
        *(f"rank_{name.replace('-', '_')}" for name in scenarios), "depends_on_scenario",
    ]  # fmt: skip
    rows = [
        (
            one.rank, one.code, one.name, one.region, one.pivotality, one.p_win,
            one.p_low, one.p_high, one.margin, one.margin_q05, one.margin_q95, int(one.held),
            *(one.ranks.get(name) for name in scenarios), int(one.depends_on_scenario),
        )
        for one in _wanted(seat_chances(forecast, party, scenario=BLEND), show)
    ]  # fmt: skip
    return csv_text(pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None))
