"""What the rule of a route says of a caller, worked out apart from the code that enforces it.

Only the rule's own words, the table of permissions and the area tree go in: no middleware, no
manager, no query.
"""

from typing import Literal

from groundswell.apps.accounts.access import Rule, rule_of
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.third_party import THIRD_PARTY_RULES
from tests.access.actors import Actor
from tests.access.route_table import Route, placed
from tests.access.routes import routes

Verdict = Literal["in", "log in", "not found", "second factor", "show it again"]
RECENT_SECONDS = 15 * 60
SENT_TO = {
    "log in": "302 account_login",
    "second factor": "302 second-factor",
    "show it again": "302 mfa_reauthenticate",
}
RULES: dict[str, Rule | None] = {
    name: rule_of(view) or THIRD_PARTY_RULES.get(name) for _, view, name in routes()
}
# Pages that a library brings: each is about the reader's own account, and answers in its own way.
LIBRARY = {name for name in RULES if name.startswith(("account_", "mfa_"))}
GRANT_RELATIONS = ("expired", "revoked", "future")


def verdict(name: str, route: Route, actor: Actor, relation: str, *, answered: bool) -> Verdict:
    """Whether a caller gets in, is sent to log in, or finds nothing.

    answered: whether the route answers the method; one that it doesn't is turned away before
    anything is looked for.
    """
    rule = RULES[name]
    assert rule is not None
    actor, relation = as_seen_there(actor, relation)
    if rule.kind == "public-organisation" and relation == "nowhere":
        return "not found"
    if not rule.kind.startswith("public"):
        turned_away = _at_the_door(rule, actor)
        if turned_away:
            return turned_away
    return "in" if not answered or _sees(route, actor, relation) else "not found"


def _at_the_door(rule: Rule, actor: Actor) -> Verdict | None:
    """What the rule says before anything is looked for; None if it lets the caller in."""
    if not actor.is_logged_in:
        return "log in"
    refused = (rule.kind == "operator" and not actor.is_operator) or (
        rule.kind == "permission" and not _lets_in(rule, actor)
    )
    if refused:
        return "not found"
    if rule.kind in ("permission", "operator") and actor.needs_second_factor:
        if actor.shown_ago is None:
            return "second factor"
        if rule.recent and actor.shown_ago > RECENT_SECONDS:
            return "show it again"
    return None


def as_seen_there(actor: Actor, relation: str) -> tuple[Actor, str]:
    """The liaison is a national organiser to whom theirs is own, and ours another's."""
    if actor.role is None and actor.elsewhere:
        nobodys = relation in ("nowhere", "erased")
        swapped = relation if nobodys else "own" if relation == "other" else "other"
        return Actor("national organiser", role=Role.NATIONAL), swapped
    return actor, relation


def _lets_in(rule: Rule, actor: Actor) -> bool:
    return rule.permission in actor.may and (
        actor.width == "organisation" or actor.width in rule.within
    )


def _sees(route: Route, actor: Actor, relation: str) -> bool:
    """Whether the caller finds the target, once the rule lets them in."""
    if relation in GRANT_RELATIONS:
        relation = "own"
    if route.sees:
        return route.sees(actor, relation)
    if route.kind == "nothing":
        return True
    return placed(actor, relation)


def agrees(name: str, said: Verdict, observed: str, *, answered: bool) -> bool:
    """Whether an outcome is what the verdict foretold."""
    status = observed.split(maxsplit=1)[0]
    if said in SENT_TO:
        return observed == SENT_TO[said]
    if said == "not found":
        return status == "404"
    if not answered and (name not in LIBRARY or status == "405"):
        return status == "405"
    if observed in _turned_away(name):
        return False
    return int(status) < 500 if name in LIBRARY else status in ("200", "302", "422")


def _turned_away(name: str) -> set[str]:
    """What a route doesn't answer to whom its rule lets in."""
    rule = RULES[name]
    if rule is None or rule.kind.startswith("public"):
        return set()
    return {SENT_TO["log in"]} if rule.kind == "signed-in" else set(SENT_TO.values())
