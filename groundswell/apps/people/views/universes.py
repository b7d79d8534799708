"""Universes: searches that were saved by name."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.people.actions import universes as actions
from groundswell.apps.people.actions.reading import turn_page
from groundswell.apps.people.forms.search import NameForm
from groundswell.apps.people.models import Universe
from groundswell.apps.people.queries.filter_words import parts
from groundswell.apps.people.queries.search import Filters, count
from groundswell.apps.people.views.search import results
from groundswell.errors import InputError


@access("people.read", within="area")
@require_safe
def list_universes(request: Request) -> HttpResponse:
    """Every saved search in words; the page then asks for each how many it finds."""
    rows = [
        {"universe": one, "parts": [part.words for part in parts(Filters.from_rule(one.rule))]}
        for one in Universe.objects.select_related("made_by")
    ]
    return render(request, "people/universes.html", {"rows": rows})


@access("people.read", within="area")
@require_safe
def count_universe(request: Request, pk: UUID) -> HttpResponse:
    """How many people within reach a universe holds, as a piece of the list."""
    universe = get_object_or_404(Universe.objects, pk=pk)
    counted = count(request.reach, Filters.from_rule(universe.rule))
    return render(request, "people/people_count.html", {"count": counted})


@access("people.read", within="area")
@require_safe
def show_universe(request: Request, pk: UUID) -> HttpResponse:
    """Whom it finds now, page by page."""
    universe, after = get_object_or_404(Universe.objects, pk=pk), request.GET.get("after")
    filters = Filters.from_rule(universe.rule)
    if after:
        turn_page(by=request.user, organisation=request.organisation)
    shown = results(request, filters, after)
    shown |= {
        "universe": universe,
        "form": NameForm(initial={"name": universe.name}),
        "next_query": f"after={shown['page'].next}",
        "count": count(request.reach, filters) if not after else None,
    }
    return render(request, "people/universe.html", shown)


@access("universe.edit", within="area")
@require_POST
def save_universe(request: Request) -> HttpResponse:
    """Keep the search that stands in `rule`, an address's query, under a name."""
    filters, form = (
        Filters.from_query(QueryDict(request.POST.get("rule", ""))),
        NameForm(request.POST),
    )
    if not form.is_valid():
        raise InputError(_("Give the universe a name, of 80 letters at the most."))
    made = actions.save_universe(
        by=request.user, organisation=request.organisation, reach=request.reach,
        name=form.cleaned_data["name"], filters=filters,
    )  # fmt: skip
    messages.success(request, _("Saved as “%(name)s”.") % {"name": made.name})
    return redirect("universe", pk=made.pk)


@access("universe.edit", within="area")
@require_POST
def rename_universe(request: Request, pk: UUID) -> HttpResponse:
    universe, form = get_object_or_404(Universe.objects, pk=pk), NameForm(request.POST)
    if not form.is_valid():
        raise InputError(_("Give the universe a name, of 80 letters at the most."))
    actions.rename_universe(
        by=request.user, organisation=request.organisation, universe=universe,
        name=form.cleaned_data["name"],
    )  # fmt: skip
    return redirect("universe", pk=universe.pk)


@access("universe.edit", within="area")
@require_POST
def delete_universe(request: Request, pk: UUID) -> HttpResponse:
    universe = get_object_or_404(Universe.objects, pk=pk)
    actions.delete_universe(by=request.user, organisation=request.organisation, universe=universe)
    messages.success(
        request, _("“%(name)s” is gone; its people are not.") % {"name": universe.name}
    )
    return redirect("universes")
