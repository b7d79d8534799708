"""Asking for the page of one's own data, and showing that the address is one's own.

Knowing an address opens nothing (T-auth-identifier): only what was mailed to it does, typed back
into the browser that asked.
"""

from datetime import timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.privacy.keyed import keyed_hash
from groundswell.apps.privacy.models import Proof
from groundswell.apps.privacy.planning.proving import address_of_code
from groundswell.apps.privacy.queries.addresses import people_at
from groundswell.apps.privacy.queries.requests import plain_phone
from groundswell.apps.privacy.tasks import send_codes
from groundswell.errors import InputError
from groundswell.exchange.people.keys import name_key_of

MOST_TRIES = 5
AN_HOUR = timedelta(hours=1)
# Within an hour: codes to one contact, askings from one network, askings in all.
MOST_FOR_ONE, MOST_FROM_ONE, MOST_IN_ALL = 3, 10, 300


class TooMany(InputError):
    """This network, or everybody together, has asked too often within the hour."""


@transaction.atomic
def ask_for_code(*, organisation: Organisation, typed: str, network: str) -> Proof:
    """Have a code mailed, if the contact is known. What comes back never says whether it is.

    network: the address that asks; kept as a keyed hash, for a day. Raises TooMany.
    """
    contact = typed.strip()
    kind: Literal["email", "phone"] = "email" if "@" in contact else "phone"
    contact = contact.lower() if kind == "email" else plain_phone(contact) or contact
    now = timezone.now()
    recent = Proof.objects.filter(asked_at__gt=now - AN_HOUR)
    from_here = keyed_hash("email", f"network {network}")
    if recent.filter(network_hash=from_here).count() >= MOST_FROM_ONE or (
        recent.count() >= MOST_IN_ALL
    ):
        raise TooMany(_("Too many codes were asked for within the hour. Try again later."))
    hashed = keyed_hash(kind, contact)
    proof = Proof(
        organisation=organisation, kind=kind, contact=contact, contact_hash=hashed,
        network_hash=from_here, asked_at=now,
    )  # fmt: skip
    is_spent = recent.filter(contact_hash=hashed).count() >= MOST_FOR_ONE
    proof.save(force_insert=True)
    # Known or not, a worker has something to do: the answer takes as long for either.
    if not is_spent:
        send_codes.enqueue(str(organisation.pk), str(proof.pk))
    return proof


def prove(*, proof: Proof, code: str) -> Proof:
    """Hold a code against those that were sent; five tries. Raises InputError if it isn't one."""
    if proof.ended_at is not None or proof.tries >= MOST_TRIES:
        raise InputError(_("This code is used up. Ask for another one."))
    # Counted in the database, so that tries at the same moment count as well.
    counted = Proof.objects.filter(pk=proof.pk, tries=proof.tries).update(tries=proof.tries + 1)
    address = address_of_code(proof, code) if counted else None
    if address is None:
        raise InputError(
            _("This isn’t the code, or its quarter of an hour is over. Look again, or ask anew.")
        )
    proof.contact, proof.proved_at = address, timezone.now()
    proof.contact_hash = keyed_hash("email", address)
    proof.codes = []
    people = list(people_at(address)[:2])
    if len(people) == 1:
        proof.subject = people[0].pk
    proof.save(update_fields=["contact", "contact_hash", "proved_at", "codes", "subject"])
    return proof


def choose_by_name(*, proof: Proof, first_name: str, last_name: str) -> Proof:
    """Where several share an address, each sees their own only: say who you are.

    Raises InputError if nobody of that name is kept under the address.
    """
    if proof.tries >= 2 * MOST_TRIES:
        raise InputError(_("That was one name too many. Ask for another code."))
    proof.tries += 1
    wanted = {name_key_of(first_name, last_name), name_key_of(last_name, first_name)}
    found = [person for person in people_at(proof.contact) if person.name_key in wanted]
    if not found:
        proof.save(update_fields=["tries"])
        raise InputError(
            _(
                "Nobody of that name is kept under this address. Try the name as you gave it to "
                "us, or write to us."
            )
        )
    proof.subject = found[0].pk
    proof.save(update_fields=["tries", "subject"])
    return proof


def leave(*, proof: Proof) -> None:
    """End what a code opened."""
    Proof.objects.filter(pk=proof.pk).update(ended_at=timezone.now())
