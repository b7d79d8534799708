"""What every page is given: whose it is, where one can go, which side is worked for."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.doors import may_open
from groundswell.apps.accounts.queries import demo_users, has_permission
from groundswell.apps.accounts.working import LIMITED_TO
from groundswell.apps.elections import queries as elections
from groundswell.apps.jobs.release import release_name

THEMES = ("light", "dark")


@dataclass(frozen=True)
class Item:
    """One line of the navigation, for those whom the rule of its view lets in."""

    name: str | Promise
    route: str


@dataclass(frozen=True)
class Group:
    title: str | Promise
    items: tuple[Item, ...]


NAVIGATION = (
    Group(
        "",
        (
            Item(_("Forecast"), "forecast"),
            Item(_("Targets"), "targets"),
            Item(_("Dispatch"), "plans"),
        ),
    ),
    Group(
        _("People"),
        (
            Item(_("People"), "people"),
            Item(_("Universes"), "universes"),
            Item(_("Duplicates"), "duplicates"),
            Item(_("Import"), "imports"),
            Item(_("Exports"), "exports"),
        ),
    ),
    Group(
        _("Organisation"),
        (
            Item(_("Set-up"), "set-up"),
            Item(_("Who can see what"), "access"),
            Item(_("Areas"), "areas"),
            Item(_("Organisation"), "organisation"),
            Item(_("Privacy"), "privacy"),
            Item(_("Record"), "audit"),
        ),
    ),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page; what needs the database asks it only if the page shows it."""
    theme = request.COOKIES.get("groundswell_theme")
    grants = getattr(request, "grants", [])
    choice: Any = SimpleLazyObject(lambda: elections.side_choice() if grants else None)
    return {
        "organisation": getattr(request, "organisation", None),
        "my_organisations": getattr(request, "organisations", []),
        "is_by_link": LIMITED_TO in getattr(request, "session", {}),
        "occasion": SimpleLazyObject(lambda: _occasion(choice)),
        "sections": _sections(request.path, grants),
        "theme": theme if theme in THEMES else None,
        "demo": settings.DEMO,
        "demo_logins": SimpleLazyObject(_demo_logins),
        "release": release_name(),
        "side": SimpleLazyObject(lambda: _party(choice.side) if choice else None),
        "sides": SimpleLazyObject(
            lambda: [_party(party) for party in elections.sides(choice)] if choice else []
        ),
        "side_url": reverse("choose-side") if has_permission(grants, "side.choose") else "",
    }


def _sections(path: str, grants: list[Any]) -> list[dict[str, Any]]:
    open_to_them = [
        (
            group.title,
            [(i.name, reverse(i.route)) for i in group.items if may_open(grants, i.route)],
        )
        for group in NAVIGATION
    ]
    # /people/duplicates/ lies below /people/, and is a section of its own: the nearest one counts.
    above = [url for _title, items in open_to_them for _name, url in items if path.startswith(url)]
    here = max(above, key=len, default="")
    return [
        {
            "title": title,
            "items": [{"name": name, "url": url, "current": url == here} for name, url in items],
        }
        for title, items in open_to_them
        if items
    ]


def _occasion(choice: Any) -> str:
    """Which election all this is about, e.g. "8 June 2017, demo data"."""
    if not choice:
        return ""
    day = f"{choice.election.polling_day:%-d %B %Y}"
    return str(_("%(day)s, demo data") % {"day": day}) if settings.DEMO else day


def _party(party: Any) -> dict[str, str]:
    return {
        "code": party.code,
        "name": party.name,
        "short": party.short_name,
        "colour": party.colour,
    }


def _demo_logins() -> list[dict[str, str]]:
    if not settings.DEMO:
        return []
    url = reverse("demo-log-in")
    return [
        {"name": user.name, "role": role, "email": user.email, "url": url}
        for user, role in demo_users()
    ]
