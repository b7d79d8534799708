"""A real worker, in its own processes, on the database that this run is about."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=[])]

ENQUEUE = """
import sys, django
django.setup()
from django.db import transaction
from tests.apps.jobs.errands import write_line
path = sys.argv[1]
write_line.enqueue(path, "kept")
try:
    with transaction.atomic():
        write_line.enqueue(path, "rolled back")
        raise RuntimeError
except RuntimeError:
    pass
write_line.enqueue(path, "last")
"""


@pytest.fixture
def environment(tmp_path):
    """A database of the worker's own: a file, or a new one on the PostgreSQL of this run."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "GROUNDSWELL_HOME": str(tmp_path)}
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        env["GROUNDSWELL_DATABASE_URL"] = ""
    else:
        import psycopg

        address = env["GROUNDSWELL_DATABASE_URL"]
        name = f"worker_{uuid4().hex}"
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        env["GROUNDSWELL_DATABASE_URL"] = address.rsplit("/", 1)[0] + f"/{name}"
    subprocess.run(groundswell("migrate"), env=env, check=True, capture_output=True)
    return env


def groundswell(*arguments):
    return [sys.executable, "-m", "groundswell.cli", *arguments]


@contextmanager
def worker(env):
    from groundswell.cli.site import end

    child = subprocess.Popen(
        groundswell("worker"), env=env, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        yield child
    finally:
        end(child)


def test_a_worker_does_what_was_committed_and_nothing_else(environment, tmp_path):
    done = tmp_path / "done.txt"
    subprocess.run(
        [sys.executable, "-c", ENQUEUE, done], env=environment, check=True, capture_output=True
    )
    with worker(environment):
        until = time.monotonic() + 30
        while time.monotonic() < until and "last" not in (
            done.read_text() if done.exists() else ""
        ):
            time.sleep(0.1)
    assert sorted(done.read_text().split("\n")) == ["", "kept", "last"]
