"""The rule that every view declares: the first wall (docs/explanation/access.md).

@access("plan.read")      whoever holds a live grant whose role has this permission
@public                   anybody; nothing of an organisation's own data is in scope
@public_of_organisation   anybody; the view's `organisation` argument, a slug, is in scope
@signed_in                anybody who is logged in, with or without a grant
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from groundswell.apps.accounts.permissions import PERMISSIONS

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """Who may call a view."""

    kind: Literal["permission", "public", "public-organisation", "signed-in"]
    permission: str = ""

    def __str__(self) -> str:
        return self.permission or self.kind


def access(permission: str) -> Callable[[View], View]:
    """Let in who holds a permission. The permission must be in `permissions.py`."""
    if permission not in PERMISSIONS:
        raise KeyError(f"{permission} is in no role; add it to accounts/permissions.py")
    return declare(Rule("permission", permission))


def declare(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark


public = declare(Rule("public"))
public_of_organisation = declare(Rule("public-organisation"))
signed_in = declare(Rule("signed-in"))


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule that a view declares, or the class behind it; None if it declares none."""
    behind = getattr(view, "view_class", None)
    return getattr(view, "access_rule", None) or getattr(behind, "access_rule", None)
