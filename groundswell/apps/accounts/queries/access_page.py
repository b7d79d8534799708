"""Who can see what: every role that holds or will hold, in words, with who gave it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.apps.accounts import limits
from groundswell.apps.accounts.models import Grant, Invitation, User
from groundswell.apps.accounts.permissions import NEEDS_SECOND_FACTOR, Role
from groundswell.apps.accounts.queries.grants import live_grants, still_to_hold
from groundswell.apps.accounts.queries.invitations import limited_to, open_invitations
from groundswell.apps.accounts.reach import Reach

ROWS = 50
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One role of one person, as the table shows it."""

    grant: Grant
    scope: str
    has_second_factor: bool
    needs_second_factor: bool
    ends_soon: bool
    begins_later: bool


@dataclass(frozen=True)
class Filters:
    """What the reader asked to see: a part of a name or address, a role, an area's path."""

    q: str = ""
    role: str = ""
    area: str = ""


def grants_within(reach: Reach) -> QuerySet[Grant]:
    """The roles that a reader may see: those limited to what lies within their own."""
    return (
        still_to_hold(at=timezone.now())
        .filter(limited_to(wider(reach)))
        .select_related("subject", "granted_by")
        .order_by("subject__name", "subject_id", "role", "pk")
    )


def invitations_within(reach: Reach) -> QuerySet[Invitation]:
    return open_invitations().filter(limited_to(wider(reach)))


def wider(reach: Reach) -> Reach:
    """An area holds the events in it, and an event its shifts."""
    if reach.whole or not (reach.areas or reach.events):
        return reach
    events = {limit.id for limit in limits.within(Grant.Scope.EVENT, reach)}
    shifts = {limit.id for limit in limits.within(Grant.Scope.SHIFT, reach)}
    return Reach(False, reach.areas, reach.events | events, reach.shifts | shifts, reach.teams)


def access_table(reach: Reach, asked: Filters, page: str | None) -> Page[Row]:
    """A page of roles, with as many queries whatever their number."""
    grants = grants_within(reach)
    if asked.q:
        grants = grants.filter(
            Q(subject__name__icontains=asked.q) | Q(subject__email__icontains=asked.q)
        )
    if asked.role in Role.values:
        grants = grants.filter(role=asked.role)
    if asked.area:
        grants = grants.filter(_sees(asked.area))
    shown = Paginator(grants, ROWS).get_page(page)
    rows: Page[Row] = shown  # type: ignore[assignment]
    rows.object_list = rows_of(list(shown.object_list))
    return rows


def _sees(path: str) -> Q:
    """Roles that reach an area: of it or of what holds it, or of the whole organisation."""
    steps = path.strip("/").split("/")
    above = ["/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
    return Q(scope_kind=Grant.Scope.ORGANISATION) | Q(
        scope_kind=Grant.Scope.AREA, scope_id__in=above
    )


def rows_of(grants: Sequence[Grant]) -> list[Row]:
    words = limits.words_of((grant.scope_kind, grant.scope_id) for grant in grants)
    have = with_second_factor([grant.subject_id for grant in grants])
    now = timezone.now()
    return [
        Row(
            grant=grant,
            scope=words[grant.scope_kind, grant.scope_id],
            has_second_factor=grant.subject_id in have,
            needs_second_factor=grant.role in NEEDS_SECOND_FACTOR and not settings.DEMO,
            ends_soon=_ends_soon(grant, now),
            begins_later=grant.valid_from > now,
        )
        for grant in grants
    ]


def _ends_soon(grant: Grant, now: datetime) -> bool:
    """Of a role that holds for months: time to think of renewing it."""
    return grant.valid_until - now < SOON and grant.valid_until - grant.valid_from > 2 * SOON


def with_second_factor(users: Sequence[UUID]) -> set[UUID]:
    """Those of these users who have a passkey or an authenticator app."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    rows = Authenticator.objects.filter(user_id__in=set(users), type__in=types)
    return set(rows.values_list("user_id", flat=True))


def area_choices(reach: Reach) -> list[limits.Limit]:
    """The areas that the filter offers."""
    return limits.within(Grant.Scope.AREA, reach)


def person_within(reach: Reach, pk: UUID) -> User | None:
    """Somebody with a role that the reader may see; nobody else is found."""
    grant = grants_within(reach).filter(subject_id=pk).first()
    return grant.subject if grant else None


def person_page(reach: Reach, person: User) -> dict[str, Any]:
    """All that one person may do here, as far as the reader may see."""
    shown = grants_within(reach).filter(subject=person)
    return {
        "person": person,
        "rows": rows_of(list(shown)),
        "n_hidden": live_grants(person, at=timezone.now(), of_scope=True)
        .exclude(pk__in=shown.values("pk"))
        .count(),
        "has_second_factor": bool(with_second_factor([person.pk])),
        "invitations": list(open_invitations().filter(email__iexact=person.email)),
    }


def invitation_rows(reach: Reach) -> list[dict[str, Any]]:
    """Open invitations with their limits in words, the newest first."""
    rows = list(invitations_within(reach)[:200])
    words = limits.words_of((row.scope_kind, row.scope_id) for row in rows)
    now = timezone.now()
    return [
        {
            "invitation": row,
            "scope": words[row.scope_kind, row.scope_id],
            "waits_for_second": row.needs_second and row.confirmed_at is None,
            "is_over": row.open_until <= now,
        }
        for row in rows
    ]
