"""The public page "Where am I needed?": half a postcode in, the best shifts for that person out.

No log-in, and nothing that is typed is stored or logged. The page's links and its map carry the
district only, even if a whole postcode was typed; so does the address bar where scripts run.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from groundswell.apps.accounts import queries as accounts
from groundswell.apps.accounts.access import public, public_of_organisation
from groundswell.apps.accounts.requests import Request
from groundswell.apps.dispatch.forms.finder import FinderForm
from groundswell.apps.dispatch.queries import finder as queries
from groundswell.apps.dispatch.queries.finder import Wish
from groundswell.apps.dispatch.queries.finder_board import Board, board
from groundswell.apps.dispatch.queries.finder_calendar import calendar_of
from groundswell.apps.dispatch.queries.finder_map import map_of, ways_in_words
from groundswell.apps.events.queries import published_shifts

# Chips for this many days; later ones are found when no day is chosen.
MOST_DAYS = 10


@public
@require_safe
def find_any(request: Request) -> HttpResponse:
    """The only organisation's finder, or a list to choose from."""
    organisations = list(accounts.organisations_at_work())
    if len(organisations) == 1:
        return redirect("finder", organisations[0].slug)
    return render(request, "dispatch/finder_any.html", {"organisations": organisations})


@public_of_organisation
@require_safe
def find(request: Request, organisation: str) -> HttpResponse:
    """The form, and below it the answer once there is a postcode."""
    shifts = board(request.organisation, at=timezone.now())
    form = _form(request, shifts)
    is_part = bool(request.headers.get("HX-Request"))
    context = {"form": form, "board": shifts, "is_part": is_part}
    if form.is_valid():
        context |= _answer(request, form.wish(), shifts)
    template = "dispatch/finder_part.html" if is_part else "dispatch/finder.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    if form.is_valid():
        response.headers["HX-Push-Url"] = _address(request, "finder", form.wish())
    elif is_part:
        # A page of its own, so that the title and the focus say that something is wrong.
        response.headers["HX-Redirect"] = request.get_full_path()
    return _unkept(response)


@public_of_organisation
@require_safe
def map_data(request: Request, organisation: str) -> HttpResponse:
    """The same answer as points and lines; see frontend/src/map.ts."""
    shifts = board(request.organisation, at=timezone.now())
    form = _form(request, shifts)
    if not form.is_valid():
        return _unkept(JsonResponse({"error": "input"}, status=422))
    drawing = map_of(queries.answer(shifts, form.wish()), form.wish())
    return _unkept(HttpResponse(drawing, content_type="application/json"))


@public_of_organisation
@require_safe
def calendar(request: Request, organisation: str, pk: UUID) -> HttpResponse:
    """One published shift as a file for the reader's own calendar."""
    shift = get_object_or_404(published_shifts().select_related("event"), pk=pk)
    response = HttpResponse(calendar_of(shift), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="shift-{shift.starts_at:%Y-%m-%d}.ics"'
    )
    return response


def _form(request: Request, shifts: Board) -> FinderForm:
    days = sorted({shift.starts_at.date() for shift in shifts.shifts})[:MOST_DAYS]
    return FinderForm(request.GET if "postcode" in request.GET else None, days=days)


def _answer(request: Request, wish: Wish, shifts: Board) -> dict[str, Any]:
    found = queries.answer(shifts, wish)
    return {
        "wish": wish,
        "answer": found,
        "ways": ways_in_words(found, wish),
        "map_url": _address(request, "finder-map", wish),
        "enough": found.enough,
        "enough_url": _address(request, "finder", wish, minutes=found.enough),
    }


def _address(request: Request, name: str, wish: Wish, *, minutes: int | None = None) -> str:
    """A page about the same wish, which names the district and nothing nearer."""
    query = QueryDict(mutable=True)
    query["postcode"] = wish.district.code
    query["mode"] = wish.mode
    query["minutes"] = str(minutes or wish.max_minutes)
    query.setlist("on", sorted(day.isoformat() for day in wish.days))
    return f"{reverse(name, args=[request.organisation.slug])}?{query.urlencode()}"


def _unkept(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of shared caches and off the disk of a borrowed phone."""
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response
