"""Tables in and out: the one way Groundswell reads and writes CSV and Parquet files."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import polars as pl

from groundswell.errors import InputError
from groundswell.exchange.columns import DTYPES, Column, first_pair, typed
from groundswell.exchange.csv_rows import CsvFile, split_header
from groundswell.exchange.folders import out_folder, write_csv
from groundswell.exchange.parquet import ParquetFile, open_parquet
from groundswell.exchange.refusals import one_line, quoted, refusal
from groundswell.exchange.table_bytes import kind_of, read_csv_bytes

__all__ = ["Column", "Table", "out_folder", "parse_renames", "read_table", "write_csv"]


@dataclass(frozen=True)
class Table:
    """A table as it was read.

    frame: the columns asked for, in that order, by our names and in their kinds, and `row`:
        where each stood in the file, as a spreadsheet shows it (the header is row 1).
    headers: the file's own name of each of our columns.
    """

    path: Path
    frame: pl.DataFrame
    headers: Mapping[str, str]

    def refuse(self, *, row: int | None, column: str | None, wrong: str, remedy: str) -> NoReturn:
        """Raise an InputError that names the file, the row and the column as the file calls it."""
        header = None if column is None else self.headers.get(column, column)
        raise refusal(self.path, row=row, column=header, wrong=wrong, remedy=remedy)


def read_table(
    path: Path, columns: Sequence[Column], *, renames: Mapping[str, str] | None = None
) -> Table:
    """Read the columns asked for from a .csv, .csv.gz or .parquet file and check each cell.

    renames: our name → the file's own, for files that were not made for us. Other columns of the
    file are left alone. Blanks around a cell don't count; a blank cell is empty.

    Raises InputError, in one line that names the file, row and column and says what to do.
    """
    path = Path(path)
    kind = kind_of(path)
    if kind == ".parquet":
        file: CsvFile | ParquetFile = open_parquet(path)
    else:
        file = split_header(path, read_csv_bytes(path, packed=kind == ".csv.gz"))
    found = _find(path, file.header, columns, renames or {})
    cells, rows = file.read([file.header.index(header) for header in found.values()])
    table = Table(path, pl.DataFrame(), found)
    series = []
    for column in columns:
        if column.name in found:
            place = str(list(found).index(column.name))
            series.append(_checked(table, cells[place], rows, column))
        else:
            default = pl.lit(column.default, dtype=DTYPES[column.kind]).alias(column.name)
            series.append(pl.select(default.repeat_by(len(rows)).explode())[column.name])
    return Table(path, pl.DataFrame([*series, rows.alias("row")]), found)


def parse_renames(text: str | None) -> dict[str, str]:
    """Our names and the file's own from "ours=theirs,ours=theirs"."""
    renames: dict[str, str] = {}
    for pair in (text or "").split(","):
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not pair.strip():
            continue
        if not (ours and equals and theirs):
            raise InputError(
                f"--columns: {quoted(pair)} is not of the form ours=theirs. "
                "Write for example --columns seat_code=gss_code,votes=n_votes."
            )
        if ours in renames:
            raise InputError(f"--columns: {one_line(ours)} is given twice. Leave one out.")
        renames[ours] = theirs
    return renames


def _checked(table: Table, cells: pl.Series, rows: pl.Series, column: Column) -> pl.Series:
    def refuse(place: int, wrong: str, remedy: str) -> NoReturn:
        table.refuse(row=int(rows[place]), column=column.name, wrong=wrong, remedy=remedy)

    values = typed(cells, column, refuse)
    pair = first_pair(values) if column.unique else None
    if pair:
        again, before = pair
        refuse(
            again,
            f"{quoted(values[again])} is there already, in row {rows[before]}",
            "Keep one of the two rows.",
        )
    return values


def _find(
    path: Path, names: list[str], columns: Sequence[Column], renames: Mapping[str, str]
) -> dict[str, str]:
    """The file's own name of each column asked for that it has."""
    found: dict[str, str] = {}
    for column in columns:
        theirs = renames.get(column.name, column.name)
        if theirs in names:
            if names.count(theirs) > 1:
                raise refusal(
                    path,
                    row=1,
                    column=one_line(theirs),
                    wrong=f"{names.count(theirs)} columns have this name",
                    remedy="Rename or delete all but one.",
                )
            found[column.name] = theirs
        elif column.required or column.name in renames:
            raise _missing(path, names, column, theirs)
    return found


def _missing(path: Path, names: list[str], column: Column, theirs: str) -> InputError:
    wrong = "there is no such column"
    if theirs != column.name:
        wrong += f", though --columns says it holds {column.name}"
    folded = {name.casefold(): name for name in reversed(names) if name}
    close = difflib.get_close_matches(theirs.casefold(), folded, n=1, cutoff=0.55)
    if close:
        near = one_line(folded[close[0]])
        remedy = f"Is it {quoted(near)}? Then write --columns {column.name}={near}."
    else:
        shown = ", ".join(one_line(name)[:30] for name in names[:12])
        more = f" and {len(names) - 12} more" if len(names) > 12 else ""
        remedy = f"The file has {shown}{more}: say which with --columns {column.name}=…"
    return refusal(path, row=1, column=one_line(theirs), wrong=wrong, remedy=remedy)
