"""Imports: the list of them, a new file, how far one is, what it would do, agreeing, undoing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.reach import reach_of
from groundswell.apps.accounts.requests import Request
from groundswell.apps.people.actions import imports as actions
from groundswell.apps.people.forms.imports import MOST_BYTES, FileForm, TurnDownForm
from groundswell.apps.people.models import Import
from groundswell.apps.people.queries import import_pages as pages
from groundswell.apps.people.queries import imports as queries
from groundswell.apps.people.uploads import LimitedUpload
from groundswell.apps.privacy.queries.policy import policy
from groundswell.errors import InputError
from groundswell.exchange.people.formats import FORMATS

State = Import.State
FORM_BYTES = 100_000  # what a form holds beside its file
AT_WORK = (State.CHECKING, State.APPLYING, State.UNDOING)


def visible_import(request: Request, pk: UUID) -> Import:
    """An import within the reader's reach, or not found."""
    return get_object_or_404(pages.visible_imports(request.reach, request.user), pk=pk)


@access("import.people", within="area")
@require_safe
def list_imports(request: Request) -> HttpResponse:
    """Every import, the newest first; without one, what can be brought in."""
    shown = {
        "page": pages.import_list(request.reach, request.user, request.GET.get("page")),
        "formats": [_(one.label) for one in FORMATS.values()],
        "policy": policy(),
    }
    return render(request, "people/imports.html", shown)


@access("import.people", within="area")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: Request) -> HttpResponse:
    """Take in a file. How much of it is stored is decided before it is read, hence csrf_exempt:
    the check of the form's token, which reads it, comes after.
    """
    upload = LimitedUpload(request, most_bytes=MOST_BYTES)
    request.upload_handlers = [upload]
    return _new_import(request, upload)


@csrf_protect
def _new_import(request: Request, upload: LimitedUpload) -> HttpResponse:
    if request.method != "POST":
        return _file_page(request, FileForm())
    files = request.FILES  # reads the file
    form = FileForm(request.POST, files, was_cut=upload.was_cut)
    if not form.is_valid():
        return _file_page(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        made = actions.start_import(
            by=request.user,
            organisation=request.organisation,
            file=file.file,
            file_name=file.name,
            n_bytes=file.size,
        )
    except InputError as wrong:
        form.add_error("file", str(wrong))
        return _file_page(request, form, status=422)
    return redirect("import-columns", pk=made.pk)


def _file_page(request: Request, form: FileForm, *, status: int = 200) -> HttpResponse:
    shown = {
        "form": form,
        "steps": pages.steps_of(None),
        "formats": [_(one.label) for one in FORMATS.values()],
        "policy": policy(),
    }
    return render(request, "people/import_new.html", shown, status=status)


@access("import.people", within="area")
@require_safe
def show_import(request: Request, pk: UUID) -> HttpResponse:
    """Where one import stands: at its columns, at work, waiting, done, undone or given up."""
    found = visible_import(request, pk)
    if found.state == State.UPLOADED:
        return redirect("import-columns", pk=pk)
    if found.state == State.CHECKED:
        return redirect("import-check", pk=pk)
    shown = _shown(request, found)
    if found.state in AT_WORK:
        return render(request, "people/import_working.html", shown)
    if found.state == State.WAITING:
        return render(request, "people/import_waiting.html", shown)
    return render(request, "people/import_ended.html", shown)


@access("import.people", within="area")
@require_safe
def check_import(request: Request, pk: UUID) -> HttpResponse:
    """What would happen, by kind of row, and the receipt; nothing has been written."""
    found = visible_import(request, pk)
    if found.state != State.CHECKED:
        return redirect("import", pk=pk)
    shown = _shown(request, found) | _preview(request, found) | {"policy": policy()}
    return render(request, "people/import_check.html", shown)


@access("import.people", within="area")
@require_safe
def preview_import(request: Request, pk: UUID) -> HttpResponse:
    """The rows of one kind, page by page; on its own, or put into the page that asked for it."""
    found = visible_import(request, pk)
    return render(
        request, "people/import_preview.html", _shown(request, found) | _preview(request, found)
    )


@access("import.people", within="area")
@require_safe
def refused_rows(request: Request, pk: UUID) -> HttpResponse:
    """The rows that can't be taken, as they stand in the file, with the reason of each."""
    found = visible_import(request, pk)
    response = HttpResponse(queries.refused_csv(found), content_type="text/csv; charset=utf-8")
    name = f"import-{found.number}-refused.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access("import.people", within="area")
@require_POST
def apply_import(request: Request, pk: UUID) -> HttpResponse:
    """Ask for what was checked to be written."""
    actions.ask_to_apply(by=request.user, of=visible_import(request, pk))
    return redirect("import", pk=pk)


@access("import.approve", within="area")
@require_http_methods(["GET", "HEAD", "POST"])
def approve_import(request: Request, pk: UUID) -> HttpResponse:
    """The second person's page: what, from whom, how many, a sample; sent, it is agreed to."""
    found = visible_import(request, pk)
    if request.method == "POST":
        actions.approve(by=request.user, of=found)
        return redirect("import", pk=pk)
    if found.state != State.WAITING:
        return redirect("import", pk=pk)
    return _approval_page(request, found, TurnDownForm())


@access("import.approve", within="area")
@require_POST
def turn_down_import(request: Request, pk: UUID) -> HttpResponse:
    """The second person says no, and why."""
    found = visible_import(request, pk)
    form = TurnDownForm(request.POST)
    if not form.is_valid():
        return _approval_page(request, found, form, status=422)
    actions.turn_down(by=request.user, of=found, reason=form.cleaned_data["reason"])
    return redirect("import", pk=pk)


def _approval_page(
    request: Request, found: Import, form: TurnDownForm, *, status: int = 200
) -> HttpResponse:
    shown = _shown(request, found) | _preview(request, found) | {"form": form}
    return render(request, "people/import_approve.html", shown, status=status)


@access("import.people", within="area")
@require_http_methods(["GET", "HEAD", "POST"])
def undo_import(request: Request, pk: UUID) -> HttpResponse:
    """Ask once more, saying how many people it touches; sent, all of it is taken back."""
    found = visible_import(request, pk)
    if request.method == "POST":
        actions.undo(by=request.user, of=found)
        return redirect("import", pk=pk)
    if found.state != State.DONE:
        return redirect("import", pk=pk)
    return render(request, "people/import_undo.html", _shown(request, found))


@access("import.people", within="area")
@require_POST
def stop_import(request: Request, pk: UUID) -> HttpResponse:
    """Give up an import before it is finished."""
    found = visible_import(request, pk)
    actions.stop(by=request.user, of=found)
    words = _("The import of %(name)s is stopped. Nothing was written.")
    messages.success(request, words % {"name": found.file_name})
    return redirect("import", pk=pk)


def _shown(request: Request, found: Import) -> dict[str, Any]:
    """What every page of one import shows."""
    receipt = pages.receipt_of(found)
    return {
        "found": found,
        "steps": pages.steps_of(found),
        "receipt": receipt,
        "about": pages.about(found),
        "can_undo": pages.can_undo(found),
        "has_refused": found.state == State.DONE,
        "is_own": found.asked_by == request.user,
        "may_approve": pages.waiting_for(found, request.user)
        and not reach_of(request.grants, "import.approve").is_empty,
    }


def _preview(request: Request, found: Import) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    kinds = pages.kinds_of(found)
    if kind not in {code for code, _words, _n in kinds}:
        kind = ""
    return {
        "preview": queries.preview(found, kind or None, pages.page_number(request.GET.get("page"))),
        "kind": kind,
        "kinds": kinds,
        "kind_tags": pages.KINDS,
    }
