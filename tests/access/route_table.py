"""How to call each route: its methods, what it is about, and what a form would send.

One line for each route. A route without a line fails `test_every_route_can_be_called`.

    reads("plan")            GET and HEAD of a page about one plan (`made.targets` says which)
    sends("plan", {…})       POST about one plan, with a body that is accepted
    both("nothing", {…})     a page with a form that is sent to the page itself
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.access.actors import AREAS, OWN_AREA, Actor
from tests.access.routes import routes

READ = ("GET", "HEAD")
Body = dict[str, Any]
Sees = Callable[[Actor, str], bool]


@dataclass(frozen=True)
class Route:
    """How to call one route.

    kind: what it is about, a key of `World.targets`. query: what follows "?".
    body: the form; a value that can be called is given the world.
    sees: who finds the target, where that isn't told by the rule and the area alone.
    """

    methods: tuple[str, ...]
    kind: str = "nothing"
    body: Body = field(default_factory=dict)
    query: str = ""
    sees: Sees | None = None

    def body_of(self, world: Any) -> Body:
        """The form, with what only the world knows filled in."""
        return {key: said(world) if callable(said) else said for key, said in self.body.items()}


def reads(kind: str = "nothing", query: str = "", **more: Any) -> Route:
    return Route(READ, kind, query=query, **more)


def sends(kind: str = "nothing", body: Body | None = None, **more: Any) -> Route:
    return Route(("POST",), kind, body or {}, **more)


def both(kind: str = "nothing", body: Body | None = None, **more: Any) -> Route:
    return replace(sends(kind, body, **more), methods=(*READ, "POST"))


def own_or(permission: str) -> Sees:
    """The one who asked for it, in the world the national organiser; or who has a permission."""

    def sees(actor: Actor, relation: str) -> bool:
        whole = permission in actor.may and actor.width == "organisation"
        return relation == "own" and (whole or actor.name == "national organiser")

    return sees


def public(actor: Actor, relation: str) -> bool:
    """What stands for anybody, of any organisation."""
    return relation in ("own", "other")


def nobody(actor: Actor, relation: str) -> bool:
    """What stands here belongs to none of those who try."""
    return False


def anybody(actor: Actor, relation: str) -> bool:
    """The same page, whatever the address says."""
    return True


def ours(actor: Actor, relation: str) -> bool:
    """What an organisation has in common: whoever may do this at all, anywhere, may with this."""
    return relation == "own"


def member(actor: Actor, relation: str) -> bool:
    """Whoever works in our organisation now."""
    return relation == "own" and actor.role is not None and actor.state == "live"


def limited(actor: Actor, relation: str) -> bool:
    """A role limited to a team or an event is seen by those who hold as much, or all."""
    if relation in ("of a team", "of an event"):
        return actor.width in ("organisation", relation.rsplit(maxsplit=1)[-1])
    return placed(actor, relation)


def placed(actor: Actor, relation: str) -> bool:
    """What lies in an area is seen by those who hold the area, one above it, or all."""
    if relation in AREAS:
        whole = actor.width == "organisation"
        return whole or (actor.width == "area" and AREAS[relation].startswith(OWN_AREA))
    return relation == "unplaced" and actor.width == "organisation"


PLAN = {
    "contacts_per_vote": 40, "contacts_per_shift": 12, "places_percent": 100, "min_team": 1,
    "hours_per_seat": 100_000,
}  # fmt: skip

ROLE = {
    "email": "aled@example.org", "role": "volunteer", "where": "organisation:", "reason": "A test",
}  # fmt: skip
PERSON = {"first_name": "Aled", "last_name": "Rees", "town": "Swansea"}
DATA_SET = {
    "purpose": "To ask for help", "basis": "consent", "condition": "9-2-a", "keep_days": 30,
}  # fmt: skip
NOON = "2026-01-01T12:00"
ORGANISATION = {
    "name": "Harbour", "time_zone": "Europe/London", "language": "en-gb", "country": "GB",
}  # fmt: skip

TABLE: dict[str, Route] = {
    # accounts
    "home": reads(),
    "demo-log-in": sends(body={"email": "nobody@example.org"}, sees=lambda *_: False),
    "livez": Route(("GET",)),
    "readyz": Route(("GET",)),
    "account_login": both(body={"login": "nobody@example.org"}),
    "account_request_login_code": both(body={"email": "nobody@example.org"}),
    "account_confirm_login_code": both(body={"code": "ABC-DEF"}),
    "account_logout": both(),
    "choose-organisation": sends(body={"organisation": lambda world: world.own.pk}, sees=member),
    "sessions": reads(),
    "end-other-sessions": sends(),
    "end-session": sends("log-in", sees=anybody),
    "set-up": reads(),
    "finish-set-up": sends(),
    "access": reads(),
    "grant-role": both(body=ROLE),
    "send-shift-link": both(body={"shift": "", "name": "Aled", "email": "aled@example.org"}),
    "access-person": reads("colleague", sees=limited),
    "remove-person": both("colleague", sees=limited),
    "renew-grant": sends("grant", {"until": "2030-01-01"}, sees=limited),
    "end-grant": sends("grant", sees=limited),
    "invitations": reads(),
    "send-again": sends("invitation", sees=limited),
    "withdraw-invitation": sends("invitation", sees=limited),
    "confirm-invitation": sends("invitation", sees=limited),
    "accept-invitation": both("letter's link", {"name": "Aled"}, sees=public),
    "shift-link": both("shift's link", sees=anybody),
    "shift-link-again": sends("shift's link alone", sees=anybody),
    "organisation": reads(),
    "change-organisation": sends(body=ORGANISATION),
    "add-affiliate": sends(body={"affiliate-name": "Swansea"}),
    "affiliate": both("affiliate", {"name": "Swansea"}),
    "add-team": sends(body={"team-name": "Blue"}),
    "team": both("team", {"name": "Blue"}),
    "operator": both(body={"name": "New", "slug": "new", "organiser": "n@example.org"}),
    "mfa_authenticate": both(),
    "mfa_login_webauthn": both(),
    "second-factor": reads(),
    "mfa_index": reads(),
    "mfa_reauthenticate": both(body={"code": "123456"}),
    "mfa_reauthenticate_webauthn": both(body={"credential": "{}"}),
    "mfa_activate_totp": both(body={"code": "123456"}),
    "mfa_deactivate_totp": both(),
    "mfa_view_recovery_codes": reads(),
    "mfa_generate_recovery_codes": both(),
    "mfa_download_recovery_codes": reads(),
    "mfa_list_webauthn": reads(),
    "mfa_add_webauthn": both(body={"name": "Key", "credential": "{}"}),
    "mfa_edit_webauthn": both("passkey", {"name": "Key"}, sees=anybody),
    "mfa_remove_webauthn": both("passkey", sees=anybody),
    "your-shift": reads(),
    # jobs
    "job": reads("job", sees=own_or("forecast.read")),
    "stop-job": sends("job", sees=own_or("plan.run")),
    # places
    "outlines": reads("outlines", sees=public),
    "areas": reads(),
    "areas-from-seats": sends(),
    "add-area": sends(body={"name": "Penarth", "code": "penarth"}),
    "add-areas": sends(body={"lines": "Penarth"}),
    "area": both("area", {"name": "Gower again", "parent": ""}),
    "remove-area": both("area"),
    # people: found, looked at, changed
    "people": reads(),
    "person-new": both(body=PERSON),
    "person": reads("person"),
    "person-reason": sends("person", {"reason": "call"}),
    "person-edit": both("person", PERSON),
    "person-stop": sends("person"),
    "person-lift": sends("person", {"reference": "A letter"}),
    "person-support": sends("person", {"level": "2"}),
    "person-tag": sends("person", {"kind": "tag", "name": "Driver"}),
    "person-untag": sends("tagged person"),
    "universes": reads(),
    "universe-save": sends(body={"name": "Drivers", "rule": ""}),
    "universe": reads("universe", sees=ours),
    "universe-count": reads("universe", sees=ours),
    "universe-rename": sends("universe", {"name": "Drivers"}, sees=ours),
    "universe-delete": sends("universe", sees=ours),
    "tags": reads(),
    "tag-add": sends(body={"kind": "tag", "name": "Driver"}),
    "tag": reads("tag"),
    "tag-rename": sends("tag", {"kind": "tag", "name": "Driver"}),
    "tag-merge": sends("tag", {"into": ""}),
    "tag-delete": sends("tag"),
    # people: lists that come in
    "imports": reads(),
    "new-import": both(),
    "mappings": reads(),
    "delete-mapping": sends("mapping", sees=ours),
    "import": reads("import"),
    "import-columns": both("import"),
    # The file of these imports is gone, so no column of it fits anything.
    "import-fit": reads("import", sees=nobody),
    "save-mapping": sends("import", {"mapping_name": "Ours"}),
    "import-check": reads("import"),
    "import-preview": reads("import"),
    "import-refused": reads("import"),
    "import-apply": sends("import"),
    "import-approve": both("import"),
    "import-turn-down": sends("import", {"reason": "Not ours"}),
    "import-undo": both("import"),
    "import-stop": sends("import"),
    # people: lists that go out
    "exports": reads(),
    "new-export": both(body={"purpose": "A test", "format": "plain"}),
    "trace-export": both(),
    "export": reads("export"),
    "export-approve": sends("export"),
    "export-turn-down": sends("export", {"reason": "Not now"}),
    "export-stop": sends("export", {"reason": "Wrong list"}),
    "export-take-back": sends("export", sees=nobody),
    "export-pass-phrase": sends("export", sees=nobody),
    "export-file": sends("export", sees=nobody),
    # people: one human being twice
    "duplicates": reads(),
    "duplicates-look": sends(),
    "duplicate-merge": sends("pair", {"keep": "one"}),
    "duplicate-apart": sends("pair"),
    "merge-undo": sends("merge"),
    # privacy: the data officer's pages
    "privacy": reads(),
    "data-policy": both(body={"mode": "B", "minimum_age": 16}),
    "data-set": both("data set", DATA_SET, sees=public),
    "small-organisation": reads(),
    "ask-to-be-small": sends(),
    "agree-to-be-small": sends(),
    "end-being-small": sends(),
    "processing-register": reads(),
    "processing-register-csv": reads(),
    "add-processor": sends(body={"name": "Post", "does": "Posts", "country": "GB"}),
    "remove-processor": sends("processor"),
    "privacy-requests": reads(),
    "new-privacy-request": both(
        body={"kind": "access", "channel": "post", "received_at": "2026-01-01", "contact": "A"}
    ),
    "privacy-request": reads("privacyrequest"),
    "name-requester": sends("privacyrequest", {"person": "", "identity": "Seen"}),
    "answer-privacy-request": sends("privacyrequest", {"answer": "Here it is."}),
    "request-copy": reads("privacyrequest"),
    "request-copy-json": reads("privacyrequest"),
    "request-stop": sends("privacyrequest"),
    "request-erase": sends("privacyrequest", {"sure": "on"}),
    "request-account": sends("privacyrequest", {"sure": "on"}, sees=nobody),
    "retention": reads(),
    "run-retention": sends(),
    "breaches": reads(),
    "new-breach": both(body={"what": "A list was lost", "whose": "Helpers", "noticed_at": NOON}),
    "breach": both("breach", {"what": "A list was lost", "whose": "Helpers"}),
    "breach-told": sends("breach", {"whom": "authority"}),
    "close-breach": sends("breach", {"because": "Found again"}),
    "audit": reads(),
    "check-audit": sends(),
    # privacy: the person themselves, without an account
    "my-data": both("public organisation", {"contact": "aled@example.org"}, sees=public),
    "my-data-code": both("public organisation", {"code": "ABC123"}, sees=public),
    "my-data-who": both("public organisation", {"first_name": "Aled"}, sees=public),
    "my-data-json": sends("public organisation", sees=public),
    "my-data-copy": sends("public organisation", sees=public),
    "my-data-correct": both("public organisation", {"first_name": "Aled"}, sees=public),
    "my-data-stop": sends("public organisation", sees=public),
    "my-data-withdraw": sends("public organisation", sees=public),
    "my-data-erase": both("public organisation", {"sure": "on"}, sees=public),
    "my-data-ask": both("public organisation", {"kind": "access"}, sees=public),
    "my-data-leave": sends("public organisation", sees=public),
    # elections
    "forecast": reads(),
    "start-forecast": sends(body={"polls_percent": 50, "n_draws": 1000, "seed": 1}),
    "forecast-map": reads(),
    "targets": reads(),
    "targets-csv": reads(),
    "choose-side": sends(body={"party": "CON"}),
    # dispatch
    "plans": reads(),
    "new-plan": both(body=PLAN),
    "compare-plans": reads(),
    "plan": reads("plan"),
    "plan-map": reads("plan"),
    "plan-csv": reads("plan"),
    "plan-again": sends("plan"),
    "accept-plan": sends("plan"),
    "withdraw-plan": sends("plan"),
    "set-places": sends("shift", {"places": 9}),
    "seat": reads("seat", sees=public),
    "weigh-seat": sends("seat", {"weight": "2"}, sees=public),
    "finder-any": reads(),
    "finder": reads("public organisation", "postcode=D0", sees=public),
    "finder-map": reads("public organisation", "postcode=D0", sees=public),
    "finder-calendar": reads("public shift", sees=public),
}
# What the site answers today; a line for a route that is gone fails a test of its own.
ROUTES = {name: TABLE[name] for _, _, name in routes() if name in TABLE}
