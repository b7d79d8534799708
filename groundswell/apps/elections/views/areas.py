"""One button of the area tree's page: make it from the seats, which lie above that app."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.elections import actions


@access("organisation.edit")
@require_POST
def make_areas_from_seats(request: Request) -> HttpResponse:
    """Add nations, regions and seats that aren't in the tree yet."""
    n = actions.areas_from_seats(by=request.user, organisation=request.organisation)
    if n:
        words = ngettext("%(n)d area added.", "%(n)d areas added.", n) % {"n": n}
    else:
        words = _("Every nation, region and seat is in the tree already.")
    messages.success(request, words)
    return redirect("areas")
