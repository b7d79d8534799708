"""The organisation: its name and clocks, its affiliates and teams; how far its set-up is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.doors import may_open
from groundswell.apps.accounts.forms.organisation import AffiliateForm, OrganisationForm, TeamForm
from groundswell.apps.accounts.models import Affiliate, Team
from groundswell.apps.accounts.queries import has_permission
from groundswell.apps.accounts.queries.set_up import steps
from groundswell.apps.accounts.queries.teams import bodies
from groundswell.apps.accounts.requests import Request
from groundswell.errors import InputError


@access("organisation.view")
@require_safe
def show_organisation(request: Request) -> HttpResponse:
    """What the organisation is made of."""
    return _page(request)


def _page(request: Request, *, status: int = 200, **forms: Any) -> HttpResponse:
    organisation = request.organisation
    shown: dict[str, Any] = {
        "form": OrganisationForm(initial=OrganisationForm.initial_of(organisation)),
        "affiliate_form": AffiliateForm(prefix="affiliate"),
        "team_form": TeamForm(prefix="team"),
        "may_edit": has_permission(request.grants, "organisation.edit"),
    }
    return render(request, "accounts/organisation.html", shown | bodies() | forms, status=status)


@access("organisation.edit")
@require_POST
def change(request: Request) -> HttpResponse:
    """Change its name, time zone, language or country."""
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, form=form)
    actions.change_organisation(
        by=request.user, organisation=request.organisation, **form.cleaned_data
    )
    messages.success(request, _("Saved."))
    return redirect("organisation")


def _done(request: Request, form: Form, key: str, act: Any) -> HttpResponse:
    """Run an action with a form's values; its refusal is shown above the form."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except InputError as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation")
    return _page(request, status=422, **{key: form, "errors_of": form})


@access("organisation.edit")
@require_POST
def add_affiliate(request: Request) -> HttpResponse:
    """Add an affiliate."""
    form = AffiliateForm(request.POST, prefix="affiliate")
    return _done(
        request, form, "affiliate_form",
        lambda given: actions.add_affiliate(
            by=request.user, organisation=request.organisation, name=given["name"]
        ),
    )  # fmt: skip


@access("organisation.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def change_affiliate(request: Request, pk: UUID) -> HttpResponse:
    """Give an affiliate another name, or take it away."""
    affiliate = get_object_or_404(Affiliate.objects, pk=pk)
    return _change(
        request, AffiliateForm(request.POST or None, initial={"name": affiliate.name}), affiliate,
        change=lambda given: actions.change_affiliate(
            by=request.user, affiliate=affiliate, name=given["name"]
        ),
        remove=lambda: actions.remove_affiliate(by=request.user, affiliate=affiliate),
        warning=_("Its teams stay, and belong to no affiliate then."),
    )  # fmt: skip


@access("organisation.edit")
@require_POST
def add_team(request: Request) -> HttpResponse:
    """Add a team."""
    form = TeamForm(request.POST, prefix="team")
    return _done(
        request, form, "team_form",
        lambda given: actions.add_team(
            by=request.user, organisation=request.organisation, **given
        ),
    )  # fmt: skip


@access("organisation.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def change_team(request: Request, pk: UUID) -> HttpResponse:
    """Give a team another name or affiliate, or take it away."""
    team = get_object_or_404(Team.objects, pk=pk)
    initial = {"name": team.name, "affiliate": team.affiliate_id}
    return _change(
        request, TeamForm(request.POST or None, initial=initial), team,
        change=lambda given: actions.change_team(by=request.user, team=team, **given),
        remove=lambda: actions.remove_team(by=request.user, team=team),
        warning=_("Every role that is limited to this team ends."),
    )  # fmt: skip


def _change(
    request: Request, form: Form, body: Affiliate | Team, *, change: Any, remove: Any, warning: str
) -> HttpResponse:
    """The page of one affiliate or team: its fields, and a button that takes it away."""
    if "remove" in request.POST:
        remove()
        messages.success(request, _("Removed."))
        return redirect("organisation")
    if form.is_valid():
        try:
            change(form.cleaned_data)
        except InputError as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation")
    status = 422 if form.is_bound else 200
    shown = {"form": form, "body": body, "warning": warning}
    return render(request, "accounts/change_body.html", shown, status=status)


@access("organisation.view")
@require_safe
def show_set_up(request: Request) -> HttpResponse:
    """What is still missing before the organisation may work, and the one next step."""
    return _set_up_page(request)


def _set_up_page(request: Request, *, wrong: str = "") -> HttpResponse:
    found: list[dict[str, Any]] = [
        {"step": step, "url": _url_of(step.route), "may": _may(request, step.route)}
        for step in steps(request.organisation)
    ]
    left = [one for one in found if not one["step"].is_done]
    shown = {
        "steps": found,
        "next": left[0] if left else None,
        "n_left": len(left),
        "may_finish": has_permission(request.grants, "organisation.edit"),
        "wrong": wrong,
    }
    return render(request, "accounts/set_up.html", shown, status=422 if wrong else 200)


def _url_of(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _may(request: Request, route: str) -> bool:
    return route == "second-factor" or may_open(request.grants, route)


@access("organisation.edit", recent=True)
@require_POST
def finish_set_up(request: Request) -> HttpResponse:
    """Leave set-up mode."""
    try:
        actions.finish_set_up(by=request.user, organisation=request.organisation)
    except InputError as refused:
        request.organisation.refresh_from_db()
        return _set_up_page(request, wrong=str(refused))
    messages.success(request, _("Set-up is finished. Lists of people may come in now."))
    return redirect("set-up")
