"""The checks of the site itself: the server refuses to start where one finds a fault.

docs/reference/server.md lists them; tests/access/test_start.py makes each of them speak.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.start import start_check
from groundswell.apps.accounts.whose import tables_of_organisations

MOST_SECONDS_APART = 5
SQLITE_FULL = 2  # PRAGMA synchronous: 2 is FULL, 3 is EXTRA
KEEPS_WHAT_IT_SAID = ("fsync", "full_page_writes", "synchronous_commit")


def _is_pg() -> bool:
    return connection.vendor == "postgresql"


def _one(statement: str, *values: Any) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return tuple(cursor.fetchone())


@start_check("database")
def the_database_is_there_and_of_this_release() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as wrong:
        return f"can't be reached: {wrong}".splitlines()[0]
    return f"{len(waiting)} changes are waiting: run `groundswell migrate`" if waiting else ""


@start_check("database role")
def the_role_is_held_by_the_walls() -> str:
    """An owner, a superuser or a role with BYPASSRLS walks through every policy."""
    if not _is_pg():
        return ""
    name, is_super, bypasses, owns = _one(
        "SELECT rolname, rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_class c "
        "WHERE c.relnamespace = current_schema()::regnamespace "
        "AND c.relkind IN ('r', 'p', 'v', 'S') AND pg_has_role(c.relowner, 'USAGE')) "
        "FROM pg_roles WHERE rolname = current_user"
    )
    faults = ((is_super, "is a superuser"), (bypasses, "has BYPASSRLS"), (owns, "owns tables"))
    why = next((says for is_so, says in faults if is_so), "")
    if not why:
        return ""
    return (
        f"the role {name} {why}, so no wall between organisations holds it. Give the site a plain "
        "role in database_url, and name the owner in database_owner_url for `groundswell migrate`"
    )


@start_check("walls")
def every_table_of_organisations_has_its_policy() -> str:
    """By the models, and by the catalogue: a table with organisation_id that no model knows."""
    if not _is_pg():
        return ""
    ours = sorted({model._meta.db_table for model, _ in tables_of_organisations()})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c "
            "WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') "
            "AND (relname = ANY(%s) OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid "
            "  AND a.attname = 'organisation_id' AND NOT a.attisdropped)) "
            "AND NOT (relrowsecurity AND relforcerowsecurity "
            "  AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)) ORDER BY 1",
            [ours],
        )
        bare = [row[0] for row in cursor.fetchall()]
    if not bare:
        return ""
    return (
        f"{len(bare)} tables of organisations have no forced policy, the first {bare[0]}: "
        "run `groundswell migrate` as the owner"
    )


@start_check("durability")
def what_was_acknowledged_survives_a_power_cut() -> str:
    if _is_pg():
        off = [name for name in KEEPS_WHAT_IT_SAID if _one(f"SHOW {name}")[0] == "off"]
        return f"PostgreSQL runs with {', '.join(off)} off: switch it on" if off else ""
    level = _one("PRAGMA synchronous")[0]
    return "" if level >= SQLITE_FULL else "SQLite runs with synchronous below FULL: leave it FULL"


@start_check("one organisation on SQLite")
def sqlite_keeps_one_organisation() -> str:
    if _is_pg():
        return ""
    n = Organisation.objects.count()
    if n <= 1:
        return ""
    return (
        f"{n} organisations are in one SQLite file, which has no wall between them: "
        "move to PostgreSQL with database_url"
    )


@start_check("clocks")
def the_clocks_agree() -> str:
    if not _is_pg():
        return ""
    theirs = _one("SELECT clock_timestamp()")[0]
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart <= MOST_SECONDS_APART:
        return ""
    return (
        f"this machine's clock and the database's are {apart:.0f} s apart: "
        "have both set by the network"
    )


@start_check("cookies")
def cookies_are_kept_from_others() -> str:
    """Over plain HTTP only on this machine itself; never readable by a script."""
    wanted = {"SESSION_COOKIE_HTTPONLY": True, "SESSION_COOKIE_SAMESITE": "Lax"}
    local = {"localhost", "127.0.0.1", "[::1]", "testserver"}
    if set(settings.ALLOWED_HOSTS) - local:
        wanted |= {"SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True}
        if settings.SECURE_HSTS_SECONDS <= 0:
            return "browsers are not told to stay with https (HSTS): set https = true"
    wrong = [name for name, value in wanted.items() if getattr(settings, name) != value]
    return f"{', '.join(wrong)} must be {wanted[wrong[0]]}: set https = true" if wrong else ""


@start_check("folders")
def nothing_private_lies_where_files_are_served() -> str:
    """The home folder holds the database and the keys; static folders are handed to anybody."""
    home = Path(settings.GROUNDSWELL.home).resolve()
    for served in map(Path, settings.STATICFILES_DIRS):
        if home.is_relative_to(served.resolve()):
            return (
                f"the home folder {home} lies in {served}, whose files anybody may fetch: move it"
            )
    if settings.MEDIA_ROOT:
        return "MEDIA_ROOT is set: no uploaded file may be served as it is"
    return ""
