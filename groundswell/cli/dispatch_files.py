"""Read the files of a campaign: seats, shifts, volunteers, postcodes, travel times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch import (
    MODES,
    Assumptions,
    Problem,
    Seats,
    Shifts,
    Travel,
    Volunteers,
)
from groundswell.engines.dispatch.problem import MOST_SLOTS
from groundswell.errors import InputError
from groundswell.exchange.csv_rows import split_header
from groundswell.exchange.parquet import open_parquet
from groundswell.exchange.refusals import quoted
from groundswell.exchange.table_bytes import kind_of, read_csv_bytes
from groundswell.exchange.tables import Column, Table, parse_renames, read_table

REACHABLE_SHARE = 0.6  # of the votes cast, if a file doesn't say whom can be reached


def _figure(name: str, minimum: float | None = None, maximum: float | None = None) -> Column:
    return Column(name, "number", required=False, empty=True, minimum=minimum, maximum=maximum)


SEATS = (
    Column("seat_code", unique=True),
    Column("seat_name", required=False, empty=True),
    _figure("lead_votes"),
    _figure("lead_sd", minimum=0),
    _figure("reachable", minimum=0),
    _figure("value", minimum=0),
    _figure("margin_mean", minimum=-1, maximum=1),
    _figure("margin_sd", minimum=0),
    _figure("votes_cast", minimum=0),
)
POINT = (
    Column("lon", "number", minimum=-180, maximum=180),
    Column("lat", "number", minimum=-90, maximum=90),
)
SHIFTS = (
    Column("shift_id", unique=True),
    Column("seat_code"),
    Column("slot"),
    *POINT,
    Column("places", "integer", minimum=0),
)
VOLUNTEERS = (
    Column("volunteer_id", unique=True),
    *(replace(column, required=False, empty=True) for column in POINT),
    Column("postcode", required=False, empty=True),
    Column("cell", required=False, empty=True),
    Column("max_minutes", "number", minimum=0),
    Column("mode", choices=MODES),
    Column("car_seats", "integer", required=False, empty=True, minimum=0),
    Column("trained", "integer", required=False, empty=True, minimum=0, maximum=1),
    Column("slots", empty=True),
)
POSTCODES = (Column("postcode"), *POINT)
TRAVEL = (
    Column("from_cell"),
    Column("to_shift"),
    Column("minutes", "number", minimum=0),
    Column("mode", choices=MODES),
)
FILES = {
    "seats": SEATS,
    "shifts": SHIFTS,
    "volunteers": VOLUNTEERS,
    "postcodes": POSTCODES,
    "travel": TRAVEL,
}

Texts = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Campaign:
    """The problem, and the files' own names for what it numbers.

    has_points: (N,) volunteers whose point on the map is known; offers: pairs of a volunteer and a
    slot they are free in. notes: what a reader should know.
    """

    problem: Problem
    seat_codes: Texts
    seat_names: Texts
    shift_ids: Texts
    slots: Texts
    volunteer_ids: Texts
    trained: NDArray[np.int64]
    has_points: NDArray[np.bool_]
    offers: int
    notes: tuple[str, ...]


def read_campaign(
    *,
    seats: Path,
    shifts: Path,
    volunteers: Path,
    postcodes: Path | None,
    travel: Path | None,
    columns: str | None,
    assumptions: Assumptions,
) -> Campaign:
    """Read and check all files, and put them into the engine's terms."""
    paths = {
        "seats": seats,
        "shifts": shifts,
        "volunteers": volunteers,
        "postcodes": postcodes,
        "travel": travel,
    }
    given = {name: path for name, path in paths.items() if path is not None}
    tables = read_tables(given, columns)
    seat_table, shift_table, people = tables["seats"], tables["shifts"], tables["volunteers"]
    codes = texts(seat_table, "seat_code")
    slots, slot = slots_of(shift_table)
    mask, unknown = masks_of(people, slots)
    lon, lat, has_points = points_of(people, tables.get("postcodes"), needed=travel is None)
    problem = Problem(
        seats_of(seat_table),
        Shifts(
            positions(shift_table, "seat_code", codes, where=f"not in {seats}"),
            slot,
            shift_table.frame["lon"].to_numpy(),
            shift_table.frame["lat"].to_numpy(),
            shift_table.frame["places"].to_numpy(),
        ),
        Volunteers(lon, lat, people.frame["max_minutes"].to_numpy(), modes_of(people), mask),
        assumptions,
        travel_of(tables["travel"], people, texts(shift_table, "shift_id")) if travel else None,
    )
    names = seat_table.frame["seat_name"].fill_null(seat_table.frame["seat_code"])
    return Campaign(
        problem=problem,
        seat_codes=codes,
        seat_names=names.to_numpy(),
        shift_ids=texts(shift_table, "shift_id"),
        slots=slots,
        volunteer_ids=texts(people, "volunteer_id"),
        trained=people.frame["trained"].fill_null(0).to_numpy(),
        has_points=has_points,
        offers=int(np.bitwise_count(mask).sum()) + sum(unknown.values()),
        notes=tuple(notes_of(unknown, mask)),
    )


def notes_of(unknown: Mapping[str, int], mask: NDArray[np.uint64]) -> list[str]:
    """What was left aside."""
    notes = []
    if unknown:
        total, some = sum(unknown.values()), ", ".join(quoted(name) for name in list(unknown)[:3])
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        offers = "offer is" if total == 1 else "offers are"
        notes.append(f"{total:,} {offers} for slots without a shift: {some}{more}.")
    idle = int((mask == 0).sum())
    if idle:
        who = "volunteer is" if idle == 1 else "volunteers are"
        notes.append(f"{idle:,} {who} free in no slot that has a shift.")
    return notes


def read_tables(given: Mapping[str, Path], columns: str | None) -> dict[str, Table]:
    """Read each file with the names that --columns says it uses."""
    renames = renames_of(given, parse_renames(columns))
    return {
        name: read_table(path, FILES[name], renames=renames[name]) for name, path in given.items()
    }


def renames_of(given: Mapping[str, Path], pairs: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Which of the names in --columns belong to which file.

    "seats.seat_code=…" is for one file. Without a file, a name is for each file that has that
    column by the other name.
    """
    renames: dict[str, dict[str, str]] = {name: {} for name in given}
    headers = {name: header_of(path) for name, path in given.items()} if pairs else {}
    for ours, theirs in pairs.items():
        file, dot, column = ours.partition(".")
        if dot and file in FILES:
            if file not in given:
                raise InputError(f"--columns: {ours} is for a file that isn't given. Leave it out.")
            meant = [file] if has_column(file, column) else []
        else:
            column = ours
            wanted = [name for name in given if has_column(name, ours)]
            # If no file has the other name, the first one says what it has instead.
            meant = [name for name in wanted if theirs in headers[name]] or wanted[:1]
        if not meant:
            known = ", ".join(one.name for name in given for one in FILES[name])
            raise InputError(f"--columns: no file has our column {ours}. Ours are {known}.")
        for name in meant:
            renames[name][column] = theirs
    return renames


def has_column(file: str, column: str) -> bool:
    """Whether a file may have a column of ours."""
    return any(one.name == column for one in FILES[file])


def header_of(path: Path) -> list[str]:
    """The names in a file's own header."""
    kind = kind_of(path)
    if kind == ".parquet":
        return list(open_parquet(path).header)
    return list(split_header(path, read_csv_bytes(path, packed=kind == ".csv.gz")).header)


def texts(table: Table, column: str) -> Texts:
    """A column of text."""
    return np.asarray(table.frame[column].to_numpy(), dtype=object)


def refuse_at(table: Table, place: int, column: str, wrong: str, remedy: str) -> None:
    """Refuse the cell at a place of a column."""
    row = int(table.frame["row"][place])
    table.refuse(row=row, column=column, wrong=wrong, remedy=remedy)


def positions(
    table: Table, column: str, known: Sequence[str] | Texts, *, where: str
) -> NDArray[np.int64]:
    """Where each cell of a column stands in a list of codes; refuses one that doesn't."""
    place = {code: at for at, code in enumerate(known)}
    found = np.array([place.get(cell, -1) for cell in table.frame[column]], dtype=np.int64)
    if (found < 0).any():
        first = int(np.argmax(found < 0))
        refuse_at(
            table,
            first,
            column,
            f"{quoted(table.frame[column][first])} is {where}",
            "Correct it, or add it there.",
        )
    return found


def seats_of(table: Table) -> Seats:
    """Leads and their spreads in votes, from votes or from a forecast's shares."""
    lead = figure(table, "lead_votes", instead=("margin_mean", "votes_cast"))
    spread = figure(table, "lead_sd", instead=("margin_sd", "votes_cast"))
    if (spread <= 0).any():
        column = "lead_sd" if "lead_sd" in table.headers else "margin_sd"
        refuse_at(
            table,
            int(np.argmax(spread <= 0)),
            column,
            "is 0, so nothing could change the result",
            "Give the forecast's standard deviation, more than 0.",
        )
    if "reachable" in table.headers or "votes_cast" not in table.headers:
        reachable = figure(table, "reachable", instead=())
    else:
        reachable = REACHABLE_SHARE * figure(table, "votes_cast", instead=())
    return Seats(lead, spread, reachable, table.frame["value"].fill_null(1.0).to_numpy())


def figure(table: Table, column: str, *, instead: tuple[str, ...]) -> NDArray[np.float64]:
    """A column of numbers, or the product of others where the file has those instead."""
    is_forecast = bool(instead) and all(name in table.headers for name in instead)
    if column not in table.headers and not is_forecast:
        table.refuse(
            row=1,
            column=column,
            wrong="there is no such column, nor margin_mean, margin_sd and votes_cast",
            remedy=f"Add {column}, or give the seats.csv that `groundswell forecast` writes.",
        )
    product = np.ones(len(table.frame))
    for name in (column,) if column in table.headers else instead:
        cells = table.frame[name]
        if cells.null_count():
            first = int(cells.is_null().arg_max() or 0)
            refuse_at(table, first, name, "is empty", "Give a number.")
        product = product * cells.to_numpy()
    return product


def slots_of(table: Table) -> tuple[Texts, NDArray[np.int64]]:
    """The slots in the order in which shifts name them, and the slot of each shift."""
    cells = table.frame["slot"]
    spaced = cells.str.contains(r"\s")
    if spaced.any():
        refuse_at(
            table,
            int(spaced.arg_max() or 0),
            "slot",
            "has a space in it",
            "Write it as one word, such as sat-am: volunteers list slots with spaces between.",
        )
    slots = cells.unique(maintain_order=True).to_list()
    if len(slots) > MOST_SLOTS:
        at = cells.to_list().index(slots[MOST_SLOTS])
        wrong = f"this is slot {MOST_SLOTS + 1} of {len(slots)}"
        refuse_at(table, at, "slot", wrong, f"Plan at most {MOST_SLOTS} slots at a time.")
    place = {slot: at for at, slot in enumerate(slots)}
    return np.array(slots, dtype=object), np.array([place[cell] for cell in cells], dtype=np.int64)


def masks_of(table: Table, slots: Texts) -> tuple[NDArray[np.uint64], dict[str, int]]:
    """The slots of each volunteer as bits, and how often others are named that have no shift."""
    bit = {slot: 1 << at for at, slot in enumerate(slots)}
    lists = table.frame["slots"].fill_null("")
    counts = lists.value_counts(sort=False)
    masks: dict[str, int] = {}
    unknown: dict[str, int] = {}
    for text, people in zip(counts["slots"], counts["count"], strict=True):
        named = dict.fromkeys(text.split())
        masks[text] = sum(bit.get(name, 0) for name in named)
        for name in named:
            if name not in bit:
                unknown[name] = unknown.get(name, 0) + people
    each = np.array([masks[text] for text in lists], dtype=np.uint64)
    return each, dict(sorted(unknown.items()))


def modes_of(table: Table) -> NDArray[np.int8]:
    """How each volunteer, or each row of a travel table, travels."""
    number = {mode: at for at, mode in enumerate(MODES)}
    return np.array([number[mode] for mode in table.frame["mode"]], dtype=np.int8)


def points_of(
    people: Table, postcodes: Table | None, *, needed: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Where each volunteer sets out: lon, lat, and whether that is known.

    By their own point, or else by postcode. needed: refuse a volunteer without either.
    """
    lon = people.frame["lon"].fill_null(np.nan).to_numpy().copy()
    lat = people.frame["lat"].fill_null(np.nan).to_numpy().copy()
    missing = np.isnan(lon) | np.isnan(lat)
    if missing.any() and postcodes is not None and "postcode" in people.headers:
        known = {
            plain(code): (x, y)
            for code, x, y in postcodes.frame.select("postcode", "lon", "lat").iter_rows()
        }
        cells = people.frame["postcode"].to_list()
        for at in np.flatnonzero(missing):
            point = place_of_postcode(cells[at], known)
            if point is not None:
                lon[at], lat[at] = point
            elif needed:
                refuse_postcode(people, int(at), cells[at], postcodes)
    has_points = ~(np.isnan(lon) | np.isnan(lat))
    if needed and not has_points.all():
        refuse_pointless(people, int(np.argmin(has_points)), has_postcodes=postcodes is not None)
    return np.where(has_points, lon, 0.0), np.where(has_points, lat, 0.0), has_points


def plain(postcode: str) -> str:
    """A postcode as it is compared: capital letters, no spaces."""
    return "".join(postcode.split()).upper()


def place_of_postcode(
    postcode: str | None, known: Mapping[str, tuple[float, float]]
) -> tuple[float, float] | None:
    """The point of a postcode, or of the first half of one if only that is known."""
    if not postcode:
        return None
    halves = postcode.split()
    whole = plain(postcode)
    outward = plain(halves[0]) if len(halves) > 1 else whole[:-3]
    return known.get(whole, known.get(outward))


def refuse_postcode(people: Table, at: int, postcode: str | None, postcodes: Table) -> None:
    """Refuse a volunteer whose postcode nobody knows."""
    if not postcode:
        refuse_at(people, at, "postcode", "is empty, and so is lon or lat", "Give one of them.")
    wrong = f"{quoted(postcode)} is not in {postcodes.path}"
    refuse_at(people, at, "postcode", wrong, "Correct it, or add it there.")


def refuse_pointless(people: Table, at: int, *, has_postcodes: bool) -> None:
    """Refuse a volunteer who sets out nowhere."""
    if "lon" in people.headers and "lat" in people.headers:
        column = "lon" if people.frame["lon"][at] is None else "lat"
        refuse_at(people, at, column, "is empty", "Give a point, or a postcode with --postcodes.")
    if "postcode" in people.headers and not has_postcodes:
        people.refuse(
            row=1,
            column="postcode",
            wrong="there are postcodes, but nothing says where they lie",
            remedy="Give --postcodes FILE with postcode, lon, lat.",
        )
    missing = "lat" if "lon" in people.headers else "lon"
    people.refuse(
        row=1,
        column=missing,
        wrong="there is no such column, nor postcode",
        remedy="Add lon and lat, or postcode with --postcodes FILE.",
    )


def travel_of(table: Table, people: Table, shift_ids: Texts) -> Travel:
    """Travel times by cell: that is a volunteer's cell, or else postcode, or else id."""
    column = next(name for name in ("cell", "postcode", "volunteer_id") if name in people.headers)
    cells = people.frame[column].fill_null("").to_list()
    number = {cell: at for at, cell in enumerate(dict.fromkeys(cells))}
    # A cell in which nobody starts is no fault: tables are made for more than one day.
    others = len(number)
    return Travel(
        np.array([number[cell] for cell in cells], dtype=np.int64),
        np.array([number.get(cell, others) for cell in table.frame["from_cell"]], dtype=np.int64),
        positions(table, "to_shift", shift_ids, where="no shift_id of the shifts"),
        table.frame["minutes"].to_numpy(),
        modes_of(table),
    )
