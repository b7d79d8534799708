"""What to look for among people: the box and the filters, as an address, a rule and a query."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, get_args
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.lookups import Exact, Lookup
from django.http import QueryDict
from django.utils.translation import gettext as _

from groundswell.apps.people.models import Tagging
from groundswell.apps.people.queries.search_box import LONGEST, Column, Kind
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.consents import PURPOSES
from groundswell.apps.privacy.models import Consent
from groundswell.errors import InputError

YES_NO = ("yes", "no")
LEVELS = (1, 2, 3, 4, 5)
# Parts of an address that say which page is shown, not whom to look for.
PAGING = frozenset({"after"})
MOST_TAGS = 20
COMMON = 4000


@dataclass(frozen=True)
class Filters:
    """One search. All parts that are set must hold; of several support levels, any one.

    text: what was typed; kind: how to read it, "" for whatever finds somebody first.
    area: the path of a node, and all below it. tags, skills: ids of tags; a person has them all.
    support: levels. volunteer: "yes", "trained" or "no". has_email, has_phone, stopped, minor:
    "yes" or "no". consent: a purpose of the ledger that the person said yes to last.
    came_with: the number of an import that brought the person.
    """

    text: str = ""
    kind: Kind | str = ""
    area: str = ""
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    support: tuple[int, ...] = ()
    volunteer: str = ""
    has_email: str = ""
    has_phone: str = ""
    consent: str = ""
    stopped: str = ""
    minor: str = ""
    came_with: int | None = None

    def __post_init__(self) -> None:
        _refuse_unless(len(self.text) <= LONGEST, "text")
        _refuse_unless(self.kind in ("", *get_args(Kind)), "kind")
        _refuse_unless(self.volunteer in ("", "yes", "trained", "no"), "volunteer")
        for name in ("has_email", "has_phone", "stopped", "minor"):
            _refuse_unless(getattr(self, name) in ("", *YES_NO), name)
        _refuse_unless(self.consent in ("", *PURPOSES), "consent")
        _refuse_unless(set(self.support) <= set(LEVELS), "support")
        _refuse_unless(all(map(_is_id, (*self.tags, *self.skills))), "tags")
        _refuse_unless(len(self.tags) + len(self.skills) <= MOST_TAGS, "tags")
        _refuse_unless(self.came_with is None or 0 < self.came_with < 2**31, "came_with")

    @property
    def is_empty(self) -> bool:
        """Nothing is looked for: everybody fits."""
        return self == Filters()

    @property
    def has_filters(self) -> bool:
        """Something narrows the search besides the box."""
        return replace(self, text="", kind="") != Filters()

    @classmethod
    def from_query(cls, query: QueryDict) -> "Filters":
        """Read an address's query. Raises InputError for a name or a value we don't know."""
        given = {name: [v for v in query.getlist(name) if v.strip()] for name in query}
        return cls.from_rule({name: values for name, values in given.items() if name not in PAGING})

    @classmethod
    def from_rule(cls, rule: dict[str, Any]) -> "Filters":
        """Read a saved rule. Raises InputError for a part or a value we don't know."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(rule) - known):
            raise InputError(
                _("A search knows no “%(part)s”. Start again from the page People.")
                % {"part": unknown[0][:40]}
            )
        return cls(**{name: _read(name, value) for name, value in rule.items()})

    def to_rule(self) -> dict[str, Any]:
        """What is kept in a universe: only the parts that are set, as JSON."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in said.items()
            if value not in ("", (), None)
        }

    def query(self, **changed: Any) -> str:
        """The same search as the query of an address, with some parts changed."""
        query = QueryDict(mutable=True)
        for name, value in replace(self, **changed).to_rule().items():
            query.setlist(
                name, [str(v) for v in value] if isinstance(value, list) else [str(value)]
            )
        return query.urlencode()


def _read(name: str, value: Any) -> Any:
    """A value as it came: text, number or list, from an address or from JSON."""
    values = list(value) if isinstance(value, list | tuple) else [value]
    _refuse_unless(
        all(isinstance(one, str | int) and not isinstance(one, bool) for one in values), name
    )
    if name in ("tags", "skills"):
        return tuple(sorted({str(one).lower() for one in values}))
    if name == "support":
        return tuple(sorted({_number(one, name) for one in values}))
    _refuse_unless(len(values) <= 1, name)
    if not values:
        return None if name == "came_with" else ""
    return _number(values[0], name) if name == "came_with" else str(values[0]).strip()


def _number(value: str | int, name: str) -> int:
    text = str(value)
    _refuse_unless(text.isascii() and text.isdigit() and len(text) < 10, name)
    return int(text)


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _refuse_unless(holds: bool, part: str) -> None:
    if not holds:
        raise InputError(
            _("The part “%(part)s” of this search can’t be read. Start again from the page People.")
            % {"part": part}
        )


def condition(filters: Filters) -> Q:
    """Whom the filters let through, but for the area: `in_areas` says that.

    What was typed into the box is not among them.
    """
    wanted = Q()
    for tag in (*filters.tags, *filters.skills):
        wanted &= _tagged(tag)
    if filters.support:
        wanted &= Q(support_level__in=filters.support)
    wanted &= _of_volunteers(filters.volunteer)
    for field, said in (("email", filters.has_email), ("phone", filters.has_phone)):
        if said:
            wanted &= Q(**{field: ""}) if said == "no" else Q(**{f"{field}__gt": ""})
    for field, said in (("is_stopped", filters.stopped), ("is_minor", filters.minor)):
        if said:
            wanted &= Q(**{field: said == "yes"})
    if filters.consent:
        wanted &= _agreed(filters.consent)
    if filters.came_with is not None:
        wanted &= Q(created_in__number=filters.came_with)
    return wanted


class Among(Lookup[UUID]):
    """A column's id is one of a list, which is handed over as one parameter.

    Of hundreds of parameters, each takes longer to write into a query than a database takes to
    look it up.
    """

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::uuid[])", [*parameters, self.rhs]
        listed = json.dumps([one.hex for one in self.rhs])
        return f"{column} IN (SELECT value FROM json_each(%s))", [*parameters, listed]  # noqa: S608


def areas_below(paths: Iterable[str]) -> list[UUID]:
    """The ids of these nodes and of all below them."""
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    return list(AreaNode.objects.filter(below).order_by().values_list("pk", flat=True))


def in_areas(areas: list[UUID], column: Column) -> Q:
    """People whose area is among these. column: as for `Reading.condition`."""
    return Q(Among(column("area_id"), areas)) if areas else Q(pk__in=[])


def _tagged(tag: str) -> Q:
    """Of few people, begin with those who have the tag; of many, ask of each whether they do."""
    if is_common(tag):
        return Q(Exists(Tagging.objects.filter(tag=tag, person=OuterRef("pk"))))
    return Q(pk__in=Tagging.objects.filter(tag=tag).values("person"))


def is_common(tag: str) -> bool:
    """Whether more people have this tag than one would go through one by one."""
    return Tagging.objects.filter(tag=tag).values("tag")[: COMMON + 1].count() > COMMON


def _of_volunteers(said: str) -> Q:
    if not said:
        return Q()
    if said == "no":
        return Q(volunteer=None)
    return Q(volunteer__is_trained=True) if said == "trained" else Q(volunteer__isnull=False)


def _agreed(purpose: str) -> Q:
    """The last that somebody said of a purpose was yes."""
    lines = Consent.objects.filter(purpose=purpose)
    last = lines.filter(subject=OuterRef("pk")).order_by("-at", "-pk").values("is_given")[:1]
    # The first half lets a database begin with those who ever said yes.
    return Q(pk__in=lines.filter(is_given=True).values("subject")) & Q(Exact(Subquery(last), True))
