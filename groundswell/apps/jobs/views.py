"""How far long work is, for the page that waits for it."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.queries import has_permission
from groundswell.apps.accounts.requests import Request
from groundswell.apps.jobs import actions
from groundswell.apps.jobs.models import Job


@access("account.own", within=("area", "event", "shift", "team"))
@require_safe
def show_job(request: Request, pk: UUID) -> HttpResponse:
    """The progress line alone; asked again each second until the work has ended."""
    job = get_object_or_404(_jobs_of(request, "forecast.read"), pk=pk)
    shown = {"job": job, "begun_again_at": actions.begun_again_at(job)}
    response = render(request, "jobs/progress.html", shown)
    if not job.is_open:
        # The page that waited shows the result, or what went wrong.
        response.headers["HX-Refresh"] = "true"
    return response


@access("account.own", within=("area", "event", "shift", "team"))
@require_POST
def stop_job(request: Request, pk: UUID) -> HttpResponse:
    """Ask the worker to stop at its next step."""
    job = get_object_or_404(_jobs_of(request, "plan.run"), pk=pk)
    actions.ask_to_cancel(job=job)
    return redirect(request.headers.get("Referer") or "home")


def _jobs_of(request: Request, permission: str) -> QuerySet[Job]:
    """The reader's own jobs; with the permission, those of the whole organisation."""
    if has_permission(request.grants, permission):
        return Job.objects.all()
    return Job.objects.filter(asked_by=request.user)
