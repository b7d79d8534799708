"""tests/access/matrix.csv: how every call is answered, short enough to be read.

A line holds the calls of one route by one caller that are answered alike: methods and relations
stand beside one another, "GET HEAD" and "sibling; parent; other". Read back, each line is all its
calls again, so that a test compares call by call.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from tests.access.calls import Call

PATH = Path(__file__).with_name("matrix.csv")
HEADER = ("route", "methods", "who", "whose", "answer")
Cells = dict[Call, str]


def read(path: Path = PATH) -> Cells:
    """Every call in the file with its outcome."""
    cells: Cells = {}
    if not path.exists():
        return cells
    with path.open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            whose = line["whose"].split("; ")
            for method, relation in product(line["methods"].split(), whose):
                cells[Call(line["route"], method, line["who"], relation)] = line["answer"]
    return cells


def lines(cells: Cells) -> Iterable[tuple[str, ...]]:
    """The cells as lines of the file: relations joined first, then methods."""
    whose: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for call, answer in cells.items():
        whose[call.route, call.method, call.actor, answer].append(call.relation)
    methods: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for (route, method, actor, answer), relations in whose.items():
        methods[route, actor, "; ".join(relations), answer].append(method)
    for (route, actor, relations, answer), joined in methods.items():
        yield route, " ".join(joined), actor, relations, answer


def write(cells: Cells, path: Path = PATH) -> None:
    """Replace the file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(HEADER)
        out.writerows(sorted(lines(cells), key=lambda line: line[0]))


def differences(seen: Cells, kept: Cells) -> list[str]:
    """What has changed, one sentence a call; empty if nothing has."""
    told = []
    for call in sorted(seen.keys() | kept.keys()):
        now, before = seen.get(call), kept.get(call)
        if now != before:
            told.append(
                f"{call.route}: {call.method} by {call.actor} ({call.relation}): "
                f"was {before or 'not in the file'}, is {now or 'no longer tried'}"
            )
    return told
