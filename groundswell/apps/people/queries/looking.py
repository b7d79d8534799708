"""One search at work: its limits looked up once, and two ways to find who fits.

Gathering asks the index that leaves fewest people to look at, and takes all of them. Walking goes
through everybody in the order of names until a page is full: quick where many fit, endless where
nobody does. So what is searched for is counted first, as far as FEW.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from groundswell.apps.accounts.reach import Reach
from groundswell.apps.people.models import Person
from groundswell.apps.people.queries.filters import (
    COMMON,
    Filters,
    areas_below,
    condition,
    in_areas,
    is_common,
)
from groundswell.apps.people.queries.search_box import (
    Column,
    Reading,
    Start,
    behind,
    indexed,
    unindexed,
)

# Up to so many who fit are sorted by us.
FEW = COMMON
NAMES = ("name_key", "given_key")
SHORT = 2
Key = tuple[str, UUID]  # name_key and id: the order of the pages


@dataclass(frozen=True)
class Look:
    """The people within reach whom the filters let through, whatever was typed."""

    reach: Reach
    filters: Filters

    def gathered(self, start: Start | None) -> QuerySet[Person]:
        """Who fits, in no order."""
        # Names lie in the index of areas; all else that is typed is rarer than people in an area.
        by_area = indexed if start is None or start.key == "name_key" else unindexed
        who = self._who(by_area)
        return who.filter(start.condition(indexed)) if start else who

    def few(self, start: Start | None) -> list[Key] | None:
        """The keys of all who fit, in no order; None if they are many."""
        if start is None and self._are_surely_many:
            return None
        who = self.gathered(start).order_by()
        # Who are often too many are counted first: that needs the index only.
        if self._are_often_many(start):
            if who.values("name_key")[: FEW + 1].count() > FEW:
                return None
            return list(keys_of(who))
        keys = list(keys_of(who)[: FEW + 1])
        return keys if len(keys) <= FEW else None

    def walked(self, start: Start | None, last: Key | None, n: int) -> list[Key]:
        """The first n keys of those who fit, behind `last`."""
        name = start.text if start and start.key == "name_key" else ""
        # One lower bound: SQLite begins its walk at the first that it is told.
        wanted = Q(name_key__gte=max(name, last[0] if last else ""))
        if start is not None:
            wanted &= start.condition(unindexed)
        if name:
            wanted &= Q(name_key__lt=behind(name))
        if last is not None:
            wanted &= Q(name_key__gt=last[0]) | Q(pk__gt=last[1])
        who = self._who(unindexed).filter(wanted)
        return list(keys_of(who).order_by("name_key", "pk")[:n])

    def is_anybody(self, way: Reading) -> bool:
        """Whether somebody fits what was typed, read in this way."""
        return any(self.gathered(start).exists() for start in way.starts)

    def everybody(self, way: Reading | None) -> QuerySet[Person]:
        """All who fit, as one query."""
        who = self._who(indexed)
        return who.filter(way.condition()) if way else who

    def _who(self, by_area: Column) -> QuerySet[Person]:
        # `within` is the wall. The same said of the area's own column lets an index answer it.
        wanted = self._let_through
        if self._areas is not None:
            wanted = wanted & in_areas(self._areas, by_area)
        return Person.objects.within(self.reach).filter(wanted)

    @cached_property
    def _let_through(self) -> Q:
        return condition(self.filters)

    @cached_property
    def _areas(self) -> list[UUID] | None:
        """Where to look; None for everywhere."""
        if self.filters.area:
            return areas_below([self.filters.area])
        return None if self.reach.whole else areas_below(self.reach.areas)

    @property
    def _are_surely_many(self) -> bool:
        """Everybody, or everybody with one tag that many have."""
        words = (*self.filters.tags, *self.filters.skills)
        return (
            self._areas is None
            and self._is_limited_to_tags
            and len(words) <= 1
            and all(is_common(word) for word in words)
        )

    def _are_often_many(self, start: Start | None) -> bool:
        """People of an area; a short beginning of a name, or any where all areas are looked at."""
        if start is None:
            return self._is_limited_to_tags and not (self.filters.tags or self.filters.skills)
        return start.key in NAMES and (len(start.text) <= SHORT or self._areas is None)

    @property
    def _is_limited_to_tags(self) -> bool:
        """Nothing but tags, skills and an area narrows the search besides what was typed."""
        return replace(self.filters, text="", kind="", area="", tags=(), skills=()).is_empty


def keys_of(who: QuerySet[Person]) -> "QuerySet[Person, Key]":
    return who.order_by().values_list("name_key", "pk")
