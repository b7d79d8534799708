"""Asking for long work, doing it with progress, and stopping it."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_q.models import OrmQ

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.unscoped import organisation_of
from groundswell.apps.jobs.at_work import at_work, is_worked_on
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

    Yields None if there is nothing to do: the job was cancelled while it waited, a first worker
    finished it before it was handed to a second, or that one is still at it. An error that a person
    can act on ends the job with that text; any other ends it too, and escapes with its traceback.
    """
    with scope(organisation_of(Job, job_id)), at_work(job_id) as is_ours:
        job = Job.objects.select_related("organisation", "asked_by").get(pk=job_id)
        if not is_ours or not job.is_open:
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


def begin_again_what_was_left() -> int:
    """Hand out anew what killed workers left half done, rather than wait for the queue to notice.

    What is no longer in the queue has failed, and says so. Returns how many jobs there were.
    """
    in_queue = {str(ids[0]): row for row in OrmQ.objects.all() if (ids := _arguments(row))}
    left = [job for job in _running() if not is_worked_on(job.pk)]
    for job in left:
        row = in_queue.get(str(job.pk))
        if row is not None:
            OrmQ.objects.filter(pk=row.pk).update(lock=timezone.now())
            continue
        with scope(job.organisation_id):
            _end(job, Job.State.FAILED, error="The worker was stopped before it was done.")
    return len(left)


def _running() -> Iterator[Job]:
    for organisation in Organisation.objects.all():
        with scope(organisation.pk):
            found = list(Job.objects.filter(state=Job.State.RUNNING))
        yield from found


def _arguments(row: OrmQ) -> list[Any]:
    """What the task in the queue was asked with: (its path, its arguments, …); see backend.run."""
    asked: Any = row.task.get("args") or ()
    return list(asked[1]) if len(asked) > 1 else []


def begun_again_at(job: Job) -> datetime | None:
    """When the queue hands out a job whose worker has gone; None while somebody is at work."""
    if job.state != Job.State.RUNNING or job.started_at is None or is_worked_on(job.pk):
        return None
    queue: Any = settings.Q_CLUSTER
    return job.started_at + timedelta(seconds=queue["retry"])
