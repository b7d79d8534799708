"""What every page is given: whose it is, where one can go, which side is worked for."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.queries import has_permission
from groundswell.apps.elections import queries as elections

THEMES = ("light", "dark")


@dataclass(frozen=True)
class Item:
    name: str | Promise
    view: str
    permission: str


SECTIONS: list[tuple[str | Promise, list[Item]]] = [
    (
        "",
        [
            Item(_("Forecast"), "forecast", "forecast.read"),
            Item(_("Targets"), "targets", "forecast.read"),
            Item(_("Dispatch"), "plans", "plan.read"),
        ],
    ),
]


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. `chrome` asks the database only if the template uses it."""
    theme = request.COOKIES.get("theme")
    return {
        "organisation": getattr(request, "organisation", None),
        "theme": theme if theme in THEMES else None,
        "demo": settings.DEMO,
        "chrome": Chrome(request),
    }


class Chrome:
    """The frame around an organiser's page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.grants = getattr(request, "grants", [])

    @cached_property
    def choice(self) -> Any:
        """The election, and the side worked for; None before the first choice."""
        return elections.side_choice() if self.grants else None

    @cached_property
    def sides(self) -> list[Any]:
        return list(elections.sides(self.choice)) if self.choice else []

    @cached_property
    def may_choose_side(self) -> bool:
        return has_permission(self.grants, "side.choose")

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        here = self.request.path
        return [
            {
                "title": title,
                "items": [
                    {
                        "name": item.name,
                        "url": reverse(item.view),
                        "current": here.startswith(reverse(item.view)),
                    }
                    for item in items
                    if has_permission(self.grants, item.permission)
                ],
            }
            for title, items in SECTIONS
        ]
