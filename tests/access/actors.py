"""Everybody who may come to a route: each role, with grants of every width and in every state."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from groundswell.apps.accounts.permissions import PERMISSIONS, Role

State = Literal["live", "expired", "revoked", "future"]
# Who is where, seen from "/wales/gower/", which is what a regional organiser of an area holds.
OWN_AREA = "/wales/gower/"
AREAS = {
    "own": OWN_AREA,
    "below": f"{OWN_AREA}mumbles/",
    "sibling": "/wales/cardiff/",
    "parent": "/wales/",
}


@dataclass(frozen=True)
class Actor:
    """Somebody, and what they were granted in our organisation.

    role: None for those without a grant in it. width: the scope of the grant; `state`: whether it
    holds now. `elsewhere`: holds a national grant in the other organisation too.
    """

    name: str
    role: Role | None = None
    width: str = "organisation"
    state: State = "live"
    elsewhere: bool = False
    is_logged_in: bool = True
    is_operator: bool = False
    # For how many seconds a second factor has been shown; None: there is none.
    shown_ago: float | None = 0

    @property
    def needs_second_factor(self) -> bool:
        """SECURITY-DESIGN §3.2: national, regional, data officer, operator."""
        strong = (Role.REGIONAL, Role.NATIONAL, Role.DATA_OFFICER)
        return self.is_operator or (self.role in strong and self.state == "live")

    @property
    def may(self) -> frozenset[str]:
        """The permissions that the actor's live grants carry."""
        if self.role is None or self.state != "live":
            return frozenset()
        return frozenset(name for name, roles in PERMISSIONS.items() if self.role in roles)


LIVE = (
    Actor("anonymous", is_logged_in=False),
    # An account that was closed while a browser was still logged in.
    Actor("closed account", role=Role.NATIONAL, is_logged_in=False),
    Actor("confirmed contact"),
    Actor("volunteer", role=Role.VOLUNTEER),
    Actor("volunteer of a shift", role=Role.VOLUNTEER, width="shift"),
    Actor("team leader", role=Role.TEAM_LEADER),
    Actor("team leader of a team", role=Role.TEAM_LEADER, width="team"),
    Actor("host", role=Role.HOST),
    Actor("host of an event", role=Role.HOST, width="event"),
    Actor("regional organiser", role=Role.REGIONAL),
    Actor("regional organiser of an area", role=Role.REGIONAL, width="area"),
    Actor("national organiser", role=Role.NATIONAL),
    Actor("national organiser in both", role=Role.NATIONAL, elsewhere=True),
    Actor("data officer", role=Role.DATA_OFFICER),
    Actor("national organiser without a second factor", role=Role.NATIONAL, shown_ago=None),
    Actor("national organiser of an hour ago", role=Role.NATIONAL, shown_ago=3600),
    Actor("operator", is_operator=True),
    Actor("liaison of the other", elsewhere=True),
)
HOLDERS = tuple(
    actor
    for actor in LIVE
    if actor.role and actor.is_logged_in and not actor.elsewhere and actor.shown_ago == 0
)
ENDED: dict[State, timedelta] = {
    "expired": timedelta(minutes=-1),
    "revoked": timedelta(minutes=-1),
    "future": timedelta(hours=1),
}


def in_state(actor: Actor, state: State) -> Actor:
    """The same person with a grant that doesn't hold now."""
    return Actor(actor.name, role=actor.role, width=actor.width, state=state)


# Whose grant isn't live, one of each role: no state of a width opens what the whole doesn't.
NOT_LIVE = tuple(in_state(actor, state) for actor in HOLDERS for state in ENDED)
EVERYBODY = LIVE + NOT_LIVE
