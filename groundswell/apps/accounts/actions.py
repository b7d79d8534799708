"""Making organisations and users, and granting roles."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from groundswell.apps.accounts.models import Grant, Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.audit.actions import note
from groundswell.errors import InputError

# The longest that a grant of a role may hold before somebody must renew it.
LONGEST = {
    Role.VOLUNTEER: timedelta(days=365),
    Role.TEAM_LEADER: timedelta(days=30),
    Role.HOST: timedelta(days=60),
    Role.REGIONAL: timedelta(days=183),
    Role.NATIONAL: timedelta(days=366),
    Role.DATA_OFFICER: timedelta(days=366),
}


@transaction.atomic
def create_organisation(*, name: str, slug: str) -> Organisation:
    """Make an organisation. A SQLite server holds exactly one.

    SQLite has no second wall between organisations in the database itself, so two on one server
    would be kept apart by our code alone.
    """
    if connection.vendor == "sqlite" and Organisation.objects.exists():
        raise InputError(
            "This server's database is SQLite, which keeps one organisation only. "
            "Move to PostgreSQL with the setting database_url, or run a second server."
        )
    organisation = Organisation.objects.create(name=name, slug=slug)
    note(
        "organisation.created",
        organisation_id=organisation.pk,
        by_id=None,
        about=organisation,
    )
    return organisation


@transaction.atomic
def grant(
    *,
    by: User | None,
    to: User,
    organisation: Organisation,
    role: Role,
    valid_from: datetime,
    valid_until: datetime,
    reason: str,
) -> Grant:
    """Give a role in the whole organisation, for a time.

    by: None only at set-up, for the first organiser.
    """
    if by == to:
        raise InputError("Nobody grants a role to themselves. Ask another organiser.")
    longest = LONGEST[role]
    if valid_until - valid_from > longest:
        raise InputError(
            f"{role.label} is granted for {longest.days} days at the most; "
            f"this would be {(valid_until - valid_from).days}. Choose an earlier end."
        )
    granted = Grant(
        organisation=organisation,
        subject=to,
        role=role,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=by,
        reason=reason,
    )
    granted.save(force_insert=True)
    note(
        "grant.given",
        organisation_id=organisation.pk,
        by_id=by.pk if by else None,
        about=granted,
        to=str(to.pk),
        role=role.value,
    )
    return granted
