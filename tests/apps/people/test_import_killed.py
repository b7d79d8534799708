"""A worker killed in the middle of an import: nothing is half there, and the next one does it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from groundswell.cli.site import end

ROOT = Path(__file__).resolve().parents[3]
N_ROWS = 40_000
pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=[])]

ASK = f"""
import sys, django
django.setup()
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions import imports as actions
from tests.apps.people.lists import checked, csv, decide
from tests.factories import accounts
harbour = accounts.organisation()
decide(harbour)
with scope(harbour.pk):
    maya, noor = accounts.member(of=harbour), accounts.member(of=harbour)
    rows = [f"{{n}},Ann,Lee {{n}},ann{{n}}@example.org,,,," for n in range({N_ROWS})]
    of = checked(harbour, csv(*rows), maya)
    of = actions.ask_to_apply(by=maya, of=of)
    actions.approve(by=noor, of=of)
"""
# Says how things stand as soon as the job or the import is in the state asked for; "left": as
# soon as nobody is at work any more. PostgreSQL notices a moment after a worker is gone.
WATCH = """
import sys, time, django
django.setup()
from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.scope import scope
from groundswell.apps.jobs.at_work import is_worked_on
from groundswell.apps.people.models import Import, Person
print("watching", flush=True)
until = time.monotonic() + 150
with scope(Organisation.objects.get().pk):
    while time.monotonic() < until:
        of = Import.objects.select_related("job").get()
        is_left = sys.argv[1] == "left" and not is_worked_on(of.job_id)
        if is_left or sys.argv[1] in (of.job.state, of.state):
            break
        time.sleep(0.02)
    print(of.state, of.job.state, Person.objects.count())
"""


@pytest.fixture
def environment(tmp_path):
    env = os.environ | {"PYTHONPATH": str(ROOT), "GROUNDSWELL_HOME": str(tmp_path)}
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        env["GROUNDSWELL_DATABASE_URL"] = ""
    else:
        import psycopg

        name = f"import_{uuid4().hex}"
        owner = env["GROUNDSWELL_DATABASE_OWNER_URL"]
        with psycopg.connect(owner, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        for address in ("GROUNDSWELL_DATABASE_URL", "GROUNDSWELL_DATABASE_OWNER_URL"):
            env[address] = env[address].rsplit("/", 1)[0] + f"/{name}"
    run([sys.executable, "-m", "groundswell.cli", "migrate"], env)
    return env


def run(command, env) -> str:
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def watch(env, state) -> subprocess.Popen:
    watching = subprocess.Popen(
        [sys.executable, "-c", WATCH, state], env=env, stdout=subprocess.PIPE, text=True
    )
    assert watching.stdout.readline() == "watching\n"
    return watching


def said(watching) -> str:
    out, _ = watching.communicate(timeout=200)
    return out.strip()


def worker(env):
    return subprocess.Popen(
        [sys.executable, "-m", "groundswell.cli", "worker"], env=env, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def test_a_killed_worker_leaves_nothing_and_the_next_one_does_it(environment):
    run([sys.executable, "-c", ASK], environment)
    begun = watch(environment, "running")
    first = worker(environment)
    try:
        begun = said(begun)
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    left = said(watch(environment, "left"))
    done = watch(environment, "done")
    second = worker(environment)
    try:
        done = said(done)
    finally:
        end(second)

    assert begun == left == "applying running 0"
    # The job says so a moment after the import does.
    assert done in (f"done {job} {N_ROWS}" for job in ("running", "done"))
