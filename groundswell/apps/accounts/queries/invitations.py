"""Which invitations are open, and whose."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Invitation
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.accounts.tokens import hash_of_token
from groundswell.apps.accounts.unscoped import unscoped


def open_invitation(token: str) -> Invitation | None:
    """The invitation that a link belongs to, while it can be accepted."""
    found = (
        unscoped(Invitation)
        .select_related("organisation", "invited_by")
        .filter(token_hash=hash_of_token(token), open_until__gt=timezone.now())
        .filter(accepted_at=None, withdrawn_at=None)
        .first()
    )
    if found is not None and found.needs_second and found.confirmed_at is None:
        return None
    return found


def open_invitations() -> QuerySet[Invitation]:
    """Those of the organisation in scope that are neither accepted nor withdrawn."""
    rows: QuerySet[Invitation] = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return rows.select_related("invited_by", "confirmed_by")


def limited_to(reach: Reach) -> Q:
    """Grants, or invitations, that lie within a reach: by area, event, shift and team."""
    if reach.whole:
        return Q()
    within = Q(pk__in=[])
    for path in reach.areas:
        within |= Q(scope_kind=Grant.Scope.AREA, scope_id__startswith=path)
    named = (
        (Grant.Scope.EVENT, reach.events),
        (Grant.Scope.SHIFT, reach.shifts),
        (Grant.Scope.TEAM, reach.teams),
    )
    for kind, ids in named:
        if ids:
            within |= Q(scope_kind=kind, scope_id__in=ids)
    return within
