"""The process that reads one workbook: `python -m …workbook_reader FILE TEXT ROWS COLUMNS BYTES`.

It may use so much memory and time and no more, writes nothing but TEXT, and says on standard
output, as JSON, which sheet it took or what is wrong. It imports nothing of ours: a reader of
strangers' files should hold as little as possible.
"""

import csv
import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY_BYTES = 2_000_000_000
CPU_SECONDS = 150
FILE_BYTES = 2_500_000_000
CHUNK = 1 << 20
# A document type is all it takes to make XML grow without end; neither format has one.
DOCTYPES = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY", "<!doctype")
                 for code in ("utf-8", "utf-16-le", "utf-16-be"))  # fmt: skip

MOST_SHEETS = 30
HEADROOM = 100  # rows above the header

SAVE_AS = "Open it in a spreadsheet program and save it as .xlsx or CSV."


class Unusable(Exception):
    """What is wrong, and what to do."""


def main(file: Path, text: Path, *, rows: int, columns: int, cell_bytes: int) -> None:
    """Write the largest sheet of a workbook as CSV and say which."""
    _hold_back()
    try:
        _refuse_unsound(file)
        said = _write_largest(file, text, rows=rows, columns=columns, cell_bytes=cell_bytes)
    except Unusable as error:
        wrong, remedy = error.args
        said = {"wrong": wrong, "remedy": remedy}
    sys.stdout.write(json.dumps(said))


def _hold_back() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _refuse_unsound(file: Path) -> None:
    """Unpack each part once, to see that it is as long as it says, whole, and free of entities."""
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                read, end = 0, b""
                with archive.open(member) as part:
                    while chunk := part.read(CHUNK):
                        read += len(chunk)
                        if member.filename.endswith((".xml", ".rels", ".vml")):
                            _refuse_entities(end + chunk)
                            end = chunk[-24:]
                if read != member.file_size:
                    raise Unusable("is not as long as it says", "Copy or export it again.")
    except Unusable:
        raise
    except Exception as error:  # those of zipfile and the packers have no common base
        raise Unusable("is damaged, or was cut off", "Copy or export it again.") from error


def _refuse_entities(text: bytes) -> None:
    if any(word in text for word in DOCTYPES):
        raise Unusable("has XML with a document type in it, as no spreadsheet writes", SAVE_AS)


def _write_largest(
    file: Path, text: Path, *, rows: int, columns: int, cell_bytes: int
) -> dict[str, object]:
    try:
        workbook = CalamineWorkbook.from_path(str(file))
        sheets = [
            workbook.get_sheet_by_name(sheet.name)
            for sheet in workbook.sheets_metadata[:MOST_SHEETS]
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
    except Exception as error:  # the parser's errors have no common base
        raise Unusable("is not a workbook that can be read", SAVE_AS) from error
    largest = max(sheets, key=lambda sheet: sheet.height * sheet.width, default=None)
    if largest is None or not largest.height:
        raise Unusable("has no sheet with anything in it", "Save the sheet you mean as CSV.")
    width = max((len(row) for row in _filled_rows(largest.iter_rows())), default=0)
    if width > columns:
        raise Unusable(f"has {width:,} columns; {columns:,} is the most", "Delete some.")
    if largest.height > rows + HEADROOM:
        raise Unusable(f"has more than {rows:,} rows", "Split it into several files.")
    above = largest.start[0] if largest.start else 0
    with text.open("w", encoding="utf-8", newline="") as out:
        out.write("\n" * above)
        writer = csv.writer(out, lineterminator="\n")
        for number, row in enumerate(_filled_rows(largest.iter_rows()), start=above + 1):
            if any(len(cell) * 4 > cell_bytes and len(cell.encode()) > cell_bytes for cell in row):
                raise Unusable(
                    f"has a cell in row {number:,} that is longer than {cell_bytes:,} bytes",
                    "Leave the cell out.",
                )
            writer.writerow(row + [""] * (width - len(row)) if row else row)
    return {"sheet": largest.name, "sheets": len(sheets)}


def _filled_rows(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    """Each row as text, without blank cells at its end."""
    for row in rows:
        cells = [_as_text(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        yield cells


def _as_text(value: object) -> str:
    """A cell as a person would have typed it: 7700900123 for 7700900123.0, dates year first."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return "" if value is None else str(value)


if __name__ == "__main__":
    source, target, *most = sys.argv[1:]
    main(
        Path(source), Path(target), rows=int(most[0]), columns=int(most[1]), cell_bytes=int(most[2])
    )
