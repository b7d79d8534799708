"""What the pages of exports show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.accounts.models import User
from groundswell.apps.people.models import Export, Universe
from groundswell.apps.people.queries import exports
from groundswell.apps.people.queries.search import Filters
from groundswell.apps.places.models import AreaNode
from groundswell.errors import InputError

State = Export.State
WHY_LEFT_OUT: dict[str, str | Promise] = {
    "stopped": gettext_lazy("asked not to be contacted"),
    "minor": gettext_lazy("under 18"),
    "no-detail": gettext_lazy("can’t be reached this way"),
    "no-consent": gettext_lazy("didn’t agree to this, or took it back"),
    "no-van-id": gettext_lazy("has no VAN ID"),
    "no-name": gettext_lazy("has no name"),
    "twice": gettext_lazy("shares a number or an address with somebody on the list"),
}
STEPS = (
    gettext_lazy("Asked"),
    gettext_lazy("Second person"),
    gettext_lazy("Wait"),
    gettext_lazy("Fetch"),
)
_STEP_OF = {State.ASKED: 1, State.COOLING: 2, State.WRITING: 2, State.READY: 3}
_TAGS = {
    State.ASKED: "tag-care", State.COOLING: "tag-care", State.WRITING: "tag-accent",
    State.READY: "tag-good", State.FETCHED: "tag-plain", State.STOPPED: "tag-stop",
    State.GONE: "tag-open", State.FAILED: "tag-stop",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One export in the list."""

    export: Export
    tag: str


def lines(found: list[Export]) -> list[Line]:
    return [Line(export, _TAGS[State(export.state)]) for export in found]


def steps_of(export: Export) -> list[dict[str, Any]]:
    """How far an export is, for the line of steps."""
    over = export.state == State.FETCHED
    at = len(STEPS) if over else _STEP_OF.get(State(export.state), -1)
    if at < 0:
        return []
    return [
        {"name": name, "state": "done" if place < at else "now" if place == at else ""}
        for place, name in enumerate(STEPS)
    ]


def left_out(export: Export) -> list[tuple[str | Promise, int]]:
    """Why people are left out, and how many."""
    return [
        (words, export.left_out[code])
        for code, words in WHY_LEFT_OUT.items()
        if export.left_out.get(code)
    ]


def fetch_until(export: Export) -> datetime | None:
    """Until when the file can be fetched; None if it can't."""
    until = exports.until(export)
    is_there = export.state == State.READY and until is not None and until > timezone.now()
    return until if is_there else None


def universes() -> QuerySet[Universe]:
    return Universe.objects.order_by("name")


def who(rule: dict[str, Any], areas: list[str]) -> list[str]:
    """Whom an export is about, in words: its search, and the areas that limit it."""
    filters = Filters.from_rule(rule)
    said = [] if filters.is_empty else [_words(part, value) for part, value in rule.items()]
    names = dict(AreaNode.objects.filter(path__in=areas).values_list("path", "name"))
    if areas:
        within = ", ".join(names.get(path, path) for path in areas)
        said.append(_("in %(areas)s") % {"areas": within})
    return said or [_("everybody in the organisation")]


def _words(part: str, value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    names = {
        "text": _("found by “%(value)s”"),
        "area": _("area %(value)s"),
        "support": _("support level %(value)s"),
        "volunteer": _("offered help: %(value)s"),
        "has_email": _("with an e-mail address: %(value)s"),
        "has_phone": _("with a telephone: %(value)s"),
        "came_with": _("came with import %(value)s"),
        "consent": _("agreed to: %(value)s"),
    }
    if part in names:
        return names[part] % {"value": text}
    if part in ("tags", "skills"):
        return _("with %(n)d tags or skills") % {"n": len(value)}
    return f"{part}: {text}"


def is_second(export: Export, user: User) -> bool:
    """Whether this user may be the second person, as far as a page can tell beforehand."""
    return export.state == State.ASKED and export.asked_by_id != user.pk


def rule_of_universe(name: str) -> dict[str, Any]:
    """Whom a saved universe holds; everybody for "". Raises InputError if there is none."""
    if not name:
        return {}
    found = Universe.objects.filter(name=name).first()
    if found is None:
        raise InputError(_("There is no universe “%(name)s”.") % {"name": name})
    return dict(found.rule)
