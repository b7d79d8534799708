"""The nightly removal of what is past its time, and the signed report of it.

What is kept for how long stands in privacy/datasets.py and privacy/kept_for.py. Times come as an
argument: tests run two years in seconds.
"""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from groundswell.apps.accounts.models import Invitation, Organisation
from groundswell.apps.audit.actions import note
from groundswell.apps.privacy.datasets import DATA_SETS
from groundswell.apps.privacy.models import PrivacyRequest, Proof, RetentionRun
from groundswell.apps.privacy.planning.checking import drop_anchor
from groundswell.apps.privacy.planning.erasing import take_out
from groundswell.apps.privacy.queries.policy import keep_days
from groundswell.apps.privacy.registry import tables_of_people
from groundswell.apps.privacy.reports import signature_of

PEOPLE_AT_ONCE = 2000
DAY = timedelta(days=1)
# Kinds of data that people on lists belong to; "support" hangs on them.
OF_PEOPLE = tuple(code for code in DATA_SETS if code != "support")


def people_past(code: str, at: datetime) -> QuerySet[Any]:
    """The people of one kind of data whose time is over: unchanged for as long as it is kept,
    or past the day that was set for their list."""
    person = apps.get_model("people", "Person")
    volunteer = apps.get_model("people", "Volunteer")
    people = person.objects.annotate(
        is_volunteer=Exists(volunteer.objects.filter(person=OuterRef("pk"))),
        came_as=Subquery(_imports("data_set")),
        list_ends=Subquery(_imports("keep_until")),
    )
    known = ("members", "roll", "supporters")
    if code == "volunteers":
        of_kind = people.filter(Q(is_volunteer=True) | Q(came_as="volunteers"))
    elif code == "supporters":
        others = [other for other in OF_PEOPLE if other != code]
        no_other = Q(came_as=None) | ~Q(came_as__in=others)
        of_kind = people.filter(no_other, is_volunteer=False)
    else:
        of_kind = people.filter(came_as=code, is_volunteer=False)
    limit = at - keep_days(code) * DAY
    past = Q(changed_at__lt=limit)
    if code in known:
        past |= Q(list_ends__lt=at.date())
    return of_kind.filter(past)


def _imports(field: str) -> QuerySet[Any]:
    imports = apps.get_model("people", "Import").objects
    return imports.filter(pk=OuterRef("created_in")).values(field)[:1]


def remove_people(code: str, at: datetime) -> int:
    """Take the people past their time out of every table; no tombstone: nobody asked for it."""
    n = 0
    while ids := list(people_past(code, at).values_list("pk", flat=True)[:PEOPLE_AT_ONCE]):
        with transaction.atomic():
            for label in tables_of_people():
                take_out(label, ids)
        n += len(ids)
    return n


def remove_support(at: datetime) -> int:
    """What people said of their support, once it is too old to be kept by name."""
    said = apps.get_model("people", "Support").objects
    person = apps.get_model("people", "Person").objects
    limit = at - keep_days("support") * DAY
    n: int = said.filter(said_at__lt=limit).delete()[0]
    still = apps.get_model("people", "Support").objects.filter(person=OuterRef("pk"))
    stale = person.filter(support_level__isnull=False, changed_at__lt=limit)
    n += stale.filter(~Exists(still)).update(support_level=None)
    return n


def empty_requests(at: datetime) -> int:
    """What people wrote and were answered, 30 days after the answer; that they asked stays."""
    old = PrivacyRequest.objects.filter(answered_at__lt=at - 30 * DAY, emptied_at=None)
    return int(
        old.update(contact="", words="", answer="", identity="", subject=None, emptied_at=at)
    )


def remove_requests(at: datetime) -> int:
    return _deleted(PrivacyRequest.objects.filter(answered_at__lt=at - 730 * DAY))


def remove_proofs(at: datetime) -> int:
    return _deleted(Proof.objects.filter(asked_at__lt=at - DAY))


def remove_import_changes(at: datetime) -> int:
    changes = apps.get_model("people", "ImportChange").objects
    return _deleted(changes.filter(of_import__undo_until__lt=at))


def empty_merges(at: datetime) -> int:
    merges = apps.get_model("people", "Merge").objects
    return int(merges.filter(undo_until__lt=at).exclude(before={}).update(before={}))


def remove_readings(at: datetime) -> int:
    return _deleted(apps.get_model("people", "Reading").objects.filter(at__lt=at - 365 * DAY))


def remove_invitations(at: datetime) -> int:
    return _deleted(Invitation.objects.filter(open_until__lt=at - 30 * DAY))


def remove_sessions(at: datetime) -> int:
    """Log-ins that are over, and the network addresses they came from, after 7 days.

    A library's tables, which know no organisation: whichever is first in the night does it.
    """
    n = _deleted(apps.get_model("sessions", "Session").objects.filter(expire_date__lt=at))
    seen = apps.get_model("usersessions", "UserSession").objects
    return n + _deleted(seen.filter(last_seen_at__lt=at - 7 * DAY))


def remove_files(at: datetime) -> int:
    """The folders of imports that can't be undone any more, and of exports a day old."""
    home, n = Path(settings.GROUNDSWELL.home), 0
    over = Q(undo_until__lt=at) | Q(undo_until=None, asked_at__lt=at - 31 * DAY)
    for pk in apps.get_model("people", "Import").objects.filter(over).values_list("pk", flat=True):
        n += _gone(home / "imports" / str(pk))
    old = apps.get_model("people", "Export").objects.filter(ready_at__lt=at - DAY)
    for pk in old.values_list("pk", flat=True):
        n += _gone(home / "exports" / str(pk))
    return n


def _gone(folder: Path) -> int:
    if not folder.exists():
        return 0
    shutil.rmtree(folder)
    return 1


def _deleted(rows: QuerySet[Any]) -> int:
    return int(rows.delete()[0])


# In the order in which a night goes through them: what hangs on people first.
REMOVERS: dict[str, Callable[[datetime], int]] = {
    "support": remove_support,
    **{code: partial(remove_people, code) for code in OF_PEOPLE},
    "import-changes": remove_import_changes,
    "merges": empty_merges,
    "readings": remove_readings,
    "request-words": empty_requests,
    "requests": remove_requests,
    "proofs": remove_proofs,
    "invitations": remove_invitations,
    "sessions": remove_sessions,
    "files": remove_files,
}


def run_night(organisation: Organisation, *, at: datetime) -> RetentionRun:
    """Remove all that is past its time in the organisation in scope, and report it, signed."""
    removed = {code: n for code, remove in REMOVERS.items() if (n := remove(at))}
    before = RetentionRun.objects.order_by("-ran_at").first()
    run = RetentionRun(organisation=organisation, ran_at=at, removed=removed)
    run.signature = signature_of(run, before.signature if before else "")
    run.save(force_insert=True)
    note(
        "retention.ran", organisation_id=organisation.pk, by_id=None, about=run,
        rows=sum(removed.values()),
    )  # fmt: skip
    drop_anchor(organisation, at=at)
    return run
