"""The forecast, the target list, and the choice of a side."""

from groundswell.apps.elections.views.areas import make_areas_from_seats
from groundswell.apps.elections.views.forecasts import (
    show_forecast,
    show_forecast_map,
    start_forecast,
)
from groundswell.apps.elections.views.sides import choose_side
from groundswell.apps.elections.views.targets import show_targets, show_targets_csv

__all__ = [
    "choose_side",
    "make_areas_from_seats",
    "show_forecast",
    "show_forecast_map",
    "show_targets",
    "show_targets_csv",
    "start_forecast",
]
