"""Invitations: the open ones, and the page that a link in a letter leads to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.access import access, public
from groundswell.apps.accounts.doors import may_open
from groundswell.apps.accounts.forms.access import NewcomerForm
from groundswell.apps.accounts.limits import limit_of
from groundswell.apps.accounts.models import Invitation, User
from groundswell.apps.accounts.queries import access_page, has_permission
from groundswell.apps.accounts.queries.invitations import open_invitation
from groundswell.apps.accounts.requests import Request
from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.views.access import PARTS
from groundswell.errors import InputError


@access("grant.view", within=PARTS)
@require_safe
def show_invitations(request: Request) -> HttpResponse:
    """Who is invited and hasn't answered."""
    return _list(request)


def _list(request: Request, *, wrong: str = "") -> HttpResponse:
    shown = {
        "rows": access_page.invitation_rows(request.reach),
        "may_give": may_open(request.grants, "grant-role"),
        "may_confirm": has_permission(request.grants, "grant.confirm"),
        "wrong": wrong,
    }
    return render(request, "accounts/invitations.html", shown, status=422 if wrong else 200)


def _invitation(request: Request, pk: UUID) -> Invitation:
    found = access_page.invitations_within(request.reach).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@access("grant.manage", within=PARTS, recent=True)
@require_POST
def send_again(request: Request, pk: UUID) -> HttpResponse:
    """Post a new link; the older one no longer works."""
    try:
        actions.send_again(
            by=request.user, of=_invitation(request, pk), site=request.build_absolute_uri("/")
        )
    except InputError as refused:
        return _list(request, wrong=str(refused))
    messages.success(request, _("A new link is on its way. The older one no longer works."))
    return redirect("invitations")


@access("grant.manage", within=PARTS, recent=True)
@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take an offer back."""
    actions.withdraw_invitation(by=request.user, of=_invitation(request, pk))
    messages.success(request, _("The invitation is withdrawn. Its link opens nothing."))
    return redirect("invitations")


@access("grant.confirm", recent=True)
@require_POST
def confirm(request: Request, pk: UUID) -> HttpResponse:
    """Say yes as the second person."""
    try:
        actions.confirm_invitation(
            by=request.user, of=_invitation(request, pk), site=request.build_absolute_uri("/")
        )
    except InputError as refused:
        return _list(request, wrong=str(refused))
    messages.success(request, _("Confirmed. The invitation is on its way."))
    return redirect("invitations")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: Request, token: str) -> HttpResponse:
    """What is offered, by whom and until when; one button takes it up."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", status=404)
    with scope(invitation.organisation_id):
        limit = limit_of(invitation.scope_kind, invitation.scope_id)
    is_new = not User.objects.filter(email=invitation.email).exists()
    mine = request.user.is_authenticated and request.user.email == invitation.email
    shown: dict[str, Any] = {
        "invitation": invitation,
        "of": invitation.organisation,
        "limit": limit,
        "is_new": is_new,
        "is_mine": mine,
        "is_other": request.user.is_authenticated and not mine,
        "name": request.POST.get("name", ""),
    }
    if request.method != "POST" or shown["is_other"]:
        return render(request, "accounts/accept_invitation.html", shown)
    newcomer = NewcomerForm(request.POST)
    if not newcomer.is_valid():
        shown["wrong"] = " ".join(map(str, newcomer.errors["name"]))
        return render(request, "accounts/accept_invitation.html", shown, status=422)
    try:
        actions.accept_invitation(token=token, name=newcomer.cleaned_data["name"])
    except InputError as refused:
        shown["wrong"] = str(refused)
        return render(request, "accounts/accept_invitation.html", shown, status=422)
    if mine:
        request.session["organisation"] = str(invitation.organisation_id)
        messages.success(request, _("You have taken up the role."))
        return redirect("home")
    return render(request, "accounts/invitation_accepted.html", shown)
