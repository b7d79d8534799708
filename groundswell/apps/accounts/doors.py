"""Which pages a reader may open: the same rule that guards a view says whether to show its link."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, resolve, reverse

from groundswell.apps.accounts.access import Rule, rule_of
from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.reach import Reach, reach_of


def reach_in(grants: Iterable[Grant], rule: Rule) -> Reach:
    """How far the reader may look in a view with this rule."""
    held = reach_of(grants, rule.permission)
    return Reach(
        whole=held.whole,
        areas=held.areas if "area" in rule.within else frozenset(),
        events=held.events if "event" in rule.within else frozenset(),
        shifts=held.shifts if "shift" in rule.within else frozenset(),
        teams=held.teams if "team" in rule.within else frozenset(),
    )


def may_open(grants: Iterable[Grant], route: str) -> bool:
    """Whether these grants open the page of a route without arguments."""
    try:
        rule = _rule_at(reverse(route))
    except NoReverseMatch:
        return False
    return rule is not None and rule.kind == "permission" and not reach_in(grants, rule).is_empty


@lru_cache(maxsize=200)
def _rule_at(path: str) -> Rule | None:
    view: Callable[..., Any] = resolve(path).func
    return rule_of(view)
