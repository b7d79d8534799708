"""An organisation's area tree, for its page and for what roles can be limited to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from groundswell.apps.accounts.limits import Limit
from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.queries.grants import still_to_hold
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.places.models import AreaNode

MOST_SHOWN = 200


class Areas:
    """How accounts finds areas for `limits`: by their paths."""

    def find(self, ids: Collection[str]) -> dict[str, Limit]:
        nodes = AreaNode.objects.filter(path__in=ids).select_related("parent")
        return {node.path: _limit(node, words_of(node)) for node in nodes}

    def within(self, reach: Reach) -> list[Limit]:
        return [_limit(node, node.name) for node in tree().filter(reach.area_filter("path"))]


def _limit(node: AreaNode, words: str) -> Limit:
    return Limit("area", node.path, words, areas=frozenset({node.path}))


def words_of(node: AreaNode) -> str:
    """An area's name, with what it lies in."""
    return f"{node.name}, {node.parent.name}" if node.parent else node.name


def tree() -> QuerySet[AreaNode]:
    """Every node, each before those in it."""
    rows: QuerySet[AreaNode] = AreaNode.objects.order_by("path")
    return rows


@dataclass(frozen=True)
class Line:
    """One area on the page of the tree."""

    node: AreaNode
    depth: int
    n_in_it: int
    n_roles: int


def tree_page(*, inside: str, q: str) -> dict[str, Any]:
    """The top of the tree, or what lies in one area, or what a search finds.

    inside: the path of an area. A tree of thousands is read one level at a time.
    """
    nodes = tree().select_related("parent").annotate(n_in_it=Count("children"))
    here = AreaNode.objects.filter(path=inside).select_related("parent").first() if inside else None
    if q:
        nodes = nodes.filter(Q(name__icontains=q) | Q(code__icontains=q))
    else:
        nodes = nodes.filter(parent=here)
    found = list(nodes.order_by("name")[: MOST_SHOWN + 1])
    roles = _roles_by_path([node.path for node in found])
    return {
        "here": here,
        "above": _above(here),
        "lines": [
            Line(node, node.path.count("/") - 2, node.n_in_it, roles.get(node.path, 0))
            for node in found[:MOST_SHOWN]
        ],
        "is_cut": len(found) > MOST_SHOWN,
        "n_all": AreaNode.objects.count(),
        "q": q,
    }


def _roles_by_path(paths: Collection[str]) -> dict[str, int]:
    rows = still_to_hold(at=timezone.now()).filter(scope_kind=Grant.Scope.AREA, scope_id__in=paths)
    return dict(rows.values_list("scope_id").annotate(n=Count("pk")))


def _above(node: AreaNode | None) -> list[AreaNode]:
    """What an area lies in, from the top down, and itself."""
    if node is None:
        return []
    steps = node.path.strip("/").split("/")
    paths = ["/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
    return list(tree().filter(path__in=paths))


def what_goes_with(node: AreaNode) -> dict[str, int]:
    """What removing an area would take away: areas in it, and roles limited to it."""
    roles = still_to_hold(at=timezone.now()).filter(
        scope_kind=Grant.Scope.AREA, scope_id__startswith=node.path
    )
    return {
        "n_areas": AreaNode.objects.filter(path__startswith=node.path).count() - 1,
        "n_roles": roles.count(),
    }


def possible_parents(node: AreaNode) -> list[AreaNode]:
    """Where an area could be moved to: anywhere but into itself. Leaves of the tree included."""
    return list(tree().exclude(path__startswith=node.path))
