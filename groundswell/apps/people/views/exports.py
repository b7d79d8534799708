"""Exports: the list of them, asking, agreeing, stopping, and fetching a file once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.reach import reach_of
from groundswell.apps.accounts.requests import Request
from groundswell.apps.people.actions import exports as actions
from groundswell.apps.people.forms.exports import ExportForm, ReasonForm
from groundswell.apps.people.models import Export
from groundswell.apps.people.planning.shapes import FIELD_NAMES, MOST_PEOPLE, SHAPES, fields_of
from groundswell.apps.people.queries import export_pages as pages
from groundswell.apps.people.queries import exports as queries
from groundswell.apps.people.queries.search import Filters
from groundswell.apps.privacy.consents import CHANNELS, PURPOSES
from groundswell.apps.privacy.queries.policy import is_small
from groundswell.errors import InputError


def visible_export(request: Request, pk: UUID) -> Export:
    """An export that the reader may know of, or not found."""
    export = queries.visible_export(request.reach, request.user, pk)
    if export is None:
        raise Http404
    return export


def own_export(request: Request, pk: UUID) -> Export:
    """An export that the reader asked for, or not found."""
    export = visible_export(request, pk)
    if export.asked_by_id != request.user.pk:
        raise Http404
    return export


@access("export.approve", within="area")
@require_safe
def list_exports(request: Request) -> HttpResponse:
    """Every export that the reader may know of, the newest first."""
    shown = {
        "lines": pages.lines(queries.visible_exports(request.reach, request.user)),
        "may_ask": not reach_of(request.grants, "export.people").is_empty,
        "may_trace": not reach_of(request.grants, "export.stop").is_empty,
    }
    return render(request, "people/exports.html", shown)


@access("export.people", within="area", recent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_export(request: Request) -> HttpResponse:
    """The form; the address may carry a search. Sent, it asks a second person."""
    filters = Filters.from_query(request.GET)
    given: dict[str, Any] = {
        "universes": pages.universes(), "has_rule": not filters.is_empty
    }  # fmt: skip
    if request.method != "POST":
        return _form_page(request, ExportForm(**given), filters)
    form = ExportForm(request.POST, **given)
    if not form.is_valid():
        return _form_page(request, form, filters, status=422)
    said = form.cleaned_data
    try:
        export = actions.ask_for_export(
            by=request.user,
            organisation=request.organisation,
            rule=form.rule() if filters.is_empty else filters.to_rule(),
            **{name: said[name] for name in ("format", "consent", "channel", "purpose")},
        )
    except InputError as wrong:
        form.add_error(None, str(wrong))
        return _form_page(request, form, filters, status=422)
    return redirect("export", pk=export.pk)


def _form_page(
    request: Request, form: ExportForm, filters: Filters, *, status: int = 200
) -> HttpResponse:
    shown = {
        "form": form,
        "query": QueryDict(filters.query()).urlencode(),
        "who": pages.who(
            filters.to_rule(), [] if request.reach.whole else sorted(request.reach.areas)
        ),
        "has_rule": not filters.is_empty,
        "is_small": is_small(),
        "most": MOST_PEOPLE,
        "fields": [
            (
                shape.name,
                shape.says,
                [(CHANNELS[way], _names(shape.code, way)) for way in shape.channels],
            )
            for shape in SHAPES.values()
        ],
    }
    return render(request, "people/export_new.html", shown, status=status)


def _names(format: str, channel: str) -> str:
    return ", ".join(str(FIELD_NAMES[field]) for field in fields_of(format, channel))


@access("export.approve", within="area")
@require_safe
def show_export(request: Request, pk: UUID) -> HttpResponse:
    """One export: what, for what, who asked, how far it is, and what the reader may do."""
    return _export_page(request, visible_export(request, pk), ReasonForm())


def _export_page(
    request: Request, export: Export, form: ReasonForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    is_own = export.asked_by_id == request.user.pk
    shown = {
        "export": export,
        "form": form,
        "steps": pages.steps_of(export),
        "who": pages.who(export.rule, export.areas),
        "format": SHAPES[export.format].name,
        "consent": PURPOSES.get(export.consent, export.consent),
        "channel": CHANNELS.get(export.channel, export.channel),
        "fields": _names(export.format, export.channel),
        "left_out": pages.left_out(export),
        "until": pages.fetch_until(export),
        "is_own": is_own,
        "is_second": pages.is_second(export, request.user),
        "may_stop": not is_own
        and export.is_open
        and not reach_of(request.grants, "export.stop").is_empty,
    } | more
    return render(request, "people/export.html", shown, status=status)


@access("export.approve", within="area", recent=True)
@require_POST
def approve_export(request: Request, pk: UUID) -> HttpResponse:
    """The second person agrees."""
    actions.approve_export(by=request.user, export=visible_export(request, pk))
    return redirect("export", pk=pk)


@access("export.approve", within="area")
@require_POST
def turn_down_export(request: Request, pk: UUID) -> HttpResponse:
    """The second person says no, and why."""
    export = visible_export(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _export_page(request, export, form, status=422)
    actions.turn_down_export(by=request.user, export=export, reason=form.cleaned_data["reason"])
    return redirect("export", pk=pk)


@access("export.stop")
@require_POST
def stop_export(request: Request, pk: UUID) -> HttpResponse:
    """A data officer stops it: no reason is asked for first, so that it is quick."""
    export, form = visible_export(request, pk), ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.stop_export(by=request.user, export=export, reason=reason)
    messages.success(request, _("Export %(number)d is stopped.") % {"number": export.number})
    return redirect("export", pk=pk)


@access("export.people", within="area")
@require_POST
def take_back_export(request: Request, pk: UUID) -> HttpResponse:
    """Whoever asked doesn't want it any more."""
    export = own_export(request, pk)
    actions.stop_export(by=request.user, export=export)
    messages.success(request, _("Export %(number)d is taken back.") % {"number": export.number})
    return redirect("export", pk=pk)


@access("export.people", within="area", recent=True)
@require_POST
def show_pass_phrase(request: Request, pk: UUID) -> HttpResponse:
    """Show the pass phrase, once."""
    export = own_export(request, pk)
    phrase = actions.show_pass_phrase(by=request.user, export=export)
    export.refresh_from_db()
    return _export_page(request, export, ReasonForm(), phrase=phrase)


@access("export.people", within="area", recent=True)
@require_POST
def fetch_export(request: Request, pk: UUID) -> FileResponse:
    """Hand over the encrypted file, once."""
    export = own_export(request, pk)
    file = actions.fetch_export(by=request.user, export=export)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"export-{export.number}.zip",
        content_type="application/zip",
    )
