"""A link for one shift: no account to set up, and nothing else to be seen through it.

The link is a token of django-sesame for the user and the shift: it works once, for a quarter of
an hour. It opens a log-in that carries one grant only, and ends with that.
"""

from datetime import timedelta
from urllib.parse import urljoin
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from sesame.backends import ModelBackend  # type: ignore[import-untyped]
from sesame.utils import get_token  # type: ignore[import-untyped]

from groundswell.apps.accounts import mail
from groundswell.apps.accounts.actions.grants import store_grant
from groundswell.apps.accounts.giving import latest_end, refuse_giving
from groundswell.apps.accounts.limits import Limit, limit_of
from groundswell.apps.accounts.models import Grant, Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.queries.grants import still_to_hold
from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.unscoped import unscoped
from groundswell.apps.audit.actions import note
from groundswell.errors import InputError

MINUTES_TO_OPEN = 15


@transaction.atomic
def send_shift_link(
    *, by: User, organisation: Organisation, shift_id: str, email: str, name: str, site: str
) -> Grant:
    """Let somebody into one shift until a day after its end, and post them the link.

    Raises InputError if the shift is over, or lies outside what `by` may give.
    """
    limit = limit_of(Grant.Scope.SHIFT, shift_id)
    until = latest_end(Role.VOLUNTEER, limit)
    now = timezone.now()
    if until is None or limit.ends_at is None or limit.ends_at <= now:
        raise InputError(_("This shift is over. Choose one that is still to come."))
    address = email.strip().lower()
    to = User.objects.filter(email=address).first()
    refuse_giving(by=by, to=to, role=Role.VOLUNTEER, limit=limit, until=until)
    if to is None:
        to = User.objects.create_user(address, name=name.strip() or address.partition("@")[0])
    held = still_to_hold(at=now).filter(
        subject=to, role=Role.VOLUNTEER, scope_kind=limit.kind, scope_id=limit.id
    )
    granted: Grant = held.first() or store_grant(
        by=by, to=to, organisation=organisation, role=Role.VOLUNTEER, limit=limit,
        start=now, until=until, reason=_("a link for one shift"),
    )  # fmt: skip
    _send(granted, limit, site)
    note("shift-link.sent", organisation_id=organisation.pk, by_id=by.pk, about=granted)
    return granted


def _send(granted: Grant, limit: Limit, site: str) -> None:
    token = get_token(granted.subject, scope=_token_scope(granted))
    link = urljoin(site, reverse("shift-link", args=[granted.pk, token]))
    mail.post(
        "shift_link", [granted.subject.email], organisation=granted.organisation, limit=limit,
        link=link, minutes=MINUTES_TO_OPEN,
    )  # fmt: skip


def _token_scope(granted: Grant) -> str:
    return f"{granted.scope_kind}:{granted.scope_id}:{granted.pk}"


@transaction.atomic
def open_shift_link(*, grant_id: UUID, token: str) -> Grant:
    """Use a link up. Returns the one grant that the log-in may carry.

    Raises InputError if it was used, is too old, or its grant has ended. Two clicks at once: one
    waits for the other at the grant's row, and then finds the link used.
    """
    gone = InputError(
        _("This link has been used, or is older than %(minutes)d minutes. Have a new one sent.")
        % {"minutes": MINUTES_TO_OPEN}
    )
    first = unscoped(Grant).filter(pk=grant_id).first()
    if first is None:
        raise gone
    with scope(first.organisation_id):
        granted = still_to_hold(at=timezone.now()).select_for_update().filter(pk=grant_id).first()
        if granted is None or granted.scope_kind != Grant.Scope.SHIFT:
            raise gone
        user = ModelBackend().authenticate(
            None, sesame=token, scope=_token_scope(granted), max_age=60 * MINUTES_TO_OPEN
        )
        if user is None or user.pk != granted.subject_id:
            raise gone
        # Tokens hold the last log-in: changing it uses this one up, before the log-in itself.
        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])
        granted.subject = user
        note(
            "shift-link.opened", organisation_id=granted.organisation_id, by_id=user.pk,
            about=granted,
        )  # fmt: skip
    return granted


@transaction.atomic
def send_shift_link_again(*, grant_id: UUID, site: str) -> None:
    """Post a new link to whom the first one went, if the grant still holds. Says nothing else."""
    first = unscoped(Grant).filter(pk=grant_id, scope_kind=Grant.Scope.SHIFT).first()
    if first is None:
        return
    with scope(first.organisation_id):
        granted = (
            still_to_hold(at=timezone.now())
            .select_related("subject", "organisation")
            .filter(pk=grant_id, subject__is_active=True)
            .first()
        )
        if granted is not None and granted.valid_until - timezone.now() > timedelta(0):
            _send(granted, limit_of(granted.scope_kind, granted.scope_id), site)
