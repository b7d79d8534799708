"""Affiliates and teams, and teams as what a role can be limited to."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count

from groundswell.apps.accounts.limits import Limit
from groundswell.apps.accounts.models import Affiliate, Team
from groundswell.apps.accounts.reach import Reach


class Teams:
    """How accounts finds teams for `limits`."""

    def find(self, ids: Collection[str]) -> dict[str, Limit]:
        known = Team.objects.filter(pk__in=uuids(ids))
        return {str(team.pk): _limit(team) for team in known}

    def within(self, reach: Reach) -> list[Limit]:
        teams = Team.objects.all() if reach.whole else Team.objects.filter(pk__in=reach.teams)
        return [_limit(team) for team in teams]


def _limit(team: Team) -> Limit:
    return Limit("team", str(team.pk), team.name)


def uuids(ids: Collection[str]) -> list[UUID]:
    """Those of these texts that are ids at all: a form can hold anything."""
    good = []
    for text in ids:
        try:
            good.append(UUID(text))
        except ValueError:
            continue
    return good


def bodies() -> dict[str, Any]:
    """Affiliates, with how many teams each has, and teams."""
    return {
        "affiliates": list(Affiliate.objects.annotate(n_teams=Count("team"))),
        "teams": list(Team.objects.select_related("affiliate")),
    }
