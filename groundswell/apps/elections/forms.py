"""What a user types to run a forecast."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.apps.elections.actions.forecasts import (
    FEWEST_DRAWS,
    MOST_DRAWS,
    MOST_SEED,
    USUAL_DRAWS,
)
from groundswell.apps.elections.models import Forecast
from groundswell.apps.elections.scenarios import NO_SWING, POLLS

WHOLE_NUMBER = {
    "required": _("Write a whole number."),
    "invalid": _("Write a whole number."),
    "min_value": _("Write %(limit_value)s or more."),
    "max_value": _("Write %(limit_value)s or less."),
}


class ForecastForm(forms.Form):
    """How many elections to simulate, from which seed, and how far to believe the polls."""

    polls_percent = forms.IntegerField(
        label=_("Weight of the polls, of a hundred"),
        help_text=_(
            "The rest is for “no swing”: the last votes again, with a wide margin of error."
        ),
        min_value=0,
        max_value=100,
        initial=50,
        error_messages=WHOLE_NUMBER,
    )
    n_draws = forms.IntegerField(
        label=_("Simulated elections under each scenario"),
        help_text=_("4,000 are enough for pages; more take longer and steady the last digit."),
        min_value=FEWEST_DRAWS,
        max_value=MOST_DRAWS,
        initial=USUAL_DRAWS,
        error_messages=WHOLE_NUMBER,
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_("The same votes, polls and seed give the same forecast."),
        min_value=0,
        max_value=MOST_SEED,
        initial=1,
        error_messages=WHOLE_NUMBER,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.localize = False
            field.widget.attrs["class"] = "input"

    @staticmethod
    def initial_of(forecast: Forecast | None) -> dict[str, Any]:
        """The fields as they were for a forecast."""
        if forecast is None:
            return {}
        weight = forecast.scenarios.get(POLLS, {}).get("weight", 0.5)
        return {
            "polls_percent": round(100 * weight),
            "n_draws": forecast.n_draws,
            "seed": forecast.seed,
        }

    def settings(self) -> dict[str, Any]:
        """What was typed, as `start_forecast` wants it. Only after `is_valid`."""
        polls = self.cleaned_data["polls_percent"] / 100
        return {
            "n_draws": self.cleaned_data["n_draws"],
            "seed": self.cleaned_data["seed"],
            "weights": {POLLS: polls, NO_SWING: 1 - polls},
        }
