"""Rows that lie in an area, are limited to a team or an event, or have no limit at all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Invitation, Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.people.actions import merging
from groundswell.apps.people.models import Export, Import, Pair, Person
from groundswell.apps.places.models import AreaNode
from tests.access.rows import row_of

Targets = dict[str, dict[str, dict[str, Any]]]
LATER = timedelta(days=20)
# The role in which somebody's grant of each width is held.
HOLDS = {"area": Role.REGIONAL, "team": Role.VOLUNTEER, "event": Role.HOST}


def lists(own: Organisation, areas: dict[str, AreaNode], colleague: User) -> Targets:
    """Imports into an area and exports from it, asked for by somebody who tries no route."""
    found: Targets = {"import": {}, "export": {}}
    for number, (relation, area) in enumerate([*areas.items(), ("unplaced", None)], 101):
        known = {Organisation: own, User: colleague}
        brought = row_of(Import, known, number=number, area=area)
        taken = row_of(
            Export, known, number=number, areas=[area.path] if area else [], format="csv",
            consent="events", channel="email", rule={},
        )  # fmt: skip
        found["import"][relation] = {"pk": brought.pk}
        found["export"][relation] = {"pk": taken.pk}
    return found


def doubles(own: Organisation, people: dict[str, Person], colleague: User) -> Targets:
    """Pairs and merges; one of each pair lies in our own area, the other where the name says."""
    found: Targets = {"pair": {}, "merge": {}}
    for relation, person in people.items():
        known = {Organisation: own, User: colleague}
        near = row_of(Person, {}, organisation=own, area=people["own"].area)
        one, other = sorted((person, near), key=lambda each: each.pk)
        pair = row_of(Pair, known, one=one, other=other, state=Pair.State.OPEN)
        gone = row_of(Person, {}, organisation=own, area=person.area)
        merge = merging.merge(by=colleague, organisation=own, kept=person, gone=gone)
        found["pair"][relation] = {"pk": pair.pk}
        found["merge"][relation] = {"pk": merge.pk}
    return found


def roles(
    own: Organisation, limits: dict[str, tuple[str, str]], account: Callable[[str], User]
) -> Targets:
    """Colleagues with a role, and addresses invited to one, each limited to something.

    limits: relation: (kind, id) of what the role is limited to.
    """
    found: Targets = {"colleague": {}, "grant": {}, "invitation": {}}
    now = timezone.now()
    for relation, (kind, limit) in limits.items():
        somebody = account(f"colleague {relation}")
        role = HOLDS.get(kind, Role.VOLUNTEER)
        scope = {"role": role, "scope_kind": kind, "scope_id": limit}
        held = Grant(
            organisation=own, subject=somebody, valid_from=now - LATER, valid_until=now + LATER,
            reason="a test", **scope,
        )  # fmt: skip
        held.save(force_insert=True)
        offer = row_of(
            Invitation,
            {Organisation: own},
            grant_until=now + LATER,
            open_until=now + LATER,
            **scope,
        )
        found["colleague"][relation] = {"pk": somebody.pk}
        found["grant"][relation] = {"pk": held.pk}
        found["invitation"][relation] = {"pk": offer.pk}
    return found
