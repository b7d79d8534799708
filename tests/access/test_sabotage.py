"""A-wall-sabotage: with any one wall switched off the suite goes red, and with any one wall off the
others still keep one organisation's opinions from another.

A wall whose removal turns nothing red isn't tested.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from groundswell.apps.accounts.scope import NoScope
from groundswell.apps.jobs.models import Job
from groundswell.apps.privacy.registry import class_of
from tests.access import sabotage
from tests.access.actors import LIVE
from tests.access.calls import address
from tests.access.crawler import crawl
from tests.access.markers import FIELDS, OTHER, OWN, markers_in
from tests.access.matrix import try_
from tests.access.route_table import ROUTES
from tests.access.world import undone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
HAS_OWN_WALL = connection.vendor == "postgresql"
SPECIAL = {str(one) for one in FIELDS if class_of(one.label, one.field) == "P3"}
WALLS = {
    "route rule": sabotage.no_route_rule,
    "scoped manager": sabotage.no_scoped_manager,
    "object": sabotage.no_look_at_the_object,
}


def test_without_the_rule_of_a_route_the_matrix_is_red(world):
    with undone(), sabotage.no_route_rule():
        assert try_(world, "plans").against_rule


def test_without_the_scoped_manager_a_question_without_a_scope_is_answered(world):
    with pytest.raises(NoScope):
        Job.objects.count()
    with sabotage.no_scoped_manager():
        Job.objects.count()


@pytest.mark.sqlite  # on PostgreSQL the database answers for the organisation alone
def test_without_the_scoped_manager_the_matrix_is_red_where_the_database_has_no_wall(world):
    with undone(), sabotage.no_scoped_manager():
        assert try_(world, "plan").against_rule


def test_without_a_look_at_the_object_the_matrix_is_red(world):
    with undone(), sabotage.no_look_at_the_object():
        assert try_(world, "import").against_rule


def test_a_field_too_many_turns_the_snapshot_red(world):
    """Wall 4: a feed that answers with one more column than its list."""
    from tests.access.test_fields import shown

    before = shown(world, "plan-csv")
    with sabotage.one_column_more():
        assert shown(world, "plan-csv") != before


@pytest.mark.parametrize("wall", WALLS)
def test_with_one_wall_off_no_opinion_crosses_to_another_organisation(world, wall):
    """On SQLite a server holds one organisation, so only PostgreSQL promises this of every wall."""
    if wall == "scoped manager" and not HAS_OWN_WALL:
        return
    for actor in LIVE:
        if actor.name not in (
            "national organiser",
            "regional organiser of an area",
            "liaison of the other",
        ):
            continue
        letters = OWN if actor.elsewhere else OTHER
        starts = [
            address(world, name, relation)
            for name, route in ROUTES.items()
            if "GET" in route.methods
            for relation in ("own", "other")
            if relation in world.targets[route.kind]
        ]
        with WALLS[wall]():
            for visit in crawl(world.client(actor), starts):
                assert not markers_in(visit.text, letters) & SPECIAL, visit.address


@pytest.mark.postgresql  # SQLite has no wall of its own
def test_without_the_databases_own_wall_its_tests_are_red():
    assert run_without_row_security("tests/access/test_rls.py") == 1


@pytest.mark.postgresql  # SQLite has no wall of its own
def test_without_the_databases_own_wall_nobody_sees_anothers_words():
    assert (
        run_without_row_security("tests/access/test_canary.py", "-k", "organisation_not_their_own")
        == 0
    )


def run_without_row_security(*what: str) -> int:
    """Run tests in a process and a PostgreSQL of their own, where every policy is switched off."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GROUNDSWELL_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--pg", "-q", "-x", "-p", "tests.access.no_row_security",
         "-p", "no:cacheprovider", "-n", "0", *what],
        cwd=ROOT, env=env | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert b"error" not in done.stdout.splitlines()[-1], done.stdout[-2000:].decode()
    return done.returncode
