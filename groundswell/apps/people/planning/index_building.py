"""Building the indexes of people after a very large first list has gone in, not row by row.

Kept up row by row, five indexes make the writing of a million people three times as long. Taking
them away and building them anew locks the table until the import is over, so it is done only where
the list brings more people than there are.

On PostgreSQL the site's own role may change no table. The owner leaves it two functions that can do
this and nothing else; what they build is fixed when the owner migrates.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, connections, transaction

TABLE = "people_person"
MANY = 50_000
DOWN, UP = "gs_people_indexes_down", "gs_people_indexes_up"
BYTES_A_PERSON = 250


@contextmanager
def indexes_built_after(n_new: int) -> Iterator[None]:
    """Around the insertion of new people, inside the transaction of an import."""
    if n_new < MANY or _n_there() > n_new or not _down():
        yield
        return
    held = [] if connection.vendor == "postgresql" else _dropped_in_sqlite()
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {UP}()")
        for sql in held:
            cursor.execute(sql)


def _n_there() -> int:
    """About how many people there are, of all organisations."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_relation_size(%s::regclass)", [TABLE])
            return int(cursor.fetchone()[0] // BYTES_A_PERSON)
        cursor.execute(f"SELECT count(*) FROM {TABLE}")  # noqa: S608
        return int(cursor.fetchone()[0])


def _down() -> bool:
    """Whether the indexes are gone: somebody may be reading, or the functions may not be there."""
    if connection.vendor != "postgresql":
        return True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {DOWN}()")
    except DatabaseError:
        return False
    return True


def _dropped_in_sqlite() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s "
            "AND sql LIKE 'CREATE INDEX%%'",
            [TABLE],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return [sql for _, sql in indexes]


def leave_functions(*, using: str, **_: Any) -> None:
    """After each migration, by the owner of the table: the two functions, for the site's role."""
    to = connections[using]
    if to.vendor != "postgresql" or TABLE not in to.introspection.table_names():
        return
    with to.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(%s)",
            [TABLE],
        )
        if cursor.fetchone() != (True,):
            return
        cursor.execute(
            "SELECT quote_ident(indexname), indexdef FROM pg_indexes "
            "WHERE schemaname = current_schema() AND tablename = %s "
            "AND indexdef LIKE 'CREATE INDEX %%'",
            [TABLE],
        )
        indexes = cursor.fetchall()
        if not indexes:
            return
        drop = f"DROP INDEX IF EXISTS {', '.join(name for name, _ in indexes)};"
        build = "".join(
            f"{sql.replace('CREATE INDEX ', 'CREATE INDEX IF NOT EXISTS ', 1)};\n"
            for _, sql in indexes
        )
        role = to.settings_dict.get("APP_ROLE") or ""
        _leave(cursor, DOWN, drop, "SET lock_timeout = '3s'", role)
        _leave(cursor, UP, f"{build}ANALYZE {TABLE};", "SET maintenance_work_mem = '256MB'", role)


def _leave(cursor: Any, name: str, body: str, setting: str, role: str) -> None:
    cursor.execute("SELECT quote_ident(current_schema())")
    schema = cursor.fetchone()[0]
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS void LANGUAGE plpgsql SECURITY DEFINER "
        f"SET search_path = {schema}, pg_temp {setting} AS $body$ BEGIN {body} END $body$"
    )
    cursor.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if role and cursor.fetchone():
        quoted = '"' + role.replace('"', '""') + '"'
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {name}() TO {quoted}")
