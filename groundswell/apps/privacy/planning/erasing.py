"""Taking a person, or an account, out of every table of the registry."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Invitation, Organisation, User
from groundswell.apps.accounts.unscoped import unscoped
from groundswell.apps.privacy.models import Erasure, Stop
from groundswell.apps.privacy.planning.stopping import add_stops
from groundswell.apps.privacy.queries.kept import rows_about
from groundswell.apps.privacy.registry import tables_of_people, way_to_person

NOBODY = UUID(int=0)
# What a library keeps of an account: (table, its field that leads to the account).
OF_ACCOUNTS = (
    ("account.emailaddress", "user"),
    ("mfa.authenticator", "user"),
    ("usersessions.usersession", "user"),
)


@transaction.atomic
def erase_rows_of_person(
    *,
    by: User | None,
    organisation: Organisation,
    person_id: UUID,
    hashes: set[tuple[str, str]],
) -> Erasure:
    """Erase a person in all tables, keep their hashes from coming back, and leave a tombstone.

    May be called again for the same person: after a restore it must.
    """
    removed: dict[str, int] = {}
    for label in tables_of_people():
        if n := take_out(label, [person_id]):
            removed[label] = n
    add_stops(by=by, organisation=organisation, why=Stop.Why.ERASED, hashes=hashes)
    return _tombstone(by=by, organisation=organisation, subject=person_id, removed=removed)


@transaction.atomic
def erase_account_rows(*, by: User | None, organisation: Organisation, user: User) -> Erasure:
    """End all that an account may do in this organisation; nameless if it works for no other.

    What it did stays, told of an account that leads to nobody.
    """
    now = timezone.now()
    live = Grant.objects.filter(subject=user, ended_at=None)
    invited = Invitation.objects.filter(email__iexact=user.email)
    removed = {
        "accounts.grant": live.update(ended_at=now, ended_by=by),
        "accounts.invitation": invited.delete()[0],
    }
    elsewhere = unscoped(Grant).exclude(organisation=organisation).filter(subject=user)
    if not elsewhere.exists():
        removed |= _forget(user)
    return _tombstone(by=by, organisation=organisation, subject=user.pk, removed=removed)


def _forget(user: User) -> dict[str, int]:
    removed = {}
    sessions = apps.get_model("usersessions.usersession").objects.filter(user=user)
    keys = list(sessions.values_list("session_key", flat=True))
    removed["sessions.session"] = (
        apps.get_model("sessions.session").objects.filter(session_key__in=keys).delete()[0]
    )
    for label, field in OF_ACCOUNTS:
        removed[label] = apps.get_model(label).objects.filter(**{field: user}).delete()[0]
    user.email, user.name = f"erased-{user.pk}@invalid", "–"
    user.is_active = user.is_operator = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    return removed | {"accounts.user": 1}


def take_out(label: str, people: list[UUID]) -> int:
    """Do in one table what its way says for these people; how many rows that was."""
    way = way_to_person(label)
    if way.erasure == "keep":
        return 0
    if way.erasure == "blank":
        model: Any = apps.get_model(label)
        return sum(
            model.objects.filter(**{f"{step}__in": people}).update(**{step: NOBODY})
            for step in way.to
        )
    rows = rows_about(label, people)
    n = rows.count()
    rows.delete()
    return n


def _tombstone(
    *, by: User | None, organisation: Organisation, subject: UUID, removed: dict[str, int]
) -> Erasure:
    values: dict[str, Any] = {"at": timezone.now(), "by": by, "removed": removed}
    row, _made = Erasure.objects.update_or_create(
        organisation=organisation, subject=subject, defaults=values
    )
    return row
