"""Offering a role to an address, and taking it up.

Nobody gets an account without one. The letter holds a link that works for a week; the database
holds its hash. Who takes it up then logs in with a code, so that a link which was passed on opens
nothing by itself.
"""

from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts import mail
from groundswell.apps.accounts.actions.grants import store_grant
from groundswell.apps.accounts.giving import (
    WITH_A_SECOND,
    refuse_both,
    refuse_giving,
    refuse_length,
)
from groundswell.apps.accounts.limits import limit_of
from groundswell.apps.accounts.models import Grant, Invitation, Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.queries.invitations import open_invitation, open_invitations
from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.second_person import refuse_as_second
from groundswell.apps.accounts.tokens import hash_of_token, new_token
from groundswell.apps.audit.actions import note
from groundswell.errors import InputError

OPEN_DAYS = 7


@transaction.atomic
def invite(
    *,
    by: User | None,
    organisation: Organisation,
    email: str,
    role: Role,
    until: datetime,
    reason: str,
    site: str,
    scope_kind: str = Grant.Scope.ORGANISATION,
    scope_id: str = "",
) -> tuple[Invitation, str]:
    """Offer a role to an address. Returns the invitation and its link.

    by: None from the server's own command line. site: the address of this server, `https://host/`.
    A national organiser or a data officer is invited by one person and confirmed by another, who
    sends the letter by that; the link is empty then. In set-up mode there is nothing to guard yet,
    and no second person either.
    """
    address = email.strip().lower()
    with scope(organisation.pk):
        limit = limit_of(scope_kind, scope_id)
        to = User.objects.filter(email=address).first()
        if by is not None:
            if by.email == address:
                raise InputError(_("Nobody grants a role to themselves. Ask another organiser."))
            refuse_giving(by=by, to=to, role=role, limit=limit, until=until)
        refuse_length(role, limit, start=timezone.now(), until=until)
        refuse_both(to=to, role=role)
        _refuse_second_offer(address, role, limit.kind, limit.id)
        invitation = Invitation(
            organisation=organisation, email=address, role=role, scope_kind=limit.kind,
            scope_id=limit.id, grant_until=until, reason=reason, invited_by=by,
            token_hash=hash_of_token(new_token()), open_until=_a_week_ahead(),
            needs_second=by is not None and role in WITH_A_SECOND and organisation.is_set_up,
        )  # fmt: skip
        invitation.save(force_insert=True)
        note(
            "invitation.made", organisation_id=organisation.pk, by_id=by.pk if by else None,
            about=invitation, role=role.value, scope=limit.kind,
        )  # fmt: skip
        if invitation.needs_second:
            _ask_for_a_second(invitation, site)
            return invitation, ""
        return invitation, _send(invitation, site)


def _refuse_second_offer(address: str, role: Role, kind: str, limit_id: str) -> None:
    same = open_invitations().filter(email=address, role=role, scope_kind=kind, scope_id=limit_id)
    if same.exists():
        raise InputError(
            _("This address is invited to the same role already. Send that invitation again.")
        )


def _a_week_ahead() -> datetime:
    return timezone.now() + timedelta(days=OPEN_DAYS)


def _send(invitation: Invitation, site: str) -> str:
    """Make a new link, which ends any older one, and post it."""
    token = new_token()
    invitation.token_hash, invitation.open_until = hash_of_token(token), _a_week_ahead()
    invitation.save(update_fields=["token_hash", "open_until"])
    link = urljoin(site, reverse("accept-invitation", args=[token]))
    mail.post(
        "invitation", [invitation.email], invitation=invitation, link=link,
        organisation=invitation.organisation,
        limit=limit_of(invitation.scope_kind, invitation.scope_id),
    )  # fmt: skip
    return link


def _ask_for_a_second(invitation: Invitation, site: str) -> None:
    asker = invitation.invited_by
    others = {*mail.holders(Role.NATIONAL), *mail.holders(Role.DATA_OFFICER)}
    mail.post(
        "second_for_invitation", others - {asker.email if asker else "", invitation.email},
        invitation=invitation, link=urljoin(site, reverse("invitations")),
        organisation=invitation.organisation,
    )  # fmt: skip


@transaction.atomic
def confirm_invitation(*, by: User, of: Invitation, site: str) -> Invitation:
    """Say yes as the second person to an offer that needs one: the letter goes out."""
    held = _held(of)
    if not held.needs_second or held.confirmed_at is not None:
        raise InputError(_("This invitation waits for nobody."))
    if held.email == by.email:
        raise InputError(_("Nobody confirms their own role. Ask another person."))
    refuse_as_second(asker=held.invited_by, approver=by, permission="grant.confirm")
    held.confirmed_by, held.confirmed_at = by, timezone.now()
    held.save(update_fields=["confirmed_by", "confirmed_at"])
    note("invitation.confirmed", organisation_id=held.organisation_id, by_id=by.pk, about=held)
    _send(held, site)
    return held


@transaction.atomic
def send_again(*, by: User | None, of: Invitation, site: str) -> str:
    """Post a new link, good for another week; the older one no longer works. Returns it."""
    held = _held(of)
    if held.needs_second and held.confirmed_at is None:
        raise InputError(_("A second person has to confirm this invitation first."))
    by_id = by.pk if by else None
    note("invitation.sent-again", organisation_id=held.organisation_id, by_id=by_id, about=held)
    return _send(held, site)


@transaction.atomic
def withdraw_invitation(*, by: User, of: Invitation) -> Invitation:
    """Take an offer back: its link opens nothing from now on."""
    held = _held(of)
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])
    note("invitation.withdrawn", organisation_id=held.organisation_id, by_id=by.pk, about=held)
    return held


def _held(of: Invitation) -> Invitation:
    """The invitation, locked, if it is still open to anything."""
    held: Invitation = Invitation.objects.select_for_update().get(pk=of.pk)
    if held.accepted_at is not None:
        raise InputError(_("This invitation has been accepted. End the role instead."))
    if held.withdrawn_at is not None:
        raise InputError(_("This invitation has been withdrawn. Make a new one."))
    return held


@transaction.atomic
def accept_invitation(*, token: str, name: str = "") -> Grant:
    """Take up a role. Makes the account if the address has none yet.

    name: what a new user is called. Raises InputError if the link is no longer good.
    """
    found = open_invitation(token)
    if found is None:
        raise InputError(
            _("This invitation is no longer open. Ask whoever invited you to send it again.")
        )
    with scope(found.organisation_id):
        held = _held(found)
        user = User.objects.filter(email=held.email).first()
        if user is None:
            if not name.strip():
                raise InputError(_("Say what you are called."))
            user = User.objects.create_user(held.email, name=name.strip())
        elif not user.is_active:
            raise InputError(_("This account is closed. Ask whoever invited you."))
        role = Role(held.role)
        limit = limit_of(held.scope_kind, held.scope_id)
        by = held.invited_by
        if by is not None:
            # Whoever invited may have lost the right to since.
            refuse_giving(by=by, to=user, role=role, limit=limit, until=held.grant_until)
        now = timezone.now()
        granted = store_grant(
            by=by, to=user, organisation=held.organisation, role=role, limit=limit,
            start=now, until=held.grant_until, reason=held.reason,
        )  # fmt: skip
        held.accepted_at = now
        held.save(update_fields=["accepted_at"])
        note("invitation.accepted", organisation_id=held.organisation_id, by_id=user.pk, about=held)
    return granted
