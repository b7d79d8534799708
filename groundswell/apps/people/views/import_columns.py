"""Which column of a file becomes what, and what the list is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.people.actions import imports as actions
from groundswell.apps.people.forms.imports import ColumnsForm, MappingForm
from groundswell.apps.people.models import Import, Mapping
from groundswell.apps.people.queries import import_pages as pages
from groundswell.apps.people.queries import imports as queries
from groundswell.apps.people.views.imports import visible_import
from groundswell.errors import InputError
from groundswell.exchange.people.fields import FIELDS
from groundswell.exchange.people.formats import FORMATS

CAN_BE_MATCHED = (Import.State.UPLOADED, Import.State.CHECKED)


@access("import.people", within="area")
@require_http_methods(["GET", "HEAD", "POST"])
def match_columns(request: Request, pk: UUID) -> HttpResponse:
    """The columns of the file with a suggestion for each; sent, the whole file is checked."""
    found = visible_import(request, pk)
    if found.state not in CAN_BE_MATCHED:
        return redirect("import", pk=pk)
    if request.method != "POST":
        return _first_page(request, found)
    form = _sent_form(request, found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    said = form.cleaned_data
    try:
        actions.set_columns(
            by=request.user, of=found, columns=form.chosen(), format=_format(request, found),
            area=said["area"], where_from=said["where_from"], data_set=said["data_set"],
            keep_until=said["keep_until"],
        )  # fmt: skip
    except InputError as wrong:
        form.add_error(None, str(wrong))
        return _page(request, found, form, status=422)
    return redirect("import", pk=pk)


@access("import.people", within="area")
@require_safe
def show_fit(request: Request, pk: UUID) -> HttpResponse:
    """How well another choice for one column fits, for a page that asks while one chooses."""
    found = visible_import(request, pk)
    if found.state not in CAN_BE_MATCHED:
        raise Http404
    place = request.GET.get("place", "")
    names = list(found.columns)
    if not (place.isascii() and place.isdigit() and len(place) < 4 and int(place) < len(names)):
        raise Http404
    name, code = names[int(place)], request.GET.get(f"column_{place}", "")
    if code and code not in FIELDS:
        raise Http404
    fits, tag = pages.fits_of(found, {name: code})[name]
    return render(request, "people/import_fit.html", {"column": {"fits": fits, "tag": tag}})


@access("import.people", within="area")
@require_POST
def save_mapping(request: Request, pk: UUID) -> HttpResponse:
    """Keep what was matched under a name, for the next file like this one."""
    found = visible_import(request, pk)
    if found.state not in CAN_BE_MATCHED:
        return redirect("import", pk=pk)
    chosen = _sent_form(request, found).chosen()
    # What else is typed in already stays as it is; it is looked at when the file is sent on.
    columns = pages.columns_of(found, _format(request, found), chosen=chosen)
    form = _form(request, found, columns, initial=request.POST.dict() | {"columns": chosen})
    named = MappingForm({"name": request.POST.get("mapping_name", "")})
    if not named.is_valid():
        return _page(request, found, form, named=named, status=422)
    saved = actions.save_mapping(
        by=request.user, organisation=request.organisation, name=named.cleaned_data["name"],
        format=_format(request, found), columns=chosen,
    )  # fmt: skip
    messages.success(request, _("Saved as “%(name)s”.") % {"name": saved.name})
    return _page(request, found, form, mapping=saved)


def _first_page(request: Request, found: Import) -> HttpResponse:
    mapping = pages.mapping_asked(request.GET.get("mapping"))
    chosen = pages.chosen_before(found, mapping, _format(request, found))
    columns = pages.columns_of(found, _format(request, found), chosen=chosen)
    form = _form(request, found, columns, initial=pages.initial_of(found, columns, chosen or {}))
    return _page(request, found, form, mapping=mapping)


def _sent_form(request: Request, found: Import) -> ColumnsForm:
    return _form(
        request, found, pages.columns_of(found, _format(request, found)), data=request.POST
    )


def _form(request: Request, found: Import, columns: list[pages.Column], **more: Any) -> ColumnsForm:
    return ColumnsForm(
        columns=columns,
        areas=pages.areas_within(request.reach),
        needs_area=not request.reach.whole,
        fit_url=reverse("import-fit", args=[found.pk]),
        **more,
    )


def _format(request: Request, found: Import) -> str:
    """The format that was chosen; the one recognised, if none was."""
    said = request.POST.get("format") or request.GET.get("format") or ""
    return said if said in FORMATS else found.format


def _page(
    request: Request,
    found: Import,
    form: ColumnsForm,
    *,
    mapping: Mapping | None = None,
    named: MappingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "found": found,
        "form": form,
        "rows": form.rows(),
        "steps": pages.steps_at("columns"),
        "formats": [(one.code, _(one.label)) for one in FORMATS.values()],
        "format": _format(request, found),
        "mappings": list(queries.mappings()),
        "mapping": mapping,
        "named": named,
        "left_out": [column for column in form.columns if column.is_hidden],
        "sources": queries.sources_before(),
    }
    return render(request, "people/import_columns.html", shown, status=status)
