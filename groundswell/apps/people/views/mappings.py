"""Saved mappings: the list of them, and throwing one away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.people.actions import mappings as actions
from groundswell.apps.people.queries import imports as queries
from groundswell.apps.people.queries.import_pages import fields_kept


@access("import.people", within="area")
@require_safe
def list_mappings(request: Request) -> HttpResponse:
    """Every saved mapping, with what it keeps."""
    rows = [(mapping, fields_kept(mapping)) for mapping in queries.mappings()]
    return render(request, "people/import_mappings.html", {"rows": rows})


@access("import.people", within="area")
@require_POST
def delete_mapping(request: Request, pk: UUID) -> HttpResponse:
    """Throw one away; imports made with it stay as they are."""
    mapping = get_object_or_404(queries.mappings(), pk=pk)
    actions.delete_mapping(by=request.user, mapping=mapping)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": mapping.name})
    return redirect("mappings")
