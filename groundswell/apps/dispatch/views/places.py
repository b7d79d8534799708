"""How many people a shift can use."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.dispatch.forms import PlacesForm
from groundswell.apps.events import actions
from groundswell.apps.events.models import Shift
from groundswell.errors import InputError


@access("shift.edit")
@require_POST
def set_places(request: Request, pk: UUID) -> HttpResponse:
    """Change a shift's places, and go back to its seat, or to the page that `next` names."""
    shift = get_object_or_404(Shift.objects.select_related("event__seat"), pk=pk)
    form = PlacesForm(request.POST)
    if not form.is_valid():
        wrong = " ".join(str(said) for said in form.errors["places"])
        raise InputError(
            _("Places in %(seat)s: %(wrong)s") % {"seat": shift.event.seat.name, "wrong": wrong}
        )
    actions.set_places(by=request.user, shift=shift, places=form.cleaned_data["places"])
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("seat", args=[shift.event.seat.code])
    return redirect(back)
