"""Taking back, with an import, the consents and the stops that came by it and by nothing else."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from groundswell.apps.people.models import Import, Person
from groundswell.apps.people.planning.said_before import CHANNEL, PURPOSE
from groundswell.apps.privacy.models import Consent, Stop

AT_ONCE = 2000


def take_back_consents(of: Import, *, stays: Iterable[UUID]) -> None:
    """The ledger is only added to: of the people who stay, what held before holds again, or no
    consent is left where only this list said there was one. Lines about people who go are about
    nobody then, since a line holds an id and no name.
    """
    came = Consent.objects.filter(
        how=Consent.How.IMPORT, at=of.applied_at, proof__startswith=f"import {of.number}, "
    )
    added = Person.objects.filter(created_in=of).exclude(pk__in=list(stays))
    said = came.exclude(subject__in=added.values("pk")).order_by("subject")
    subjects = list(said.values_list("subject", "is_given"))
    lines = []
    for start in range(0, len(subjects), AT_ONCE):
        some = dict(subjects[start : start + AT_ONCE])
        lines += list(_as_before(of, some))
    Consent.objects.bulk_create(lines, batch_size=AT_ONCE)


def _as_before(of: Import, said: dict[UUID, bool]) -> Iterable[Consent]:
    about = Consent.objects.filter(subject__in=list(said), purpose=PURPOSE, channel=CHANNEL)
    older = about.filter(at__lt=of.applied_at).order_by("at", "pk")
    newer = set(about.filter(at__gt=of.applied_at).values_list("subject", flat=True))
    before = dict(older.values_list("subject", "is_given"))
    for subject, is_given in said.items():
        was = before.get(subject, False)
        if subject in newer or was == is_given:
            continue
        yield Consent(
            organisation_id=of.organisation_id, subject=subject, purpose=PURPOSE, channel=CHANNEL,
            is_given=was, how=Consent.How.IMPORT, at=timezone.now(), recorded_by=of.undone_by,
            proof=f"import {of.number} undone",
        )  # fmt: skip


def lift_stops(of: Import) -> int:
    """Stops that this list put up, and nobody since: they bear its moment."""
    came = Stop.objects.filter(why=Stop.Why.ASKED, at=of.applied_at, lifted_at=None)
    return int(came.update(lifted_at=timezone.now(), lifted_by=of.undone_by))
