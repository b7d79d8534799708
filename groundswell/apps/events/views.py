"""What somebody sees who came by a link for one shift."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.events import queries


@access("shift.own", within="shift")
@require_safe
def show_your_shift(request: Request) -> HttpResponse:
    """When, where, the way there, and who to ask. Nobody else who comes is shown."""
    shifts = queries.shifts_of(request.reach.shifts)
    return render(request, "events/your_shift.html", {"shifts": shifts})
