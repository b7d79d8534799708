"""The pages on which a data officer decides what is kept, and the register made from it."""

import csv
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.queries import has_permission
from groundswell.apps.accounts.requests import Request
from groundswell.apps.privacy.actions import policy as actions
from groundswell.apps.privacy.datasets import BASES, CONDITIONS, DATA_SETS
from groundswell.apps.privacy.forms.policy import DataSetForm, PolicyForm, ProcessorForm
from groundswell.apps.privacy.queries import policy as queries
from groundswell.apps.privacy.queries.processing import register
from groundswell.errors import InputError


@access("policy.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request) -> HttpResponse:
    """The three modes in plain words, the kinds of data, and their grounds."""
    chosen = queries.policy()
    if request.method != "POST":
        form = PolicyForm(initial={"mode": chosen.mode, "minimum_age": chosen.minimum_age})
        return _decide_page(request, form)
    form = PolicyForm(request.POST)
    if not form.is_valid():
        return _decide_page(request, form, status=422)
    actions.decide(by=request.user, organisation=request.organisation, **form.cleaned_data)
    return redirect("data-policy")


def _decide_page(request: Request, form: PolicyForm, *, status: int = 200) -> HttpResponse:
    chosen, decided = queries.policy(), queries.data_sets()
    kinds = [
        {
            "kind": kind,
            "decided": decided.get(kind.code),
            "basis": BASES.get(decided[kind.code].basis, "") if kind.code in decided else "",
            "condition": CONDITIONS.get(decided[kind.code].condition, "")
            if kind.code in decided
            else "",
            "is_allowed": chosen.mode in kind.modes,
        }
        for kind in DATA_SETS.values()
    ]
    shown = {"form": form, "policy": chosen, "kinds": kinds}
    return render(request, "privacy/data_policy.html", shown, status=status)


@access("policy.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def decide_data_set(request: Request, code: str) -> HttpResponse:
    """The ground and the time for one kind of data."""
    kind = DATA_SETS.get(code)
    if kind is None:
        raise Http404
    decided = queries.data_sets().get(code)
    if request.method != "POST":
        form = DataSetForm(kind=kind, initial=DataSetForm.initial_of(kind, decided))
        return render(request, "privacy/data_set.html", {"form": form, "kind": kind})
    form = DataSetForm(request.POST, kind=kind)
    if form.is_valid():
        try:
            actions.decide_data_set(
                by=request.user, organisation=request.organisation, decision=form.decision()
            )
            return redirect("data-policy")
        except InputError as wrong:
            form.add_error("longer_because", str(wrong))
    return render(request, "privacy/data_set.html", {"form": form, "kind": kind}, status=422)


@access("organisation.view")
@require_safe
def show_small(request: Request) -> HttpResponse:
    """What being a small organisation changes, who asked for it, and who must still agree."""
    chosen = queries.policy()
    asked = chosen.small_asked_at is not None and not chosen.is_small
    return render(
        request,
        "privacy/small.html",
        {
            "policy": chosen,
            "is_asked": asked,
            "may_decide": has_permission(request.grants, "policy.decide"),
            "may_agree": asked and chosen.small_asked_by_id != request.user.pk,
            "second": queries.second_for_small(request.user),
        },
    )


@access("policy.decide")
@require_POST
def ask_small(request: Request) -> HttpResponse:
    actions.ask_to_be_small(by=request.user, organisation=request.organisation)
    return redirect("small-organisation")


@access("organisation.view")
@require_POST
def agree_small(request: Request) -> HttpResponse:
    actions.agree_to_be_small(by=request.user, organisation=request.organisation)
    return redirect("small-organisation")


@access("policy.decide")
@require_POST
def end_small(request: Request) -> HttpResponse:
    actions.end_being_small(by=request.user, organisation=request.organisation)
    return redirect("small-organisation")


@access("privacy.handle")
@require_safe
def show_register(request: Request) -> HttpResponse:
    """The register of processing, to read and to print."""
    return _register_page(request, ProcessorForm())


def _register_page(request: Request, form: ProcessorForm, *, status: int = 200) -> HttpResponse:
    shown = {"activities": register(), "processors": queries.processors(), "form": form}
    return render(request, "privacy/register.html", shown, status=status)


@access("privacy.handle")
@require_safe
def register_csv(request: Request) -> HttpResponse:
    """The same as a table for other programs."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="register-of-processing.csv"'
    response.write("\ufeff")
    out = csv.writer(response)
    suppliers = "; ".join(f"{one.name} ({one.country}): {one.does}" for one in queries.processors())
    out.writerow(
        ["activity", "purpose", "people", "data", "article 6", "article 9", "document", "kept",
         "recipients"]
    )  # fmt: skip
    for one in register():
        data = "; ".join(f"{table}: {fields}" for table, fields in one.data)
        row = [one.name, one.purpose, one.whose, data, one.basis, one.condition, one.document,
               one.kept, suppliers]  # fmt: skip
        out.writerow([_safe(cell) for cell in row])
    return response


def _safe(cell: str) -> str:
    """A spreadsheet must not take somebody's words for a formula."""
    return f"'{cell}" if cell.lstrip()[:1] in ("=", "+", "-", "@", "\t") else cell


@access("privacy.handle")
@require_POST
def add_processor(request: Request) -> HttpResponse:
    form = ProcessorForm(request.POST)
    if form.is_valid():
        try:
            actions.add_processor(
                by=request.user, organisation=request.organisation, **form.cleaned_data
            )
            return redirect("processing-register")
        except InputError as wrong:
            form.add_error("name", str(wrong))
    return _register_page(request, form, status=422)


@access("privacy.handle")
@require_POST
def remove_processor(request: Request, pk: UUID) -> HttpResponse:
    processor = get_object_or_404(queries.processors(), pk=pk)
    actions.remove_processor(
        by=request.user, organisation=request.organisation, processor=processor
    )
    return redirect("processing-register")
