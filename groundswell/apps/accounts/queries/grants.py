"""Who may do what, read anew at each request so that an ended grant ends at once."""

from datetime import datetime

from django.db.models import Q, QuerySet

from groundswell.apps.accounts.models import Grant, Organisation, User
from groundswell.apps.accounts.permissions import PERMISSIONS, Role
from groundswell.apps.accounts.unscoped import unscoped


def live_grants(user: User, *, at: datetime, of_scope: bool = False) -> QuerySet[Grant]:
    """The grants that hold at a moment: begun, not over, not ended by hand.

    of_scope: only those of the organisation in scope.
    """
    grants = Grant.objects.all() if of_scope else unscoped(Grant)
    return (
        grants.filter(subject=user, valid_from__lte=at, valid_until__gt=at)
        .filter(Q(ended_at=None) | Q(ended_at__gt=at))
        .select_related("organisation")
        .order_by("organisation__name", "valid_from")
    )


def still_to_hold(*, at: datetime) -> QuerySet[Grant]:
    """The grants of the organisation in scope that hold now or will later."""
    ahead: QuerySet[Grant] = Grant.objects.filter(valid_until__gt=at).filter(
        Q(ended_at=None) | Q(ended_at__gt=at)
    )
    return ahead


def has_permission(grants: list[Grant], permission: str) -> bool:
    """Whether one of these grants, of the whole organisation, has a permission.

    Grants of an area or an event don't open pages that show the whole organisation.
    """
    roles = PERMISSIONS[permission]
    return any(
        grant.role in roles and grant.scope_kind == Grant.Scope.ORGANISATION for grant in grants
    )


def organisations() -> QuerySet[Organisation]:
    """Every organisation's public name. What they hold needs a scope."""
    return Organisation.objects.order_by("name")


def organisations_at_work() -> QuerySet[Organisation]:
    """Those that have public pages: past their set-up."""
    return organisations().filter(set_up_at__isnull=False)


def demo_users() -> list[tuple[User, str]]:
    """The made-up people of a demo, each with the name of their role."""
    grants = (
        unscoped(Grant)
        .exclude(role=Role.VOLUNTEER)
        .select_related("subject")
        .order_by("subject__created_at")
    )
    return [(grant.subject, grant.get_role_display()) for grant in grants]
