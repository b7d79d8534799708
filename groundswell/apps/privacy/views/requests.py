"""The data officer's pages about requests: entered, looked up, carried out, answered in time."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.privacy.actions import erasure, stops
from groundswell.apps.privacy.actions import requests as actions
from groundswell.apps.privacy.forms.requests import AnswerForm, PersonForm, RequestForm
from groundswell.apps.privacy.models import PrivacyRequest
from groundswell.apps.privacy.queries import own_data
from groundswell.apps.privacy.queries import requests as queries
from groundswell.apps.privacy.queries.addresses import account_at
from groundswell.errors import InputError

MOST_ANSWERED = 50


@access("privacy.handle")
@require_safe
def list_requests(request: Request) -> HttpResponse:
    """What waits, the most pressing first; what was answered, the newest first."""
    now = timezone.now()
    shown = {
        "waiting": queries.with_clocks(queries.open_requests(), at=now),
        "answered": queries.with_clocks(queries.answered_requests()[:MOST_ANSWERED], at=now),
        "n_late": queries.n_late(at=now),
    }
    return render(request, "privacy/requests.html", shown)


@access("privacy.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: Request) -> HttpResponse:
    """A request that came by post, e-mail or telephone."""
    if request.method != "POST":
        form = RequestForm(initial={"received_at": timezone.localdate().isoformat()})
        return render(request, "privacy/request_new.html", {"form": form})
    form = RequestForm(request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        # A day without a time: the month ends at the end of its last day.
        said["received_at"] = timezone.make_aware(datetime.combine(said["received_at"], time.min))
        try:
            made = actions.enter_request(by=request.user, organisation=request.organisation, **said)
            return redirect("privacy-request", made.pk)
        except InputError as wrong:
            form.add_error("received_at", str(wrong))
    return render(request, "privacy/request_new.html", {"form": form}, status=422)


@access("privacy.handle")
@require_safe
def show_request(request: Request, pk: UUID) -> HttpResponse:
    """One request: its clock, who it is, what can be done, the answer."""
    return _page(request, _request(pk))


@access("privacy.handle")
@require_POST
def name_person(request: Request, pk: UUID) -> HttpResponse:
    found, form = _request(pk), PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, person_form=form, status=422)
    person = own_data.person_by_id(form.cleaned_data["person"])
    if person is None:
        raise Http404
    actions.name_person(
        by=request.user, organisation=request.organisation, of=found, person_id=person.pk,
        identity=form.cleaned_data["identity"],
    )  # fmt: skip
    return redirect("privacy-request", found.pk)


@access("privacy.handle")
@require_POST
def answer(request: Request, pk: UUID) -> HttpResponse:
    found, form = _request(pk), AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_request(
                by=request.user, organisation=request.organisation, of=found, **form.cleaned_data
            )
            return redirect("privacy-request", found.pk)
        except InputError as wrong:
            form.add_error("answer", str(wrong))
    return _page(request, found, answer_form=form, status=422)


@access("privacy.handle", recent=True)
@require_safe
def copy_page(request: Request, pk: UUID) -> HttpResponse:
    """Everything kept about who asked, to print or to save."""
    shown = {"data": _data(pk), "made_at": timezone.now()}
    return render(request, "privacy/copy.html", shown)


@access("privacy.handle", recent=True)
@require_safe
def copy_json(request: Request, pk: UUID) -> HttpResponse:
    """The same for other programs."""
    plain = own_data.as_json(_data(pk), organisation=request.organisation.name)
    response = JsonResponse(plain, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="what-we-keep.json"'
    return response


@access("privacy.handle")
@require_POST
def stop(request: Request, pk: UUID) -> HttpResponse:
    """Nobody contacts who asked again."""
    found = _request(pk)
    if found.subject is None:
        raise Http404
    stops.stop_person(
        by=request.user, organisation=request.organisation, person_id=found.subject,
        household=request.POST.get("household") == "on",
    )  # fmt: skip
    return redirect("privacy-request", found.pk)


@access("privacy.handle", recent=True)
@require_POST
def erase(request: Request, pk: UUID) -> HttpResponse:
    """Take who asked out of every table."""
    found = _request(pk)
    if found.subject is None:
        raise Http404
    if request.POST.get("sure") != "on":
        raise InputError(_needs_yes())
    erasure.erase_person(
        by=request.user, organisation=request.organisation, person_id=found.subject
    )
    return redirect("privacy-request", found.pk)


@access("privacy.handle", recent=True)
@require_POST
def erase_account(request: Request, pk: UUID) -> HttpResponse:
    """End the account of who asked."""
    found = _request(pk)
    account = account_at(found.contact)
    if account is None:
        raise Http404
    if request.POST.get("sure") != "on":
        raise InputError(_needs_yes())
    erasure.erase_account(by=request.user, organisation=request.organisation, user=account)
    return redirect("privacy-request", found.pk)


def _needs_yes() -> str:
    return _("Tick that you mean it. Erasure can’t be undone.")


def _request(pk: UUID) -> PrivacyRequest:
    return get_object_or_404(queries.requests(), pk=pk)


def _data(pk: UUID) -> own_data.OwnData:
    found = _request(pk)
    data = own_data.data_of_person(found.subject) if found.subject else None
    if data is None:
        raise Http404
    return data


def _page(
    request: Request, found: PrivacyRequest, *, status: int = 200, **forms: Any
) -> HttpResponse:
    looked_for = request.GET.get("q", "").strip() or found.contact
    person = own_data.person_by_id(found.subject) if found.subject else None
    shown = {
        "found": found,
        "clock": queries.clock_of(found, at=timezone.now()),
        "person": person,
        "is_gone": found.subject is not None and person is None,
        "q": looked_for,
        "matching": queries.people_matching(looked_for) if found.subject is None else [],
        "account": account_at(found.contact) if found.contact else None,
        "person_form": PersonForm(),
        "answer_form": AnswerForm(),
    } | forms
    return render(request, "privacy/request.html", shown, status=status)
