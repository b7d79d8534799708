"""Erasing a person or an account, at their wish."""

from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.privacy.log_file import Logged, write_down
from groundswell.apps.privacy.models import Erasure
from groundswell.apps.privacy.planning.erasing import erase_account_rows, erase_rows_of_person
from groundswell.apps.privacy.planning.restoring import Reapplied
from groundswell.apps.privacy.planning.restoring import reapply as _reapply
from groundswell.apps.privacy.queries.details import details_of
from groundswell.errors import InputError


def erase_person(*, by: User | None, organisation: Organisation, person_id: UUID) -> Erasure:
    """Take a person out of every table, for good, and keep lists from bringing them back.

    It is written into the privacy log first, so that a restored backup doesn't bring them back
    either. by: None if they did it on their own page.
    """
    person = apps.get_model("people", "Person").objects.filter(pk=person_id).first()
    if person is None:
        raise InputError(_("This person is not there any more. Search for them again."))
    hashes = details_of(person).hashes()
    write_down(
        Logged(
            act="erase-person", organisation=organisation.pk, subject=person_id,
            at=timezone.now().isoformat(), hashes=tuple(sorted(hashes)),
        )
    )  # fmt: skip
    with transaction.atomic():
        erasure = erase_rows_of_person(
            by=by, organisation=organisation, person_id=person_id, hashes=hashes
        )
        note(
            "person.erased", organisation_id=organisation.pk, by_id=by.pk if by else None,
            about=erasure, rows=sum(erasure.removed.values()),
        )  # fmt: skip
    return erasure


def erase_account(*, by: User, organisation: Organisation, user: User) -> Erasure:
    """End an account's work for this organisation, and make it nameless if it has no other."""
    if by == user:
        raise InputError(_("Nobody erases the account they work with. Ask another data officer."))
    write_down(
        Logged(
            act="erase-account", organisation=organisation.pk, subject=user.pk,
            at=timezone.now().isoformat(),
        )
    )  # fmt: skip
    with transaction.atomic():
        erasure = erase_account_rows(by=by, organisation=organisation, user=user)
        note(
            "account.erased", organisation_id=organisation.pk, by_id=by.pk,
            about=erasure, rows=sum(erasure.removed.values()),
        )  # fmt: skip
    return erasure


def reapply() -> Reapplied:
    """What serve and worker call before they answer anybody: a restored backup is behind the log.

    Raises InputError, so that the server doesn't start, if the log isn't as it was written.
    """
    return _reapply()
