"""CSV text to rows of text cells: quickly if the file is even, else row by row and exactly.

The quick way checks the shape of the whole file with NumPy and lets Polars cut it. A file it can't
vouch for (blank lines, short rows, a stray quotation mark) goes row by row through Python's own
reader, which says where the trouble is.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from groundswell.exchange.refusals import refusal

QUOTE, COMMA, NEWLINE, RETURN = 34, 44, 10, 13
BLOCK = 1 << 24
LONGEST_CELL = 131_072  # the limit of Python's csv module
MOST_COLUMNS = 10_000


@dataclass(frozen=True)
class CsvFile:
    """A CSV file cut into its header and the rest."""

    path: Path
    header: list[str]
    body: bytes

    def read(self, places: list[int]) -> tuple[pl.DataFrame, pl.Series]:
        """The columns at `places` as text ("0", "1", … in that order), and each row's number."""
        n_rows = _count_if_even(self.body, len(self.header))
        quick = self._quick(places) if n_rows else None
        return quick if quick and quick[0].height == n_rows else self._exact(places)

    def _quick(self, places: list[int]) -> tuple[pl.DataFrame, pl.Series]:
        schema = {f"column_{i + 1}": pl.String() for i in range(len(self.header))}
        frame = pl.read_csv(self.body, has_header=False, schema=schema)
        frame = frame.select(
            pl.col(f"column_{place + 1}").alias(str(i)) for i, place in enumerate(places)
        )
        rows = pl.int_range(2, frame.height + 2, dtype=pl.Int64, eager=True)
        for i, place in enumerate(places):
            lengths = frame[str(i)].str.len_bytes()
            if frame.height and (lengths.max() or 0) > LONGEST_CELL:  # type: ignore[operator]
                row = int(rows[int(lengths.arg_max() or 0)])
                raise self._huge(row, self.header[place])
        return frame, rows

    def _exact(self, places: list[int]) -> tuple[pl.DataFrame, pl.Series]:
        cells: list[list[str]] = [[] for _ in places]
        numbers: list[int] = []
        reader = csv.reader(
            io.StringIO(self.body.decode("utf-8"), newline="\n"), strict=True, skipinitialspace=True
        )
        row = 1
        try:
            for row, record in enumerate(reader, start=2):
                if not record:
                    continue  # a blank line: counted, but not a row
                if len(record) != len(self.header):
                    raise self._ragged(row, len(record))
                numbers.append(row)
                for column, place in zip(cells, places, strict=True):
                    column.append(record[place])
        except csv.Error as error:
            raise self._malformed(row + 1, str(error)) from error
        frame = pl.DataFrame(
            {str(i): column for i, column in enumerate(cells)},
            schema={str(i): pl.String for i in range(len(places))},
        )
        return frame, pl.Series("row", numbers, dtype=pl.Int64)

    def _ragged(self, row: int, cells: int) -> Exception:
        return refusal(
            self.path,
            row=row,
            column=None,
            wrong=f"has {cells} cells, but the header names {len(self.header)}",
            remedy="Put cells that hold a comma in quotation marks, and fill up short rows.",
        )

    def _huge(self, row: int, column: str | None) -> Exception:
        return refusal(
            self.path,
            row=row,
            column=column,
            wrong=f"a cell is longer than {LONGEST_CELL:,} letters",
            remedy="A quotation mark near it probably lacks its partner.",
        )

    def _malformed(self, row: int, message: str) -> Exception:
        if "field limit" in message:
            return self._huge(row, None)
        wrong = {
            "unexpected end of data": "a quotation mark is opened and never closed",
        }.get(message, "a quotation mark stands where none may be" if '"' in message else message)
        return refusal(
            self.path,
            row=row,
            column=None,
            wrong=wrong,
            remedy='Put the whole cell in quotation marks and write "" for one inside it.',
        )


def split_header(path: Path, data: bytes) -> CsvFile:
    """Cut the text of a CSV file after its header.

    Raises InputError if nothing follows the header, or if it is cut by something else than commas.
    """
    end = data.find(b"\n")
    while end >= 0 and data.count(b'"', 0, end) % 2:
        end = data.find(b"\n", end + 1)
    end = len(data) if end < 0 else end
    text = data[:end].decode("utf-8")
    try:
        header = next(
            csv.reader(io.StringIO(text, newline="\n"), strict=True, skipinitialspace=True), []
        )
    except csv.Error as error:
        raise refusal(
            path,
            row=1,
            column=None,
            wrong=f"the header can't be read ({error})",
            remedy="The first row must name the columns, separated by commas.",
        ) from error
    header = [name.strip() for name in header]
    _refuse_strange_header(path, header)
    body = data[end + 1 :].rstrip(b"\r\n")
    if not body:
        raise refusal(
            path,
            row=None,
            column=None,
            wrong="has a header and no rows below it",
            remedy="Check that the export was complete.",
        )
    return CsvFile(path, header, body + b"\n")


def _refuse_strange_header(path: Path, header: list[str]) -> None:
    wrong = ""
    if len(header) == 1:
        for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if separator in header[0]:
                wrong = f"the columns are separated by {name}"
    elif len(header) > MOST_COLUMNS:
        wrong = f"the header names {len(header):,} columns"
    if wrong or not any(header):
        raise refusal(
            path,
            row=1,
            column=None,
            wrong=wrong or "the header is blank",
            remedy="The first row must name the columns, separated by commas.",
        )


def _count_if_even(body: bytes, n_columns: int) -> int | None:
    """The number of rows if each is n_columns cells wide and each quotation mark is in place."""
    letters = np.frombuffer(body, dtype=np.uint8)
    quotes = np.flatnonzero(letters == QUOTE) if b'"' in body else np.empty(0, dtype=np.int64)
    if quotes.size and not _quotes_are_sound(letters, quotes):
        return None
    ends = []
    for start in range(0, letters.size, BLOCK):
        block = letters[start : start + BLOCK]
        places = np.flatnonzero((block == COMMA) | (block == NEWLINE))
        if quotes.size:
            inside = np.searchsorted(quotes, places + start) % 2 == 1
            places = places[~inside]
        ends.append(block[places] == NEWLINE)
    is_end = np.concatenate(ends)
    if is_end.size % n_columns:
        return None
    rows = is_end.reshape(-1, n_columns)
    if n_columns == 1 and (body.startswith(b"\n") or b"\n\n" in body or b"\n\r\n" in body):
        return None  # blank lines
    return len(rows) if rows[:, -1].all() and not rows[:, :-1].any() else None


def _quotes_are_sound(letters: NDArray[np.uint8], quotes: NDArray[np.int64]) -> bool:
    """Does each odd mark open a cell and each even one close it, doubled marks inside apart?

    A doubled mark closes and opens again, so it needs no rule of its own.
    """
    if quotes.size % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before = letters[opening - 1]
    opens = (before == COMMA) | (before == NEWLINE) | (before == QUOTE) | (opening == 0)
    after = letters[closing + 1]  # the text ends in a line break, so there is always one
    closes = (after == COMMA) | (after == NEWLINE) | (after == RETURN) | (after == QUOTE)
    return bool(opens.all() and closes.all())
