"""Plans and seats as tables: the list of plans, the CSV, the seats that weigh otherwise."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from groundswell.apps.dispatch.models import Plan
from groundswell.apps.dispatch.queries.plan_seats import SeatRow, seats_of
from groundswell.apps.dispatch.queries.plans import plans
from groundswell.apps.dispatch.words import change_text, gap_text, seats_text
from groundswell.apps.elections.models import SeatWeight
from groundswell.charts.bars import share_bar
from groundswell.charts.markup import Svg
from groundswell.exchange.folders import csv_text

PLANS_AT_ONCE = 50
CSV_COLUMNS = {
    "seat_code": pl.String,
    "seat_name": pl.String,
    "region": pl.String,
    "weight": pl.Float64,
    "places": pl.Int64,
    "placed": pl.Int64,
    "still_open": pl.Int64,
    "nearest_would_send": pl.Int64,
    "median_minutes": pl.Float64,
    "value_of_next_shift": pl.Float64,
    "chance_before": pl.Float64,
    "chance_after": pl.Float64,
    "chance_blend": pl.Float64,
    "chance_low": pl.Float64,
    "chance_high": pl.Float64,
    "depends_on_scenario": pl.Int64,
}


@dataclass(frozen=True)
class PlanRow:
    """One plan in the list."""

    plan: Plan

    @property
    def gain(self) -> str:
        """Expected seats."""
        return seats_text(self._summary["expected_seats_gain"])

    @property
    def gap(self) -> str:
        """What may be left on the table, as a percentage."""
        return gap_text(self._summary["gap"])

    @property
    def against_nearest(self) -> str:
        """How much more than everyone at the nearest."""
        nearest = self._summary["baselines"]["nearest"]
        return change_text(self._summary["expected_seats_gain"], nearest["expected_seats_gain"])

    @property
    def bar(self) -> Svg:
        """The places filled."""
        return share_bar(self._summary["placed"], self._summary["places"])

    @property
    def _summary(self) -> dict[str, Any]:
        return self.plan.summary or {}


def plan_table(page: str | None = None) -> Page[Any]:
    """One page of the list of plans."""
    found: Page[Any] = Paginator(plans(), PLANS_AT_ONCE).get_page(page)
    found.object_list = [PlanRow(plan) for plan in found.object_list]
    return found


def weighed_seats() -> QuerySet[SeatWeight]:
    """Seats that count more or less than others, the heaviest first."""
    return SeatWeight.objects.select_related("seat").order_by("-weight", "seat__name")


def seat_csv(plan: Plan) -> str:
    """The seats with shifts as a CSV file, the highest value of the next hour first; no person.

    value_of_next_shift: expected seats of one more person on one shift.
    """
    rows = seats_of(plan).in_plan
    frame = pl.DataFrame(
        [_csv_row(row) for row in rows],
        schema=CSV_COLUMNS,
        orient="row",
    )
    return csv_text(frame)


def _csv_row(row: SeatRow) -> tuple[Any, ...]:
    chance = row.chance
    return (
        *(row.place.code, row.place.name, row.place.region, row.weight),
        *(row.wanted, row.placed, row.still, row.nearest, row.minutes, row.price),
        *(row.p_before, row.p_after),
        *((chance.blend, chance.low, chance.high) if chance else (None, None, None)),
        int(row.depends_on_scenario),
    )
