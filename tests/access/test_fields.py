"""A-field-snapshot: which personal fields each route shows to whom, and the columns of each feed.

Kept in tests/access/fields.csv, which `scripts/write-matrix` writes anew. Personal fields are found
by the markers in them, so a page that begins to show one more changes a line.
"""

import csv
import io
import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

from tests.access.actors import LIVE
from tests.access.calls import Call, send
from tests.access.markers import OWN, markers_in, without_own_name
from tests.access.registered import FEEDS
from tests.access.route_table import ROUTES
from tests.access.world import undone

pytestmark = pytest.mark.django_db
PATH = Path(__file__).with_name("fields.csv")
WRITING = os.environ.get("WRITE_MATRIX") == "1"
READ = sorted(name for name, route in ROUTES.items() if "GET" in route.methods)
HEADER = ("route", "shows", "to")
written: dict[str, list[tuple[str, ...]]] = {}


def read():
    """route: the lines of the file about it."""
    lines = defaultdict(list)
    if PATH.exists():
        with PATH.open(newline="", encoding="utf-8") as file:
            for line in csv.DictReader(file):
                lines[line["route"]].append(tuple(line.values()))
    return lines


KEPT = read()


def test_no_line_speaks_of_a_route_that_is_gone():
    assert WRITING or sorted(KEPT.keys() - set(READ)) == []


def shown(world, name):
    """(route, field or column, who) of all that a route shows of our own things."""
    who = defaultdict(list)
    for actor in LIVE:
        if actor.elsewhere:
            continue
        with undone():
            response = send(world, Call(name, "GET", actor.name, "own"), actor)
            if response.status_code != 200:
                continue
            body = b"".join(response.streaming_content) if response.streaming else response.content
            text = without_own_name(world, actor, body.decode(errors="replace"))
        for what in [*sorted(markers_in(text, OWN)), *sorted(columns(name, response, text))]:
            who[what].append(actor.name)
    return [(name, what, in_words(names)) for what, names in who.items()]


def in_words(names):
    """Who sees something; long lists are told by whom they leave out."""
    everybody = [actor.name for actor in LIVE if not actor.elsewhere]
    missing = [name for name in everybody if name not in names]
    if not missing:
        return "everybody"
    if len(missing) < len(names):
        return f"everybody but {'; '.join(missing)}"
    return "; ".join(names)


def columns(name, response, text):
    """The columns of a feed: a table's head, or the path of each value of a JSON object."""
    if name not in FEEDS:
        return set()
    kind = response.headers["Content-Type"]
    if "csv" in kind:
        return {f"column {head}" for head in next(csv.reader(io.StringIO(text)))}
    if "json" in kind:
        return {f"value {path}" for path in paths(json.loads(text))}
    return {f"line {line.split(':')[0].split(';')[0]}" for line in text.splitlines() if ":" in line}


def paths(value, at=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, f"{at}.{key}" if at else key)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{at}[]")
    else:
        yield at


@pytest.mark.parametrize("name", READ)
def test_a_route_shows_each_reader_the_fields_that_the_file_says(world, name):
    seen = shown(world, name)
    if WRITING:
        written[name] = seen
        return
    kept = KEPT[name]
    new, gone = sorted(set(seen) - set(kept)), sorted(set(kept) - set(seen))
    changed = [*(f"new: {line}" for line in new), *(f"gone: {line}" for line in gone)]
    assert not changed, "\n".join([*changed, "Meant? Then scripts/write-matrix."])


@pytest.fixture(scope="module", autouse=True)
def file():
    yield
    if WRITING:
        with PATH.open("w", newline="", encoding="utf-8") as out:
            lines = csv.writer(out, lineterminator="\n")
            lines.writerow(HEADER)
            kept = {name: KEPT[name] for name in READ} | written
            lines.writerows(sorted(line for found in kept.values() for line in found))
