"""Rows of a file made into people: each cell in its one form, and what couldn't be used said.

This is the hottest code of an import: whole columns at once, and the few cells that aren't plain
apart from the rest (`some_cells.mended`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_

import polars as pl

from groundswell.exchange.people.addresses import door_and_town, joined
from groundswell.exchange.people.answers import NOTES, REFUSALS
from groundswell.exchange.people.cells import Cells, filled, first_filled, tidy_cells
from groundswell.exchange.people.dates import birth_dates, is_minor
from groundswell.exchange.people.emails import emails
from groundswell.exchange.people.files import FAULT, ROW
from groundswell.exchange.people.keys import name_keys, street_keys
from groundswell.exchange.people.names import split_names
from groundswell.exchange.people.phones import is_cut_short, phones
from groundswell.exchange.people.postcodes import postcode_within, postcodes, without_postcode
from groundswell.exchange.people.roll_numbers import roll_numbers, whole_roll_numbers
from groundswell.exchange.people.slots import slot_lists
from groundswell.exchange.people.some_cells import made, mended
from groundswell.exchange.people.words import is_unknown, levels, says_neither, word_lists, yes_no

__all__ = ["COLUMNS", "NOTES", "REFUSALS", "clean"]

COLUMNS: Mapping[str, pl.DataType] = {
    "row": pl.Int64(),
    "first_name": pl.String(),
    "last_name": pl.String(),
    "email": pl.String(),
    "phone": pl.String(),
    "address": pl.String(),
    "town": pl.String(),
    "postcode": pl.String(),
    "area": pl.String(),
    "source_id": pl.String(),
    "support_level": pl.Int8(),
    "tags": pl.List(pl.String()),
    "skills": pl.List(pl.String()),
    "slots": pl.List(pl.String()),
    "is_minor": pl.Boolean(),
    "consent": pl.Boolean(),
    "do_not_contact": pl.Boolean(),
    "name_key": pl.String(),
    "street_key": pl.String(),
    "refused": pl.String(),
    "notes": pl.List(pl.String()),
}

LONGEST_NAME = 80  # letters of a first name, a surname or a number in a list
LONGEST = {"address": 200, "town": 80, "area": 200}
ADDRESS_LINES = tuple(f"address_{n}" for n in range(1, 7))
FEWEST_LINES = 3  # of an address, from which on the last are looked through for the town
# What a spreadsheet makes of long numbers: "1.23457E+11".
FROM_A_SHEET = r"\.0+$|E\+|e\+"
SHORTENED = r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2}$"

Notes = dict[str, pl.Series]
"""Rows with each note, by its code."""


def clean(
    raw: pl.DataFrame,
    columns: Mapping[str, str],
    *,
    source: str,
    country: str = "GB",
    on: date | None = None,
) -> pl.DataFrame:
    """One row for each of `raw`, in its order, with the columns of `COLUMNS`.

    raw: a batch of a `PeopleFile`. columns: header → code of `FIELDS`, "" to leave out.
    source: a format's `source`; numbers of the UK register get their form "AB1-234/2".
    country: two letters; where numbers without a country are from, and how dates are written.
    on: the day on which somebody is under 18 or not; today if not given.

    Text that is missing is "", never null; `consent` and `support_level` are null if unknown;
    lists may be empty. Rows with `refused` aren't people. Of several columns with one field, the
    first that is filled in counts; words of all are kept.
    """
    cells = tidy_cells(raw, columns)
    notes: Notes = {}
    if cells.is_disarmed is not None:
        notes["made-text"] = cells.is_disarmed
    first_name, last_name = _names(cells)
    address, town, postcode = _home(cells, notes, country)
    made_of = {
        "row": raw[ROW].cast(pl.Int64),
        "first_name": first_name,
        "last_name": last_name,
        "email": _emails(cells, notes),
        "phone": _phones(cells, notes, country),
        "address": address,
        "town": town,
        "postcode": postcode,
        "area": _cut(cells.text("area"), "area", notes),
        "source_id": _number(cells, notes, source),
        "support_level": _levels(cells, notes),
        "tags": _words(cells, "tags"),
        "skills": _words(cells, "skills"),
        "slots": _slots(cells, notes),
        "is_minor": _minors(cells, notes, country, on or date.today()),
        "consent": _consent(cells, notes),
        "do_not_contact": _do_not_contact(cells),
        "name_key": name_keys(first_name, last_name),
        "street_key": street_keys(address, postcode),
    }
    people = pl.DataFrame([column.alias(name) for name, column in made_of.items()])
    fault = raw[FAULT] if FAULT in raw.columns else None
    return people.with_columns(_refused(people, cells, fault), _listed(notes, cells.n))


def _names(cells: Cells) -> tuple[pl.Series, pl.Series]:
    firsts = list(cells.columns.get("first_name", []))
    lasts = list(cells.columns.get("last_name", []))
    for code in ("full_name", "full_name_last_first"):
        for full in cells.columns.get(code, []):
            split = split_names(full, last_first=code == "full_name_last_first")
            # Who has a name in columns of its own needs none cut in two.
            has_own = reduce(or_, [own.is_not_null() for own in (*firsts, *lasts)], full.is_null())
            parts = split.select(pl.when(~has_own).then(pl.all()))
            firsts.append(made(parts["first_name"], filled))
            lasts.append(made(parts["last_name"], filled))
    return cells.text_of(firsts), cells.text_of(lasts)


def _emails(cells: Cells, notes: Notes) -> pl.Series:
    return _first_good(
        cells, [(column, emails(column)) for column in cells.columns.get("email", [])],
        notes, "email-not-an-address",
    )  # fmt: skip


def _phones(cells: Cells, notes: Notes, country: str) -> pl.Series:
    given = [*cells.columns.get("mobile", []), *cells.columns.get("phone", [])]
    found = _first_good(
        cells, [(column, phones(column, country=country)) for column in given],
        notes, "phone-not-a-number",
    )  # fmt: skip
    wrong = notes.get("phone-not-a-number")
    if wrong is not None:
        short = (
            reduce(or_, [made(column, is_cut_short).fill_null(False) for column in given]) & wrong
        )
        _note(notes, "phone-lost-digits", short)
        notes["phone-not-a-number"] = wrong & ~short
    return found


def _home(cells: Cells, notes: Notes, country: str) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Address, town and postcode."""
    lines = [line for code in ADDRESS_LINES if (line := cells.of(code)) is not None]
    others = [
        part for code in ("address", "house", "street") if (part := cells.of(code)) is not None
    ]
    town = cells.text("town")
    if len(lines) >= FEWEST_LINES and not others and "town" not in cells.columns:
        frame = _frame(lines)
        door, rest = door_and_town([pl.col(name) for name in frame.columns])
        split = frame.select(door.fill_null("").alias("door"), rest.fill_null("").alias("town"))
        address, town = split["door"], split["town"]
    elif len(lines) + len(others) > 1:
        frame = _frame([*others, *lines])
        address = frame.select(joined(list(map(pl.col, frame.columns))).fill_null("").alias("a"))[
            "a"
        ]
    else:
        address = cells.text_of([*others, *lines])
    given = cells.columns.get("postcode", [])
    if given or country.upper() != "GB":
        read = [(column, postcodes(column, country=country)) for column in given]
        code = _first_good(cells, read, notes, "postcode-unknown")
    else:
        code = postcode_within(address)
        address = without_postcode(address, code)
        code = code.fill_null("")
    return _cut(address, "address", notes), _cut(town, "town", notes), code


def _number(cells: Cells, notes: Notes, source: str) -> pl.Series:
    """The number in the list; of the register, made of its parts."""
    of_roll = [cells.of(code) for code in ("roll_prefix", "roll_number", "roll_suffix")]
    own = cells.of("source_id")
    if own is not None:
        from_a_sheet = own.str.contains(FROM_A_SHEET)
        own = mended(own, from_a_sheet, lambda some: some.str.replace(r"^([0-9]+)\.0+$", "$1"))
        short = own.str.contains(SHORTENED).fill_null(False) if from_a_sheet.any() else from_a_sheet
        if short.any():
            # Many rows would share such a number, and be taken for one person.
            _note(notes, "number-lost-digits", short)
            own = own.set(short, None)
    numbers = [own] if own is not None else []
    prefix, number, suffix = of_roll
    if number is not None:
        if prefix is None:
            numbers.append(made(number, whole_roll_numbers))
        else:
            frame = _frame(
                [prefix, number, suffix if suffix is not None else number.clear(cells.n)]
            )
            numbers.append(frame.select(roll_numbers(*map(pl.col, frame.columns)).alias("n"))["n"])
    return cells.text_of(numbers)


def _levels(cells: Cells, notes: Notes) -> pl.Series:
    given = cells.of("support_level")
    if given is None:
        return pl.Series([None], dtype=pl.Int8).new_from_index(0, cells.n)
    found = levels(given)
    _note(notes, "level-not-1-to-5", given.is_not_null() & found.is_null())
    return found


def _words(cells: Cells, code: str) -> pl.Series:
    """The words of all columns of a field, each once."""
    columns = [word_lists(column) for column in cells.columns.get(code, [])]
    if not columns:
        return _empty_lists(cells.n)
    if len(columns) == 1:
        return columns[0]
    frame = _frame(columns)
    return frame.select(pl.concat_list(pl.all()).list.unique(maintain_order=True).alias("w"))["w"]


def _slots(cells: Cells, notes: Notes) -> pl.Series:
    columns = cells.columns.get("slots", [])
    if not columns:
        return _empty_lists(cells.n)
    found = [slot_lists(column) for column in columns]
    _note(notes, "slots-not-understood", reduce(or_, [lists.is_null() for lists in found]))
    frame = _frame(found).select(pl.all().fill_null([]))
    return frame.select(pl.concat_list(pl.all()).list.unique(maintain_order=True).alias("w"))["w"]


def _minors(cells: Cells, notes: Notes, country: str, on: date) -> pl.Series:
    given = cells.of("birth_date")
    if given is None:
        return pl.repeat(False, cells.n, eager=True)
    births = birth_dates(given, country=country)
    births = births.set(births > on, None)
    _note(notes, "date-not-understood", given.is_not_null() & births.is_null())
    return is_minor(births, on=on)


def _consent(cells: Cells, notes: Notes) -> pl.Series:
    given = cells.of("consent_contact")
    if given is None:
        return pl.Series([None], dtype=pl.Boolean).new_from_index(0, cells.n)
    _note(notes, "yes-no-not-understood", says_neither(given))
    return yes_no(given)


def _do_not_contact(cells: Cells) -> pl.Series:
    """Anything filled in but "no": a date, a name, a reason all say that somebody asked."""
    columns = cells.columns.get("do_not_contact", [])
    stops = [
        column.is_not_null() & yes_no(column).fill_null(True) & ~is_unknown(column)
        for column in columns
    ]
    return reduce(or_, stops, pl.repeat(False, cells.n, eager=True))


def _first_good(
    cells: Cells, read: list[tuple[pl.Series, pl.Series]], notes: Notes, code: str
) -> pl.Series:
    """The first of several columns' readings; a note where something was given and none is good."""
    if not read:
        return cells.text_of([])
    found = first_filled([good for _, good in read])
    if found.null_count():
        given = reduce(or_, [column.is_not_null() for column, _ in read])
        _note(notes, code, given & found.is_null())
    return found.fill_null("")


def _cut(text: pl.Series, field: str, notes: Notes) -> pl.Series:
    longest = LONGEST[field]
    if (text.str.len_bytes().max() or 0) <= longest:  # type: ignore[operator]
        return text
    _note(notes, "cut", text.str.len_chars() > longest)
    return text.str.slice(0, longest).str.strip_chars_end(" ,")


def _note(notes: Notes, code: str, rows: pl.Series) -> None:
    rows = rows.fill_null(False)
    notes[code] = notes[code] | rows if code in notes else rows


def _listed(notes: Notes, n: int) -> pl.Series:
    """The codes of each row as a list."""
    noted = pl.DataFrame([rows.alias(code) for code, rows in notes.items() if rows.any()])
    if not noted.width:
        return _empty_lists(n).alias("notes")
    # Few rows have any, and making lists takes long.
    some = noted.with_row_index("place").filter(pl.any_horizontal(noted.columns))
    codes = [pl.when(pl.col(code)).then(pl.lit(code)) for code in noted.columns]
    some = some.select("place", notes=pl.concat_list(codes).list.drop_nulls())
    places = pl.int_range(0, n, dtype=pl.UInt32, eager=True).alias("place").to_frame()
    listed = places.join(some, on="place", how="left", maintain_order="left")
    return listed.with_columns(pl.col("notes").fill_null([]))["notes"]


def _refused(people: pl.DataFrame, cells: Cells, fault: pl.Series | None) -> pl.Series:
    """The code of `REFUSALS` of each row that is no person, else null."""
    has_name = (pl.col("first_name") != "") | (pl.col("last_name") != "")
    has_contact = (pl.col("email") != "") | (pl.col("phone") != "")
    has_home = (pl.col("address") != "") | (pl.col("postcode") != "")
    rules: list[tuple[pl.Expr | pl.Series, str]] = []
    if cells.is_strange is not None:
        rules.append((cells.is_strange, "strange-letters"))
    if cells.is_blank.any():
        rules.append((cells.is_blank, "blank"))
    named = ("first_name", "last_name", "source_id")
    if any((people[name].str.len_bytes().max() or 0) > LONGEST_NAME for name in named):  # type: ignore[operator]
        too_long = [pl.col(name).str.len_chars() > LONGEST_NAME for name in named]
        rules.append((pl.any_horizontal(too_long), "too-long"))
    rules.append((~has_name & ~has_contact, "nameless"))
    rules.append((~(has_contact | has_home | (pl.col("source_id") != "")), "unreachable"))
    code = pl.lit(None, dtype=pl.String)
    for rule, name in reversed(rules):
        code = pl.when(rule).then(pl.lit(name)).otherwise(code)
    if fault is not None:
        code = pl.coalesce(fault, code)
    return people.select(code.alias("refused"))["refused"]


def _frame(columns: Sequence[pl.Series]) -> pl.DataFrame:
    return pl.DataFrame([column.alias(str(k)) for k, column in enumerate(columns)])


def _empty_lists(n: int) -> pl.Series:
    return pl.Series([[]], dtype=pl.List(pl.String)).new_from_index(0, n)
