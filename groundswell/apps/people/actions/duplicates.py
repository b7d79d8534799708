"""Looking for duplicates, and deciding about a pair."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.jobs.actions import ask
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.actions.merging import merge
from groundswell.apps.people.models import Merge, Pair
from groundswell.apps.people.models.duplicates import LOOK
from groundswell.apps.people.tasks.duplicates import run_look
from groundswell.errors import InputError


@transaction.atomic
def look_for_duplicates(*, by: User, organisation: Organisation) -> Job:
    """Have everybody compared with everybody who could be them; one look at a time."""
    running = Job.objects.filter(kind=LOOK, state__in=(Job.State.WAITING, Job.State.RUNNING))
    if found := running.first():
        return found
    job = ask(by=by, organisation=organisation, kind=LOOK)
    run_look.enqueue(str(job.pk))
    return job


@transaction.atomic
def merge_pair(*, by: User, organisation: Organisation, pair: Pair, keep: str) -> Merge:
    """Decide that a pair is one person. keep: "one" or "other", whose details win."""
    _refuse_decided(pair)
    if keep not in ("one", "other"):
        raise InputError(_("Say which of the two rows is to be kept."))
    kept, gone = (pair.one, pair.other) if keep == "one" else (pair.other, pair.one)
    return merge(by=by, organisation=organisation, kept=kept, gone=gone)


@transaction.atomic
def keep_apart(*, by: User, organisation: Organisation, pair: Pair) -> None:
    """Decide that they are two people; they aren't suggested again."""
    _refuse_decided(pair)
    _decide(by, organisation, pair, Pair.State.APART, "people.kept-apart")


@transaction.atomic
def reopen(*, by: User, organisation: Organisation, pair: Pair) -> None:
    """Undo that."""
    _decide(by, organisation, pair, Pair.State.OPEN, "people.pair-reopened")


def _refuse_decided(pair: Pair) -> None:
    if pair.state != Pair.State.OPEN:
        raise InputError(_("Somebody has decided about this pair already."))


def _decide(
    by: User, organisation: Organisation, pair: Pair, state: Pair.State, action: str
) -> None:
    is_open = state == Pair.State.OPEN
    pair.state = state
    pair.decided_by = None if is_open else by
    pair.decided_at = None if is_open else timezone.now()
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    note(action, organisation_id=organisation.pk, by_id=by.pk, about=pair)
