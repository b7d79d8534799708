"""The forecast: its page, its map, and running it again."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.queries import has_permission
from groundswell.apps.accounts.requests import Request
from groundswell.apps.elections import actions, queries
from groundswell.apps.elections.forms import ForecastForm

TABLE = "seats"


@access("forecast.read")
@require_safe
def show_forecast(request: Request) -> HttpResponse:
    """The forecast for the side chosen; while there is none, how to get one."""
    return _page(request)


@access("forecast.run")
@require_POST
def start_forecast(request: Request) -> HttpResponse:
    """Ask for a new forecast; its page shows how far it is."""
    form = ForecastForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    actions.start_forecast(by=request.user, organisation=request.organisation, **form.settings())
    return redirect("forecast")


@access("forecast.read")
@require_safe
def show_forecast_map(request: Request) -> HttpResponse:
    """The data of the true map."""
    found = queries.chosen_forecast()
    if found is None:
        raise Http404
    choice, forecast = found
    text = queries.forecast_map(forecast, choice.side, queries.Asked.of(request.GET, forecast))
    return HttpResponse(text, content_type="application/json")


def _page(request: Request, form: ForecastForm | None = None, *, status: int = 200) -> HttpResponse:
    choice = queries.side_choice()
    forecast = queries.latest_forecast(choice) if choice else None
    shown: dict[str, Any] = {
        "choice": choice,
        "forecast": forecast,
        "may_run": has_permission(request.grants, "forecast.run"),
    }
    if choice is None or forecast is None:
        shown |= {"work": queries.open_forecast(), "form": form or ForecastForm()}
        return render(request, "elections/forecast_empty.html", shown, status=status)
    asked = queries.Asked.of(request.GET, forecast)
    if request.headers.get("HX-Target") == TABLE:
        shown |= queries.table_part(forecast, choice.side, asked)
        return render(request, "elections/forecast_seats.html", shown)
    shown |= queries.forecast_page(forecast, choice.side, asked)
    shown["work"] = queries.open_forecast()
    shown["form"] = form or ForecastForm(initial=ForecastForm.initial_of(forecast))
    return render(request, "elections/forecast.html", shown, status=status)
