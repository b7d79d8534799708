"""Telling which export a leaked list came from, with nobody invented and nothing made wrong.

Each copy writes the same facts in its own way. A telephone number stands with its plus, or with a
blank before its last six digits; a postcode with or without its blank; a street as "Road" or "Rd":
one bit for each value, drawn from the export's secret mark and the value itself. So a part of the
list, its rows in any order, its columns renamed or dropped, still says where it came from; a value
that says nothing costs only its own bit. The order of the rows is drawn from the mark as well.

The test is the binomial one: another export's marks agree with half of the values, give or take.
"""

import hmac
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import comb, exp
from typing import Literal

Kind = Literal["phone", "postcode", "street"]

# Of the ways to write a street's last word, the long one first.
STREET_WORDS = (
    ("Avenue", "Ave"), ("Close", "Cl"), ("Court", "Ct"), ("Crescent", "Cres"), ("Drive", "Dr"),
    ("Gardens", "Gdns"), ("Grove", "Gr"), ("Lane", "Ln"), ("Place", "Pl"), ("Road", "Rd"),
    ("Square", "Sq"), ("Street", "St"), ("Terrace", "Ter"), ("Boulevard", "Blvd"),
)  # fmt: skip
_LONG = {short.lower(): long for long, short in STREET_WORDS}
_SHORT = {long.lower(): short for long, short in STREET_WORDS}
_PHONE = re.compile(r"'?(\+?)[\d ().-]{9,22}\Z")
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)( ?)(\d[A-Z]{2})\Z", re.IGNORECASE)
_STREET = re.compile(r"(.*\b)([A-Za-z]+)(\.?)\Z", re.DOTALL)
LAST_DIGITS = 6


@dataclass(frozen=True)
class Cell:
    """A value that can be written in two ways: its kind, itself in one spelling, and which way."""

    kind: Kind
    value: str
    is_second: bool


def bit(mark: str, kind: str, value: str) -> bool:
    """Which of the two ways a copy with this mark writes a value."""
    return hmac.digest(mark.encode(), f"{kind}|{value}".encode(), sha256)[0] & 1 == 1


def row_key(mark: str, identity: str) -> bytes:
    """What the rows of a copy are ordered by."""
    return hmac.digest(mark.encode(), f"row|{identity}".encode(), sha256)[:8]


def marked(mark: str, kind: Kind, text: str) -> str:
    """A value as the copy with this mark writes it; what can't be told apart stays as it is."""
    cell = _READ[kind](text)
    if cell is None:
        return text
    return _WRITE[kind](text, bit(mark, kind, cell.value))


def _read_phone(text: str) -> Cell | None:
    if not _PHONE.match(text):
        return None
    digits = re.sub(r"\D", "", text)
    if not 9 <= len(digits) <= 15:
        return None
    # Without the country or the nought before it, since both are written and left off.
    return Cell("phone", digits[-9:], text.strip("'")[-LAST_DIGITS - 1 : -LAST_DIGITS] == " ")


def _write_phone(text: str, second: bool) -> str:
    plain = re.sub(r"[ ().-]", "", text)
    # A blank after a plus would make a spreadsheet see a sum.
    bare = plain.removeprefix("+")
    return f"{bare[:-LAST_DIGITS]} {bare[-LAST_DIGITS:]}" if second else plain


def _read_postcode(text: str) -> Cell | None:
    found = _POSTCODE.match(text)
    if not found:
        return None
    return Cell("postcode", (found[1] + found[3]).upper(), not found[2])


def _write_postcode(text: str, second: bool) -> str:
    found = _POSTCODE.match(text)
    return text if found is None else found[1] + ("" if second else " ") + found[3]


def _read_street(text: str) -> Cell | None:
    found = _STREET.match(text)
    if not found or not found[1].strip():
        return None
    word = found[2].lower()
    if word not in _LONG and word not in _SHORT:
        return None
    long = _LONG.get(word, found[2].title())
    return Cell("street", " ".join(f"{found[1]}{long}".lower().split()), word in _LONG)


def _write_street(text: str, second: bool) -> str:
    found = _STREET.match(text)
    if found is None:
        return text
    word = found[2].lower()
    written = _SHORT.get(word, found[2]) if second else _LONG.get(word, found[2])
    return found[1] + written


_READ: dict[Kind, Callable[[str], Cell | None]] = {
    "phone": _read_phone,
    "postcode": _read_postcode,
    "street": _read_street,
}
_WRITE: dict[Kind, Callable[[str, bool], str]] = {
    "phone": _write_phone,
    "postcode": _write_postcode,
    "street": _write_street,
}


def cells_of(rows: Iterable[Sequence[str]]) -> set[Cell]:
    """Every value in a leaked table that can be written in two ways, whatever its column."""
    found = set()
    for row in rows:
        for text in row:
            for read in _READ.values():
                cell = read(text.strip())
                if cell is not None:
                    found.add(cell)
                    break
    return found


@dataclass(frozen=True)
class Likeness:
    """How far a leaked list agrees with one copy. chance: of so much by luck alone."""

    agree: int
    of: int

    @property
    def chance(self) -> float:
        if self.of == 0:
            return 1.0
        # Whole numbers of any size: the sum is exact however small the answer.
        ways = sum(comb(self.of, k) for k in range(self.agree, self.of + 1))
        return float(ways / (1 << self.of)) if self.of < 1000 else _tail(self.agree, self.of)


def _tail(agree: int, of: int) -> float:
    """Hoeffding's bound, for counts whose exact sum has thousands of digits."""
    above = agree / of - 0.5
    return exp(-2 * of * above * above) if above > 0 else 1.0


def likeness(cells: set[Cell], mark: str) -> Likeness:
    """How many of a leaked list's values are written as the copy with this mark writes them."""
    values: dict[tuple[Kind, str], set[bool]] = {}
    for cell in cells:
        values.setdefault((cell.kind, cell.value), set()).add(cell.is_second)
    # A value that stands there both ways comes from two lists, and says nothing.
    told = {key: next(iter(ways)) for key, ways in values.items() if len(ways) == 1}
    agree = sum(bit(mark, kind, value) == way for (kind, value), way in told.items())
    return Likeness(agree, len(told))


def order_likeness(identities: Sequence[str], mark: str) -> Likeness:
    """How many rows stand after the one above them in the order of the copy with this mark.

    Half of them would by luck; a coin thrown for each spreads further than a shuffled list does,
    so the chance given is too large rather than too small.
    """
    keys = [row_key(mark, identity) for identity in identities if identity]
    steps = [(one, other) for one, other in pairwise(keys) if one != other]
    return Likeness(sum(one < other for one, other in steps), len(steps))
