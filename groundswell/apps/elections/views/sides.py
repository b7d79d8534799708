"""Choosing the side that every page follows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.elections import actions
from groundswell.apps.elections.models import Party


@access("side.choose")
@require_POST
def choose_side(request: Request) -> HttpResponse:
    """Work for another party's candidacies, and go back to where one was."""
    code = request.POST.get("party") or request.POST.get("side", "")
    party = get_object_or_404(Party, code=code)
    actions.choose_side(by=request.user, organisation=request.organisation, party=party)
    messages.success(
        request, _("The side is now %(side)s; every page follows it.") % {"side": party.name}
    )
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "forecast"
    return redirect(back)
