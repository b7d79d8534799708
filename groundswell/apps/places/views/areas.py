"""The area tree: read one level at a time, changed by hand or by a list."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.queries import has_permission
from groundswell.apps.accounts.requests import Request
from groundswell.apps.places import actions
from groundswell.apps.places.forms.areas import AreaForm, AreaListForm, ChangeAreaForm
from groundswell.apps.places.models import AreaNode
from groundswell.apps.places.queries.areas import tree_page, what_goes_with
from groundswell.errors import InputError


@access("organisation.view")
@require_safe
def show_areas(request: Request) -> HttpResponse:
    """The top of the tree, or what lies in one area."""
    return _page(request, inside=request.GET.get("in", ""))


def _page(request: Request, *, inside: str = "", status: int = 200, **more: Any) -> HttpResponse:
    shown: dict[str, Any] = tree_page(inside=inside, q=request.GET.get("q", "").strip())
    shown |= {
        "form": AreaForm(),
        "list_form": AreaListForm(),
        "may_edit": has_permission(request.grants, "organisation.edit"),
    }
    return render(request, "places/areas.html", shown | more, status=status)


def _back(node: AreaNode | None) -> str:
    """The page of the tree on which an area's neighbours are."""
    return reverse("areas") + (f"?{urlencode({'in': node.path})}" if node else "")


@access("organisation.edit")
@require_POST
def add(request: Request) -> HttpResponse:
    """Add one area where the page is."""
    inside = request.POST.get("in", "")
    parent = AreaNode.objects.filter(path=inside).first() if inside else None
    form = AreaForm(request.POST)
    if form.is_valid():
        try:
            actions.add_area(
                by=request.user, organisation=request.organisation, parent=parent,
                **form.cleaned_data,
            )  # fmt: skip
        except InputError as wrong:
            form.add_error(None, str(wrong))
        else:
            return redirect(_back(parent))
    return _page(request, inside=inside, status=422, form=form, errors_of=form)


@access("organisation.edit")
@require_POST
def add_list(request: Request) -> HttpResponse:
    """Add many areas, pasted or from a file."""
    form = AreaListForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            n_added = actions.add_areas(
                by=request.user, organisation=request.organisation,
                lines=form.cleaned_data["lines"],
            )  # fmt: skip
        except InputError as wrong:
            form.add_error(None, str(wrong))
        else:
            n_there = len(form.cleaned_data["lines"]) - n_added
            messages.success(request, added_words(n_added, n_there))
            return redirect("areas")
    return _page(request, status=422, list_form=form, errors_of=form)


def added_words(n_added: int, n_there: int) -> str:
    """How many areas came, and how many were there before."""
    words = ngettext("%(n)d area added.", "%(n)d areas added.", n_added) % {"n": n_added}
    if n_there:
        words += " " + ngettext(
            "%(n)d was there already.", "%(n)d were there already.", n_there
        ) % {"n": n_there}
    return words


@access("organisation.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: UUID) -> HttpResponse:
    """Rename an area, or move it with all that lies in it."""
    node = get_object_or_404(AreaNode.objects.select_related("parent"), pk=pk)
    initial = {"name": node.name, "parent": str(node.parent_id or "")}
    form = ChangeAreaForm(request.POST or None, node=node, initial=initial)
    if form.is_valid():
        try:
            actions.change_area(
                by=request.user, node=node, name=form.cleaned_data["name"],
                parent=form.parent_node(),
            )  # fmt: skip
        except InputError as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Saved."))
            return redirect(_back(form.parent_node()))
    shown = {"node": node, "form": form, **what_goes_with(node)}
    return render(request, "places/area.html", shown, status=422 if form.is_bound else 200)


@access("organisation.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, pk: UUID) -> HttpResponse:
    """Take an area away with all that lies in it, after asking once."""
    node = get_object_or_404(AreaNode.objects.select_related("parent"), pk=pk)
    if request.method == "POST":
        parent = node.parent
        n = actions.remove_area(by=request.user, node=node)
        messages.success(
            request, ngettext("%(n)d area removed.", "%(n)d areas removed.", n) % {"n": n}
        )
        return redirect(_back(parent))
    return render(request, "places/remove_area.html", {"node": node, **what_goes_with(node)})
