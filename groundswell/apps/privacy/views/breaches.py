"""The pages about breaches: their clock, what is known, and a draft of the notice."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.privacy.actions import breaches as actions
from groundswell.apps.privacy.forms.requests import BreachForm, ClosingForm, NewBreachForm
from groundswell.apps.privacy.models import Breach
from groundswell.apps.privacy.queries import breaches as queries
from groundswell.errors import InputError


@access("privacy.handle")
@require_safe
def list_breaches(request: Request) -> HttpResponse:
    now = timezone.now()
    found = [queries.timed(breach, at=now) for breach in queries.breaches()]
    return render(request, "privacy/breaches.html", {"breaches": found})


@access("privacy.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def new_breach(request: Request) -> HttpResponse:
    if request.method != "POST":
        form: forms.Form = NewBreachForm(initial={"noticed_at": timezone.localtime()})
        return render(request, "privacy/breach_new.html", {"form": form})
    form = NewBreachForm(request.POST)
    if form.is_valid():
        try:
            made = actions.enter_breach(
                by=request.user, organisation=request.organisation, **form.cleaned_data
            )
            return redirect("breach", made.pk)
        except InputError as wrong:
            form.add_error(None, str(wrong))
    return render(request, "privacy/breach_new.html", {"form": form}, status=422)


@access("privacy.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def show_breach(request: Request, pk: UUID) -> HttpResponse:
    """What is known; sent, it is changed."""
    breach = _breach(pk)
    form = BreachForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(breach, name) for name in actions.KNOWN},
    )
    if request.method == "POST" and form.is_valid():
        actions.add_to_breach(
            by=request.user, organisation=request.organisation, breach=breach, **form.cleaned_data
        )
        return redirect("breach", breach.pk)
    return _page(request, breach, form=form, status=422 if form.errors else 200)


@access("privacy.handle")
@require_POST
def told(request: Request, pk: UUID) -> HttpResponse:
    breach = _breach(pk)
    whom = request.POST.get("whom", "")
    actions.tell_of_breach(
        by=request.user, organisation=request.organisation, breach=breach, whom=whom
    )
    return redirect("breach", breach.pk)


@access("privacy.handle")
@require_POST
def close(request: Request, pk: UUID) -> HttpResponse:
    breach = _breach(pk)
    closing = ClosingForm(request.POST)
    if not closing.is_valid():
        return _page(request, breach, closing=closing, status=422)
    actions.close_breach(
        by=request.user, organisation=request.organisation, breach=breach, **closing.cleaned_data
    )
    return redirect("breach", breach.pk)


def _breach(pk: UUID) -> Breach:
    return get_object_or_404(queries.breaches(), pk=pk)


def _page(
    request: Request,
    breach: Breach,
    *,
    form: BreachForm | None = None,
    closing: ClosingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    known = {name: getattr(breach, name) for name in actions.KNOWN}
    shown = {
        "breach": breach,
        "timed": queries.timed(breach, at=timezone.now()),
        "form": form or BreachForm(initial=known),
        "closing": closing or ClosingForm(),
    }
    return render(request, "privacy/breach.html", shown, status=status)
