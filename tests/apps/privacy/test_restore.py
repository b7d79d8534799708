"""T-erase-restore: a backup is brought back, the server starts, and who was erased is gone."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
START = """
import django
django.setup()
from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.models import Person
from groundswell.apps.privacy.actions import erasure, stops
"""
FILL = """
organisation = Organisation.objects.create(name="Harbour", slug="harbour")
with scope(organisation.pk):
    for name in ("Ceri", "Dai", "Olwen"):
        Person(organisation=organisation, first_name=name, email=f"{name}@example.org").save()
"""
ERASE = """
organisation = Organisation.objects.get()
with scope(organisation.pk):
    ceri, dai = (Person.objects.get(first_name=name) for name in ("Ceri", "Dai"))
    erasure.erase_person(by=None, organisation=organisation, person_id=ceri.pk)
    stops.stop_person(by=None, organisation=organisation, person_id=dai.pk)
"""
TELL = """
with scope(Organisation.objects.get().pk):
    print(sorted(f"{p.first_name} {p.is_stopped}" for p in Person.objects.all()))
"""


@pytest.fixture
def server(tmp_path):
    """Run a program or a command of ours in a home folder of its own, on SQLite."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("GROUNDSWELL_")}
    env |= {"GROUNDSWELL_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    env |= {"DJANGO_SETTINGS_MODULE": "groundswell.config.django"}

    def run(*arguments, code=0):
        done = subprocess.run(
            [sys.executable, *arguments], env=env, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    run("-m", "groundswell.cli", "migrate")
    run("-c", START + FILL)
    return run


@pytest.fixture
def brought_back(server, tmp_path):
    """Back up, erase, stop, and bring the backup back."""
    database = tmp_path / "groundswell.sqlite3"
    with closing(sqlite3.connect(database)) as open_database:
        open_database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    backup = shutil.copy(database, tmp_path / "backup")
    server("-c", START + ERASE)
    assert "Ceri" not in server("-c", START + TELL)
    for part in tmp_path.glob("groundswell.sqlite3*"):
        part.unlink()
    shutil.copy(backup, database)
    assert "Ceri False" in server("-c", START + TELL)
    return server


@pytest.mark.slow
def test_after_a_restore_the_erased_are_gone_before_anybody_is_served(brought_back):
    brought_back("-m", "groundswell.cli", "doctor")
    assert brought_back("-c", START + TELL).strip() == "['Dai True', 'Olwen False']"


@pytest.mark.slow
def test_with_a_log_that_was_changed_the_server_does_not_start(brought_back, tmp_path):
    log = tmp_path / "privacy_log"
    log.write_text(log.read_text().replace("erase-person", "lift"))
    said = brought_back("-m", "groundswell.cli", "serve", "--port", "8199", code=2)
    assert "Privacy log" in said
    assert "Ceri False" in brought_back("-c", START + TELL)
