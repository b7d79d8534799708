"""What the pages of imports show: whose imports, how far one is, what its receipt adds up to."""

from collections.abc import Callable
from collections.abc import Mapping as Columns
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.accounts.models import User
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.people.models import Import, Mapping
from groundswell.apps.people.queries.imports import (
    first_values,
    imports,
    sample_of,
    suggestions,
)
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.datasets import BASES, DATA_SETS
from groundswell.apps.privacy.queries.policy import data_sets, keep_days
from groundswell.exchange.people.fields import FIELDS, LEAVE_OUT
from groundswell.exchange.people.formats import FORMATS, Suggestion
from groundswell.exchange.people.suggestions import fitting

A_PAGE = 30
State = Import.State
STEPS = (
    ("file", gettext_lazy("File")),
    ("columns", gettext_lazy("Columns")),
    ("check", gettext_lazy("Check")),
    ("import", gettext_lazy("Import")),
)
_STEP_OF = {
    State.UPLOADED: "columns",
    State.CHECKING: "check",
    State.CHECKED: "check",
}
# The lines of a receipt, in its order; they add up to the rows read.
LINES: dict[str, str | Promise] = {
    "new": gettext_lazy("New people"),
    "changed": gettext_lazy("Changed"),
    "merged": gettext_lazy("Merged with one we know"),
    "unchanged": gettext_lazy("Unchanged"),
    "refused": gettext_lazy("Refused"),
    "stopped": gettext_lazy("Stopped by “do not contact”"),
}
# One word for a row of the preview, and the shape of its tag.
KINDS: dict[str, tuple[str | Promise, str]] = {
    "new": (gettext_lazy("new"), "tag-accent"),
    "changed": (gettext_lazy("changed"), "tag-care"),
    "merged": (gettext_lazy("merge"), "tag-plain"),
    "unchanged": (gettext_lazy("unchanged"), "tag-plain"),
    "refused": (gettext_lazy("refused"), "tag-stop"),
    "stopped": (gettext_lazy("stopped"), "tag-stop"),
}


def visible_imports(reach: Reach, user: User) -> QuerySet[Import]:
    """The imports that a reader may know of: their own, and those into areas within their reach."""
    within = reach.area_filter("area__path") | Q(asked_by=user) if not reach.whole else Q()
    return imports().filter(within).select_related("asked_by", "approved_by", "area", "job")


def import_list(reach: Reach, user: User, page: Any) -> Page[Import]:
    """One page of them, the newest first."""
    return Paginator(visible_imports(reach, user), A_PAGE).get_page(page)


def waiting_for(found: Import, user: User) -> bool:
    """Whether this user may be the second person, as far as a page can tell beforehand."""
    return found.state == State.WAITING and found.not_before is None and found.asked_by != user


@dataclass(frozen=True)
class Step:
    """One of the four steps. state: "done", "now" or "" for what is still to come."""

    name: str | Promise
    state: str


def steps_of(found: Import | None) -> list[Step]:
    """How far an import is; None before there is a file."""
    if found is None:
        return steps_at("file")
    if found.state in (State.DONE, State.UNDOING, State.UNDONE):
        return steps_at(None)
    return steps_at(_STEP_OF.get(State(found.state), "import"))


def steps_at(now: str | None) -> list[Step]:
    """The four steps with one of them going on; None: all are done."""
    codes = [code for code, _name in STEPS]
    at = codes.index(now) if now else len(codes)
    return [
        Step(name, "done" if place < at else "now" if place == at else "")
        for place, (_code, name) in enumerate(STEPS)
    ]


@dataclass(frozen=True)
class Receipt:
    """The lines of a receipt, as (code, name, count), and what they come to.

    touched: people we knew already, whom it changed or merged.
    """

    lines: tuple[tuple[str, str | Promise, int], ...]
    rows: int
    new: int
    touched: int

    @property
    def written(self) -> int:
        return self.new + self.touched


def receipt_of(found: Import) -> Receipt | None:
    """What a check found, or an import did; None before there is one."""
    kept = found.receipt
    if not kept:
        return None
    lines = tuple((code, name, int(kept.get(code, 0))) for code, name in LINES.items())
    counts = {code: n for code, _name, n in lines}
    return Receipt(
        lines=lines,
        rows=int(kept.get("rows", 0)),
        new=counts["new"],
        touched=counts["changed"] + counts["merged"],
    )


def can_undo(found: Import) -> bool:
    """Whether what an import did can still be taken back."""
    return (
        found.state == State.DONE
        and found.undo_until is not None
        and found.undo_until > timezone.now()
    )


def kinds_of(found: Import) -> list[tuple[str, str, int]]:
    """The kinds of rows there are, as (code, words, count), for the choice above a preview."""
    return [
        (code, str(name), int(found.receipt[code]))
        for code, name in LINES.items()
        if found.receipt.get(code)
    ]


@dataclass(frozen=True)
class Column:
    """One column of the file, as the page shows it.

    values: its first values in one line. is_hidden: it may hold what we don't keep, so its values
    are not shown; `reason` says so in a sentence. tag: the shape of the tag around `fits`.
    """

    name: str
    values: str
    suggested: str
    fits: str
    tag: str
    is_hidden: bool
    reason: str


def columns_of(
    found: Import, format: str = "", *, chosen: Columns[str, str] | None = None
) -> list[Column]:
    """The columns of a file, in its order, with what each could become.

    chosen: what each is to become, where that isn't what is suggested: `fits` speaks of that.
    """
    values = first_values(found)
    columns = [
        Column(
            name=said.column,
            values=_shown(said, values.get(said.column, [])),
            suggested=said.field,
            fits=_fits(said),
            tag=_tag(said),
            is_hidden=said.is_sensitive,
            reason=_(said.why) if said.why else "",
        )
        for said in suggestions(found, format)
    ]
    others = {
        column.name: (chosen or {}).get(column.name, column.suggested)
        for column in columns
        if (chosen or {}).get(column.name, column.suggested) != column.suggested
    }
    told = fits_of(found, others)
    return [replace(c, fits=told[c.name][0], tag=told[c.name][1]) if c.name in told else c
            for c in columns]  # fmt: skip


def fits_of(found: Import, chosen: Columns[str, str]) -> dict[str, tuple[str, str]]:
    """How far some columns' first cells fit what they are to become: words, and the tag's shape."""
    if not chosen:
        return {}
    cells = sample_of(found, list(chosen))
    told = {}
    for name, code in chosen.items():
        if code == LEAVE_OUT:
            told[name] = (_("not kept"), "tag-plain")
            continue
        column = cells[name].fill_null("")
        filled = int((column.str.strip_chars() != "").sum())
        fits = int(fitting(code, column, country=found.organisation.country).sum())
        words = {"fits": f"{fits:,}", "of": f"{column.len():,}", "n": f"{filled - fits:,}"}
        if fits == filled:
            told[name] = (_("%(fits)s of %(of)s") % words, "tag-good")
        else:
            told[name] = (_("%(n)s don’t fit") % words, "tag-care")
    return told


def _shown(said: Suggestion, values: list[str]) -> str:
    """A few values, enough to know the column by: contact details are cut short."""
    if said.is_sensitive:
        return ""
    return " · ".join(_CUT.get(said.field, str)(value) for value in values)


_CUT: dict[str, Callable[[str], str]] = {
    "email": lambda text: text.partition("@")[0][:8] + "@…",
    "phone": lambda text: text[: max(len(text) - 4, 2)] + "…",
    "mobile": lambda text: text[: max(len(text) - 4, 2)] + "…",
    "postcode": lambda text: text[: max(len(text) - 2, 2)] + "…",
    "birth_date": lambda text: "…",
}


def _tag(said: Suggestion) -> str:
    if said.is_sensitive:
        return "tag-stop"
    if said.field == LEAVE_OUT:
        return "tag-plain"
    return "tag-care" if said.warning else "tag-good"


def _fits(said: Suggestion) -> str:
    if said.warning:
        return _(said.warning)
    if said.field == LEAVE_OUT:
        return _("not kept")
    return _("%(fits)s of %(of)s") % {"fits": f"{said.fits:,}", "of": f"{said.of:,}"}


def field_choices() -> list[tuple[str, str]]:
    """Our fields, for a select; the first leaves a column out."""
    return [(LEAVE_OUT, _("Leave out")), *((f.code, _(f.label)) for f in FIELDS.values())]


def areas_within(reach: Reach) -> QuerySet[AreaNode]:
    """The areas that somebody may import people into."""
    return AreaNode.objects.filter(reach.area_filter("path")).order_by("path")


def mapping_asked(pk: str | None) -> Mapping | None:
    """The saved mapping that an address names; None if it names none that is there."""
    try:
        return Mapping.objects.filter(pk=UUID(pk)).first() if pk else None
    except ValueError:
        return None


def chosen_before(found: Import, mapping: Mapping | None, format: str) -> dict[str, str] | None:
    """What the columns become by a saved mapping, or by what was sent before; None: as suggested.

    A column that the mapping doesn't know is left out, rather than guessed.
    """
    if mapping is not None:
        return {name: mapping.columns.get(name, LEAVE_OUT) for name in found.columns}
    was_sent = found.state != State.UPLOADED and format == found.format
    return dict(found.columns) if was_sent else None


def initial_of(found: Import, columns: list[Column], chosen: Columns[str, str]) -> dict[str, Any]:
    """What the form of the columns begins with."""
    data_set = found.data_set if found.where_from else _usual_data_set(found.format)
    return {
        "columns": {column.name: column.suggested for column in columns} | dict(chosen),
        "where_from": found.where_from,
        "data_set": data_set,
        "area": found.area_id,
        "keep_until": found.keep_until
        or timezone.localdate() + timedelta(days=keep_days(data_set)),
    }


def _usual_data_set(format: str) -> str:
    return {"register-uk": "roll", "mobilize": "volunteers"}.get(format, "supporters")


def fields_kept(mapping: Mapping) -> list[str]:
    """What a saved mapping keeps, in the words of the page."""
    return [_(FIELDS[code].label) for code in mapping.columns.values() if code in FIELDS]


def columns_url(found: Import) -> str:
    return reverse("import-columns", args=[found.pk])


def page_number(said: str | None) -> int:
    """A page's number from an address; 1 if it is none."""
    return max(1, int(said)) if said and said.isascii() and said.isdigit() and len(said) < 8 else 1


@dataclass(frozen=True)
class About:
    """What a list is, in words."""

    format: str
    data_set: str | Promise
    basis: str | Promise
    columns: tuple[str, ...]


def about(found: Import) -> About:
    """What a list is: its format, who is on it and on which ground, what is kept of them."""
    kind = DATA_SETS.get(found.data_set)
    decided = data_sets().get(found.data_set)
    basis = decided.basis if decided else (kind.basis if kind else "")
    kept = tuple(_(FIELDS[code].label) for code in found.columns.values() if code in FIELDS)
    return About(
        format=_(FORMATS[found.format].label) if found.format in FORMATS else found.format,
        data_set=kind.name if kind else found.data_set,
        basis=BASES.get(basis, ""),
        columns=kept,
    )
