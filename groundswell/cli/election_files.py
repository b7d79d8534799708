"""Read the files of an election: past results, expected shares, polls."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from groundswell.engines.forecasting import (
    AreaShareError,
    Candidacy,
    Contests,
    ExpectedChange,
    PollShare,
    Seat,
    expected_change,
    several_may_stand,
    tally,
)
from groundswell.errors import InputError
from groundswell.exchange.tables import Column, Table, parse_renames, read_table

RESULTS = (
    Column("election_date"),
    Column("seat_code"),
    Column("seat_name"),
    Column("region"),
    Column("nation"),
    Column("electorate", "number", minimum=0, empty=True),
    Column("valid_votes", "number", minimum=0),
    Column("party"),
    Column("votes", "number", minimum=0),
)
NATIONAL = (Column("area"), Column("party"), Column("share", "number", minimum=0, maximum=1))
POLLS = (
    Column("fieldwork_end", "date"),
    Column("pollster"),
    Column("sample_size", "number", minimum=1, empty=True),
    *NATIONAL,
)
# What must be the same on every row of a seat, and the word for it.
OF_SEAT = ("seat_name", "region", "nation", "valid_votes", "electorate")
# Votes of a seat may miss its valid votes by this part, for lists leave out the smallest.
MISSING = 0.02


@dataclass(frozen=True, eq=False)
class Election:
    """The contests of one day, the seats' names and regions by code, and notes for the reader."""

    contests: Contests
    names: Mapping[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ResultsFile:
    """Candidacies of one or more elections, checked cell by cell but not yet as elections."""

    table: Table
    several: tuple[str, ...]

    def dates(self) -> list[str]:
        """The election dates that the file has, in order."""
        return sorted(self.table.frame["election_date"].unique().to_list())

    def election(self, day: str, *, option: str) -> Election:
        """One election as contests. option: who asks, e.g. "--base", to name if there is none."""
        rows = self.table.frame.filter(pl.col("election_date") == day.strip())
        if rows.is_empty():
            self.table.refuse(
                row=None,
                column="election_date",
                wrong=f"there is no election of {day}",
                remedy=f"Choose {option} from {', '.join(self.dates())}.",
            )
        self._check_same(rows)
        notes = self._check_repeats(rows)
        seats = self._seats(rows)
        contests = tally(
            seats=seats,
            candidacies=(
                Candidacy(*row) for row in rows.select("seat_code", "party", "votes").iter_rows()
            ),
            several=self.several,
        )
        return Election(contests, dict(rows.select("seat_code", "seat_name").iter_rows()), notes)

    def _check_same(self, rows: pl.DataFrame) -> None:
        """Refuse a seat that is told of in two ways."""
        seen: dict[str, tuple[object, ...]] = {}
        for *facts, code, row in rows.select(*OF_SEAT, "seat_code", "row").iter_rows():
            first = seen.setdefault(code, (*facts, row))
            for name, one, other in zip(OF_SEAT, first, facts, strict=False):
                if one != other:
                    self.table.refuse(
                        row=row,
                        column=name,
                        wrong=f"{other} for seat {code}, which row {first[-1]} says has {one}",
                        remedy="Give every row of a seat the same.",
                    )

    def _check_repeats(self, rows: pl.DataFrame) -> tuple[str, ...]:
        """Refuse a party twice in a seat; say how independents and others were counted."""
        seen: dict[tuple[str, str], int] = {}
        shared: dict[str, set[str]] = {}
        allowed = {label.upper() for label in self.several}
        for code, party, row in rows.select("seat_code", "party", "row").iter_rows():
            first = seen.setdefault((code, party), row)
            if first == row:
                continue
            if not (several_may_stand(party) or party.upper() in allowed):
                self.table.refuse(
                    row=row,
                    column="party",
                    wrong=f"{party} is in seat {code} a second time, first in row {first}",
                    remedy=f"Keep one row, or say --several {party} if two of its people stood.",
                )
            shared.setdefault(party, set()).add(code)
        return tuple(
            f"{party}: several candidates in {len(codes)} seats; their votes are added up, and "
            "only the strongest can win."
            for party, codes in sorted(shared.items())
        )

    def _seats(self, rows: pl.DataFrame) -> list[Seat]:
        """Each seat once, with votes that fit its valid votes."""
        by_seat = rows.group_by("seat_code", maintain_order=True).agg(
            pl.first("region", "nation", "valid_votes", "electorate", "row"),
            pl.sum("votes"),
            pl.len().alias("candidacies"),
        )
        seats = []
        for code, region, nation, valid, electorate, row, votes, n in by_seat.iter_rows():
            if votes == 0 and n > 1:
                self.table.refuse(
                    row=row,
                    column="votes",
                    wrong=f"nobody has a vote in seat {code}",
                    remedy="Give its votes, or leave the seat out.",
                )
            if valid and not -MISSING * valid <= votes - valid <= max(1.0, 1e-4 * valid):
                self.table.refuse(
                    row=row,
                    column="valid_votes",
                    wrong=f"the votes of seat {code} add up to {votes:,.0f}, not {valid:,.0f}",
                    remedy="Correct them, or add the candidates that are missing as OTH.",
                )
            seats.append(Seat(code, region, nation, max(valid, votes, 1.0), electorate))
        return seats


def read_results(
    path: Path, *, columns: str | None, where: str | None = None, several: str | None = None
) -> ResultsFile:
    """Read candidacies. where: "column=value", to use only the rows that say so."""
    wanted, value = condition(where)
    extra = [Column(wanted, empty=True)] if wanted and wanted not in known(RESULTS) else []
    table = read_table(path, [*RESULTS, *extra], renames=renames(columns, RESULTS, "--columns"))
    if wanted:
        kept = table.frame.filter(pl.col(wanted).cast(pl.String) == value)
        if kept.is_empty():
            table.refuse(
                row=None,
                column=wanted,
                wrong=f"no row holds {value}",
                remedy="Choose another --where.",
            )
        table = Table(table.path, kept, table.headers)
    check_dates(table)
    return ResultsFile(table, tuple(words(several)))


def check_dates(table: Table) -> None:
    """Refuse an election date that is neither a day nor a year."""
    for text in table.frame["election_date"].unique(maintain_order=True):
        if not is_day(text):
            row = table.frame.filter(pl.col("election_date") == text)["row"][0]
            table.refuse(
                row=row,
                column="election_date",
                wrong=f"{text} is no date",
                remedy="Write the year first, as in 2015-05-07; a year alone will do.",
            )


def is_day(text: str) -> bool:
    """Whether the text is a date as in 2015-05-07, or a year."""
    if re.fullmatch(r"\d{4}", text):
        return True
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text))
    except ValueError:
        return False


def read_national(path: Path, *, columns: str | None) -> Table:
    """Read expected shares by area."""
    return read_table(path, NATIONAL, renames=renames(columns, NATIONAL, "--national-columns"))


def change_from(table: Table, contests: Contests) -> ExpectedChange:
    """Gains from a file of expected shares; what is wrong with them is told with its row."""
    rows = list(table.frame.select("area", "party", "share").iter_rows())
    try:
        return expected_change(contests, rows)
    except AreaShareError as error:
        matching = [
            row
            for (area, party, _), row in zip(rows, table.frame["row"], strict=True)
            if area == error.area and error.party in (None, party)
        ]
        # Of two rows for the same thing, the second is the one to look at.
        wrong, _, remedy = str(error).partition(". ")
        table.refuse(
            row=int(matching[-1 if error.party else 0]),
            column=error.column,
            wrong=wrong,
            remedy=remedy,
        )


def read_polls(path: Path, *, columns: str | None) -> list[PollShare]:
    """Read polls, one row for each party in each."""
    table = read_table(path, POLLS, renames=renames(columns, POLLS, "--polls-columns"))
    seen: dict[tuple[object, ...], int] = {}
    polls = []
    for *cells, row in table.frame.select(*known(POLLS), "row").iter_rows():
        poll = PollShare(*cells)
        first = seen.setdefault(tuple(poll[:5]), row)
        if first != row:
            table.refuse(
                row=row,
                column="party",
                wrong=f"{poll.party} is in this poll of {poll.pollster} already, in row {first}",
                remedy="Keep one of the two rows.",
            )
        polls.append(poll)
    return polls


def condition(where: str | None) -> tuple[str, str]:
    """Column and value from "column=value"; both empty without one."""
    if where is None:
        return "", ""
    column, equals, value = (part.strip() for part in where.partition("="))
    if not (column and equals and value):
        raise InputError(f"--where: {where} is not of the form column=value.")
    return column, value


def renames(text: str | None, columns: Sequence[Column], option: str) -> dict[str, str]:
    """The file's own names of our columns, refusing a name of ours that does not exist."""
    found = parse_renames(text)
    for name in found:
        if name not in known(columns):
            raise InputError(
                f"{option}: {name} is none of our columns. They are {', '.join(known(columns))}."
            )
    return found


def known(columns: Iterable[Column]) -> list[str]:
    """Names of columns."""
    return [column.name for column in columns]


def words(text: str | None) -> list[str]:
    """What stands between commas."""
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def numbers(text: str, *, option: str) -> list[float]:
    """The numbers between commas."""
    try:
        return [float(word) for word in words(text)]
    except ValueError:
        raise InputError(f"{option}: {text} are no numbers. Write for example 0.5,0.5.") from None
