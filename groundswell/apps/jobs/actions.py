"""Asking for long work, doing it with progress, and stopping it."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.unscoped import organisation_of
from groundswell.apps.jobs.models import Job
from groundswell.errors import Cancelled, GroundswellError

log = logging.getLogger(__name__)
SECONDS_BETWEEN_WRITES = 0.3


def ask(*, by: User | None, organisation: Organisation, kind: str) -> Job:
    """Make the row that a page can watch. The caller enqueues the task, in one transaction."""
    job = Job(organisation=organisation, asked_by=by, kind=kind)
    job.save(force_insert=True)
    return job


def ask_to_cancel(*, job: Job) -> None:
    """Stop work at its next step; work that hasn't begun never begins."""
    Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(
        state=Job.State.CANCELLED, cancel_asked=True, finished_at=timezone.now()
    )
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_asked=True)


@dataclass
class Progress:
    """What the work tells its row: how much is done, and what it is doing now."""

    job: Job
    _written_at: float = field(default=0.0)

    def __call__(self, share_done: float, doing: str = "") -> None:
        """Write progress, a few times a second at the most. Raises Cancelled if asked to stop."""
        now = time.monotonic()
        if now - self._written_at < SECONDS_BETWEEN_WRITES:
            return
        self._written_at = now
        share = min(max(share_done, 0.0), 1.0)
        Job.objects.filter(pk=self.job.pk).update(share_done=share, doing=doing)
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled("Stopped before it was finished. Nothing was changed.")


@contextmanager
def work(job_id: UUID) -> Iterator[Progress | None]:
    """Do a job's work inside its organisation's scope, and write down how it ended.

    Yields None if there is nothing to do: the job was cancelled while it waited, or a first
    worker finished it before it was handed to a second. An error that a person can act on ends
    the job with that text; any other ends it too, and escapes with its traceback.
    """
    with scope(organisation_of(Job, job_id)):
        job = Job.objects.select_related("organisation", "asked_by").get(pk=job_id)
        if not job.is_open:
            yield None
            return
        job.state, job.started_at = Job.State.RUNNING, timezone.now()
        job.save(update_fields=["state", "started_at"])
        try:
            yield Progress(job)
        except Cancelled as stopped:
            _end(job, Job.State.CANCELLED, error=str(stopped))
        except GroundswellError as wrong:
            _end(job, Job.State.FAILED, error=str(wrong))
        except BaseException:
            _end(
                job, Job.State.FAILED, error="Something went wrong on the server; it is in the log."
            )
            log.exception("job %s failed", job_id)
            raise
        else:
            _end(job, Job.State.DONE)


def _end(job: Job, state: Job.State, *, error: str = "") -> None:
    job.state, job.error, job.finished_at = state, error, timezone.now()
    job.share_done = 1.0 if state == Job.State.DONE else job.share_done
    job.save(update_fields=["state", "error", "finished_at", "share_done"])
