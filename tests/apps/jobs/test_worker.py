"""A real worker, in its own processes, on the database that this run is about."""

import os
import signal
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


ASK = """
import sys, django
django.setup()
from django.db import transaction
from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.scope import scope
from groundswell.apps.jobs import actions
from tests.apps.jobs.errands import wait_once
harbour = Organisation.objects.create(name="Harbour", slug="harbour")
with scope(harbour.pk), transaction.atomic():
    job = actions.ask(by=None, organisation=harbour, kind="forecast")
    wait_once.enqueue(str(job.pk), sys.argv[1])
"""

SHOW = """
import django
django.setup()
from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.scope import scope
from groundswell.apps.jobs.at_work import is_worked_on
from groundswell.apps.jobs.models import Job
with scope(Organisation.objects.get().pk):
    job = Job.objects.get()
print(job.state, is_worked_on(job.pk))
"""


@pytest.fixture
def environment(tmp_path):
    """A database of the worker's own: a file, or a new one on the PostgreSQL of this run."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "GROUNDSWELL_HOME": str(tmp_path)}
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        env["GROUNDSWELL_DATABASE_URL"] = ""
    else:
        import psycopg

        name = f"worker_{uuid4().hex}"
        owner = env["GROUNDSWELL_DATABASE_OWNER_URL"]
        with psycopg.connect(owner, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        for address in ("GROUNDSWELL_DATABASE_URL", "GROUNDSWELL_DATABASE_OWNER_URL"):
            env[address] = env[address].rsplit("/", 1)[0] + f"/{name}"
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


def wait_until(happened, seconds=40):
    until = time.monotonic() + seconds
    while time.monotonic() < until and not happened():
        time.sleep(0.2)
    assert happened()


def shown(env):
    """The job's state, and whether anybody is at work on it."""
    done = subprocess.run([sys.executable, "-c", SHOW], env=env, check=True, capture_output=True)
    return done.stdout.decode().split()


def test_what_a_killed_worker_left_is_done_by_the_next(environment, tmp_path):
    """S-kill: nobody waits for the half hour after which the queue would notice."""
    began = tmp_path / "began"
    subprocess.run([sys.executable, "-c", ASK, began], env=environment, check=True)
    with worker(environment) as killed:
        wait_until(began.exists)
        assert shown(environment) == ["running", "True"]
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()
        wait_until(lambda: shown(environment) == ["running", "False"])
    with worker(environment):
        wait_until(lambda: shown(environment)[0] == "done")
