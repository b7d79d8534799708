"""The page of people: one box, filters, and a page at a time of those who fit."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.doors import may_open
from groundswell.apps.accounts.requests import Request
from groundswell.apps.people.actions.reading import turn_page
from groundswell.apps.people.forms.search import NameForm, SearchForm
from groundswell.apps.people.models import Person
from groundswell.apps.people.queries.filter_words import KIND_WORDS, parts
from groundswell.apps.people.queries.search import Filters, Page, page_of
from groundswell.errors import InputError

# The last search of this log-in: one comes back to it from a person's page. It stays on the
# server, since a name has no place in an address that browsers and servers write down.
LAST_SEARCH = "people_search"


@access("people.read", within="area")
@require_safe
def list_people(request: Request) -> HttpResponse:
    """Whoever fits what was typed and ticked. As one types, htmx asks for the results only."""
    is_part = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    filters, after = _asked(request), request.GET.get("after")
    if after:
        turn_page(by=request.user, organisation=request.organisation)
    shown = {"is_part": is_part, **results(request, filters, after)}
    if not is_part:
        shown["form"] = SearchForm(reach=request.reach, filters=filters)
        shown["is_nobody"] = filters.is_empty and not Person.objects.within(request.reach).exists()
    template = "people/people_results.html" if is_part else "people/people.html"
    response = render(request, template, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response


def results(request: Request, filters: Filters, after: str | None) -> dict[str, Any]:
    """What the table of results shows."""
    page: Page = page_of(request.reach, filters, after=after)
    going_on = filters.query(kind=page.filters.kind, text=page.filters.text)
    return {
        "page": page,
        "filters": filters,
        "parts": parts(page.filters if not page.near else filters),
        "read_as": KIND_WORDS.get(page.filters.kind, ""),
        "near": [
            {"name": name, "query": filters.query(text=name, kind="name")} for name in page.near
        ],
        "next_query": f"{going_on}&after={page.next}",
        "query": page.filters.query(),
        "is_later": bool(after),
        "name_form": NameForm(auto_id="universe-%s"),
        "may_add": may_open(request.grants, "person-new"),
        "may_save": may_open(request.grants, "universes"),
        "may_export": may_open(request.grants, "new-export"),
    }


def _asked(request: Request) -> Filters:
    """What is asked for; without any question, what this reader asked last."""
    if not request.GET:
        try:
            return Filters.from_rule(request.session.get(LAST_SEARCH, {}))
        except InputError:  # kept by an older release
            return Filters()
    filters = Filters.from_query(request.GET)
    rule = filters.to_rule()
    if rule != request.session.get(LAST_SEARCH, {}):
        request.session[LAST_SEARCH] = rule
    return filters
