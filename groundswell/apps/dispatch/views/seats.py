"""The page of one seat, how much it counts, and how many people its shifts can use."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.queries import has_permission
from groundswell.apps.accounts.requests import Request
from groundswell.apps.dispatch.forms.plans import PlacesForm
from groundswell.apps.dispatch.forms.seats import WeightForm
from groundswell.apps.dispatch.queries.seats import seat_page
from groundswell.apps.elections import actions
from groundswell.apps.elections import queries as elections
from groundswell.apps.elections.models import Seat
from groundswell.apps.events import actions as events
from groundswell.apps.events.models import Shift


@access("forecast.read")
@require_safe
def show_seat(request: Request, code: str) -> HttpResponse:
    """One seat for the side chosen: its chances, its shifts, its past votes."""
    return _page(request, _seat(code))


@access("seat.weigh")
@require_POST
def weigh_seat(request: Request, code: str) -> HttpResponse:
    """Let the seat count more or less than others in the next plan."""
    seat = _seat(code)
    form = WeightForm(request.POST)
    if not form.is_valid():
        return _page(request, seat, form=form, status=422)
    actions.weigh_seat(
        by=request.user, organisation=request.organisation, seat=seat, **form.cleaned_data
    )
    messages.success(
        request,
        _("%(seat)s now counts %(weight)s times as much as others; the next plan follows.") % {
            "seat": seat.name, "weight": f"{form.cleaned_data['weight']:g}",
        },
    )  # fmt: skip
    return redirect("seat", code=seat.code)


@access("shift.edit")
@require_POST
def set_places(request: Request, pk: UUID) -> HttpResponse:
    """Change a shift's places, and go back to its seat, or to the page that `next` names."""
    shift = get_object_or_404(Shift.objects.select_related("event__seat"), pk=pk)
    seat = _seat(shift.event.seat.code)
    form = PlacesForm(request.POST, auto_id=f"%s-{shift.pk}")
    if not form.is_valid():
        return _page(request, seat, places_form=form, wrong_shift=shift, status=422)
    events.set_places(by=request.user, shift=shift, places=form.cleaned_data["places"])
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("seat", args=[seat.code])
    return redirect(back)


def _seat(code: str) -> Seat:
    return get_object_or_404(Seat.objects.select_related("area__boundary_set"), code=code)


def _page(
    request: Request,
    seat: Seat,
    *,
    form: WeightForm | None = None,
    status: int = 200,
    **wrong: Any,
) -> HttpResponse:
    """The seat's page; `wrong` holds a shift's form that can't be used, and the shift."""
    choice = elections.side_choice()
    forecast = elections.latest_forecast(choice) if choice else None
    shown = seat_page(seat, choice, forecast) | {
        "choice": choice,
        "forecast": forecast,
        "may_edit_shifts": has_permission(request.grants, "shift.edit"),
        "may_weigh": has_permission(request.grants, "seat.weigh"),
        "may_read_plans": has_permission(request.grants, "plan.read"),
    }
    shown["form"] = form or WeightForm(initial={"weight": f"{shown['weight']:g}"})
    return render(request, "dispatch/seat.html", shown | wrong, status=status)
