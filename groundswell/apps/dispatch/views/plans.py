"""Plans: the list of them; one as a page, a map and a table; what may be done with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.queries import has_permission
from groundswell.apps.accounts.requests import Request
from groundswell.apps.dispatch import actions, queries
from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.models import Plan
from groundswell.apps.elections import queries as elections


@access("plan.read")
@require_safe
def list_plans(request: Request) -> HttpResponse:
    """Every plan, the newest first; without one, what is missing before there can be one."""
    shown = {
        "table": queries.plan_table(request.GET.get("page")),
        "ready": queries.readiness(),
        "may_run": has_permission(request.grants, "plan.run"),
    }
    return render(request, "dispatch/plans.html", shown)


@access("plan.read")
@require_safe
def show_plan(request: Request, pk: UUID) -> HttpResponse:
    """One plan: how far it is, why it stopped, or what it does."""
    plan = get_object_or_404(queries.plans(), pk=pk)
    shown: dict[str, Any] = {
        "plan": plan,
        "may_run": has_permission(request.grants, "plan.run"),
        "may_accept": has_permission(request.grants, "plan.accept"),
    }
    if plan.made_at is None:
        shown["assumed"] = PlanAssumptions.from_json(plan.assumptions)
        return render(request, "dispatch/plan_unfinished.html", shown)
    shown |= queries.plan_page(
        plan,
        elections.side_choice(),
        by=request.GET.get("by", ""),
        region=request.GET.get("region", ""),
        show_all=request.GET.get("all") == "1",
    )
    shown["may_accept"] = shown["may_accept"] and queries.has_people(plan)
    return render(request, "dispatch/plan.html", shown)


@access("plan.read")
@require_safe
def show_plan_map(request: Request, pk: UUID) -> HttpResponse:
    """The data of the true map: where people set out, and where they are asked to."""
    plan = get_object_or_404(queries.plans(), pk=pk, made_at__isnull=False)
    return HttpResponse(queries.plan_map(plan), content_type="application/json")


@access("plan.read")
@require_safe
def show_plan_csv(request: Request, pk: UUID) -> HttpResponse:
    """The seats of a plan as a table for other programs; no person is in it."""
    plan = get_object_or_404(queries.plans(), pk=pk, made_at__isnull=False)
    response = HttpResponse(queries.seat_csv(plan), content_type="text/csv; charset=utf-8")
    name = f"plan-{plan.number}-seats.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access("plan.run")
@require_POST
def plan_again(request: Request, pk: UUID) -> HttpResponse:
    """Make a new plan with an older one's assumptions, for the side chosen now."""
    older = get_object_or_404(queries.plans(), pk=pk)
    plan = actions.start_plan(
        by=request.user,
        organisation=request.organisation,
        assumptions=PlanAssumptions.from_json(older.assumptions),
    )
    return redirect("plan", pk=plan.pk)


@access("plan.accept")
@require_POST
def accept_plan(request: Request, pk: UUID) -> HttpResponse:
    """Say that this plan is the one to go by."""
    plan = get_object_or_404(Plan.objects.defer("inputs"), pk=pk)
    plan = actions.accept_plan(by=request.user, plan=plan)
    words = _("Plan %(number)d is accepted. The finder and the seats now go by it.")
    messages.success(request, words % {"number": plan.number})
    return redirect("plan", pk=plan.pk)


@access("plan.accept")
@require_POST
def withdraw_plan(request: Request, pk: UUID) -> HttpResponse:
    """Undo that."""
    plan = get_object_or_404(Plan.objects.defer("inputs"), pk=pk)
    plan = actions.withdraw_acceptance(by=request.user, plan=plan)
    words = _("Plan %(number)d is no longer accepted. The newest plan counts again.")
    messages.success(request, words % {"number": plan.number})
    return redirect("plan", pk=plan.pk)
