"""Making an organisation, setting it up, and changing what it says of itself."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.actions.invitations import invite
from groundswell.apps.accounts.models import Invitation, Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.queries.set_up import steps_left
from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.actions import note
from groundswell.errors import InputError

FIRST_ROLES_DAYS = 365


@transaction.atomic
def create_organisation(*, name: str, slug: str, by: User | None = None) -> Organisation:
    """Make an organisation, in set-up mode. A SQLite server holds exactly one.

    SQLite has no second wall between organisations in the database itself, so two on one server
    would be kept apart by our code alone.
    """
    if connection.vendor == "sqlite" and Organisation.objects.exists():
        raise InputError(
            "This server's database is SQLite, which keeps one organisation only. "
            "Move to PostgreSQL with the setting database_url, or run a second server."
        )
    if Organisation.objects.filter(slug=slug).exists():
        raise InputError(
            f"There is an organisation with the short name {slug} already. Choose another."
        )
    organisation = Organisation.objects.create(name=name, slug=slug)
    with scope(organisation.pk):
        note(
            "organisation.created",
            organisation_id=organisation.pk,
            by_id=by.pk if by else None,
            about=organisation,
        )
    return organisation


@transaction.atomic
def create_with_first_people(
    *, name: str, slug: str, organiser: str, data_officer: str, site: str, by: User | None = None
) -> tuple[Organisation, list[tuple[Invitation, str]]]:
    """Make an organisation and invite those who set it up; the invitations with their links.

    data_officer: may be empty; the national organiser then invites one.
    """
    if data_officer and data_officer.strip().lower() == organiser.strip().lower():
        raise InputError(
            "The data officer watches over what the organiser does, so they are two people. "
            "Leave the data officer out for now if you have nobody yet."
        )
    organisation = create_organisation(name=name, slug=slug, by=by)
    wanted = [(organiser, Role.NATIONAL), (data_officer, Role.DATA_OFFICER)]
    sent = []
    with scope(organisation.pk):
        for email, role in wanted:
            if email:
                invitation, link = invite(
                    by=None,
                    organisation=organisation,
                    email=email,
                    role=role,
                    until=timezone.now() + timedelta(days=FIRST_ROLES_DAYS),
                    reason=_("sets the organisation up"),
                    site=site,
                )
                sent.append((invitation, link))
    return organisation, sent


@transaction.atomic
def change_organisation(
    *, by: User, organisation: Organisation, name: str, time_zone: str, language: str, country: str
) -> Organisation:
    """Change its name, the clocks it goes by, its language and its country."""
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    held.name, held.time_zone, held.language, held.country = name, time_zone, language, country
    held.save(update_fields=["name", "time_zone", "language", "country"])
    note("organisation.changed", organisation_id=held.pk, by_id=by.pk, about=held)
    return held


@transaction.atomic
def finish_set_up(*, by: User | None, organisation: Organisation) -> Organisation:
    """Leave set-up mode: from now on there are public pages, and lists of people may come in."""
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    left = steps_left(held)
    if left:
        raise InputError(
            _("Set-up isn’t finished: %(step)s. The page Set-up says what to do.")
            % {"step": left[0].words}
        )
    if held.set_up_at is None:
        held.set_up_at = timezone.now()
        held.save(update_fields=["set_up_at"])
        note(
            "organisation.set-up", organisation_id=held.pk, by_id=by.pk if by else None, about=held
        )
    return held


@transaction.atomic
def make_operator(*, email: str, name: str = "", is_operator: bool = True) -> User:
    """Let somebody run the server, or stop that. Operators see no organisation's data."""
    address = email.strip().lower()
    user = User.objects.select_for_update().filter(email=address).first()
    if user is None:
        if not is_operator:
            raise InputError(f"Nobody here has the address {address}.")
        user = User.objects.create_user(address, name=name or address.partition("@")[0])
    user.is_operator = is_operator
    user.save(update_fields=["is_operator"])
    if not is_operator:
        user.end_sessions()
    return user
