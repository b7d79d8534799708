"""What somebody who showed an address to be theirs sees on the page of their own data."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from groundswell.apps.accounts.models import User
from groundswell.apps.privacy.consents import CHANNELS, PURPOSES
from groundswell.apps.privacy.models import Consent, Proof
from groundswell.apps.privacy.queries.addresses import account_at, people_at
from groundswell.apps.privacy.queries.consents import standing
from groundswell.apps.privacy.queries.kept import (
    Table,
    kept_about_account,
    kept_about_person,
)

LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Agreed:
    """A consent that stands, in words."""

    line: Consent
    purpose: str
    channel: str


@dataclass(frozen=True)
class OwnData:
    """Everything of one visitor. person: a people.Person, or None; account: likewise."""

    person: Any
    account: User | None
    tables: list[Table]
    agreed: list[Agreed]

    @property
    def is_empty(self) -> bool:
        return self.person is None and self.account is None


def live_proof(proof_id: str | None) -> Proof | None:
    """An address that was proved within the last half hour, by the browser that holds this id."""
    return _proof(proof_id, proved=True)


def open_asking(proof_id: str | None) -> Proof | None:
    """An asking whose code hasn't come back yet."""
    return _proof(proof_id, proved=False)


def _proof(proof_id: str | None, *, proved: bool) -> Proof | None:
    try:
        key = UUID(proof_id or "")
    except ValueError:
        return None
    rows = Proof.objects.filter(pk=key, ended_at=None, asked_at__gt=timezone.now() - 2 * LASTS)
    if not proved:
        return rows.filter(proved_at=None).first()
    return rows.filter(proved_at__gt=timezone.now() - LASTS).first()


def n_sharing(proof: Proof) -> int:
    """How many people on the lists are reached at the proved address."""
    return int(people_at(proof.contact).count())


def person_of(proof: Proof) -> Any:
    """The person who was proved, if they are still there and still reached at that address."""
    if proof.subject is None:
        return None
    return people_at(proof.contact).filter(pk=proof.subject).first()


def own_data(proof: Proof) -> OwnData:
    """Everything kept about whoever proved the address: as a person, and as an account.

    The account is shown only where the address is one person's, or no person's on a list.
    """
    person = person_of(proof)
    account = account_at(proof.contact)
    if account and n_sharing(proof) > 1 and person and str(account.name) != str(person):
        account = None
    tables = kept_about_person(person.pk) if person else []
    if account:
        tables = tables + kept_about_account(account)
    return OwnData(person, account, tables, agreed_by(person.pk) if person else [])


def agreed_by(subject: UUID) -> list[Agreed]:
    """The consents of a person that stand, newest first."""
    return [
        Agreed(line, str(PURPOSES.get(line.purpose, line.purpose)), str(CHANNELS[line.channel]))
        for line in standing(subject)
        if line.is_given
    ]


def as_json(data: OwnData, *, organisation: str) -> dict[str, Any]:
    """Everything as a machine reads it (article 20)."""
    return {
        "organisation": organisation,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "tables": [
            {
                "table": table.label,
                "name": table.name,
                "rows": [{line.code: line.value for line in row} for row in table.rows],
            }
            for table in data.tables
        ],
    }


def person_by_id(person_id: UUID) -> Any:
    """A person on the lists of the organisation in scope, or None."""
    return apps.get_model("people", "Person").objects.filter(pk=person_id).first()


def data_of_person(person_id: UUID) -> OwnData | None:
    """Everything about one person, for a data officer who answers them; None if they are gone."""
    person = person_by_id(person_id)
    if person is None:
        return None
    return OwnData(person, None, kept_about_person(person_id), agreed_by(person_id))
