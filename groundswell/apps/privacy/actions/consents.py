"""Adding to the consent ledger. There is no other way to write it, and none to change it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.privacy.consents import CHANNELS, PURPOSES
from groundswell.apps.privacy.models import Consent, Wording
from groundswell.errors import InputError

ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Said:
    """One yes (is_given), or one taking back, as it is to be written down.

    text: the words they said yes to, in `language`; "" if unknown (an imported list).
    proof: what shows it, e.g. "import 12, row 40" or the id of a confirmation.
    """

    subject: UUID
    purpose: str
    channel: str
    is_given: bool
    how: str
    text: str = ""
    language: str = "en-gb"
    proof: str = ""
    at: datetime | None = None


def record(*, by: User | None, organisation: Organisation, said: Said) -> Consent:
    """Write down one line. by: None if the person did it themselves."""
    return record_many(by=by, organisation=organisation, rows=[said])[0]


@transaction.atomic
def record_many(
    *, by: User | None, organisation: Organisation, rows: Iterable[Said]
) -> list[Consent]:
    """Write down many lines at once, in the order given."""
    now, wordings = timezone.now(), dict[tuple[str, str], Wording]()
    lines = []
    for said in rows:
        _refuse_unknown(said)
        key = (said.text, said.language)
        if said.text and key not in wordings:
            wordings[key] = wording(organisation=organisation, text=said.text, language=key[1])
        lines.append(
            Consent(
                organisation=organisation,
                subject=said.subject,
                purpose=said.purpose,
                channel=said.channel,
                is_given=said.is_given,
                wording=wordings.get(key),
                how=said.how,
                at=said.at or now,
                recorded_by=by,
                proof=said.proof,
            )
        )
    Consent.objects.bulk_create(lines, batch_size=ROWS_AT_ONCE)
    return lines


def wording(*, organisation: Organisation, text: str, language: str) -> Wording:
    """The row of a text, letter by letter; made when it is first used."""
    digest = sha256(f"{language}\n{text}".encode()).hexdigest()
    found, _made = Wording.objects.get_or_create(
        organisation=organisation, hash=digest, defaults={"text": text, "language": language}
    )
    return found


def _refuse_unknown(said: Said) -> None:
    if said.purpose not in PURPOSES:
        raise InputError(f"“{said.purpose}” is no purpose of a consent. One of: {_list(PURPOSES)}.")
    if said.channel not in CHANNELS:
        raise InputError(f"“{said.channel}” is no way to reach people. One of: {_list(CHANNELS)}.")
    if said.how not in Consent.How.values:
        raise InputError(f"“{said.how}” is no way to say yes. One of: {', '.join(Consent.How)}.")


def _list(known: Iterable[str]) -> str:
    return ", ".join(known)
