"""CSV text cut into blocks of whole rows, and each block into cells: quickly if it is even.

A block whose bytes add up after Polars has cut it goes that way. Any other (short rows, blank
lines, a stray quotation mark) goes row by row through Python's own reader.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NoReturn

import polars as pl
from polars.exceptions import PolarsError

from groundswell.exchange.people.file_text import UTF8, other_letters
from groundswell.exchange.refusals import refusal

BLOCK = 1 << 24
LONGEST_ROW = 2 * BLOCK
HABIT = 0.05  # from which share of short rows on, leaving out blanks at the end is the file's way
END = "\x00end of block\x00"
ROW, FAULT = "row", "row_fault"


@dataclass(frozen=True)
class Shape:
    """What the rows of a file look like.

    names: the columns. cell_bytes: the longest cell that is taken.
    """

    file_name: str
    names: list[str]
    separator: str
    cell_bytes: int


def blocks(chunks: Iterable[bytes], *, name: str, skip: int) -> Iterator[tuple[bytes, bool]]:
    """Blocks of whole rows from chunks of text, and whether each is the last one.

    name: of the file. skip: bytes before the first row. Raises InputError if a row never ends.
    """
    held = bytearray()
    for chunk in chunks:
        held += chunk[skip:]
        skip = max(0, skip - len(chunk))
        if len(held) > BLOCK:
            cut = _last_row_end(held)
            if cut:
                yield bytes(held[:cut]), False
                del held[:cut]
            elif len(held) > LONGEST_ROW:
                wrong = f"has a row longer than {LONGEST_ROW // 1_000_000} MB"
                remedy = "It is damaged, or no table: export it again."
                raise refusal(Path(name), row=None, column=None, wrong=wrong, remedy=remedy)
    yield bytes(held), True


def rows_of(
    block: bytes, shape: Shape, *, first_row: int, is_last: bool
) -> tuple[pl.DataFrame, int]:
    """The rows of a block as text with `row` and `row_fault`, and the number of the next row."""
    ends_whole = block.endswith(b"\n")
    nothing = pl.DataFrame(schema=dict.fromkeys(shape.names, pl.String))
    quick = _quick(block if ends_whole else block + b"\n", shape) if block else nothing
    if quick is None:
        may_be_cut = is_last and not ends_whole
        try:
            text = block.decode()
        except UnicodeDecodeError as error:
            raise other_letters(shape.file_name, UTF8) from error
        return _exact(text, shape, first_row=first_row, may_be_cut=may_be_cut)
    rows = pl.int_range(first_row, first_row + quick.height, dtype=pl.Int64, eager=True)
    _refuse_long_cells(quick.select(shape.names), shape, rows)
    frame = quick.with_columns(rows.alias(ROW), pl.lit(None, dtype=pl.String).alias(FAULT))
    filled = pl.any_horizontal(pl.col(shape.names).is_not_null())
    return frame.filter(filled), first_row + quick.height


def _last_row_end(text: bytearray) -> int:
    """Where the last whole row ends; 0 if none does."""
    last = text.rfind(b"\n") + 1
    before = text.count(b'"', 0, last)
    near = max(0, last - (1 << 18))
    cut = last
    while cut > near and before % 2:
        # Within a quoted cell: go back to a line's end that lies outside.
        cut_before = text.rfind(b"\n", 0, cut - 1) + 1
        before -= text.count(b'"', cut_before, cut)
        cut = cut_before
    if cut > near:
        return cut
    # All the way back no row ends: a mark is out of place, or the row is longer than what we have.
    return last if near else 0


def _quick(block: bytes, shape: Shape) -> pl.DataFrame | None:
    schema = {f"{n}": pl.String() for n in range(len(shape.names))}
    try:
        frame = pl.read_csv(block, has_header=False, schema=schema, separator=shape.separator)
    except PolarsError:
        return None
    if not _adds_up(frame, block):
        return None
    return frame.rename(dict(zip(frame.columns, shape.names, strict=True)))


def _adds_up(frame: pl.DataFrame, block: bytes) -> bool:
    """Is each byte of the block in a cell, or one of the separators, line ends and marks due?

    A short row lacks separators, a blank line has none, a mark out of place is one too many.
    """
    n_quotes = block.count(b'"')
    cells = sum(frame.select(pl.all().str.len_bytes().cast(pl.Int64).sum()).row(0))
    if n_quotes:
        within = frame.select(
            pl.all().filter(pl.all().str.contains('"', literal=True)).str.count_matches('"').sum()
        )
        n_quotes -= sum(within.row(0))
    return bool(cells + n_quotes + frame.width * frame.height == len(block))


def _exact(
    text: str, shape: Shape, *, first_row: int, may_be_cut: bool
) -> tuple[pl.DataFrame, int]:
    width, row = len(shape.names), first_row - 1
    rows: list[list[str]] = []
    numbers: list[int] = []
    lines = chain(io.StringIO(text, newline="\n"), [END])
    try:
        reader = csv.reader(lines, delimiter=shape.separator, skipinitialspace=True)
        for row, record in enumerate(reader, start=first_row):
            if record and record[-1].endswith(END):
                if len(record) == 1 and record[0] == END:
                    break
                _refuse_runaway(shape, row)
            if any(record):
                numbers.append(row)
                rows.append(record)
    except csv.Error:
        _refuse_runaway(shape, row + 1)
    faults = _faults(rows, width, may_be_cut=may_be_cut)
    columns = {
        name: [record[k] if k < len(record) else None for record in rows]
        for k, name in enumerate(shape.names)
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(shape.names, pl.String))
    frame = frame.with_columns(pl.all().replace("", None)) if rows else frame
    frame = frame.with_columns(
        pl.Series(ROW, numbers, dtype=pl.Int64), pl.Series(FAULT, faults, dtype=pl.String)
    )
    _refuse_long_cells(frame.select(shape.names), shape, frame[ROW])
    return frame, row


def _faults(rows: list[list[str]], width: int, *, may_be_cut: bool) -> list[str | None]:
    """The code of `answers.REFUSALS` of each row that isn't whole, else null."""
    n_short = sum(len(record) < width for record in rows)
    is_habit = n_short > HABIT * len(rows)
    faults: list[str | None] = []
    for record in rows:
        if len(record) > width and any(record[width:]):
            faults.append("too-many-cells")
        else:
            faults.append("cut-off" if len(record) < width and not is_habit else None)
    if may_be_cut and rows and len(rows[-1]) < width:
        faults[-1] = "cut-off"
    return faults


def _refuse_long_cells(frame: pl.DataFrame, shape: Shape, rows: pl.Series) -> None:
    longest = frame.select(pl.all().str.len_bytes().max().fill_null(0)).row(0)
    for name, most in zip(frame.columns, longest, strict=True):
        if most > shape.cell_bytes:
            place = int(frame[name].str.len_bytes().arg_max() or 0)
            raise refusal(
                Path(shape.file_name),
                row=int(rows[place]),
                column=name,
                wrong=f"a cell holds {most:,} bytes; {shape.cell_bytes:,} is the most",
                remedy="Leave the cell out, or look for a quotation mark that lacks its partner.",
            )


def _refuse_runaway(shape: Shape, row: int) -> NoReturn:
    raise refusal(
        Path(shape.file_name),
        row=row,
        column=None,
        wrong="a quotation mark is opened and never closed",
        remedy='Put the whole cell in quotation marks and write "" for one inside it.',
    )
