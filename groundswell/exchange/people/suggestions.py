"""What each column of an unknown table could become: by its header, else by what is in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from groundswell.exchange.people.dates import birth_dates
from groundswell.exchange.people.emails import emails
from groundswell.exchange.people.fields import FIELDS, LEAVE_OUT, OFTEN_SEVERAL
from groundswell.exchange.people.header_words import meaning
from groundswell.exchange.people.phones import phones
from groundswell.exchange.people.postcodes import postcodes
from groundswell.exchange.people.sensitive import Finding, finding
from groundswell.exchange.people.slots import slot_lists
from groundswell.exchange.people.some_cells import made
from groundswell.exchange.people.words import levels, yes_no

Check = Callable[[pl.Series, str], pl.Series]
"""Which cells have a shape; the country's two letters come second."""

BY_FORMAT, BY_CONTENT = 1.0, 0.6
ENOUGH = 0.6  # share of the filled cells that must have a shape, to be told by it
FEWEST = 3  # filled cells
LOOKED_AT = 200  # filled cells
FEWEST_DIGITS = 9  # of what is taken for a telephone by its look alone


@dataclass(frozen=True)
class Suggestion:
    """What one column could become.

    field: a code of `FIELDS`, or "" to leave it out.
    confidence: 0 to 1; 1 if the format is known.
    fits, filled, of: cells that hold what the field takes; cells that aren't blank; all cells.
    warning: a few words for a chip, e.g. "31 are not numbers"; "" if all is well.
    why: a sentence or two for a banner over columns that are better left out; else "".
    is_sensitive: first values should not be shown.
    """

    column: str
    field: str
    confidence: float
    fits: int
    of: int
    warning: str = ""
    filled: int = 0
    why: str = ""
    is_sensitive: bool = False


def suggest_columns(
    header: Sequence[str],
    sample: pl.DataFrame,
    *,
    known: Mapping[str, str],
    is_sure: bool,
    country: str,
) -> list[Suggestion]:
    """A suggestion for each column, in the order of the header.

    known: what the format or the header says of each column. is_sure: the format says so.
    """
    chosen: dict[str, tuple[str, float]] = {}
    findings: dict[str, Finding] = {}
    for name in header:
        code = known.get(name, LEAVE_OUT)
        spoken = finding(name, sample[name]) if code not in CHECKED else None
        if spoken:
            findings[name] = spoken
            chosen[name] = (LEAVE_OUT, 1.0)
        else:
            chosen[name] = (code, BY_FORMAT if is_sure else meaning(name).confidence)
    taken = {code for code, _ in chosen.values()}
    for name in header:
        if chosen[name][0] == LEAVE_OUT and name not in findings and not is_sure:
            code = by_content(sample[name], country=country)
            if code and (code not in taken or code in OFTEN_SEVERAL):
                chosen[name] = (code, BY_CONTENT)
                taken.add(code)
    return [
        _left_out(name, sample[name], findings[name])
        if name in findings
        else _suggestion(name, *chosen[name], cells=sample[name], country=country)
        for name in header
    ]


def by_content(cells: pl.Series, *, country: str) -> str:
    """The field that cells look like, whatever stands above them; "" if none."""
    filled = _filled(cells).head(LOOKED_AT)
    if filled.len() < FEWEST:
        return LEAVE_OUT
    for code, is_like in SHAPES:
        if is_like(filled, country).mean() >= ENOUGH:  # type: ignore[operator]
            return code
    return LEAVE_OUT


def fitting(code: str, cells: pl.Series, *, country: str) -> pl.Series:
    """Which cells hold what a field takes; blank ones don't."""
    filled = cells.fill_null("").str.strip_chars() != ""
    check = CHECKED.get(code)
    if check is None:
        return filled
    return filled & check(cells.fill_null(""), country)


def _suggestion(name: str, code: str, sure: float, *, cells: pl.Series, country: str) -> Suggestion:
    filled = _filled(cells).len()
    fits = int(fitting(code, cells, country=country).sum()) if code else 0
    warning = _warning(code, filled - fits)
    return Suggestion(name, code, sure if code else 0.0, fits, cells.len(), warning, filled)


def _left_out(name: str, cells: pl.Series, spoken: Finding) -> Suggestion:
    filled = _filled(cells).len()
    return Suggestion(
        name, LEAVE_OUT, 1.0, 0, cells.len(), spoken.warning, filled, spoken.why, True
    )


def _warning(code: str, misfits: int) -> str:
    if not code or not misfits:
        return ""
    singular, plural = MISFITS.get(FIELDS[code].kind, ("doesn’t fit", "don’t fit"))
    return f"{misfits:,} {singular if misfits == 1 else plural}"


def _filled(cells: pl.Series) -> pl.Series:
    filled = cells.drop_nulls().str.strip_chars()
    return filled.filter(filled != "")


def _like(pattern: str) -> Check:
    return lambda cells, _country: made(cells, lambda cell: cell.str.contains(pattern))


def _phones(cells: pl.Series, country: str) -> pl.Series:
    return phones(cells, country=country).is_not_null()


def _long_phones(cells: pl.Series, country: str) -> pl.Series:
    return _phones(cells, country) & (cells.str.len_chars() >= FEWEST_DIGITS)


def _postcodes(cells: pl.Series, country: str) -> pl.Series:
    return postcodes(cells, country=country).is_not_null()


def _lettered_postcodes(cells: pl.Series, country: str) -> pl.Series:
    """Five digits alone may be anything."""
    return _postcodes(cells, country) & cells.str.contains("[A-Za-z-]")


def _births(cells: pl.Series, country: str) -> pl.Series:
    return birth_dates(cells, country=country).is_not_null()


def _emails(cells: pl.Series, _country: str) -> pl.Series:
    return emails(cells).is_not_null()


def _yes_no(cells: pl.Series, _country: str) -> pl.Series:
    return yes_no(cells).is_not_null()


def _levels(cells: pl.Series, _country: str) -> pl.Series:
    return levels(cells).is_not_null()


def _slots(cells: pl.Series, _country: str) -> pl.Series:
    return slot_lists(cells).is_not_null()


CHECKED: Mapping[str, Check] = {
    "email": _emails,
    "phone": _phones,
    "mobile": _phones,
    "postcode": _postcodes,
    "support_level": _levels,
    "slots": _slots,
    "consent_contact": _yes_no,
    "birth_date": _births,
}
"""Which cells fit, for the fields that don't take any text."""

# Tried in this order; what isn't here can't be told by its look.
SHAPES: Sequence[tuple[str, Check]] = (
    ("email", _emails),
    ("full_name_last_first", _like(r"^\p{Lu}[\p{L}\p{M} '’-]*, ?\p{Lu}[\p{L}\p{M} .'’-]*$")),
    ("phone", _long_phones),
    ("postcode", _lettered_postcodes),
    ("address", _like(r"^(?:(?i:flat|apt|unit) )?\d+[a-zA-Z]?,? \p{L}[\p{L} .'’,-]{3,}")),
    (
        "full_name",
        _like(r"^\p{Lu}[\p{L}\p{M}.'’-]*(?: (?:\p{Ll}{1,4} ){0,2}\p{Lu}[\p{L}\p{M}.'’-]*){1,3}$"),
    ),
)
MISFITS = {
    "phone": ("is not a number", "are not numbers"),
    "email": ("is not an address", "are not addresses"),
    "postcode": ("unknown", "unknown"),
    "level": ("is not 1 to 5", "are not 1 to 5"),
    "yes-no": ("wording to match", "wordings to match"),
    "date": ("is not a date", "are not dates"),
    "words": ("wording to match", "wordings to match"),
}
