"""The record of who did what: looked through, and checked."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.audit.queries import actions_on_record, chain_of, entries
from groundswell.apps.privacy.actions.record import ask_to_check
from groundswell.apps.privacy.forms.audit import RecordForm
from groundswell.apps.privacy.queries.record import actors, last_anchor, last_check
from groundswell.apps.privacy.words import act_name, row_name

AT_ONCE = 50


@access("audit.read")
@require_safe
def show_record(request: Request) -> HttpResponse:
    """The newest entries, or those that were looked for, page by page."""
    names = actors()
    form = RecordForm(
        request.GET or None,
        who=[(str(pk), name) for pk, name in sorted(names.items(), key=lambda one: one[1])],
        what=[(action, act_name(action)) for action in actions_on_record()],
    )
    wanted = form.wanted() if form.is_valid() else {}
    page = Paginator(entries(**wanted), AT_ONCE).get_page(request.GET.get("page"))
    rows = [
        {
            "entry": entry,
            "who": names.get(entry.actor_id, "") if entry.actor_id else "",
            "what": act_name(entry.action),
            "about": row_name(entry.about_kind),
        }
        for entry in page
    ]
    shown = {
        "form": form,
        "page": page,
        "rows": rows,
        "is_filtered": any(wanted.values()),
        "chain": chain_of(request.organisation.pk),
        "check": last_check(),
        "anchor": last_anchor(),
    }
    return render(request, "privacy/record.html", shown, status=422 if form.errors else 200)


@access("audit.read")
@require_POST
def check(request: Request) -> HttpResponse:
    """Have a worker look at each entry; the page shows how far it is."""
    ask_to_check(by=request.user, organisation=request.organisation)
    return redirect("audit")
