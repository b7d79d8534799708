"""What somebody means by what they typed into the one box: a name, a street, a postcode, …

Each way to read it becomes conditions that an index can answer: ranges of a key rather than
`LIKE`, because under row-level security PostgreSQL hands only leakproof comparisons to an index.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any, Literal

import polars as pl
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThan

from groundswell.exchange.people.countries import country_of
from groundswell.exchange.people.keys import folded

Kind = Literal["name", "street", "postcode", "email", "phone"]
KINDS: tuple[Kind, ...] = ("name", "street", "postcode", "email", "phone")
LONGEST = 100
MOST_WORDS = 6

POSTCODE = re.compile(r"^([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{0,2})?$")
POSTCODE_LAST = re.compile(r"^(.+?) ([a-z]{1,2}\d[a-z\d]?(?: ?\d[a-z]{2})?)$")
PHONE = re.compile(r"^\+?[\d\s().\-/]+$")
HOUSE_FIRST = re.compile(r"^((?:flat |apartment |unit |apt )?\d+[a-z]?(?: \d+[a-z]?)*) (.+)$")
# A street's last word, as written in full and as people and lists shorten it.
STREET_WORDS = {
    "street": ("st",),
    "road": ("rd",),
    "lane": ("ln", "la"),
    "avenue": ("ave", "av"),
    "close": ("cl",),
    "drive": ("dr",),
    "crescent": ("cres", "cr"),
    "court": ("ct",),
    "gardens": ("gdns",),
    "grove": ("gr",),
    "place": ("pl",),
    "square": ("sq",),
    "terrace": ("tce", "terr", "ter"),
}
OTHER_STREET_WORDS = frozenset(
    "way row mews hill walk rise view park green parade heol stryd".split()
)
SHORT_FOR = {short: full for full, shorts in STREET_WORDS.items() for short in shorts}
Column = Callable[[str], Any]


class Unindexed(Func):
    """A column that SQLite's planner won't look up in an index: we know better when to walk."""

    arity = 1

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **extra: Any) -> tuple[str, Any]:
        sql, parameters = compiler.compile(self.source_expressions[0])
        return (f"+{sql}" if connection.vendor == "sqlite" else sql), parameters


def indexed(name: str) -> Any:
    return F(name)


def unindexed(name: str) -> Any:
    return Unindexed(F(name))


@dataclass(frozen=True)
class Start:
    """One beginning of a key, or the whole of it, and what else must hold of the row."""

    key: str
    text: str
    besides: tuple[tuple[str, str], ...] = ()
    is_whole: bool = False

    def condition(self, column: Column) -> Q:
        key = (
            Q(Exact(column(self.key), self.text))
            if self.is_whole
            else begins(self.key, self.text, column)
        )
        return reduce(and_, (Q((lookup, value)) for lookup, value in self.besides), key)


@dataclass(frozen=True)
class Reading:
    """One way to read what was typed: who meets any one of the starts is meant."""

    kind: Kind
    starts: tuple[Start, ...]

    def condition(self, column: Column = indexed) -> Q:
        """Who fits. column: how a key is named, so that a caller can keep an index out of it."""
        return reduce(or_, (start.condition(column) for start in self.starts))


def begins(key: str, start: str, column: Column = indexed) -> Q:
    """The key begins with this, as a range that an index answers."""
    return Q(GreaterThanOrEqual(column(key), start)) & Q(LessThan(column(key), behind(start)))


def behind(start: str) -> str:
    """The first text behind all that begin with `start`, in the order of code points."""
    last = ord(start[-1]) + 1
    # Surrogates are no characters, and nothing stands behind the last one.
    return start[:-1] + chr(0xE000 if last == 0xD800 else min(last, 0x10FFFF))


def plain(text: str) -> str:
    """Folded as the keys are: small letters without marks, single blanks."""
    return _plain(text[:LONGEST])


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return str(pl.select(folded(pl.lit(text))).item())


def readings(text: str, *, country: str = "GB") -> tuple[Reading, ...]:
    """Every way to read it, the likeliest first; none if there is nothing to look for."""
    text = text.strip()[:LONGEST]
    if "@" in text:
        address = text.lower().replace(" ", "")
        return (Reading("email", (Start("email", address),)),) if address.strip("@") else ()
    words = plain(text)
    numbers = [*_postcodes(words), *(_phones(text, country) if PHONE.match(text) else ())]
    if numbers:
        return tuple(numbers)
    streets, names = _streets(words), _names(words)
    return (*streets, *names) if _looks_like_street(words) else (*names, *streets)


def _postcodes(words: str) -> tuple[Reading, ...]:
    if words.isascii() and words.isdigit() and 4 <= len(words) <= 5:
        return (Reading("postcode", (Start("postcode", words),)),)
    if not (parts := POSTCODE.match(words)):
        return ()
    outward, inward = parts[1].upper(), (parts[2] or "").upper()
    if inward:
        return (Reading("postcode", (Start("postcode", f"{outward} {inward}"),)),)
    # Whole codes of the district, and the district alone where no more is known.
    whole = Start("postcode", outward, is_whole=True)
    return (Reading("postcode", (Start("postcode", f"{outward} "), whole)),)


def _phones(text: str, country: str) -> tuple[Reading, ...]:
    number = international(text, country)
    return (Reading("phone", (Start("phone", number),)),) if len(number) > 5 else ()


def international(text: str, country: str) -> str:
    """A number, or the beginning of one, as it is kept: "+447700900123"."""
    home = country_of(country)
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    if text.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if home.trunk and digits.startswith(home.trunk):
        return f"+{home.dials}{digits[len(home.trunk) :]}"
    # "447700900123" and "7700900123" are both typed for +447700900123.
    has_code = digits.startswith(home.dials) and len(digits) > 10
    return f"+{digits}" if has_code else f"+{home.dials}{digits}"


def _looks_like_street(words: str) -> bool:
    several = words.split()
    return len(several) > 1 and (
        several[0][0].isdigit()
        or bool(POSTCODE_LAST.match(words))
        or any(w in STREET_WORDS or w in SHORT_FOR or w in OTHER_STREET_WORDS for w in several[1:])
    )


def _streets(words: str) -> tuple[Reading, ...]:
    """ "12 high street sa4": a street, with a house, a postcode or a town if they are there."""
    rest, code, house = words, "", ""
    if parts := POSTCODE_LAST.match(rest):
        rest, code = parts[1], parts[2].replace(" ", "")
    if parts := HOUSE_FIRST.match(rest):
        house, rest = parts[1], parts[2]
    if not any(letter.isalpha() for letter in rest):
        return ()
    street, town = _town_apart(rest)
    besides = (("town__istartswith", town),) if town else ()
    starts = []
    for spelled in _spellings(street, is_whole=bool(code or town)):
        begin = f"{spelled}|{code}" if code else spelled
        if not house:
            starts.append(Start("street_key", begin, besides))
        for end in (f"|{house}", f" {house}") if house else ():  # "12", and "flat 3 12"
            starts.append(Start("street_key", begin, (*besides, ("street_key__endswith", end))))
    return (Reading("street", tuple(starts)),)


def _town_apart(rest: str) -> tuple[str, str]:
    """ "high street swansea": what stands behind a street's last word is a town."""
    several = rest.split()
    for place, word in enumerate(several[1:-1], start=1):
        if word in STREET_WORDS or word in SHORT_FOR:
            return " ".join(several[: place + 1]), " ".join(several[place + 1 :])
    return rest, ""


def _spellings(street: str, *, is_whole: bool) -> tuple[str, ...]:
    """The street with its last word in full and shortened.

    is_whole: nothing may follow it; else "high st" already covers "high street".
    """
    *head, last = street.split()
    full = SHORT_FOR.get(last, last)
    if not head or full not in STREET_WORDS:
        return (street,)
    spelled = {" ".join((*head, end)) for end in (full, *STREET_WORDS[full])} | {street}
    if is_whole:
        return tuple(sorted(spelled))
    return tuple(sorted(s for s in spelled if not any(s != o and s.startswith(o) for o in spelled)))


def _names(words: str) -> tuple[Reading, ...]:
    """ "smi", "john smi" and "smith j": every word begins a word of the name, in either order."""
    several = words.split()[:MOST_WORDS]
    if not any(letter.isalpha() for letter in words):
        return ()
    starts = []
    for place, word in enumerate(several):
        others = several[:place] + several[place + 1 :]
        holds = tuple(("name_key__contains", f" {other}") for other in others)
        starts.append(Start("name_key", word, holds))
    if len(words) > 1:  # one letter begins so many first names that they would say nothing
        starts.append(Start("given_key", " ".join(several)))
    return (Reading("name", tuple(starts)),)


def name_reading(text: str) -> Reading | None:
    """A text taken for a name; None if it can't be one."""
    return next(iter(_names(plain(text))), None)
