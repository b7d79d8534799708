"""The page of one's own data: /<organisation>/my-data/, for anybody who shows an address is theirs.

What is asked for an address gets one answer, known or not. The session of the browser holds the
id of the proof and nothing else; half an hour after the code came back it opens nothing.
"""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.apps.accounts.access import public_of_organisation
from groundswell.apps.accounts.requests import Request
from groundswell.apps.privacy.actions import own_data as actions
from groundswell.apps.privacy.actions import proofs
from groundswell.apps.privacy.forms.own_data import (
    AddressForm,
    AskForm,
    CodeForm,
    CorrectForm,
    EraseForm,
    NameForm,
    StopForm,
)
from groundswell.apps.privacy.models import Proof
from groundswell.apps.privacy.network import network_of
from groundswell.apps.privacy.queries import own_data as queries
from groundswell.errors import InputError

KEY = "own_data"


@public_of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, organisation: str) -> HttpResponse:
    """The form for an address; once it is proved, everything kept under it."""
    if request.method == "POST":
        return _ask_for_code(request)
    proof = _proof(request)
    if proof is None:
        return _page(request, "my_data_address.html", form=AddressForm())
    if proof.subject is None and queries.n_sharing(proof) > 1:
        return redirect("my-data-who", request.organisation.slug)
    data = queries.own_data(proof)
    return _page(request, "my_data.html", data=data, proof=proof, stop_form=StopForm())


def _ask_for_code(request: Request) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, "my_data_address.html", status=422, form=form)
    try:
        proof = proofs.ask_for_code(
            organisation=request.organisation, typed=form.cleaned_data["contact"],
            network=network_of(request),
        )  # fmt: skip
    except proofs.TooMany as wrong:
        form.add_error(None, str(wrong))
        return _page(request, "my_data_address.html", status=429, form=form)
    request.session[KEY] = str(proof.pk)
    return redirect("my-data-code", request.organisation.slug)


@public_of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: Request, organisation: str) -> HttpResponse:
    """Where the code from the letter is typed."""
    asking = queries.open_asking(request.session.get(KEY))
    if asking is None:
        return redirect("my-data", request.organisation.slug)
    if request.method != "POST":
        return _page(request, "my_data_code.html", form=CodeForm())
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            proofs.prove(proof=asking, code=form.cleaned_data["code"])
            # A session id that somebody planted before must not be let in with us.
            request.session.cycle_key()
            return redirect("my-data", request.organisation.slug)
        except InputError as wrong:
            form.add_error("code", str(wrong))
    return _page(request, "my_data_code.html", status=422, form=form)


@public_of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def choose_name(request: Request, organisation: str) -> HttpResponse:
    """Which of several people under one address it is."""
    proof = _proof(request)
    if proof is None or queries.n_sharing(proof) < 2:
        return redirect("my-data", request.organisation.slug)
    if request.method != "POST":
        return _page(request, "my_data_who.html", form=NameForm())
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            proofs.choose_by_name(proof=proof, **form.cleaned_data)
            return redirect("my-data", request.organisation.slug)
        except InputError as wrong:
            form.add_error("first_name", str(wrong))
    return _page(request, "my_data_who.html", status=422, form=form)


@public_of_organisation
@require_POST
def copy_json(request: Request, organisation: str) -> HttpResponse:
    """Everything, for other programs. A POST, since that it was taken is written down."""
    if (proof := _proof(request)) is None:
        return _again(request)
    data = queries.own_data(proof)
    actions.note_access(organisation=request.organisation, person=data.person)
    plain = queries.as_json(data, organisation=request.organisation.name)
    response = JsonResponse(plain, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="what-is-kept-about-me.json"'
    return _unkept(response)


@public_of_organisation
@require_POST
def copy_page(request: Request, organisation: str) -> HttpResponse:
    """Everything, to print or to save."""
    if (proof := _proof(request)) is None:
        return _again(request)
    data = queries.own_data(proof)
    actions.note_access(organisation=request.organisation, person=data.person)
    return _page(request, "copy.html", data=data, made_at=timezone.now(), is_own=True)


@public_of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, organisation: str) -> HttpResponse:
    """One's own details, to put right."""
    proof, person = _person(request)
    if proof is None or person is None:
        return _again(request)
    if request.method != "POST":
        form = CorrectForm(initial=CorrectForm.initial_of(person))
        return _page(request, "my_data_correct.html", form=form, proof=proof)
    form = CorrectForm(request.POST)
    if form.is_valid():
        try:
            actions.correct(organisation=request.organisation, person=person, **form.cleaned_data)
            return redirect("my-data", request.organisation.slug)
        except InputError as wrong:
            form.add_error("first_name", str(wrong))
    return _page(request, "my_data_correct.html", status=422, form=form, proof=proof)


@public_of_organisation
@require_POST
def stop(request: Request, organisation: str) -> HttpResponse:
    """Not to be contacted again."""
    _, person = _person(request)
    if person is None:
        return _again(request)
    form = StopForm(request.POST)
    form.is_valid()
    actions.object_to_contact(organisation=request.organisation, person=person, **form.cleaned_data)
    return redirect("my-data", request.organisation.slug)


@public_of_organisation
@require_POST
def withdraw(request: Request, organisation: str) -> HttpResponse:
    """One consent, taken back."""
    proof, person = _person(request)
    if proof is None or person is None:
        return _again(request)
    actions.withdraw(
        organisation=request.organisation, person=person, proof=proof,
        purpose=request.POST.get("purpose", ""), channel=request.POST.get("channel", ""),
    )  # fmt: skip
    return redirect("my-data", request.organisation.slug)


@public_of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: Request, organisation: str) -> HttpResponse:
    """To be erased: what that means, asked once more, and done."""
    proof, person = _person(request)
    if proof is None or person is None:
        return _again(request)
    if request.method != "POST":
        return _page(request, "my_data_erase.html", form=EraseForm())
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _page(request, "my_data_erase.html", status=422, form=form)
    actions.erase(organisation=request.organisation, person=person)
    request.session.pop(KEY, None)
    return _page(request, "my_data_erased.html")


@public_of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, organisation: str) -> HttpResponse:
    """A wish that a person must read."""
    proof = _proof(request)
    if proof is None:
        return _again(request)
    if request.method != "POST":
        return _page(request, "my_data_ask.html", form=AskForm())
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, "my_data_ask.html", status=422, form=form)
    made = actions.ask(organisation=request.organisation, proof=proof, **form.cleaned_data)
    return _page(request, "my_data_asked.html", made=made)


@public_of_organisation
@require_POST
def leave(request: Request, organisation: str) -> HttpResponse:
    """Close the page for whoever sits here next."""
    if (proof := _proof(request)) is not None:
        proofs.leave(proof=proof)
    request.session.pop(KEY, None)
    return redirect("my-data", request.organisation.slug)


def _proof(request: Request) -> Proof | None:
    return queries.live_proof(request.session.get(KEY))


def _person(request: Request) -> tuple[Proof | None, Any]:
    proof = _proof(request)
    return proof, queries.person_of(proof) if proof else None


def _again(request: Request) -> HttpResponse:
    """The half hour is over, or it never began."""
    return redirect("my-data", request.organisation.slug)


def _page(request: Request, template: str, *, status: int = 200, **shown: Any) -> HttpResponse:
    return _unkept(render(request, f"privacy/{template}", shown, status=status))


def _unkept(response: HttpResponse) -> HttpResponse:
    """A shared computer must not show it to the next one."""
    response.headers["Cache-Control"] = "no-store"
    return response
