"""`groundswell people import` and `undo`: its receipt, its second person, its refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIST = """Number,First name,Last name,Email,Mobile,Address,Town,Postcode
1,Ceri,Hopkin,ceri@example.org,07700 900114,12 High Street,Swansea,SA4 3AB
2,Dafydd,Lloyd,d.lloyd@example.org,call office,3 Mill Lane,Wrexham,LL11 2AB
3,T,,,,,,
"""
SET_UP = """
import django
django.setup()
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions.imports import save_mapping
from tests.apps.people.lists import COLUMNS, decide
from tests.factories import accounts
harbour = accounts.organisation(slug="harbour")
decide(harbour)
for email in ("maya@example.org", "noor@example.org"):
    accounts.member(of=harbour, email=email)
with scope(harbour.pk):
    save_mapping(by=None, organisation=harbour, name="Stall", format="csv", columns=COLUMNS)
"""
BY = ("--by", "maya@example.org", "--second", "noor@example.org", "--from", "a stall")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A server's folder with one organisation, on SQLite."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    assert groundswell(folder, "migrate").returncode == 0
    run(folder, sys.executable, "-c", SET_UP).check_returncode()
    return folder


def run(home, *command) -> subprocess.CompletedProcess:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL_")}
    env |= {"GROUNDSWELL_HOME": str(home), "PYTHONPATH": str(ROOT)}
    env["DJANGO_SETTINGS_MODULE"] = "groundswell.config.django"
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env=env
    )


def groundswell(home, *arguments) -> subprocess.CompletedProcess:
    return run(home, sys.executable, "-m", "groundswell.cli", *map(str, arguments))


def bring(home, *arguments) -> subprocess.CompletedProcess:
    return groundswell(home, "people", "import", home / "list.csv", *arguments)


def answer(done) -> dict:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_dry_run_prints_the_receipt_and_needs_nobody(home):
    said = answer(bring(home, "--mapping", "Stall", "--dry-run", "--json"))
    lines = {name: said[name] for name in ("rows", "new", "changed", "merged", "unchanged")}

    assert lines == {"rows": 3, "new": 2, "changed": 0, "merged": 0, "unchanged": 0}
    assert (said["refused"], said["stopped"], said["state"]) == (1, 0, "checked")
    assert said["reasons"] == [{"row": 4, "why": "no way to reach this person"}]
    assert list((home / "imports").iterdir()) == []


def test_without_a_second_person_it_waits(home):
    said = answer(bring(home, "--by", "maya@example.org", "--json"))
    assert said["state"] == "waiting"
    again = bring(home, "--by", "maya@example.org")
    assert (again.returncode, again.stdout) == (2, "")
    assert "being imported already" in again.stderr
    run(home, sys.executable, "-c", STOP).check_returncode()


STOP = """
import django
django.setup()
from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions import imports as actions
from groundswell.apps.people.models import Import
with scope(Organisation.objects.get().pk):
    for of in Import.objects.filter(state="waiting"):
        actions.stop(by=None, of=of)
"""


def test_with_a_second_person_it_is_written_and_can_be_undone(home):
    first = answer(bring(home, *BY, "--json"))
    again = answer(bring(home, *BY, "--json"))
    number = first["import"]
    undone = answer(
        groundswell(home, "people", "undo", number, "--by", "maya@example.org", "--json")
    )

    assert (first["state"], first["new"]) == ("done", 2)
    assert (again["new"], again["unchanged"]) == (0, 2)
    assert undone["removed"] == 2


def test_people_get_a_table(home):
    lines = bring(home, "--dry-run", "--format", "csv").stdout.splitlines()
    figures = dict(line.rsplit("  ", 1) for line in lines[1:8])
    assert {name.strip(): int(n) for name, n in figures.items()} == {
        "rows read": 3, "new": 2, "changed": 0, "merged": 0, "unchanged": 0, "refused": 1,
        "stopped": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--by"),
        (("--by", "nobody@example.org"), "Nobody logs in as nobody@example.org"),
        (("--dry-run", "--format", "pdf"), "There is no format pdf"),
        (("--dry-run", "--mapping", "Nonsense"), "There is no saved mapping 'Nonsense'"),
        (("--dry-run", "--organisation", "hill"), "There is no organisation hill"),
        (("--dry-run", "--area", "/wales/"), "There is no area /wales/"),
        (
            ("--by", "maya@example.org", "--second", "maya@example.org"),
            "Nobody approves what they asked for",
        ),
    ],
)
def test_a_wrong_call_exits_with_2_and_one_line_and_keeps_nothing(home, arguments, words):
    before = sorted(home.glob("imports/*/*"))
    done = bring(home, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(home.glob("imports/*/*")) == before


def test_a_file_that_is_no_list_is_refused_in_words(home):
    (home / "broken.csv").write_bytes(b"\x00\x01\x02" * 100)
    done = groundswell(home, "people", "import", home / "broken.csv", "--dry-run")
    assert done.returncode == 2
    assert "broken.csv" in done.stderr
