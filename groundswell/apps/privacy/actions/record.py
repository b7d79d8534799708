"""Having the record looked over."""

from django.db import transaction

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.jobs import actions as jobs
from groundswell.apps.jobs.models import Job
from groundswell.apps.privacy.queries.record import KIND, last_check
from groundswell.apps.privacy.tasks import run_check_of_record


@transaction.atomic
def ask_to_check(*, by: User, organisation: Organisation) -> Job:
    """Ask a worker to look at each entry; one that is at it already goes on."""
    running = last_check()
    if running is not None and running.is_open:
        return running
    job = jobs.ask(by=by, organisation=organisation, kind=KIND)
    note("record.check_asked", organisation_id=organisation.pk, by_id=by.pk, about=job)
    run_check_of_record.enqueue(str(job.pk))
    return job
