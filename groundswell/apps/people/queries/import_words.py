"""Codes of an import in words: why a row is refused, how a person is known, what differs."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.exchange.people.cleaning import NOTES, REFUSALS

Words = str | Promise

REFUSED: dict[str, Words] = {
    "two-fit": gettext_lazy(
        "two people here fit this row equally well; merge them, or give the row more details"
    ),
    "number-of-another": gettext_lazy(
        "this list's number belongs to somebody of another name; if the list was numbered anew, "
        "leave the column of numbers out"
    ),
    "minor": gettext_lazy("under 18, and this kind of list holds nobody so young"),
    "area-not-yours": gettext_lazy("not in an area that you may import into"),
}
STOPPED: dict[str, Words] = {
    "": gettext_lazy("asked not to be contacted"),
    "erased": gettext_lazy("asked to be erased, and stays so; nothing is written"),
}
KNOWN_BY: dict[str, Words] = {
    "number": gettext_lazy("known by this list's number"),
    "email": gettext_lazy("same e-mail and name"),
    "phone": gettext_lazy("same telephone and name"),
    "home": gettext_lazy("same name in the same household"),
}
FIELDS: dict[str, Words] = {
    "first_name": gettext_lazy("first name"),
    "last_name": gettext_lazy("surname"),
    "email": gettext_lazy("e-mail"),
    "phone": gettext_lazy("telephone"),
    "address": gettext_lazy("address"),
    "town": gettext_lazy("town"),
    "postcode": gettext_lazy("postcode"),
    "area_id": gettext_lazy("area"),
    "support_level": gettext_lazy("support level"),
    "is_minor": gettext_lazy("under 18"),
    "is_stopped": gettext_lazy("do not contact"),
    "tags": gettext_lazy("tags"),
    "consent": gettext_lazy("consent"),
}
REMARKS: dict[str, Words] = {
    "area-unknown": gettext_lazy("no area of yours has this name"),
    "level-not-kept": gettext_lazy("the support level was left out"),
}


def why(kind: str, note: str) -> str:
    """A row's verdict in words; "" where there is nothing to say."""
    if note.startswith("row "):
        return _("the same person as row %(row)s") % {"row": note.removeprefix("row ")}
    if kind == "refused":
        return refusal(note)
    if kind == "stopped":
        return str(STOPPED.get(note, STOPPED[""]))
    if kind in ("merged", "unchanged"):
        return str(KNOWN_BY.get(note, ""))
    return ", ".join(str(FIELDS[name]) for name in note.split(",") if name in FIELDS)


def refusal(code: str) -> str:
    """Why a row was refused."""
    return str(REFUSED.get(code) or _(REFUSALS.get(code, code)))


def remark(code: str) -> str:
    """What was left out of a row that is kept."""
    return str(REMARKS.get(code) or _(NOTES.get(code, code)))
