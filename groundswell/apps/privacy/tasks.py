"""What a worker does for privacy: mailing codes, the nightly removal, looking over the record."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.scope import scope
from groundswell.apps.jobs.actions import work
from groundswell.apps.privacy.models import Proof
from groundswell.apps.privacy.planning.checking import check_record
from groundswell.apps.privacy.planning.nights import run_everywhere
from groundswell.apps.privacy.planning.proving import mail_codes


@task()
def send_codes(organisation_id: str, proof_id: str) -> None:
    """Mail the codes of one asking. The code is made here, so that no queue ever holds it."""
    with scope(UUID(organisation_id)):
        proof = Proof.objects.filter(pk=UUID(proof_id), codes=[]).first()
        if proof is not None:
            mail_codes(proof, Organisation.objects.get(pk=organisation_id))


def run_night_of_all() -> None:
    """What the schedule calls (nights.py): a night's work for each organisation."""
    run_everywhere(at=timezone.now())


@task()
def run_check_of_record(job_id: str) -> None:
    """Look at each entry of the audit chain, with progress."""
    with work(UUID(job_id)) as progress:
        if progress is not None:
            check_record(progress.job.organisation_id, progress)
