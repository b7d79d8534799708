"""What people do themselves on the page of their own data. Each step is written down."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.audit.actions import note
from groundswell.apps.privacy.actions import consents, stops
from groundswell.apps.privacy.actions.erasure import erase_person
from groundswell.apps.privacy.actions.requests import done_on_the_page, enter_request
from groundswell.apps.privacy.consents import CHANNELS
from groundswell.apps.privacy.log_file import Logged, write_down
from groundswell.apps.privacy.models import Consent, PrivacyRequest, Proof
from groundswell.apps.privacy.queries.own_data import agreed_by
from groundswell.errors import InputError

CORRECTABLE = ("first_name", "last_name", "phone", "address", "town", "postcode")
Kind = PrivacyRequest.Kind


@transaction.atomic
def correct(*, organisation: Organisation, person: Any, **said: str) -> list[str]:
    """Put one's own details right; returns which fields changed.

    said: values for `CORRECTABLE`. The address for e-mail is what proves who one is, so it is
    changed by asking.
    """
    changed = [name for name in CORRECTABLE if name in said and said[name] != getattr(person, name)]
    if not changed:
        return []
    if not (said.get("first_name", "-").strip() or said.get("last_name", "-").strip()):
        raise InputError(_("Leave at least one name, so that we can find you again."))
    for name in changed:
        setattr(person, name, said[name])
    # What somebody typed in themselves, no later list overwrites.
    person.by_hand |= person.corrected(*changed)
    person.changed_at = timezone.now()
    person.save(update_fields=[*changed, "by_hand", "changed_at"])
    done_on_the_page(organisation=organisation, kind=Kind.CORRECT, subject=person.pk)
    note(
        "person.corrected_self", organisation_id=organisation.pk, by_id=None, about=person,
        fields=len(changed),
    )  # fmt: skip
    return changed


def object_to_contact(*, organisation: Organisation, person: Any, household: bool) -> int:
    """Nobody contacts them again. Returns how many people were marked."""
    n = stops.stop_person(
        by=None, organisation=organisation, person_id=person.pk, household=household
    )
    done_on_the_page(organisation=organisation, kind=Kind.OBJECT, subject=person.pk)
    return n


def withdraw(
    *, organisation: Organisation, person: Any, purpose: str, channel: str, proof: Proof
) -> Consent:
    """Take one consent back; a backup that is brought back doesn't give it again."""
    if channel not in CHANNELS or not any(
        (one.line.purpose, one.line.channel) == (purpose, channel) for one in agreed_by(person.pk)
    ):
        raise InputError(_("This consent doesn’t stand any more."))
    now = timezone.now()
    write_down(
        Logged(
            act="withdraw", organisation=organisation.pk, subject=person.pk, at=now.isoformat(),
            hashes=((purpose, channel),),
        )
    )  # fmt: skip
    with transaction.atomic():
        line = consents.record(
            by=None,
            organisation=organisation,
            said=consents.Said(
                subject=person.pk, purpose=purpose, channel=channel, is_given=False,
                how=Consent.How.SELF, proof=f"proof {proof.pk}", at=now,
            ),
        )  # fmt: skip
        done_on_the_page(organisation=organisation, kind=Kind.WITHDRAW, subject=person.pk)
    return line


def note_access(*, organisation: Organisation, person: Any) -> PrivacyRequest:
    """Write down that somebody took a copy of what is kept about them."""
    return done_on_the_page(
        organisation=organisation, kind=Kind.ACCESS, subject=person.pk if person else None
    )


def erase(*, organisation: Organisation, person: Any) -> None:
    """Erase oneself, at once: the code showed who it is, and the page asked twice."""
    person_id = person.pk
    erase_person(by=None, organisation=organisation, person_id=person_id)
    done_on_the_page(organisation=organisation, kind=Kind.ERASE, subject=person_id)


def ask(*, organisation: Organisation, proof: Proof, kind: str, words: str) -> PrivacyRequest:
    """Ask the data officer for what the page can't do by itself."""
    return enter_request(
        by=None, organisation=organisation, kind=kind, channel=PrivacyRequest.Channel.PAGE,
        contact=proof.contact, words=words, subject=proof.subject,
    )  # fmt: skip
