"""Calling a route as somebody, and saying in a word how it was answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpResponse
from django.template.backends.django import Template
from django.urls import Resolver404, resolve, reverse

from tests.access.actors import LIVE, NOT_LIVE, Actor
from tests.access.route_table import ROUTES, Route
from tests.access.world import World

TOKEN = "c" * 32
NEVER = "PUT"  # no page of ours answers it
FEW = {"own", "other", "nowhere"}


@dataclass(frozen=True, order=True)
class Call:
    """Who calls what, how, about whose."""

    route: str
    method: str
    actor: str
    relation: str


@contextmanager
def no_templates() -> Iterator[None]:
    """Pages are made, but not written out: who may see them is decided before."""
    with mock.patch.object(Template, "render", lambda self, *_, **__: self.template.name or ""):
        yield


def methods_of(route: Route) -> tuple[str, ...]:
    return (*route.methods, NEVER)


def cases(world: World, name: str) -> Iterator[tuple[Call, Actor]]:
    """Every call of a route that the matrix holds.

    A relation is either whose the thing is, tried by everybody, or that the caller's grant doesn't
    hold now, tried on what is our own.
    """
    route = ROUTES[name]
    for method in methods_of(route):
        # What isn't answered is turned away before anything is looked for.
        all_of_kind = list(world.targets[route.kind])
        relations = all_of_kind if method in route.methods else FEW.intersection(all_of_kind)
        for actor in LIVE:
            for relation in sorted(relations, key=all_of_kind.index):
                yield Call(name, method, actor.name, relation), actor
        for actor in NOT_LIVE:
            yield Call(name, method, actor.name, actor.state), actor


def arguments(world: World, name: str, relation: str) -> dict[str, Any]:
    """The arguments of a route to a target; a grant that isn't live is tried on our own."""
    of_kind = world.targets[ROUTES[name].kind]
    return of_kind.get(relation, of_kind["own"])


def address(world: World, name: str, relation: str) -> str:
    query = ROUTES[name].query
    at = reverse(name, kwargs=arguments(world, name, relation))
    return f"{at}?{query}" if query else at


def send(
    world: World, call: Call, actor: Actor, *, body: dict[str, Any] | None = None
) -> HttpResponse:
    """Make one call through the whole stack, with a valid token against forged forms."""
    cache.clear()  # it counts who asked how often
    client = world.client(actor)
    client.cookies["csrftoken"] = TOKEN
    given: dict[str, Any] = {}
    if call.method not in ("GET", "HEAD"):
        given["headers"] = {"X-CSRFToken": TOKEN}
    if call.method == "POST":
        given["data"] = ROUTES[call.route].body_of(world) if body is None else body
    return getattr(client, call.method.lower())(address(world, call.route, call.relation), **given)


def outcome(response: HttpResponse) -> str:
    """How a call was answered: its status, and where it leads."""
    if getattr(response, "exc_info", None):
        return f"{response.status_code} {response.exc_info[0].__name__}"
    if "Location" not in response.headers:
        return str(response.status_code)
    try:
        to = resolve(urlsplit(response.headers["Location"]).path).view_name
    except Resolver404:
        to = response.headers["Location"]
    return f"{response.status_code} {to}"
