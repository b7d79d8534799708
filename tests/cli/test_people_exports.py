"""`groundswell people export` and `trace`, as somebody at the server's terminal uses them."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

# What pages and imports make: an organiser, and a person who agreed to hear from us.
FILL = """
from groundswell.cli import site; site.set_up()
from datetime import timedelta
from django.utils import timezone
from groundswell.apps.accounts.models import Grant, Organisation, User
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.models import Person
from groundswell.apps.privacy.actions.consents import Said, record
of = Organisation.objects.create(name="Harbour Lights", slug="harbour-lights")
maya = User.objects.create_user("maya@example.org", name="Maya Okonkwo")
now = timezone.now()
with scope(of.pk):
    Grant(organisation=of, subject=maya, role="national", valid_from=now - timedelta(hours=1),
          valid_until=now + timedelta(days=9), reason="a test").save()
    ceri = Person(organisation=of, first_name="Ceri", email="ceri@example.org")
    ceri.save()
    record(by=None, organisation=of, said=Said(ceri.pk, "contact", "email", True, "form"))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    run(folder, "-m", "groundswell.cli", "migrate")
    run(folder, "-c", FILL)
    return folder


def run(home, *arguments, code=0):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GROUNDSWELL_", "DJANGO_"))}
    env |= {"GROUNDSWELL_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *arguments],
        env=env, capture_output=True, text=True, timeout=120, cwd=home, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done


def people(home, *arguments, **more):
    return run(home, "-m", "groundswell.cli", "people", *arguments, **more)


def test_an_export_is_asked_for_and_waits_for_a_second_person(home):
    asked = people(
        home, "export", "--by", "maya@example.org", "--purpose", "Letters, by the office", "--json"
    )
    said = json.loads(asked.stdout)
    assert (said["state"], said["people"], said["not_before"]) == ("asked", 1, None)
    assert not (home / "exports").exists()


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--by", "nobody@example.org", "nobody@example.org"),
        ("--format", "xlsx", "There is no format “xlsx”"),
        ("--consent", "cake", "nothing that people agree to"),
        ("--channel", "pigeon", "not for this way to reach people"),
        ("--universe", "None", "There is no universe “None”"),
        ("--purpose", "x", "Say in a few words"),
    ],
)
def test_a_wrong_option_is_answered_in_one_line(home, option, value, words):
    usual = {"--by": "maya@example.org", "--purpose": "Letters, by the office"} | {option: value}
    given = [part for pair in usual.items() for part in pair]
    done = people(home, "export", *given, code=2)
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_list_from_elsewhere_is_traced_to_nobody(home):
    with (home / "found.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["name", "phone"], ["Bo", "07700900123"]])
    said = json.loads(people(home, "trace", "found.csv", "--json").stdout)
    assert said["export"] is None
    assert said["rows"] == 1
