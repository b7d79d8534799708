"""Codes that show an address to be somebody's: made, mailed, compared with what comes back."""

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.apps import apps
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.privacy.encrypted import decrypt, encrypt
from groundswell.apps.privacy.key_file import key_for
from groundswell.apps.privacy.models import Proof
from groundswell.apps.privacy.queries.addresses import account_at, people_at
from groundswell.apps.privacy.queries.requests import plain_phone

# No vowels, so that no code is a word; no letters that look like another.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
N_LETTERS = 8
MOST_ADDRESSES = 3
LASTS = timedelta(minutes=15)


def mail_codes(proof: Proof, organisation: Organisation) -> int:
    """Send a code to each address that the typed contact leads to; returns to how many.

    An address that isn't known gets a letter that says so: whoever reads it owns it, and whoever
    typed it in can't tell the difference.
    """
    known = addresses_behind(proof)
    codes = []
    for address in known:
        code = "".join(secrets.choice(LETTERS) for _ in range(N_LETTERS))
        codes.append({"hash": hash_of_code(proof.pk, code), "to": encrypt(address)})
        _mail("code", organisation, address, code=f"{code[:4]}-{code[4:]}")
    proof.codes = codes
    proof.save(update_fields=["codes"])
    if not known and proof.kind == Proof.Kind.EMAIL:
        _mail("nothing", organisation, proof.contact)
    return len(known)


def addresses_behind(proof: Proof) -> list[str]:
    """The e-mail addresses kept with what was typed: of people on lists, and of accounts."""
    if proof.kind == Proof.Kind.EMAIL:
        address = proof.contact
        is_known = people_at(address).exists() or account_at(address) is not None
        return [address] if is_known else []
    person = apps.get_model("people", "Person")
    with_it = person.objects.filter(phone=plain_phone(proof.contact) or "-").exclude(email="")
    return sorted(set(with_it.values_list("email", flat=True)[:50]))[:MOST_ADDRESSES]


def hash_of_code(proof_id: UUID, typed: str) -> str:
    """What is kept of a code; blanks, dashes and small letters make no difference."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return hmac.digest(key_for("codes"), f"{proof_id}|{plain}".encode(), sha256).hex()


def address_of_code(proof: Proof, typed: str) -> str | None:
    """The address to which this code was sent; None if it was sent to none, or too long ago."""
    if timezone.now() - proof.asked_at > LASTS:
        return None
    given = hash_of_code(proof.pk, typed)
    for code in proof.codes:
        if hmac.compare_digest(code["hash"], given):
            return decrypt(code["to"])
    return None


def _mail(letter: str, organisation: Organisation, address: str, **words: str) -> None:
    context = {"organisation": organisation, "minutes": LASTS.seconds // 60} | words
    text = render_to_string(f"privacy/letters/{letter}.txt", context).strip()
    subject, _, body = text.partition("\n")
    send_mail(subject, body.strip(), None, [address])
