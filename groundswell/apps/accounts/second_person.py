"""Who may be the second person: another one, of the same rank or higher, not one's own grantee."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Grant, User
from groundswell.apps.accounts.permissions import PERMISSIONS, RANK, Role
from groundswell.apps.accounts.queries import live_grants
from groundswell.errors import InputError

GRANTEE_DAYS = 30


def refuse_as_second(*, asker: User | None, approver: User, permission: str) -> None:
    """Raise InputError, saying why, if `approver` can't approve what `asker` asked for.

    Call it inside the organisation's scope: grants elsewhere don't count.
    """
    if asker is None or asker == approver:
        raise InputError(_("Nobody approves what they asked for. Ask a second person to look."))
    now = timezone.now()
    theirs, askers = _highest(approver, permission), _highest(asker, "account.own")
    if theirs is None:
        raise InputError(_("You hold no role that approves this."))
    if askers is not None and theirs < askers:
        raise InputError(_("Whoever approves this must hold the same role as who asked, or more."))
    recent = Grant.objects.filter(
        subject=approver, granted_by=asker, valid_from__gte=now - timedelta(days=GRANTEE_DAYS)
    )
    if recent.exists():
        raise InputError(
            _(
                "Who asked for this gave you your role less than %(days)d days ago, so you can't "
                "approve it. Ask somebody else."
            )
            % {"days": GRANTEE_DAYS}
        )


def _highest(user: User, permission: str) -> int | None:
    roles = PERMISSIONS[permission]
    held = [
        RANK[Role(grant.role)]
        for grant in live_grants(user, at=timezone.now(), of_scope=True)
        if grant.role in roles
    ]
    return max(held, default=None)
