"""Files of people as they come: CSV in any dress, spreadsheets; cut into rows of text cells.

    with open_people_file(path, name="members.xlsx") as file:
        file.header, file.read_as, file.n_rows, file.sample(1000)
        for batch in file.batches(200_000): ...

Batches have the columns of `header`, all text and null where blank; `row`, the row's number as a
spreadsheet shows it; and `row_fault`, a code of `answers.REFUSALS` where a row isn't whole, else
null.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from groundswell.errors import InputError
from groundswell.exchange.people.csv_blocks import FAULT, ROW, Shape, blocks, rows_of
from groundswell.exchange.people.csv_header import SEPARATORS, Start, find_start
from groundswell.exchange.people.file_text import (
    ENCODINGS,
    UTF8,
    told_encoding,
    utf8_chunks,
)
from groundswell.exchange.people.limits import FROM_A_PAGE, FROM_THE_SHELL, MEGABYTE, Limits
from groundswell.exchange.people.workbooks import Unpacked, is_archive, unpack_workbook
from groundswell.exchange.refusals import refusal

__all__ = ["ENCODINGS", "FAULT", "FROM_A_PAGE", "FROM_THE_SHELL", "ROW", "Limits", "PeopleFile",
           "open_people_file"]  # fmt: skip

BEGINNING = 1 << 20  # bytes in which the header has to be


@dataclass
class PeopleFile:
    """A file whose header has been read. Close it, or use it in a `with`.

    name: what it was called where it came from.
    header: the columns' names, each only once: a second “Phone” is “Phone (2)”, one without a
        name “Column 7”, one called “row” “row (2)”.
    read_as: how it was understood, to be shown: "CSV in UTF-8, separated by semicolons".
    header_row: its row in the file; above it stood a title or the like. 0: there is no header.
    """

    path: Path
    name: str
    header: list[str]
    read_as: str
    header_row: int
    encoding: str
    limits: Limits
    _start: Start = field(repr=False)
    _most_bytes: int = field(repr=False)
    _is_packed: bool = field(repr=False, default=False)
    _unpacked: Unpacked | None = field(repr=False, default=None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was unpacked."""
        if self._unpacked:
            self._unpacked.close()

    @cached_property
    def n_rows(self) -> int:
        """How many rows follow the header, blank ones apart. Reads the file through, once."""
        return sum(frame.height for frame in self._frames())

    def sample(self, n: int) -> pl.DataFrame:
        """The first `n` rows."""
        none, _ = rows_of(b"", self._shape(), first_row=0, is_last=True)
        return next(self.batches(n), none)

    def batches(self, size: int) -> Iterator[pl.DataFrame]:
        """All rows, in frames of `size`, the last one apart.

        Raises InputError in the middle of the file if what follows can't be read.
        """
        held: list[pl.DataFrame] = []
        n_held = 0
        for frame in self._frames():
            held.append(frame)
            n_held += frame.height
            while n_held >= size:
                whole = pl.concat(held)
                yield whole.head(size)
                held, n_held = [whole.slice(size)], n_held - size
        if n_held:
            yield pl.concat(held)

    def _shape(self) -> Shape:
        return Shape(self.name, self.header, self._start.separator, self.limits.cell_bytes)

    def _frames(self) -> Iterator[pl.DataFrame]:
        shape, row, n_rows = self._shape(), self._start.first_row, 0
        text = utf8_chunks(
            self.path,
            self.name,
            is_packed=self._is_packed,
            most_bytes=self._most_bytes,
            encoding=self.encoding,
        )
        for block, is_last in blocks(text, name=self.name, skip=self._start.skip):
            frame, row = rows_of(block, shape, first_row=row, is_last=is_last)
            n_rows += frame.height
            if n_rows > self.limits.rows:
                wrong = f"has more than {self.limits.rows:,} rows"
                raise _refused(self.name, wrong, "Split it into several files.")
            yield frame


def open_people_file(
    path: Path, *, name: str | None = None, limits: Limits = FROM_A_PAGE, encoding: str = ""
) -> PeopleFile:
    """Open a CSV text (.csv, .txt, .tsv; also .gz) or a workbook (.xlsx, .xlsm, .ods) of people.

    name: what it was called where it came from, if `path` is a name of ours.
    encoding: one of `ENCODINGS`, if the one that is told from the bytes is wrong.

    Raises InputError in one line with the file's name, the row and what to do.
    """
    name = name or path.name
    start = _first_bytes(path, name, limits)
    most_bytes = limits.megabytes * MEGABYTE
    if not is_archive(start):
        return _text_file(path, name, limits=limits, encoding=encoding, most_bytes=most_bytes)
    unpacked = unpack_workbook(path, name, limits)
    try:
        # Spreadsheets pack their text well; what they hold is limited by rows and cells.
        return _text_file(
            unpacked.path,
            name,
            limits=limits,
            encoding=UTF8,
            most_bytes=10 * most_bytes,
            unpacked=unpacked,
        )
    except BaseException:
        unpacked.close()
        raise


def _text_file(
    path: Path,
    name: str,
    *,
    limits: Limits,
    encoding: str,
    most_bytes: int,
    unpacked: Unpacked | None = None,
) -> PeopleFile:
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    told = encoding or told_encoding(path, name, is_packed=is_packed, most_bytes=most_bytes)
    beginning = bytearray()
    for chunk in utf8_chunks(path, name, is_packed=is_packed, most_bytes=most_bytes, encoding=told):
        beginning += chunk
        if len(beginning) >= BEGINNING:
            break
    rows = beginning if len(beginning) < BEGINNING else beginning[: beginning.rfind(b"\n") + 1]
    start = find_start(name, rows.decode(errors="replace"), most_columns=limits.columns)
    if len(beginning) < BEGINNING and not beginning[start.skip :].strip():
        raise _refused(name, "has a header and no rows below it", "Check the export was complete.")
    read_as = f"CSV in {ENCODINGS[told]}, separated by {SEPARATORS[start.separator]}"
    return PeopleFile(
        path=path,
        name=name,
        header=start.header,
        read_as=unpacked.read_as if unpacked else read_as,
        header_row=start.header_row,
        encoding=told,
        limits=limits,
        _start=start,
        _is_packed=is_packed,
        _most_bytes=most_bytes,
        _unpacked=unpacked,
    )


def _first_bytes(path: Path, name: str, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        wrong = f"can't be read ({error.strerror})"
        raise _refused(name, wrong, "Check the name and the folder.") from error
    if size > limits.megabytes * MEGABYTE:
        wrong = f"is {size / MEGABYTE:,.0f} MB; {limits.megabytes:,} MB is the most"
        raise _refused(name, wrong, "Split it, or import it with `groundswell people import`.")
    return start


def _refused(name: str, wrong: str, remedy: str) -> InputError:
    return refusal(Path(name), row=None, column=None, wrong=wrong, remedy=remedy)
