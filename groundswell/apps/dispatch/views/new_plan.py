"""Asking for a plan: what it takes for granted, in a form."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.dispatch import actions, queries
from groundswell.apps.dispatch.forms.plans import PlanForm
from groundswell.errors import InputError


@access("plan.run")
@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: Request) -> HttpResponse:
    """The form, filled in as the last plan was; sent, it starts the work and goes to its page."""
    if request.method != "POST":
        initial = PlanForm.initial_of(queries.last_assumptions())
        return _page(request, PlanForm(initial=initial))
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        plan = actions.start_plan(
            by=request.user, organisation=request.organisation, assumptions=form.assumptions()
        )
    except InputError as wrong:
        form.add_error(None, str(wrong))
        return _page(request, form, status=422)
    return redirect("plan", pk=plan.pk)


def _page(request: Request, form: PlanForm, *, status: int = 200) -> HttpResponse:
    shown = {
        "form": form,
        "ready": queries.readiness(),
        "weighed": queries.weighed_seats(),
    }
    return render(request, "dispatch/new_plan.html", shown, status=status)
