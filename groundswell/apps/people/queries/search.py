"""Finding people within a reader's reach: who fits, page by page, in the order of their names.

    filters = Filters.from_query(request.GET)
    page = page_of(request.reach, filters, after=request.GET.get("after"))
    everybody = found(request.reach, filters)      for an export: a query, in no order

Nothing here reads or counts all who fit, except `found`, when somebody goes through it.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.accounts.scope import active_organisation_id
from groundswell.apps.people.models import Person
from groundswell.apps.people.queries import looking
from groundswell.apps.people.queries.filters import Filters
from groundswell.apps.people.queries.looking import Key, Look, keys_of
from groundswell.apps.people.queries.near_names import near_names
from groundswell.apps.people.queries.search_box import Reading, name_reading, readings

__all__ = ["Count", "Filters", "Page", "count", "found", "page_of", "understood"]

PAGE = 50
MOST_COUNTED = 10_000
MOST_NEAR = 5


@dataclass(frozen=True)
class Count:
    """How many fit; is_more: at least one more than that, and nobody counted on.

    A page counts up to FEW, `count` up to MOST_COUNTED.
    """

    n: int
    is_more: bool = False


@dataclass(frozen=True)
class Page:
    """Some of those who fit, in the order of names.

    filters: as understood: `kind` says how the box was read. next: what `after` takes to go on;
    "" on the last page. count: None on later pages. near: names like the one typed, if nobody has
    that one; the page then shows those of the first.
    """

    people: list[Person]
    filters: Filters
    next: str = ""
    count: Count | None = None
    near: tuple[str, ...] = ()


def found(reach: Reach, filters: Filters) -> QuerySet[Person]:
    """Everybody within reach who fits, in no order. What was typed is taken by the letter.

    A text that can be read in several ways is read in the first that finds somebody.
    """
    look, ways = Look(reach, filters), _ways(understood(reach, filters))
    if filters.text.strip() and not ways:
        return Person.objects.none()
    return look.everybody(ways[0] if ways else None)


def understood(reach: Reach, filters: Filters) -> Filters:
    """The same search with `kind` saying how to read what was typed."""
    look, ways = Look(reach, filters), _ways(filters)
    for way in ways:
        if look.is_anybody(way):
            return replace(filters, kind=way.kind)
    return replace(filters, kind=ways[0].kind if ways else "")


def count(reach: Reach, filters: Filters) -> Count:
    """How many fit, up to MOST_COUNTED."""
    look, ways, seen = Look(reach, filters), _ways(understood(reach, filters)), set[UUID]()
    if filters.text.strip() and not ways:
        return Count(0)
    for start in ways[0].starts if ways else (None,):
        fitting = look.gathered(start).order_by().values_list("pk", flat=True)
        seen.update(fitting[: MOST_COUNTED + 1])
        if len(seen) > MOST_COUNTED:
            return Count(MOST_COUNTED, is_more=True)
    return Count(len(seen))


def page_of(reach: Reach, filters: Filters, *, after: str | None = None) -> Page:
    """The first page of those who fit, or the one after the person whose id is given."""
    look = Look(reach, filters)
    if not filters.text.strip():
        return _page(look, filters, None, after)
    for way in _ways(filters):
        page = _page(look, replace(filters, kind=way.kind), way, after)
        if page.people:
            return page
    if filters.kind in ("", "name"):
        return _near(look, filters)
    return Page([], filters, count=Count(0))


def _near(look: Look, filters: Filters) -> Page:
    """Those who have a name like the one typed, and which names there are."""
    nobody = Page([], replace(filters, kind=""), count=Count(0))
    typed = name_reading(filters.text)
    if typed is None or (filters.has_filters and Look(look.reach, Filters()).is_anybody(typed)):
        return nobody  # the name is there: the filters keep its people out

    def is_there(name: str) -> bool:
        way = name_reading(name)
        return way is not None and look.is_anybody(way)

    names = near_names(filters.text, is_there, most=MOST_NEAR)
    if not names:
        return nobody
    nearest = replace(filters, text=names[0], kind="name")
    return replace(_page(look, nearest, name_reading(names[0]), None), near=names)


def _ways(filters: Filters) -> tuple[Reading, ...]:
    if not filters.text.strip():
        return ()
    of = Organisation.objects.values_list("country", flat=True).get(pk=active_organisation_id())
    return tuple(
        way for way in readings(filters.text, country=of) if filters.kind in ("", way.kind)
    )


def _page(look: Look, filters: Filters, way: Reading | None, after: str | None) -> Page:
    """Each start of what was typed gives the first keys it finds; the first of all are the page."""
    last = _key_of(look.reach, after)
    keys, are_all = set[Key](), True
    for start in way.starts if way else (None,):
        few = look.few(start)
        are_all = are_all and few is not None
        keys.update(look.walked(start, last, PAGE + 1) if few is None else few)
    ids = [pk for _name, pk in sorted(k for k in keys if last is None or k > last)[: PAGE + 1]]
    people = Person.objects.within(look.reach).select_related("area").in_bulk(ids[:PAGE])
    return Page(
        people=[people[pk] for pk in ids[:PAGE] if pk in people],
        filters=filters,
        next=str(ids[PAGE - 1]) if len(ids) > PAGE else "",
        count=Count(len(keys)) if are_all else Count(looking.FEW, is_more=True),
    )


def _key_of(reach: Reach, after: str | None) -> Key | None:
    """Where the last page ended. The address holds an id, since a name has no place in one."""
    try:
        pk = UUID(after or "")
    except ValueError:
        return None
    return keys_of(Person.objects.within(reach).filter(pk=pk)).first()
