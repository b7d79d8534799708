"""Who can see what: the list, one person, giving, renewing and ending roles."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.access import Within, access
from groundswell.apps.accounts.doors import may_open
from groundswell.apps.accounts.forms.access import GrantForm, ShiftLinkForm, UntilForm, longest_end
from groundswell.apps.accounts.giving import KINDS, LONGEST
from groundswell.apps.accounts.limits import limit_of
from groundswell.apps.accounts.models import Grant, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.queries import access_page, live_grants
from groundswell.apps.accounts.requests import Request
from groundswell.errors import InputError

PARTS: tuple[Within, ...] = ("area", "event", "team")


@access("grant.view", within=PARTS)
@require_safe
def show_access(request: Request) -> HttpResponse:
    """Everybody with a role that lies within the reader's own."""
    asked = access_page.Filters(
        q=request.GET.get("q", "").strip(),
        role=request.GET.get("role", ""),
        area=request.GET.get("area", ""),
    )
    shown = {
        "table": access_page.access_table(request.reach, asked, request.GET.get("page")),
        "asked": asked,
        "areas": access_page.area_choices(request.reach),
        "roles": Role.choices,
        "may_give": may_open(request.grants, "grant-role"),
        "n_invited": access_page.invitations_within(request.reach).count(),
        "whole": request.reach.whole,
    }
    return render(request, "accounts/access.html", shown)


@access("grant.view", within=PARTS)
@require_safe
def show_person(request: Request, pk: UUID) -> HttpResponse:
    """One person's roles, and what may be done about them."""
    return _person_page(request, _person(request, pk))


def _person_page(request: Request, person: User, *, status: int = 200, **more: Any) -> HttpResponse:
    shown = access_page.person_page(request.reach, person)
    may_give = may_open(request.grants, "grant-role")
    shown |= {"may_give": may_give, "is_self": person == request.user, "until": UntilForm()} | more
    return render(request, "accounts/access_person.html", shown, status=status)


def _person(request: Request, pk: UUID) -> User:
    person = access_page.person_within(request.reach, pk)
    if person is None:
        raise Http404
    return person


def _address_of(request: Request, pk: str) -> dict[str, str]:
    """Whom a link names by an id: addresses of pages are in logs, so they hold no mail address."""
    try:
        person = access_page.person_within(request.reach, UUID(pk))
    except ValueError:
        return {}
    return {"email": person.email} if person else {}


def _grant(request: Request, pk: UUID) -> Grant:
    found = access_page.grants_within(request.reach).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@access("grant.manage", within=PARTS, recent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: Request) -> HttpResponse:
    """Give a role: at once to somebody who works here already, else by an invitation."""
    asked = request.POST if request.method == "POST" else None
    initial = {name: request.GET[name] for name in ("role", "where") if name in request.GET}
    initial |= _address_of(request, request.GET.get("person", ""))
    form = GrantForm(asked, grants=request.grants, initial=initial)
    if asked is None:
        return _role_form(request, form)
    if not form.is_valid():
        return _role_form(request, form, status=422)
    try:
        return _give(request, form.cleaned_data)
    except InputError as wrong:
        form.add_error(None, str(wrong))
        return _role_form(request, form, status=422)


def _role_form(request: Request, form: GrantForm, *, status: int = 200) -> HttpResponse:
    lengths = [
        {"role": role.label, "days": LONGEST[role].days, "kinds": _kinds(role)}
        for role in Role
        if role.value in dict(form.fields["role"].choices)  # type: ignore[attr-defined]
    ]
    shown = {"form": form, "lengths": lengths}
    return render(request, "accounts/give_role.html", shown, status=status)


def _kinds(role: Role) -> str:
    return ", ".join(str(Grant.Scope(kind).label) for kind in Grant.Scope if kind in KINDS[role])


def _give(request: Request, given: dict[str, Any]) -> HttpResponse:
    limit, role = given["limit"], given["role"]
    known = User.objects.filter(email=given["email"].strip().lower()).first()
    works_here = known and live_grants(known, at=timezone.now(), of_scope=True).exists()
    common = {
        "by": request.user, "organisation": request.organisation, "role": role,
        "reason": given["reason"], "scope_kind": limit.kind, "scope_id": limit.id,
    }  # fmt: skip
    if known and works_here and role not in (Role.NATIONAL, Role.DATA_OFFICER):
        actions.grant(to=known, valid_from=timezone.now(), valid_until=given["until"], **common)
        said = _("%(name)s is %(role)s now: %(limit)s.")
        messages.success(
            request, said % {"name": known.name, "role": role.label, "limit": limit.words}
        )
        return redirect("access-person", pk=known.pk)
    invitation, _link = actions.invite(
        email=given["email"], until=given["until"], site=request.build_absolute_uri("/"), **common
    )
    if invitation.needs_second:
        said = _("A second person must confirm this. National organisers and data officers know.")
    else:
        said = _("The invitation is on its way. It is good for seven days.")
    messages.success(request, said)
    return redirect("invitations")


@access("grant.manage", within=PARTS, recent=True)
@require_POST
def renew(request: Request, pk: UUID) -> HttpResponse:
    """Let a role hold until a later day, or for as long as it may."""
    grant = _grant(request, pk)
    form = UntilForm(request.POST)
    try:
        if request.POST.get("until"):
            if not form.is_valid():
                raise InputError(" ".join(str(said) for said in form.errors["until"]))
            until = form.cleaned_data["until"]
        else:
            limit = limit_of(grant.scope_kind, grant.scope_id)
            own = max(held.valid_until for held in request.grants)
            until = min(longest_end(Role(grant.role), limit), own)
        actions.renew_grant(by=request.user, of=grant, until=until)
    except InputError as wrong:
        return _person_page(request, grant.subject, status=422, wrong=str(wrong))
    messages.success(request, _("The role holds for longer now."))
    return redirect("access-person", pk=grant.subject_id)


@access("grant.manage", within=PARTS, recent=True)
@require_POST
def end(request: Request, pk: UUID) -> HttpResponse:
    """End one role, now."""
    grant = _grant(request, pk)
    try:
        actions.end_grant(by=request.user, of=grant)
    except InputError as wrong:
        return _person_page(request, grant.subject, status=422, wrong=str(wrong))
    messages.success(request, _("The role has ended. The next click finds the door closed."))
    if access_page.person_within(request.reach, grant.subject_id):
        return redirect("access-person", pk=grant.subject_id)
    return redirect("access")


@access("grant.manage", within=PARTS, recent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, pk: UUID) -> HttpResponse:
    """Close every door to a person, after asking once."""
    person = _person(request, pk)
    wrong = ""
    if request.method == "POST":
        try:
            ended = actions.remove_person(
                by=request.user, person=person, organisation=request.organisation
            )
        except InputError as refused:
            wrong = str(refused)
        else:
            said = ngettext(
                "%(name)s is out: %(n)d role ended, every log-in and link closed.",
                "%(name)s is out: %(n)d roles ended, every log-in and link closed.",
                ended["roles"],
            )
            messages.success(request, said % {"name": person.name, "n": ended["roles"]})
            return redirect("access")
    shown = access_page.person_page(request.reach, person) | {"wrong": wrong}
    return render(request, "accounts/remove_person.html", shown, status=422 if wrong else 200)


@access("grant.manage", within=PARTS, recent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def send_shift_link(request: Request) -> HttpResponse:
    """Let somebody into one shift by a link."""
    form = ShiftLinkForm(request.POST or None, grants=request.grants)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.send_shift_link(
                by=request.user, organisation=request.organisation, shift_id=given["shift"],
                email=given["email"], name=given["name"], site=request.build_absolute_uri("/"),
            )  # fmt: skip
        except InputError as wrong:
            form.add_error(None, str(wrong))
        else:
            said = _("The link is on its way. It works once, within 15 minutes.")
            messages.success(request, said)
            return redirect("access")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/send_shift_link.html", {"form": form}, status=status)
