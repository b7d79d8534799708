"""What a worker does with lists that go out: writes a file, and deletes it after its day."""

from uuid import UUID

from django_tasks import task

from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.unscoped import organisation_of
from groundswell.apps.jobs.actions import work
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.models import Export
from groundswell.apps.people.planning import exporting


@task()
def write_export(job_id: str) -> None:
    """Write the file of an export whose wait is over; one that is early waits on."""
    job = UUID(job_id)
    with scope(organisation_of(Job, job)):
        wait_until = exporting.wait_of(Export.objects.get(job_id=job))
    if wait_until is not None:
        write_export.using(run_after=wait_until).enqueue(job_id)
        return
    with work(job) as progress:
        if progress is None:
            return
        export = exporting.begin(Export.objects.get(job_id=job))
        if export is None:  # stopped in the meantime
            return
        try:
            exporting.write(export, progress)
        except BaseException as wrong:
            exporting.fail(export, wrong)
            raise
        delete_export.using(run_after=exporting.end_of(export)).enqueue(job_id)


@task()
def delete_export(job_id: str) -> None:
    """Delete a file that nobody fetched within its day."""
    job = UUID(job_id)
    with scope(organisation_of(Job, job)):
        exporting.expire(Export.objects.get(job_id=job))
