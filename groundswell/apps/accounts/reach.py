"""How far a reader's grants reach: the whole organisation, or areas, events and teams of it.

A view that can answer for less than the whole organisation says so in its rule,
`@access("people.read", within="area")`, and then reads through `request.reach`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db import models
from django.db.models import Q
from django.http import Http404

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import PERMISSIONS


@dataclass(frozen=True)
class Reach:
    """What the grants that carry one permission cover.

    areas: paths of nodes in the organisation's area tree; a node covers all below it.
    events, shifts, teams: ids as text.
    """

    whole: bool = False
    areas: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    shifts: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.whole or self.areas or self.events or self.shifts or self.teams)

    def area_filter(self, field: str = "area__path") -> Q:
        """Rows whose area lies within reach; `field` leads to an area node's path.

        An empty reach matches nothing. A row without an area belongs to the whole organisation.
        """
        if self.whole:
            return Q()
        within = Q(pk__in=[])
        for path in self.areas:
            within |= Q(**{f"{field}__startswith": path})
        return within


def reach_of(grants: Iterable[Grant], permission: str) -> Reach:
    """What these grants, all of one organisation and all live, cover with a permission."""
    roles = PERMISSIONS[permission]
    covered: dict[str, set[str]] = {kind: set() for kind in Grant.Scope.values}
    for grant in grants:
        if grant.role in roles:
            covered[grant.scope_kind].add(grant.scope_id)
    return Reach(
        whole=bool(covered[Grant.Scope.ORGANISATION]),
        areas=frozenset(covered[Grant.Scope.AREA]),
        events=frozenset(covered[Grant.Scope.EVENT]),
        shifts=frozenset(covered[Grant.Scope.SHIFT]),
        teams=frozenset(covered[Grant.Scope.TEAM]),
    )


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class Visible(Protocol[Row_co]):
    """A manager whose rows can be narrowed to a reach, as `people.Person.objects` can."""

    def within(self, reach: Reach) -> models.QuerySet[Row_co]: ...


def get_visible(rows: Visible[Row_co], reach: Reach, **lookup: Any) -> Row_co:
    """The third wall: one row that lies within reach; else it is not found."""
    found = rows.within(reach).filter(**lookup).first()
    if found is None:
        raise Http404
    return found
