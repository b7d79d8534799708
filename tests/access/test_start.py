"""T-start-*: what the server refuses to start with, each fault made for real where that can be."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.start import CHECKS, findings, start_check
from groundswell.config import start
from groundswell.config.settings import read_settings
from groundswell.errors import InputError
from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
on_postgresql = pytest.mark.postgresql
on_sqlite = pytest.mark.sqlite
committed = pytest.mark.django_db(transaction=True)
in_database = pytest.mark.django_db
LONG = "k" * 50


@pytest.fixture
def owner():
    with postgres.owners_cursor() as cursor:
        yield cursor


@contextmanager
def working_as(role, owner):
    """Let the site log in as another role of the same database."""
    own = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({"USER": role, "PASSWORD": postgres.ROLE})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(own)


@contextmanager
def a_role(owner, attributes):
    name = f"gs_start_{os.getpid()}"
    owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{postgres.ROLE}' {attributes}")
    try:
        yield name
    finally:
        owner.execute(f"DROP OWNED BY {name}")
        owner.execute(f"DROP ROLE {name}")


@in_database
def test_a_sound_installation_has_nothing_to_say():
    assert [says for _, says in findings() if says] == []


# T-start-role


@on_postgresql
@committed
@pytest.mark.parametrize(
    ("attributes", "says"),
    [("SUPERUSER", "is a superuser"), ("BYPASSRLS", "has BYPASSRLS")],
)
def test_a_role_that_no_policy_holds_is_refused(owner, attributes, says):
    """T-start-role."""
    with a_role(owner, attributes) as role, working_as(role, owner):
        assert says in start.the_role_is_held_by_the_walls()


@on_postgresql
@committed
def test_a_role_that_owns_a_table_is_refused(owner):
    """T-start-role."""
    with a_role(owner, "") as role:
        owner.execute("CREATE TABLE of_its_own (id int)")
        owner.execute(f"ALTER TABLE of_its_own OWNER TO {role}")
        with working_as(role, owner):
            assert "owns tables" in start.the_role_is_held_by_the_walls()


# T-start-walls


@on_postgresql
@committed
@pytest.mark.parametrize(
    ("down", "up"),
    [
        ("NO FORCE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"),
        ("DISABLE ROW LEVEL SECURITY", "ENABLE ROW LEVEL SECURITY"),
    ],
)
def test_a_table_whose_wall_is_down_is_refused(owner, down, up):
    """T-start-walls."""
    owner.execute(f"ALTER TABLE dispatch_planseat {down}")
    try:
        assert "first dispatch_planseat" in start.every_table_of_organisations_has_its_policy()
    finally:
        owner.execute(f"ALTER TABLE dispatch_planseat {up}")


@on_postgresql
@committed
def test_a_table_of_organisations_that_no_model_knows_is_refused(owner):
    """T-start-walls, by the catalogue."""
    owner.execute("CREATE TABLE forgotten (organisation_id uuid)")
    try:
        assert "first forgotten" in start.every_table_of_organisations_has_its_policy()
    finally:
        owner.execute("DROP TABLE forgotten")


# T-start-durability


@on_postgresql
@in_database
def test_a_connection_that_does_not_wait_for_the_disk_is_refused():
    """T-start-durability."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert "synchronous_commit off" in start.what_was_acknowledged_survives_a_power_cut()


@on_postgresql
@pytest.mark.slow
@committed
@pytest.mark.parametrize("weakened", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_what_it_stored_is_refused(weakened):
    """T-start-durability, on a server of its own that runs so."""
    own = dict(connection.settings_dict)
    connection.close()
    with postgres.server(f"{weakened}=off") as address:
        there = postgres.parts_of(address)
        connection.settings_dict.update(there)
        try:
            assert f"{weakened} off" in start.what_was_acknowledged_survives_a_power_cut()
        finally:
            connection.close()
            connection.settings_dict.update(own)


@on_sqlite
@committed
def test_an_sqlite_file_that_may_lose_what_it_stored_is_refused():
    """T-start-durability."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            assert "below FULL" in start.what_was_acknowledged_survives_a_power_cut()
        finally:
            cursor.execute("PRAGMA synchronous = FULL")


# T-start-sqlite


@on_sqlite
@in_database
def test_two_organisations_in_one_sqlite_file_are_refused():
    """T-start-sqlite."""
    for n in (1, 2):
        Organisation.objects.create(name=f"Harbour {n}", slug=f"harbour-{n}")
    assert "2 organisations are in one SQLite file" in start.sqlite_keeps_one_organisation()


# T-start-clocks


@on_postgresql
@in_database
@pytest.mark.parametrize(("seconds", "speaks"), [(4, False), (6, True), (-6, True)])
def test_clocks_more_than_five_seconds_apart_are_refused(monkeypatch, seconds, speaks):
    """T-start-clocks. A test can't set a machine's clock: it reads another."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return timezone.now() + timedelta(seconds=seconds)

    monkeypatch.setattr(start, "datetime", Clock)
    assert ("s apart" in start.the_clocks_agree()) is speaks


# T-start-settings


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"GROUNDSWELL_HOSTS": "*"}, "hosts is"),
        ({"GROUNDSWELL_HOSTS": "plan.example.org"}, "https is off"),
        (
            {
                "GROUNDSWELL_HOSTS": "plan.example.org",
                "GROUNDSWELL_HTTPS": "true",
                "GROUNDSWELL_DEBUG": "true",
            },
            "debug is on",
        ),
        ({"GROUNDSWELL_SECRET_KEY": "short"}, "50 is the fewest"),
    ],
    ids=["any host", "public without https", "public with debug", "short secret key"],
)
def test_settings_that_hand_data_to_strangers_are_refused(given, says):
    """T-start-hosts, T-start-https, T-start-debug, T-start-secret-key."""
    with pytest.raises(InputError, match=says):
        read_settings({"GROUNDSWELL_SECRET_KEY": LONG} | given)


# T-start-cookies


@pytest.mark.parametrize(
    "weakened",
    [
        {"SESSION_COOKIE_SECURE": False},
        {"CSRF_COOKIE_SECURE": False},
        {"SESSION_COOKIE_HTTPONLY": False},
        {"SESSION_COOKIE_SAMESITE": "None"},
        {"SECURE_HSTS_SECONDS": 0},
    ],
    ids=lambda weakened: next(iter(weakened)),
)
def test_a_public_host_with_weak_cookies_is_refused(settings, weakened):
    """T-start-cookies, T-start-hsts."""
    safe = {
        "ALLOWED_HOSTS": ["plan.example.org"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
    }
    for name, value in safe.items():
        setattr(settings, name, value)
    assert start.cookies_are_kept_from_others() == ""
    for name, value in weakened.items():
        setattr(settings, name, value)
    assert start.cookies_are_kept_from_others() != ""


# T-start-folders


def test_a_home_folder_inside_the_static_files_is_refused(settings):
    """T-start-folders."""
    inside = Path(settings.STATICFILES_DIRS[0]) / "home"
    settings.GROUNDSWELL = replace(settings.GROUNDSWELL, home=inside)
    assert "anybody may fetch" in start.nothing_private_lies_where_files_are_served()


def test_a_folder_of_uploaded_files_to_be_served_is_refused(settings):
    """T-start-folders."""
    settings.MEDIA_ROOT = "/srv/media"
    assert "MEDIA_ROOT" in start.nothing_private_lies_where_files_are_served()


# Any app may add its own; the commands refuse.


@in_database
def test_an_app_adds_a_check_of_its_own():
    start_check("the moon")(lambda: "it is full: wait")
    try:
        assert ("the moon", "it is full: wait") in list(findings())
    finally:
        del CHECKS["the moon"]


@pytest.mark.slow
@on_postgresql
@committed
@pytest.mark.parametrize("command", ["serve", "worker", "doctor"])
def test_a_command_refuses_with_the_reason(command, owner):
    """As the owner of the tables, on the database of these tests."""
    address = os.environ["GROUNDSWELL_DATABASE_OWNER_URL"].rsplit("/", 1)[0]
    env = os.environ | {
        "GROUNDSWELL_DATABASE_URL": f"{address}/{connection.settings_dict['NAME']}",
        "GROUNDSWELL_PORT": str(postgres.free_port()),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "groundswell.cli", command],
        env=env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "is a superuser" in done.stderr + done.stdout
