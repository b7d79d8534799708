"""What all tables hold, in one word each, so that any change shows; and which statements write."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from groundswell.apps.accounts.scope import scope
from tests.access.world import World

WRITES = re.compile(
    r"(INSERT|UPDATE|DELETE|COPY|TRUNCATE|MERGE|REPLACE|ALTER|CREATE|DROP)\b", re.IGNORECASE
)
# The scope goes to PostgreSQL in front of each statement.
SCOPE = re.compile(r"(SET LOCAL [^;]*;\s*)+")


def contents(world: World) -> dict[str, str]:
    """table: how many rows of each organisation, and a digest of all that is in them."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    found: dict[str, str] = {}
    for organisation in (world.own, world.other):
        # The database shows each organisation's rows in its own scope only.
        with scope(organisation.pk), connection.cursor() as cursor:
            for table in tables:
                found[f"{table} of {organisation.slug}"] = _digest(cursor, table)
    return found


def _digest(cursor: Any, table: str) -> str:
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (the names of our own tables)
    rows = sorted(repr(row) for row in cursor.fetchall())
    return f"{len(rows)} {hashlib.sha256(''.join(rows).encode()).hexdigest()[:16]}"


@contextmanager
def writes() -> Iterator[list[str]]:
    """Note each statement that would change something."""
    seen: list[str] = []

    def watch(execute: Any, sql: Any, *rest: Any) -> Any:
        said = SCOPE.sub("", str(sql)).lstrip()
        if WRITES.match(said):
            seen.append(said[:160])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield seen
