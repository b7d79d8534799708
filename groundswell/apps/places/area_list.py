"""Reading an area tree from text: an indented list, or a CSV with code, name and parent."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from groundswell.errors import InputError

TAB = 4
MOST_AREAS = 20_000
CODE_LENGTH, NAME_LENGTH = 40, 120


@dataclass(frozen=True)
class AreaLine:
    """One area to add: its code and name, and its parent's code; "" for the top."""

    code: str
    name: str
    parent: str = ""
    area_id: int | None = None


def code_of(text: str) -> str:
    """A code that fits into a path: small letters, digits, hyphens."""
    return slugify(text)[:CODE_LENGTH].strip("-_")


def read_indented(text: str) -> list[AreaLine]:
    """One area a line; further to the right means inside of the one above.

    A code may stand before the name with a colon, "W92: Gower"; else it is made from the name.
    """
    lines: list[AreaLine] = []
    above: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.expandtabs(TAB).rstrip()
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        code, colon, name = line.strip().partition(":")
        if not colon:
            code, name = "", code
        parent = above[-1][1] if above else ""
        lines.append(_line(number, code, name, parent))
        above.append((depth, lines[-1].code))
    return _checked(lines)


def read_csv(text: str) -> list[AreaLine]:
    """Rows of code, name and parent, in any order; the parent is named by its code."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    heads = {(head or "").strip().lower(): head for head in rows.fieldnames or []}
    if "name" not in heads:
        raise InputError(
            _(
                "The file has no column “name”. Its first row must name the columns: "
                "code, name, parent."
            )
        )
    try:
        return _checked(list(_csv_lines(rows, heads)))
    except csv.Error as wrong:
        raise InputError(
            _("Row %(row)d of the file can’t be read: %(why)s.")
            % {"row": rows.line_num, "why": wrong}
        ) from wrong


def _csv_lines(rows: "csv.DictReader[str]", heads: dict[str, str]) -> Iterator[AreaLine]:
    def cell(row: dict[str, str], head: str) -> str:
        return (row.get(heads.get(head, "")) or "").strip()

    for row in rows:
        code, name, parent = (cell(row, head) for head in ("code", "name", "parent"))
        if code or name:
            yield _line(rows.line_num, code, name, code_of(parent))


def _line(number: int, code: str, name: str, parent: str) -> AreaLine:
    name = name.strip()
    made = code_of(code or name)
    if not name or not made:
        raise InputError(
            _("Line %(line)d has no name with letters or digits in it.") % {"line": number}
        )
    if len(name) > NAME_LENGTH:
        raise InputError(
            _("The name in line %(line)d has %(n)d letters; %(most)d is the most.")
            % {"line": number, "n": len(name), "most": NAME_LENGTH}
        )
    return AreaLine(made, name, parent)


def _checked(lines: list[AreaLine]) -> list[AreaLine]:
    if not lines:
        raise InputError(_("There is no area in it. Write one in each line."))
    if len(lines) > MOST_AREAS:
        raise InputError(
            _("%(n)d areas at once are too many; %(most)d is the most.")
            % {"n": len(lines), "most": MOST_AREAS}
        )
    seen: set[str] = set()
    for line in lines:
        if line.code in seen:
            raise InputError(
                _("The code “%(code)s” is there twice. Give one of them another.")
                % {"code": line.code}
            )
        seen.add(line.code)
    return lines


def parents_first(lines: Iterable[AreaLine], known: Iterable[str]) -> list[AreaLine]:
    """The lines in an order in which every parent comes before its children.

    known: codes that are in the tree already. Raises InputError for a parent that is nowhere, or a
    circle.
    """
    waiting = list(lines)
    there = {"", *known}
    ordered: list[AreaLine] = []
    while waiting:
        ready = [line for line in waiting if line.parent in there]
        if not ready:
            first = waiting[0]
            raise InputError(
                _(
                    "%(name)s is to lie in “%(parent)s”, which is neither in the tree nor in this "
                    "list; or the two lie in each other."
                )
                % {"name": first.name, "parent": first.parent}
            )
        ordered += ready
        there |= {line.code for line in ready}
        waiting = [line for line in waiting if line.parent not in there or line.code not in there]
    return ordered
