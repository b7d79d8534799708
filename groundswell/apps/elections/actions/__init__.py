"""What a user can do with elections: load them, choose a side, weigh a seat, run a forecast."""

from groundswell.apps.elections.actions.areas import areas_from_seats
from groundswell.apps.elections.actions.forecasts import start_forecast
from groundswell.apps.elections.actions.loading import Loaded, load_open_data
from groundswell.apps.elections.actions.sides import choose_side
from groundswell.apps.elections.actions.weights import weigh_seat

__all__ = [
    "Loaded",
    "areas_from_seats",
    "choose_side",
    "load_open_data",
    "start_forecast",
    "weigh_seat",
]
