"""After a restore: carry out again whom the privacy log says was erased or stopped."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.scope import scope
from groundswell.apps.privacy.log_file import Logged, read_log
from groundswell.apps.privacy.models import Consent, Erasure, Stop
from groundswell.apps.privacy.planning.erasing import erase_account_rows, erase_rows_of_person
from groundswell.apps.privacy.planning.stopping import (
    add_stops,
    lift_stops,
    mark_stopped_again,
)


@dataclass(frozen=True)
class Reapplied:
    """How many acts of the log the database didn't know."""

    erased: int
    stops: int
    lifted: int
    withdrawn: int


def reapply() -> Reapplied:
    """Bring the database to where the log says it was. Does nothing if it is there already.

    Raises InputError if the log isn't as it was written.
    """
    by_organisation: dict[UUID, list[Logged]] = {}
    for logged in read_log():
        by_organisation.setdefault(logged.organisation, []).append(logged)
    done = [0, 0, 0, 0]
    for organisation_id, acts in by_organisation.items():
        organisation = Organisation.objects.filter(pk=organisation_id).first()
        if organisation is not None:
            with scope(organisation_id):
                for place, n in enumerate(_reapply_in(organisation, acts)):
                    done[place] += n
    return Reapplied(*done)


def _reapply_in(organisation: Organisation, acts: list[Logged]) -> tuple[int, int, int, int]:
    known = set(Erasure.objects.values_list("subject", flat=True))
    n_erased = 0
    for logged in acts:
        if logged.act == "erase-person" and _is_back(logged.subject, known):
            erase_rows_of_person(
                by=None, organisation=organisation, person_id=logged.subject,
                hashes=set(logged.hashes),
            )  # fmt: skip
            n_erased += 1
        elif logged.act == "erase-account" and logged.subject not in known:
            user = User.objects.filter(pk=logged.subject).first()
            if user is not None:
                erase_account_rows(by=None, organisation=organisation, user=user)
                n_erased += 1
    n_stops, n_lifted = _stops_in(organisation, acts)
    return n_erased, n_stops, n_lifted, _withdrawals_in(organisation, acts)


def _is_back(person_id: UUID, known: set[UUID]) -> bool:
    people = apps.get_model("people", "Person").objects
    return person_id not in known or people.filter(pk=person_id).exists()


def _stops_in(organisation: Organisation, acts: list[Logged]) -> tuple[int, int]:
    """Of each hash the last word in the log holds."""
    last: dict[tuple[str, str], str] = {}
    for logged in acts:
        if logged.act in ("stop", "lift"):
            last.update(dict.fromkeys(logged.hashes, logged.act))
    asked = Stop.objects.filter(why=Stop.Why.ASKED)
    live = set(asked.filter(lifted_at=None).values_list("kind", "keyed_hash"))
    missing = {pair for pair, act in last.items() if act == "stop"} - live
    surplus = {pair for pair, act in last.items() if act == "lift"} & live
    add_stops(by=None, organisation=organisation, why=Stop.Why.ASKED, hashes=missing)
    lift_stops(by=None, hashes=surplus)
    for logged in acts:
        if logged.act == "stop" and missing & set(logged.hashes):
            mark_stopped_again(logged.subject, household=logged.household)
    return len(missing), len(surplus)


def _withdrawals_in(organisation: Organisation, acts: list[Logged]) -> int:
    """Consents that were taken back and, after a restore, stand again."""
    lost = []
    for logged in acts:
        if logged.act == "withdraw":
            at, (purpose, channel) = datetime.fromisoformat(logged.at), logged.hashes[0]
            line = {"subject": logged.subject, "purpose": purpose, "channel": channel, "at": at}
            if not Consent.objects.filter(**line, is_given=False).exists():
                how, proof = Consent.How.SELF, "from the privacy log"
                lost.append(
                    Consent(organisation=organisation, is_given=False, how=how, proof=proof, **line)
                )
    Consent.objects.bulk_create(lost)
    return len(lost)
