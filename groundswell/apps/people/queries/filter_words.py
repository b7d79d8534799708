"""A search in the words of a page: each part by itself, with the address that drops it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.people.models import Tag
from groundswell.apps.people.queries.filters import Filters
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.consents import PURPOSES

KIND_WORDS: dict[str, str | Promise] = {
    "name": gettext_lazy("a name"),
    "street": gettext_lazy("a street"),
    "postcode": gettext_lazy("a postcode"),
    "email": gettext_lazy("an e-mail address"),
    "phone": gettext_lazy("a telephone number"),
}
CHOICES: dict[str, dict[str, str | Promise]] = {
    "volunteer": {
        "yes": gettext_lazy("offered help"),
        "trained": gettext_lazy("offered help, and trained"),
        "no": gettext_lazy("hasn’t offered help"),
    },
    "has_email": {"yes": gettext_lazy("with e-mail"), "no": gettext_lazy("without e-mail")},
    "has_phone": {"yes": gettext_lazy("with telephone"), "no": gettext_lazy("without telephone")},
    "stopped": {"yes": gettext_lazy("do not contact"), "no": gettext_lazy("may be contacted")},
    "minor": {"yes": gettext_lazy("under 18"), "no": gettext_lazy("18 or over")},
}


@dataclass(frozen=True)
class Part:
    """One part of a search. without: the query of an address that leaves it out."""

    words: str
    without: str


def parts(filters: Filters) -> list[Part]:
    """Every part that is set, in the order of the form."""
    return list(_parts(filters))


def _parts(filters: Filters) -> Iterator[Part]:
    if filters.text:
        words = _("“%(text)s”") % {"text": filters.text}
        if filters.kind:
            words = _("“%(text)s” as %(kind)s") % {
                "text": filters.text,
                "kind": KIND_WORDS[filters.kind],
            }
        yield Part(words, filters.query(text="", kind=""))
    if filters.area:
        node = AreaNode.objects.filter(path=filters.area).first()
        yield Part(node.name if node else _("an area that is gone"), filters.query(area=""))
    yield from _tags(filters)
    if filters.support:
        levels = ", ".join(map(str, filters.support))
        yield Part(_("support level %(levels)s") % {"levels": levels}, filters.query(support=()))
    for name, choices in CHOICES.items():
        if said := getattr(filters, name):
            yield Part(str(choices[said]), filters.query(**{name: ""}))
    if filters.consent:
        agreed = _("agreed %(purpose)s") % {"purpose": PURPOSES[filters.consent]}
        yield Part(agreed, filters.query(consent=""))
    if filters.came_with is not None:
        came = _("came with import %(number)d") % {"number": filters.came_with}
        yield Part(came, filters.query(came_with=None))


def _tags(filters: Filters) -> Iterator[Part]:
    asked: tuple[tuple[str, Any], ...] = (("tags", filters.tags), ("skills", filters.skills))
    names = {
        str(tag.pk): tag.name for tag in Tag.objects.filter(pk__in=(*filters.tags, *filters.skills))
    }
    for part, ids in asked:
        for pk in ids:
            rest = tuple(one for one in ids if one != pk)
            yield Part(names.get(pk, _("a tag that is gone")), filters.query(**{part: rest}))
