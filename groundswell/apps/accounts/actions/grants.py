"""Giving roles, renewing and ending them, and closing every door to a person at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts import mail
from groundswell.apps.accounts.giving import (
    WITH_A_SECOND,
    refuse_both,
    refuse_giving,
    refuse_length,
)
from groundswell.apps.accounts.leaving import close_all
from groundswell.apps.accounts.limits import Limit, limit_of
from groundswell.apps.accounts.models import Grant, Invitation, Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.queries.grants import still_to_hold
from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.actions import note
from groundswell.errors import InputError

BREAK_GLASS_HOURS = 4


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
    scope_kind: str = Grant.Scope.ORGANISATION,
    scope_id: str = "",
) -> Grant:
    """Give a role for a time, in the whole organisation or limited to a part of it.

    by: None only at set-up, for the first organiser, and from the server's own command line.
    Roles that need a second person are given through an invitation.

    Raises InputError, saying why, if `by` may not give this.
    """
    with scope(organisation.pk):
        limit = limit_of(scope_kind, scope_id)
        if by is not None and role in WITH_A_SECOND and by != to:
            raise InputError(
                _("A %(role)s is invited, and a second person confirms the invitation.")
                % {"role": role.label.lower()}
            )
        if by is not None:
            refuse_giving(by=by, to=to, role=role, limit=limit, until=valid_until)
        return store_grant(
            by=by, to=to, organisation=organisation, role=role, limit=limit,
            start=valid_from, until=valid_until, reason=reason,
        )  # fmt: skip


def store_grant(
    *,
    by: User | None,
    to: User,
    organisation: Organisation,
    role: Role,
    limit: Limit,
    start: datetime,
    until: datetime,
    reason: str,
) -> Grant:
    """Write a grant down once it is known that it may be given. Call it inside a transaction."""
    refuse_length(role, limit, start=start, until=until)
    refuse_both(to=to, role=role)
    granted = Grant(
        organisation=organisation,
        subject=to,
        role=role,
        scope_kind=limit.kind,
        scope_id=limit.id,
        valid_from=start,
        valid_until=until,
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
        scope=limit.kind,
    )
    return granted


@transaction.atomic
def renew_grant(*, by: User, of: Grant, until: datetime) -> Grant:
    """Let a role hold for longer. The same rules hold as for giving it."""
    role, limit = Role(of.role), limit_of(of.scope_kind, of.scope_id)
    held: Grant = Grant.objects.select_for_update().get(pk=of.pk)
    if held.ended_at is not None:
        raise InputError(_("This role has ended. Give it anew."))
    if role in WITH_A_SECOND and held.subject != by:
        raise InputError(
            _(
                "The role of %(role)s is renewed by inviting the person again, and a second one "
                "confirms it."
            )
            % {"role": role.label.lower()}
        )
    refuse_giving(by=by, to=held.subject, role=role, limit=limit, until=until)
    now = timezone.now()
    if until <= now:
        raise InputError(_("The new end must lie ahead."))
    refuse_length(role, limit, start=now, until=until)
    held.valid_until = until
    held.save(update_fields=["valid_until"])
    note("grant.renewed", organisation_id=held.organisation_id, by_id=by.pk, about=held)
    return held


@transaction.atomic
def end_grant(*, by: User, of: Grant) -> Grant:
    """End a role now: the next click finds the door closed.

    Whoever may give a role may end it. One's own may be given up, unless the organisation would
    then have nobody left who can.
    """
    held: Grant = Grant.objects.select_for_update().get(pk=of.pk)
    if held.ended_at is not None:
        return held
    _refuse_ending(by=by, of=held)
    held.ended_at, held.ended_by = timezone.now(), by
    held.save(update_fields=["ended_at", "ended_by"])
    note("grant.ended", organisation_id=held.organisation_id, by_id=by.pk, about=held)
    return held


@transaction.atomic
def remove_person(*, by: User | None, person: User, organisation: Organisation) -> dict[str, int]:
    """Close every door to a person, at once: all of it, or none if something fails.

    by: None from the server's own command line, which may also remove the last holder of a role.
    Ends their roles, invitations, links, log-ins and what other apps hold open for them, such as
    exports. Returns how many of each.
    """
    if by == person:
        raise InputError(_("Nobody removes themselves. Ask another organiser."))
    now = timezone.now()
    roles = list(still_to_hold(at=now).filter(subject=person).select_for_update())
    for held in roles:
        if by is not None:
            _refuse_ending(by=by, of=held)
    pks = [held.pk for held in roles]
    ended = {"roles": Grant.objects.filter(pk__in=pks).update(ended_at=now, ended_by=by)}
    ended["invitations"] = (
        Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
        .filter(Q(email__iexact=person.email) | Q(invited_by=person))
        .update(withdrawn_at=now)
    )
    ended |= close_all(person=person, by=by)
    person.end_sessions()
    by_id = by.pk if by else None
    note("person.removed", organisation_id=organisation.pk, by_id=by_id, about=person, **ended)
    return ended


def _refuse_ending(*, by: User, of: Grant) -> None:
    role, limit = Role(of.role), _limit_or_gone(of)
    if role in WITH_A_SECOND and _is_the_last(of):
        raise InputError(
            _(
                "This is the last %(role)s. Invite another one first, or nobody is left who can "
                "look after the organisation."
            )
            % {"role": role.label.lower()}
        )
    if of.subject != by:
        refuse_giving(by=by, to=None, role=role, limit=limit, until=timezone.now())


def _limit_or_gone(of: Grant) -> Limit:
    """What a grant is limited to; if that is gone, something only the whole organisation covers."""
    try:
        return limit_of(of.scope_kind, of.scope_id)
    except InputError:
        return Limit(of.scope_kind, of.scope_id, _("something that is gone"))


def _is_the_last(of: Grant) -> bool:
    others = still_to_hold(at=timezone.now()).filter(role=of.role, subject__is_active=True)
    return not others.exclude(subject_id=of.subject_id).exists()


@transaction.atomic
def break_glass(
    *, operator: User, organisation: Organisation, hours: float, reason: str, at: datetime
) -> Grant:
    """Let an operator in for some hours, with a reason, and tell the data officers at once."""
    if not operator.is_operator:
        raise InputError(
            f"{operator.email} is no operator of this server: "
            f"`groundswell organisation operator {operator.email}` makes them one."
        )
    if not 0 < hours <= BREAK_GLASS_HOURS:
        raise InputError(
            f"Break-glass access holds for {BREAK_GLASS_HOURS} hours at the most; "
            f"this would be {hours:g}."
        )
    if len(reason.strip()) < 10:
        raise InputError("Say in a sentence why an operator must look in: --reason.")
    with scope(organisation.pk):
        refuse_both(to=operator, role=Role.NATIONAL)
        granted = Grant(
            organisation=organisation, subject=operator, role=Role.NATIONAL,
            valid_from=at, valid_until=at + timedelta(hours=hours),
            reason=_("break-glass: %(why)s") % {"why": reason.strip()},
        )  # fmt: skip
        granted.reason = granted.reason[:200]
        granted.save(force_insert=True)
        note(
            "break-glass.opened", organisation_id=organisation.pk, by_id=operator.pk,
            about=granted, hours=hours,
        )  # fmt: skip
        mail.post(
            "break_glass", mail.holders(Role.DATA_OFFICER), organisation=organisation, hours=hours
        )
    return granted
