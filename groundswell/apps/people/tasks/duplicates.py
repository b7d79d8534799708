"""What a worker does about duplicates: comparing everybody, with progress."""

from uuid import UUID

from django_tasks import task

from groundswell.apps.jobs.actions import work
from groundswell.apps.people.planning.pairs import find_and_store


@task()
def run_look(job_id: str) -> None:
    """Look through everybody of the job's organisation, and store the likely pairs."""
    with work(UUID(job_id)) as progress:
        if progress is not None:
            find_and_store(progress.job.organisation, progress=progress)
