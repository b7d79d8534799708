"""Where a table of people begins in a CSV text: its separator, its header, its first row."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundswell.exchange.refusals import refusal

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LOOKED_AT = 60  # rows
LONGEST_HEADER = 100  # letters
RESERVED = ("row", "row_fault")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\s]+")
# Nobody calls a column so: if such stands in the first row, the file has no header.
NO_HEADER = re.compile(r"^[^@\s]+@[^@\s]+\.\w+$|^\+?[\d ()/.-]{9,}$")


@dataclass(frozen=True)
class Start:
    """How a CSV text begins.

    header: names, each once. header_row: its row, 0 if the file has none. first_row: the number
    of the row that follows. skip: bytes before that row.
    """

    separator: str
    header: list[str]
    header_row: int
    first_row: int
    skip: int


def find_start(name: str, text: str, *, most_columns: int) -> Start:
    """Read the beginning of a table. text: its first rows, and whole if it is short.

    Titles above the header are passed over: the header is the first row with nearly as many cells
    filled as the fullest. Raises InputError if there is none.
    """
    separator, rest = _told_separator(text)
    rows = _rows(name, rest, separator)
    filled = [sum(bool(cell.strip()) for cell in row) for row, _ in rows]
    if not any(filled):
        raise _refused(name, "holds no table", "The first row must name the columns.")
    place = next(n for n, count in enumerate(filled) if count >= 0.6 * max(filled))
    names, end = rows[place]
    before = text[: len(text) - len(rest)]
    shift = before.count("\n")
    while (
        names
        and not names[-1].strip()
        and len(names) > max(len(row) for row, _ in rows[place + 1 :] or [([], 0)])
    ):
        names = names[:-1]
    if len(names) > most_columns:
        wrong = f"the header names {len(names):,} columns; {most_columns} is the most"
        raise _refused(name, wrong, "Delete those you don't need.")
    if any(NO_HEADER.match(cell.strip()) for cell in names):
        begin = rows[place - 1][1] if place else 0
        columns = [f"Column {n}" for n in range(1, len(names) + 1)]
        return Start(
            separator, columns, 0, place + shift + 1, len((before + rest[:begin]).encode())
        )
    skip = len((before + rest[:end]).encode())
    return Start(separator, unlike(names), place + shift + 1, place + shift + 2, skip)


def unlike(names: Sequence[str]) -> list[str]:
    """Header names tidied, each only once: a second “Phone” becomes “Phone (2)”."""
    found: list[str] = []
    seen = {name.casefold() for name in RESERVED}
    for n, raw in enumerate(names, start=1):
        name = UNSEEN.sub(" ", raw).strip()[:LONGEST_HEADER] or f"Column {n}"
        shown, k = name, 1
        while shown.casefold() in seen:
            k += 1
            shown = f"{name} ({k})"
        seen.add(shown.casefold())
        found.append(shown)
    return found


def _told_separator(text: str) -> tuple[str, str]:
    """The separator, and the text without the line by which Excel is told of it."""
    said = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if said and said[1] in SEPARATORS:
        return said[1], text[said.end() :]
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.split("\n")[:LOOKED_AT] if line.strip()]
    best, most = ",", 0.0
    for separator in SEPARATORS:
        counts = [line.count(separator) for line in lines]
        common, times = Counter(counts).most_common(1)[0] if counts else (0, 0)
        # As many on each line is a better sign than many.
        score = (times / len(lines)) * (common > 0) + 0.01 * min(common, 50) if lines else 0.0
        if score > most:
            best, most = separator, score
    return best, text


def _rows(name: str, text: str, separator: str) -> list[tuple[list[str], int]]:
    """The first rows, and where in the text each ends."""
    lines = text.splitlines(keepends=True) if "\r" in text else re.findall(r"[^\n]*\n|[^\n]+", text)
    ends = [0]
    for line in lines:
        ends.append(ends[-1] + len(line))
    reader = csv.reader(iter(lines), delimiter=separator, skipinitialspace=True)
    rows: list[tuple[list[str], int]] = []
    try:
        for row in reader:
            rows.append((row, ends[reader.line_num]))
            if len(rows) >= LOOKED_AT:
                break
    except csv.Error as error:
        wrong = "a cell is longer than any real one; a quotation mark near it lacks its partner"
        raise refusal(
            Path(name), row=len(rows) + 1, column=None, wrong=wrong, remedy="Look at that row."
        ) from error
    return rows


def _refused(name: str, wrong: str, remedy: str) -> Exception:
    return refusal(Path(name), row=None, column=None, wrong=wrong, remedy=remedy)
