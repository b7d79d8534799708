"""Reading elections: the side, the forecast, what happened."""

from groundswell.apps.elections.queries.backtests import Tested, tested
from groundswell.apps.elections.queries.choices import (
    chosen_forecast,
    latest_forecast,
    newest_elections,
    open_forecast,
    side_choice,
    sides,
    weight_of,
    weights,
)
from groundswell.apps.elections.queries.forecast_page import (
    Asked,
    forecast_map,
    forecast_page,
    table_part,
)
from groundswell.apps.elections.queries.results import (
    PastResult,
    Result,
    past_results,
    results,
)
from groundswell.apps.elections.queries.seat_chances import SeatChance, seat_chances
from groundswell.apps.elections.queries.targets import target_list, targets_csv

__all__ = [
    "Asked",
    "PastResult",
    "Result",
    "SeatChance",
    "Tested",
    "chosen_forecast",
    "forecast_map",
    "forecast_page",
    "latest_forecast",
    "newest_elections",
    "open_forecast",
    "past_results",
    "results",
    "seat_chances",
    "side_choice",
    "sides",
    "table_part",
    "target_list",
    "targets_csv",
    "tested",
    "weight_of",
    "weights",
]
