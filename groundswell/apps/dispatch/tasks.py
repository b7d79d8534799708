"""What a worker does for dispatch: making a plan, with its progress written down."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from groundswell.apps.dispatch import planning
from groundswell.apps.dispatch.models import Plan
from groundswell.apps.jobs.actions import work


@task()
def run_plan(job_id: str) -> None:
    """Make the plan of a job, and store it whole or not at all."""
    with work(UUID(job_id)) as progress:
        if progress is not None:
            plan = Plan.objects.select_related("forecast__election", "side").get(job=progress.job)
            # A worker that died between storing the plan and saying so leaves nothing to do.
            if plan.made_at is None:
                planning.make_plan(plan, at=timezone.now(), progress=progress)
