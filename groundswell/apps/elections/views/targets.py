"""The target list, as a page and as a table for other programs."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.elections import queries


@access("forecast.read")
@require_safe
def show_targets(request: Request) -> HttpResponse:
    """Seats by the value of the next vote, for the side chosen."""
    found = queries.chosen_forecast()
    if found is None:
        return render(request, "elections/targets.html")
    choice, forecast = found
    targets = queries.target_list(
        forecast,
        choice.side,
        show=request.GET.get("show", ""),
        page=request.GET.get("page", "1"),
    )
    return render(request, "elections/targets.html", {"forecast": forecast, "targets": targets})


@access("forecast.read")
@require_safe
def show_targets_csv(request: Request) -> HttpResponse:
    """The whole list as CSV."""
    found = queries.chosen_forecast()
    if found is None:
        raise Http404
    choice, forecast = found
    text = queries.targets_csv(forecast, choice.side, show=request.GET.get("show", ""))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"targets-{choice.side.code.lower()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
