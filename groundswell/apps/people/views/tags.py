"""The list of tags and skills: added, renamed, merged, deleted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.doors import may_open
from groundswell.apps.accounts.reach import reach_of
from groundswell.apps.accounts.requests import Request
from groundswell.apps.people.actions import tags as actions
from groundswell.apps.people.forms.person import TagForm
from groundswell.apps.people.models import Tag
from groundswell.apps.people.queries.search import Filters, count
from groundswell.errors import InputError


@access("people.read", within="area")
@require_safe
def list_tags(request: Request) -> HttpResponse:
    """Both lists of words."""
    kinds = [(Tag.Kind.TAG, _("Tags")), (Tag.Kind.SKILL, _("Skills"))]
    words = list(Tag.objects.all())
    shown = {
        "kinds": [
            {
                "kind": kind.value,
                "title": title,
                "words": [
                    {"tag": tag, "query": _filters(tag).query()}
                    for tag in words
                    if tag.kind == kind
                ],
                "form": TagForm(initial={"kind": kind.value}, auto_id=f"{kind.value}-%s"),
            }
            for kind, title in kinds
        ],
        "may_edit": reach_of(request.grants, "people.edit").whole,
        "may_search": may_open(request.grants, "people"),
    }
    return render(request, "people/people_tags.html", shown)


@access("people.edit")
@require_safe
def show_tag(request: Request, pk: UUID) -> HttpResponse:
    """One word: how many have it, what can be done with it."""
    tag = get_object_or_404(Tag.objects, pk=pk)
    shown = {
        "tag": tag,
        "form": TagForm(initial={"kind": tag.kind, "name": tag.name}),
        "others": Tag.objects.filter(kind=tag.kind).exclude(pk=tag.pk),
        "count": count(request.reach, _filters(tag)),
        "query": _filters(tag).query(),
    }
    return render(request, "people/people_tag.html", shown)


@access("people.edit")
@require_POST
def add_tag(request: Request) -> HttpResponse:
    said = _said(request)
    made = actions.add_tag(by=request.user, organisation=request.organisation, **said)
    messages.success(request, _("“%(name)s” was added.") % {"name": made.name})
    return redirect("tags")


@access("people.edit")
@require_POST
def rename_tag(request: Request, pk: UUID) -> HttpResponse:
    tag = get_object_or_404(Tag.objects, pk=pk)
    name = _said(request)["name"]
    actions.rename_tag(by=request.user, organisation=request.organisation, tag=tag, name=name)
    messages.success(request, _("Renamed to “%(name)s”.") % {"name": tag.name})
    return redirect("tags")


@access("people.edit")
@require_POST
def merge_tag(request: Request, pk: UUID) -> HttpResponse:
    """Whoever has this word has the other from now on."""
    tag = get_object_or_404(Tag.objects, pk=pk)
    into = next((one for one in Tag.objects.all() if str(one.pk) == request.POST.get("into")), None)
    if into is None:
        raise InputError(_("Choose another word of the same kind."))
    actions.merge_tags(by=request.user, organisation=request.organisation, tag=tag, into=into)
    messages.success(
        request, _("“%(one)s” is “%(other)s” now.") % {"one": tag.name, "other": into.name}
    )
    return redirect("tags")


@access("people.edit")
@require_POST
def delete_tag(request: Request, pk: UUID) -> HttpResponse:
    tag = get_object_or_404(Tag.objects, pk=pk)
    actions.delete_tag(by=request.user, organisation=request.organisation, tag=tag)
    messages.success(request, _("“%(name)s” was deleted.") % {"name": tag.name})
    return redirect("tags")


def _filters(tag: Tag) -> Filters:
    words = (str(tag.pk),)
    return Filters(skills=words) if tag.kind == Tag.Kind.SKILL else Filters(tags=words)


def _said(request: Request) -> dict[str, str]:
    form = TagForm(request.POST)
    if not form.is_valid():
        raise InputError(_("Write a word or two, of 60 letters at the most."))
    return dict(form.cleaned_data)
