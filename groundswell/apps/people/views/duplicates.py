"""Pairs who may be one person: looked for, merged, kept apart, and the way back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.audit.actions import note
from groundswell.apps.people.actions import duplicates as actions
from groundswell.apps.people.actions.merging import undo_merge as take_back
from groundswell.apps.people.queries import duplicates as queries

RECENT = 10


@access("people.edit", within="area")
@require_safe
def list_duplicates(request: Request) -> HttpResponse:
    """Pairs to be looked at, the likeliest first; what was merged lately."""
    page = queries.page_of_pairs(request.reach, request.GET.get("page"))
    look = queries.last_look()
    if page.object_list:
        note(
            "people.pairs-viewed",
            organisation_id=request.organisation.pk,
            by_id=request.user.pk,
            about=request.organisation,
            pairs=len(page.object_list),
        )
    shown = {
        "page": page,
        "look": look,
        "may_look": request.reach.whole,
        "merges": queries.merges_within(request.reach)[:RECENT],
    }
    return render(request, "people/duplicates.html", shown)


@access("people.edit")
@require_POST
def look_for_duplicates(request: Request) -> HttpResponse:
    """Have a worker compare everybody."""
    actions.look_for_duplicates(by=request.user, organisation=request.organisation)
    return redirect("duplicates")


@access("people.edit", within="area")
@require_POST
def merge_pair(request: Request, pk: UUID) -> HttpResponse:
    """They are one person; `keep` says whose details win."""
    pair = get_object_or_404(queries.pairs_within(request.reach), pk=pk)
    done = actions.merge_pair(
        by=request.user,
        organisation=request.organisation,
        pair=pair,
        keep=request.POST.get("keep", ""),
    )
    words = _("Merged into %(name)s. You can undo it for 30 days.")
    messages.success(request, words % {"name": done.kept})
    return redirect("duplicates")


@access("people.edit", within="area")
@require_POST
def keep_apart(request: Request, pk: UUID) -> HttpResponse:
    """They are two people."""
    pair = get_object_or_404(queries.pairs_within(request.reach), pk=pk)
    actions.keep_apart(by=request.user, organisation=request.organisation, pair=pair)
    words = _("Kept as two people: %(one)s and %(other)s won’t be suggested again.")
    messages.success(request, words % {"one": pair.one, "other": pair.other})
    return redirect("duplicates")


@access("people.edit", within="area")
@require_POST
def undo_merge(request: Request, pk: UUID) -> HttpResponse:
    """They are two people after all."""
    done = get_object_or_404(queries.merges_within(request.reach), pk=pk)
    gone = take_back(by=request.user, organisation=request.organisation, done=done)
    words = _("%(kept)s and %(gone)s are two people again.")
    messages.success(request, words % {"kept": done.kept, "gone": gone})
    return redirect("duplicates")
