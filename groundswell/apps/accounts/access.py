"""The rule that every view declares: the first wall (docs/explanation/access.md).

@access("plan.read")      whoever holds a live grant of the whole organisation whose role has this
                          permission; within="area" lets in grants of an area too, and the view
                          reads through `request.reach`; recent=True wants a second factor shown
                          within the last quarter of an hour
@public                   anybody; nothing of an organisation's own data is in scope
@public_of_organisation   anybody; the view's `organisation` argument, a slug, is in scope
@signed_in                anybody who is logged in, with or without a grant
@operator                 whoever runs the server; sees no organisation's data
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from groundswell.apps.accounts.permissions import PERMISSIONS

View = TypeVar("View", bound=Callable[..., Any])
Within = Literal["area", "event", "shift", "team"]


@dataclass(frozen=True)
class Rule:
    """Who may call a view."""

    kind: Literal["permission", "public", "public-organisation", "signed-in", "operator"]
    permission: str = ""
    within: tuple[Within, ...] = ()
    recent: bool = False

    def __str__(self) -> str:
        return self.permission or self.kind


def access(
    permission: str, *, within: Within | tuple[Within, ...] = (), recent: bool = False
) -> Callable[[View], View]:
    """Let in who holds a permission. The permission must be in `permissions.py`."""
    if permission not in PERMISSIONS:
        raise KeyError(f"{permission} is in no role; add it to accounts/permissions.py")
    kinds = (within,) if isinstance(within, str) else within
    return declare(Rule("permission", permission, kinds, recent))


def declare(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark


public = declare(Rule("public"))
public_of_organisation = declare(Rule("public-organisation"))
signed_in = declare(Rule("signed-in"))
operator = declare(Rule("operator"))


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule that a view declares, or the class behind it; None if it declares none."""
    behind = getattr(view, "view_class", None)
    return getattr(view, "access_rule", None) or getattr(behind, "access_rule", None)
