"""Reading one person: all that their page shows, field by field, and nobody else's."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.accounts.reach import Reach
from groundswell.apps.people.models import Import, ImportChange, Merge, Person, Support, Tag
from groundswell.apps.people.queries.reading import readings_of as readings
from groundswell.apps.people.queries.reading import words_of
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.consents import CHANNELS, PURPOSES
from groundswell.apps.privacy.queries.consents import consents_of, has_consent, standing
from groundswell.apps.privacy.queries.policy import may_keep, policy
from groundswell.exchange.people.keys import name_key_of, street_key_of

MOST_SHOWN = 20
MOST_AREAS = 1000
LEVELS: dict[int, str | Promise] = {
    1: gettext_lazy("1, strong support"),
    2: gettext_lazy("2, support"),
    3: gettext_lazy("3, undecided"),
    4: gettext_lazy("4, against"),
    5: gettext_lazy("5, strongly against"),
}
SLOTS: dict[str, str | Promise] = {
    "sat-am": gettext_lazy("Saturday morning"),
    "sat-pm": gettext_lazy("Saturday afternoon"),
    "sun-am": gettext_lazy("Sunday morning"),
    "sun-pm": gettext_lazy("Sunday afternoon"),
}
MODES: dict[str, str | Promise] = {
    "car": gettext_lazy("by car"),
    "transit": gettext_lazy("by bus or train"),
    "walk": gettext_lazy("on foot"),
}


@dataclass(frozen=True)
class Line:
    """One line of a list on the page: when, what, and what explains it."""

    at: Any
    words: str
    sub: str = ""


def person_page(reach: Reach, person: Person) -> dict[str, Any]:
    """All that the page of a person shows. person: read with its area and volunteer."""
    tags = list(Tag.objects.filter(taggings__person=person))
    return {
        "person": person,
        "area": area_words(person.area),
        "household": household(reach, person),
        "said": said(person),
        "level": LEVELS.get(person.support_level or 0, ""),
        "levels": LEVELS.items(),
        "why_no_support": why_no_support(person),
        "consents": standing_consents(person.pk),
        "consent_history": consent_history(person.pk),
        "tags": [tag for tag in tags if tag.kind == Tag.Kind.TAG],
        "skills": [tag for tag in tags if tag.kind == Tag.Kind.SKILL],
        "offer": offer(person),
        "lists": lists(person),
        "merges": Merge.objects.filter(kept=person).select_related("merged_by")[:MOST_SHOWN],
        "readings": [
            Line(one.at, words_of(one.reason), one.user.name)
            for one in readings(person.pk)[:MOST_SHOWN]
        ],
    }


def area_words(area: AreaNode | None) -> str:
    """ "Penclawdd, Gower, Wales": the area and what it lies in."""
    if area is None:
        return ""
    steps = area.path.strip("/").split("/")
    above = ["/" + "/".join(steps[:n]) + "/" for n in range(1, len(steps))]
    names = dict(AreaNode.objects.filter(path__in=above).values_list("path", "name"))
    return ", ".join([area.name, *(names[path] for path in reversed(above) if path in names)])


def household(reach: Reach, person: Person) -> list[Person]:
    """Others at the same door, as far as the reader may see."""
    if not person.street_key:
        return []
    others = Person.objects.within(reach).filter(street_key=person.street_key).exclude(pk=person.pk)
    return list(others.order_by("name_key", "pk").only("first_name", "last_name")[:MOST_SHOWN])


def said(person: Person) -> list[Line]:
    """What the person said of their support, the last first."""
    rows = Support.objects.filter(person=person).select_related("recorded_by", "came_with")
    return [
        Line(row.said_at, str(LEVELS[row.level]), _how(row)) for row in rows[:MOST_SHOWN]
    ]  # fmt: skip


def _how(row: Support) -> str:
    if row.came_with:
        return _("import %(number)d") % {"number": row.came_with.number}
    if row.recorded_by:
        return _("%(how)s by %(who)s") % {"how": _(row.how), "who": row.recorded_by.name}
    return _(row.how)


def why_no_support(person: Person) -> str | None:
    """None if this person's level of support may be kept; else why not, in words."""
    if why := may_keep("support"):
        return why
    if person.is_minor:
        return _("What minors say of their views is not kept.")
    if policy().mode == "B" and not any(
        has_consent(person.pk, "opinions", channel) for channel in CHANNELS
    ):
        return _(
            "What this person says of their views is kept only if they agreed to that, and no such "
            "consent is on record."
        )
    return None


def standing_consents(person_id: UUID) -> list[Line]:
    """What holds now: each purpose and way, with a yes or a no taken back."""
    return [_consent_line(line) for line in standing(person_id)]


def consent_history(person_id: UUID) -> list[Line]:
    return [_consent_line(line) for line in consents_of(person_id)[:MOST_SHOWN]]


def _consent_line(line: Any) -> Line:
    yes = _("Yes") if line.is_given else _("No longer")
    words = _("%(yes)s: %(purpose)s, %(channel)s") % {
        "yes": yes,
        "purpose": PURPOSES.get(line.purpose, line.purpose),
        "channel": CHANNELS.get(line.channel, line.channel),
    }
    return Line(line.at, words, line.get_how_display())


def offer(person: Person) -> dict[str, Any] | None:
    """What a volunteer has offered, in words; None for others."""
    volunteer = getattr(person, "volunteer", None)
    if volunteer is None:
        return None
    return {
        "mode": MODES.get(volunteer.mode, volunteer.mode),
        "max_minutes": volunteer.max_minutes,
        "car_seats": volunteer.car_seats,
        "is_trained": volunteer.is_trained,
        "slots": [SLOTS.get(slot, slot) for slot in volunteer.slots.split()],
        "signed_up_at": volunteer.signed_up_at,
        "district": volunteer.district.code,
    }


def lists(person: Person) -> list[Import]:
    """The imports that brought or changed this person, the first first."""
    changed = ImportChange.objects.filter(person_id=person.pk).values("of_import")
    aliases = person.aliases.values("came_with")
    which = Q(pk__in=changed) | Q(pk__in=aliases)
    if person.created_in_id:
        which |= Q(pk=person.created_in_id)
    return list(Import.objects.filter(which).order_by("number")[:MOST_SHOWN])


def with_details(reach: Reach, values: dict[str, Any]) -> QuerySet[Person]:
    """People within reach who share an e-mail address, a telephone, or a name at an address."""
    same = Q(pk__in=[])
    for field in ("email", "phone"):
        if values.get(field):
            same |= Q(**{field: values[field]})
    street = street_key_of(values.get("address", ""), values.get("postcode", ""))
    if street:
        name = name_key_of(values.get("first_name", ""), values.get("last_name", ""))
        same |= Q(street_key=street, name_key=name)
    return Person.objects.within(reach).filter(same).select_related("area")


def area_choices(reach: Reach, *, and_also: str = "", by_id: bool = False) -> list[tuple[str, str]]:
    """The areas that a reader may choose, each before those in it and moved in below them.

    and_also: the path of one more. by_id: chosen by id rather than by path. Of a tree too large
    for one list the upper levels are offered.
    """
    nodes = AreaNode.objects.filter(reach.area_filter("path"))
    if nodes.count() > MOST_AREAS:
        upper = Q(parent=None) | Q(parent__parent=None) | Q(path__in=reach.areas)
        nodes = nodes.filter(upper | Q(path=and_also))
    rows = nodes.order_by("path").values_list("pk", "path", "name")[: 2 * MOST_AREAS]
    top = min((path.count("/") for _pk, path, _name in rows), default=0)
    return [
        (str(pk) if by_id else path, "\u2003" * (path.count("/") - top) + name)
        for pk, path, name in rows
    ]
