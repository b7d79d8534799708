"""Organisations of this server, for whoever runs it. No organisation's data is shown."""

from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.apps.accounts.access import operator
from groundswell.apps.accounts.actions.organisations import create_with_first_people
from groundswell.apps.accounts.forms.organisation import NewOrganisationForm
from groundswell.apps.accounts.queries import organisations
from groundswell.apps.accounts.requests import Request
from groundswell.errors import InputError


@operator
@require_http_methods(["GET", "HEAD", "POST"])
def show_organisations(request: Request) -> HttpResponse:
    """The list, and a form for one more."""
    form = NewOrganisationForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            create_with_first_people(**given, site=request.build_absolute_uri("/"), by=request.user)
        except InputError as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Made. Invitations are on their way."))
            return redirect("operator")
    shown = {
        "form": form,
        "rows": organisations(),
        "is_full": connection.vendor == "sqlite" and organisations().exists(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/operator.html", shown, status=status)
