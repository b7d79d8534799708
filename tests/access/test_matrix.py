"""A-matrix: every route, every method, everybody, everything: who gets in, and how it is answered.

The same matrix holds on both databases, with two organisations on each: on SQLite the database has
no wall of its own, so there it shows that the walls in our code hold alone.
`scripts/write-matrix` writes tests/access/matrix.csv anew.
"""

import os

import pytest

from tests.access import matrix_file
from tests.access.matrix import some, tried
from tests.access.route_table import ROUTES, TABLE
from tests.access.routes import routes

pytestmark = pytest.mark.django_db
NAMES = sorted(name for _, _, name in routes())
KEPT = matrix_file.read()
WRITING = os.environ.get("WRITE_MATRIX") == "1"
written: matrix_file.Cells = {}
# The tests of one route stay in one process, where it is called only once.
each_route = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xdist_group(f"matrix {number % 8}"))
        for number, name in enumerate(NAMES)
        if name in ROUTES
    ],
)


def test_every_route_can_be_called():
    assert [name for name in NAMES if name not in ROUTES] == [], "add a line to route_table.ROUTES"


def test_no_line_speaks_of_a_route_that_is_gone():
    assert sorted(TABLE.keys() - set(NAMES)) == []
    assert WRITING or sorted({call.route for call in KEPT} - set(NAMES)) == []


@each_route
def test_a_route_answers_everybody_as_its_rule_says(world, name):
    found = tried(world, name)
    assert not found.against_rule, some(found.against_rule, of=len(found.cells))


@each_route
def test_a_refused_call_changes_nothing(world, name):
    """A-refused-no-effect: no row, no mail, no task."""
    found = tried(world, name)
    assert not found.effects, some(found.effects, of=len(found.cells))


@each_route
def test_a_route_answers_everybody_as_the_file_says(world, name):
    seen = tried(world, name).cells
    if WRITING:
        written.update(seen)
        return
    kept = {call: answer for call, answer in KEPT.items() if call.route == name}
    changed = matrix_file.differences(seen, kept)
    assert not changed, "\n".join([some(changed, len(seen)), "Meant? Then scripts/write-matrix."])


@pytest.fixture(scope="module", autouse=True)
def file():
    yield
    if WRITING:
        tried_now = {call.route for call in written}
        kept = {c: a for c, a in KEPT.items() if c.route in NAMES and c.route not in tried_now}
        matrix_file.write(kept | written)
