"""Stopping all contact with a person or a household, and taking a stop back."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.privacy.log_file import Logged, write_down
from groundswell.apps.privacy.models import Stop
from groundswell.apps.privacy.planning.stopping import add_stops, lift_stops, mark_stopped
from groundswell.apps.privacy.queries.details import details_of
from groundswell.apps.privacy.queries.stops import is_household_stopped
from groundswell.errors import InputError


def stop_person(
    *, by: User | None, organisation: Organisation, person_id: UUID, household: bool = False
) -> int:
    """Nobody contacts this person again, nor their household if they asked for that.

    Each contact detail goes on the stop list, so that another list doesn't bring them back; rows
    that share an e-mail address or a telephone number are marked too. Returns how many people
    were marked. by: None if the person asked on their own page.
    """
    person = _person(person_id)
    household = household and bool(person.street_key)
    hashes = details_of(person).hashes(with_household=household)
    write_down(
        Logged(
            act="stop", organisation=organisation.pk, subject=person_id, household=household,
            at=timezone.now().isoformat(), hashes=tuple(sorted(hashes)),
        )
    )  # fmt: skip
    with transaction.atomic():
        n_marked = mark_stopped(person, household=household)
        add_stops(by=by, organisation=organisation, why=Stop.Why.ASKED, hashes=hashes)
        note(
            "person.stopped", organisation_id=organisation.pk, by_id=by.pk if by else None,
            about=person, household=household, people=n_marked,
        )  # fmt: skip
    return n_marked


def lift(
    *,
    by: User,
    organisation: Organisation,
    person_id: UUID,
    reference: str,
    household: bool = False,
) -> None:
    """Take a person's stop back, because they asked; reference: where their wish is kept.

    A household's stop is taken back only where `household` says so: it isn't one person's wish.
    """
    if not reference.strip():
        raise InputError(_("Say where the person's own wish is kept: a letter, a mail, a call."))
    person = _person(person_id)
    if not household and is_household_stopped(person.street_key):
        raise InputError(
            _(
                "The whole household asked not to be contacted. Lift the stop of the household, "
                "if all who live there agree."
            )
        )
    hashes = details_of(person).hashes(with_household=household)
    write_down(
        Logged(
            act="lift", organisation=organisation.pk, subject=person_id, household=household,
            at=timezone.now().isoformat(), hashes=tuple(sorted(hashes)),
        )
    )  # fmt: skip
    with transaction.atomic():
        lift_stops(by=by, hashes=hashes)
        type(person).objects.filter(pk=person_id).update(
            is_stopped=False, changed_at=timezone.now()
        )
        note(
            "person.stop_lifted", organisation_id=organisation.pk, by_id=by.pk, about=person,
            household=household, reference=sha256(reference.encode()).hexdigest(),
        )  # fmt: skip


def _person(person_id: UUID) -> Any:
    person = apps.get_model("people", "Person").objects.filter(pk=person_id).first()
    if person is None:
        raise InputError(_("This person is not there any more. Search for them again."))
    return person
