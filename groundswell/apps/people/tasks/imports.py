"""What a worker does with imports: check a file, write it, take it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from groundswell.apps.jobs.actions import Progress, work
from groundswell.apps.people import import_folder as folder
from groundswell.apps.people.models import Import
from groundswell.apps.people.planning.running import apply, check
from groundswell.apps.people.planning.undoing import take_back
from groundswell.errors import Cancelled, GroundswellError

State = Import.State


@task()
def run_check(job_id: str) -> None:
    """A dry run of the whole file."""
    with _work_on(job_id, State.CHECKING, wrong=State.FAILED) as (of, progress):
        if of is not None and progress is not None:
            check(of, progress)
            of.state = State.CHECKED
            of.save(update_fields=["state", "n_rows", "receipt", "reasons"])


@task()
def run_apply(job_id: str) -> None:
    """Write what was checked and agreed to; a small organisation's delay must be over."""
    with _work_on(job_id, State.APPLYING, wrong=State.FAILED) as (of, progress):
        if of is not None and progress is not None:
            apply(of, progress)


@task()
def run_undo(job_id: str) -> None:
    """Take back what was written. If that fails, it stays written."""
    with _work_on(job_id, State.UNDOING, wrong=State.DONE) as (of, progress):
        if of is not None and progress is not None:
            take_back(of, progress)


@contextmanager
def _work_on(
    job_id: str, state: State, *, wrong: State
) -> Iterator[tuple[Import | None, Progress | None]]:
    """The import of a job, in the state for this work, and how it ended written on it."""
    with work(UUID(job_id)) as progress:
        of = _import_of(job_id, state) if progress is not None else None
        try:
            yield of, progress
        except Cancelled:
            _end(of, State.STOPPED if wrong == State.FAILED else wrong, "")
            raise
        except GroundswellError as error:
            _end(of, wrong, str(error))
            raise
        except BaseException:
            _end(of, wrong, _("Something went wrong on the server; it is in the log."))
            raise


def _import_of(job_id: str, state: State) -> Import | None:
    """None if another job has taken the import over, or if it was done already."""
    found: Import | None = (
        Import.objects.select_related("organisation", "asked_by", "undone_by")
        .filter(job_id=UUID(job_id))
        .first()
    )
    if found is None:
        return None
    is_due = found.not_before is not None and found.not_before <= timezone.now()
    if state == State.APPLYING and found.state == State.WAITING and is_due:
        found.state = State.APPLYING
        found.save(update_fields=["state"])
    return found if found.state == state else None


def _end(of: Import | None, state: State, failure: str) -> None:
    if of is None:
        return
    Import.objects.filter(pk=of.pk).update(state=state, failure=failure[:500])
    if state in (State.STOPPED, State.FAILED):
        folder.remove(of.pk)
