"""One person: why one looks, what there is to see, what can be done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.doors import may_open
from groundswell.apps.accounts.reach import get_visible, reach_of
from groundswell.apps.accounts.requests import Request
from groundswell.apps.people.actions import person as actions
from groundswell.apps.people.actions import tags
from groundswell.apps.people.actions.reading import begin_reading
from groundswell.apps.people.forms.person import (
    LiftForm,
    PersonForm,
    ReasonForm,
    SupportForm,
    TagForm,
)
from groundswell.apps.people.models import Person, Tag
from groundswell.apps.people.queries.person import person_page, with_details
from groundswell.apps.people.queries.reading import left_today, reason_holds
from groundswell.apps.privacy.actions import stops
from groundswell.errors import InputError


def visible(request: Request, pk: UUID) -> Person:
    """A person within the reader's reach, or not found."""
    person: Person = get_visible(Person.objects, request.reach, pk=pk)
    return person


@access("people.read", within="area")
@require_safe
def show_person(request: Request, pk: UUID) -> HttpResponse:
    """The person's page, for whoever said why they look; else the question why."""
    person = visible(request, pk)
    if not reason_holds(request.user, person.pk):
        return _ask_why(request, person, ReasonForm())
    return _page(request, person)


@access("people.read", within="area")
@require_POST
def give_reason(request: Request, pk: UUID) -> HttpResponse:
    """Write down why, and go to the person's page."""
    person, form = visible(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            begin_reading(
                by=request.user, organisation=request.organisation, person=person,
                reason=form.said,
            )  # fmt: skip
        except InputError as wrong:
            form.add_error(None, str(wrong))
        else:
            return redirect("person", pk=person.pk)
    return _ask_why(request, person, form, status=422)


@access("people.edit", within="area")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: Request, pk: UUID) -> HttpResponse:
    """Put details right."""
    person = visible(request, pk)
    if not reason_holds(request.user, person.pk):
        return redirect("person", pk=person.pk)
    given = _given(request) | {"person": person}
    if request.method != "POST":
        return _edit_page(request, person, PersonForm(**given))
    form = PersonForm(request.POST, **given)
    if form.is_valid():
        try:
            changed = actions.correct_person(
                by=request.user, organisation=request.organisation, reach=request.reach,
                person=person, values=form.cleaned_data["values"], area=form.cleaned_data["node"],
                is_minor=form.cleaned_data["is_minor"],
            )  # fmt: skip
        except InputError as wrong:
            form.add_error("area", str(wrong))
        else:
            messages.success(request, _("Put right.") if changed else _("Nothing was changed."))
            return redirect("person", pk=person.pk)
    return _edit_page(request, person, form, status=422)


@access("people.edit", within="area")
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: Request) -> HttpResponse:
    """Add one person; whoever may be the same one is shown first."""
    given = _given(request)
    if request.method != "POST":
        return render(request, "people/person_new.html", {"form": PersonForm(**given)})
    form, alike = PersonForm(request.POST, **given), []
    if form.is_valid():
        values = form.cleaned_data["values"]
        alike = list(with_details(request.reach, values)[:5])
        if not alike or form.cleaned_data["although"]:
            try:
                person = actions.add_person(
                    by=request.user, organisation=request.organisation, reach=request.reach,
                    values=values, area=form.cleaned_data["node"],
                    is_minor=form.cleaned_data["is_minor"],
                )  # fmt: skip
            except InputError as wrong:
                form.add_error(None, str(wrong))
                alike = []
            else:
                return _added(request, person)
    shown = {"form": form, "alike": alike}
    return render(request, "people/person_new.html", shown, status=422)


def _given(request: Request) -> dict[str, Any]:
    return {"reach": request.reach, "country": request.organisation.country}


def _added(request: Request, person: Person) -> HttpResponse:
    words = _("%(name)s was added.") % {"name": person}
    if person.is_stopped:
        words += " " + _("They asked not to be contacted, so they are marked so.")
    messages.success(request, words)
    return redirect("person", pk=person.pk)


@access("people.edit", within="area")
@require_POST
def stop_person(request: Request, pk: UUID) -> HttpResponse:
    """Nobody contacts this person again, as of now."""
    person = visible(request, pk)
    stops.stop_person(
        by=request.user, organisation=request.organisation, person_id=person.pk,
        household="household" in request.POST,
    )  # fmt: skip
    messages.success(request, _("Nobody will contact %(name)s any more.") % {"name": person})
    return redirect("person", pk=person.pk)


@access("people.edit", within="area")
@require_POST
def lift_stop(request: Request, pk: UUID) -> HttpResponse:
    """Take the stop back, because the person asked."""
    person, form = visible(request, pk), LiftForm(request.POST)
    if not reason_holds(request.user, person.pk):
        return redirect("person", pk=person.pk)
    if not form.is_valid():
        return _page(request, person, lift_form=form, wrong=form, status=422)
    stops.lift(
        by=request.user, organisation=request.organisation, person_id=person.pk,
        reference=form.cleaned_data["reference"],
    )  # fmt: skip
    messages.success(request, _("%(name)s may be contacted again.") % {"name": person})
    return redirect("person", pk=person.pk)


@access("people.edit", within="area")
@require_POST
def set_support(request: Request, pk: UUID) -> HttpResponse:
    """Write down what the person told us of their support."""
    person, form = visible(request, pk), SupportForm(request.POST)
    if not form.is_valid():
        raise InputError(_("Choose one of the levels, 1 to 5."))
    actions.set_support(
        by=request.user, organisation=request.organisation, person=person,
        level=form.cleaned_data["level"],
    )  # fmt: skip
    messages.success(request, _("Written down."))
    return redirect("person", pk=person.pk)


@access("people.edit", within="area")
@require_POST
def tag_person(request: Request, pk: UUID) -> HttpResponse:
    """Put a tag or a skill on the person."""
    person, form = visible(request, pk), TagForm(request.POST)
    if not form.is_valid():
        raise InputError(_("Write a word or two, of 60 letters at the most."))
    tags.tag_person(
        by=request.user, organisation=request.organisation, person=person, **form.cleaned_data
    )
    return redirect("person", pk=person.pk)


@access("people.edit", within="area")
@require_POST
def untag_person(request: Request, pk: UUID, tag: UUID) -> HttpResponse:
    """Take a tag or a skill off the person."""
    person = visible(request, pk)
    known = Tag.objects.filter(pk=tag).first()
    if known is not None:
        tags.untag_person(
            by=request.user, organisation=request.organisation, person=person, tag=known
        )
    return redirect("person", pk=person.pk)


def _ask_why(
    request: Request, person: Person, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    shown = {"person": person, "form": form, "left": left_today(request.user)}
    return render(request, "people/person_reason.html", shown, status=status)


def _edit_page(
    request: Request, person: Person, form: PersonForm, *, status: int = 200
) -> HttpResponse:
    shown = {"person": person, "form": form}
    return render(request, "people/person_edit.html", shown, status=status)


def _page(request: Request, person: Person, *, status: int = 200, **more: Any) -> HttpResponse:
    words = list(Tag.objects.values_list("kind", "name"))
    shown = {
        **person_page(request.reach, person),
        "lift_form": LiftForm(),
        "support_form": SupportForm(initial={"level": person.support_level}),
        "word_forms": {
            kind: TagForm(initial={"kind": kind}, auto_id=f"{kind}-%s") for kind in Tag.Kind.values
        },
        "known_words": {k: [name for kind, name in words if kind == k] for k in Tag.Kind.values},
        "may_edit": _may_edit(request, person),
        "may_erase": may_open(request.grants, "new-privacy-request"),
        **more,
    }
    return render(request, "people/person.html", shown, status=status)


def _may_edit(request: Request, person: Person) -> bool:
    held = reach_of(request.grants, "people.edit")
    return not held.is_empty and Person.objects.within(held).filter(pk=person.pk).exists()
