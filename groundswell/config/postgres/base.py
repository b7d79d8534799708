"""Django's PostgreSQL backend, with the organisation in scope sent along with every statement.

A policy on each table compares its rows with the setting `gs.org` (walls.py). The setting is made
local to the transaction, and sent in front of each statement, in the same message: no further
journey to the server, nothing to remember about savepoints or rollbacks, and a connection that
goes back to a pool carries nothing away.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_migrate
from psycopg import ClientCursor, ServerCursor

from groundswell.apps.audit.scope import organisation_in_scope, table_crossed

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]
# Statements that open and end savepoints read no rows, and must work in a failed transaction.
BARE = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")


def _after_migrations(**of_signal: Any) -> None:
    # Models ask for the connection while they are made, so what knows them all comes later.
    import_module("groundswell.config.postgres.walls").after_migrations(**of_signal)


post_migrate.connect(_after_migrations, dispatch_uid="groundswell.walls")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose statements all carry their scope."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(execute_in_scope)


def execute_in_scope(
    execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run a statement with the scope of the code that asked for it, or with none."""
    connection = context["connection"]
    organisation, crossed = organisation_in_scope(), table_crossed()
    if organisation is None and not crossed and connection.autocommit:
        return execute(sql, params, many, context)  # its own transaction, in which nothing is set
    if isinstance(sql, str) and sql.startswith(BARE):
        return execute(sql, params, many, context)
    before = f"SET LOCAL gs.org = '{organisation or ''}'; "
    after = ""
    if crossed:
        before += f"SET LOCAL gs.crossing = '{crossed}'; "
        after = "; SET LOCAL gs.crossing = ''"
    cursor = context["cursor"]
    if isinstance(sql, str) and not many and _takes_several(cursor):
        answer = execute(before + sql + after, params, many, context)
        for _ in range(before.count(";")):
            cursor.nextset()
        return answer
    return _in_turn(execute, before, (sql, params, many, context), after)


def _takes_several(cursor: CursorWrapper) -> bool:
    """Whether several statements can go in one message: not where the server binds values."""
    own = cursor.cursor
    return isinstance(own, ClientCursor) and not isinstance(own, ServerCursor)


def _in_turn(execute: Execute, before: str, call: tuple[Any, ...], after: str) -> Any:
    """One after the other, in one transaction: for server-side cursors and many rows at once."""
    connection = call[3]["connection"]
    with transaction.atomic(using=connection.alias, savepoint=False):
        with connection.connection.cursor() as other:
            other.execute(before)
        answer = execute(*call)
        if after:
            with connection.connection.cursor() as other:
                other.execute(after.removeprefix("; "))
    return answer
