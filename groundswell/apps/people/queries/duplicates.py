"""Pairs who may be one person, side by side; and what was merged, while it can be undone."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.reach import Reach
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.models import Merge, Pair, Person
from groundswell.apps.people.models.duplicates import LOOK

PAIRS_ON_A_PAGE = 20
# How likely, in words: a probability with decimals says more than anybody knows.
VERY_LIKELY, LIKELY = 0.99, 0.9

FIELDS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("name", _("Name"), ("name", "first-name", "last-name")),
    ("email", _("E-mail"), ("email",)),
    ("phone", _("Telephone"), ("phone",)),
    ("home", _("Address"), ("home", "postcode")),
    ("list", _("List"), ("roll", "list")),
)


@dataclass(frozen=True)
class Line:
    """One thing that both rows say. state: same, near, differs or "" (one of them is silent)."""

    label: str | Promise
    one: str
    other: str
    state: str


@dataclass(frozen=True)
class Compared:
    """A pair, line by line."""

    pair: Pair
    lines: list[Line]
    how_likely: str | Promise


def open_pairs(reach: Reach) -> QuerySet[Pair]:
    """Pairs still to be looked at, both of whom the reader may see, the likeliest first."""
    pairs: QuerySet[Pair] = (
        Pair.objects.filter(state=Pair.State.OPEN)
        .filter(reach.area_filter("one__area__path"), reach.area_filter("other__area__path"))
        .select_related("one", "other")
        .order_by("-score", "pk")
    )
    return pairs


def pairs_within(reach: Reach) -> QuerySet[Pair]:
    """Every pair both of whom the reader may see, whatever was decided."""
    pairs: QuerySet[Pair] = Pair.objects.filter(
        reach.area_filter("one__area__path"), reach.area_filter("other__area__path")
    ).select_related("one", "other")
    return pairs


def merges_within(reach: Reach) -> QuerySet[Merge]:
    """Merges that can still be undone, of people the reader may see, the newest first."""
    merges: QuerySet[Merge] = (
        Merge.objects.filter(undone_at=None, undo_until__gt=timezone.now())
        .filter(reach.area_filter("kept__area__path"))
        .select_related("kept", "merged_by")
    )
    return merges


def page_of_pairs(reach: Reach, number: str | None) -> Page[Pair]:
    """One page of open pairs; its `compared` holds them line by line."""
    page = Paginator(open_pairs(reach), PAIRS_ON_A_PAGE).get_page(number)
    page.compared = [compared(pair) for pair in page]  # type: ignore[attr-defined]
    return page


def compared(pair: Pair) -> Compared:
    """What the two rows say, side by side, and where they agree."""
    lines = []
    for name, label, words in FIELDS:
        one, other = _said(pair.one, name), _said(pair.other, name)
        if one or other:
            lines.append(Line(label, one, other, _state(pair.reasons, words, one, other)))
    likely = _("perhaps one person")
    if pair.score >= LIKELY:
        likely = _("likely one person")
    if pair.score >= VERY_LIKELY:
        likely = _("very likely one person")
    return Compared(pair, lines, likely)


def _said(person: Person, name: str) -> str:
    if name == "name":
        return str(person)
    if name == "home":
        return ", ".join(filter(None, (person.address, person.town, person.postcode)))
    if name == "list":
        return " ".join(filter(None, (person.source, person.source_id)))
    return str(getattr(person, name))


def _state(reasons: dict[str, Any], words: tuple[str, ...], one: str, other: str) -> str:
    if not (one and other):
        return ""
    for state in ("differs", "near", "same"):
        if set(reasons.get(state, ())) & set(words):
            return state
    return "same" if one == other else "differs"


def last_look() -> Job | None:
    """The newest look for duplicates, running or ended."""
    look: Job | None = Job.objects.filter(kind=LOOK).order_by("-asked_at").first()
    return look
