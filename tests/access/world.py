"""One world for all that tests/access tries: two organisations that are twins, and everybody.

Ours is filled by the app's own actions and by `rows.row_of`; theirs is its twin, row by row, under
other ids and other markers. The world lives in a transaction that is never committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from tests.access import made
from tests.access.actors import ENDED, EVERYBODY, Actor
from tests.access.logging_in import session_of
from tests.access.twin import Twins

A_DAY = timedelta(days=1)


@dataclass
class World:
    """Two organisations, what each holds by kind and relation, and everybody's session."""

    own: Organisation
    other: Organisation
    # kind of thing: relation: the arguments of a route to it
    targets: dict[str, dict[str, dict[str, Any]]]
    ids: dict[UUID, UUID]
    cookies: dict[Actor, dict[str, str]] = field(default_factory=dict)
    users: dict[Actor, User] = field(default_factory=dict)
    handler: Any = None

    def client(self, actor: Actor, **headers: str) -> Client:
        """A browser in which an actor is logged in, as strict about forged forms as ours is."""
        browser = Client(enforce_csrf_checks=True, raise_request_exception=False, headers=headers)
        # The site is put together once, and not anew for each browser.
        browser.handler = self.handler = self.handler or browser.handler
        for name, value in self.cookies.get(actor, {}).items():
            browser.cookies[name] = value
        return browser


def build() -> World:
    """Make the world. It takes about two seconds, so once for each file of tests."""
    now = timezone.now()
    own = Organisation.objects.create(name="Harbour Lights", slug="harbour", set_up_at=now)
    other = Organisation.objects.create(name="Beacon Hill", slug="beacon", set_up_at=now)
    organiser = made.user("national organiser")
    liaison = made.user("liaison of the other", theirs=True)
    ids = {own.pk: other.pk, organiser.pk: liaison.pk}

    def account(name: str) -> User:
        ours, theirs = made.user(name), made.user(name, theirs=True)
        ids[ours.pk] = theirs.pk
        return ours

    with scope(own.pk):
        things = made.fill(own, organiser, account)
        rows = made.rows_of(own)
    twins = Twins(ids)
    copies = twins.copy(rows)
    with scope(other.pk):
        for model, same in groupby(copies, type):
            model._base_manager.bulk_create(list(same))
    with scope(own.pk):
        made.invite_by_link(own)
    world = World(own=own, other=other, targets={}, ids=twins.ids)
    world.targets = {kind: _relations(world, known) for kind, known in things.items()}
    known_users = {"national organiser": organiser, "liaison of the other": liaison}
    for actor in EVERYBODY:
        _admit(world, actor, known_users.get(actor.name) if actor.state == "live" else None)
    return world


def _relations(world: World, known: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Beside what is ours: the twin of our own, and an id of nothing at all."""
    own = known["own"]
    if not own:
        return known
    return known | {
        "other": {name: _of_other(world, value) for name, value in own.items()},
        "nowhere": {name: _nowhere(value) for name, value in own.items()},
    }


def _nowhere(value: Any) -> Any:
    if isinstance(value, UUID):
        return uuid4()
    return value + 1_000_000 if isinstance(value, int) else f"{value}-nowhere"


def _of_other(world: World, value: Any) -> Any:
    if isinstance(value, UUID):
        return world.ids.get(value, value)
    return world.other.slug if value == world.own.slug else value


def _admit(world: World, actor: Actor, user: User | None) -> None:
    """Give an actor an account, their grants and a browser."""
    if actor.name == "anonymous":
        return
    user = user or made.user(
        actor.name, theirs=actor.elsewhere, in_both=actor.elsewhere and actor.role is not None
    )
    user.is_operator = actor.is_operator
    user.save()
    world.users[actor] = user
    if actor.role:
        with scope(world.own.pk):
            _grant(world.own, user, actor)
    if actor.elsewhere:
        with scope(world.other.pk):
            _grant(world.other, user, Actor("", role=Role.NATIONAL))
    world.cookies[actor] = {
        settings.SESSION_COOKIE_NAME: session_of(
            user, organisation=world.own if actor.role else None, shown_ago=actor.shown_ago
        )
    }
    if actor.name == "closed account":
        user.is_active = False
        user.save()


def _grant(organisation: Organisation, user: User, actor: Actor) -> None:
    now = timezone.now()
    begins, ends = now - A_DAY, now + 20 * A_DAY
    if actor.state == "expired":
        ends = now + ENDED["expired"]
    if actor.state == "future":
        begins = now + ENDED["future"]
    Grant(
        organisation=organisation, subject=user, role=actor.role,
        scope_kind=actor.width, scope_id=made.scope_id(actor.width),
        valid_from=begins, valid_until=ends, reason="a test",
        ended_at=now + ENDED["revoked"] if actor.state == "revoked" else None,
    ).save(force_insert=True)  # fmt: skip


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is taken back, so that each call meets the same world."""
    with transaction.atomic():
        mark = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(mark)
