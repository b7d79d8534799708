"""Whether somebody is at work on a job: a lock that ends with the process that holds it.

A row that says "running" says so for ever when its worker is killed. The lock doesn't: PostgreSQL
lets go of it when the connection breaks, the system when the process ends.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections


@contextmanager
def at_work(job_id: UUID) -> Iterator[bool]:
    """Hold a job's lock while working on it. False if somebody else holds it."""
    holding = _in_database(job_id) if connection.vendor == "postgresql" else _in_file(job_id)
    with holding as is_ours:
        yield is_ours


def is_worked_on(job_id: UUID) -> bool:
    """Whether a living process holds a job's lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
                "WHERE locktype = 'advisory' AND datname = current_database() AND granted "
                "AND classid = (%s::bigint & 4294967295)::oid "  # there it is unsigned
                "AND objid = (%s::bigint & 4294967295)::oid)",
                _key(job_id),
            )
            return bool(cursor.fetchone()[0])
    if not _path(job_id).exists():
        return False
    with _in_file(job_id) as is_ours:
        return not is_ours


@contextmanager
def _in_database(job_id: UUID) -> Iterator[bool]:
    """On a connection of its own: the work's may be closed and opened again in between."""
    line = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with line.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", _key(job_id))
            is_ours = bool(cursor.fetchone()[0])
            try:
                yield is_ours
            finally:
                # Closing does it too, but a moment later; a broken line has done it already.
                if is_ours:
                    with suppress(OperationalError):
                        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", _key(job_id))
    finally:
        line.close()


def _key(job_id: UUID) -> tuple[int, int]:
    return (
        int.from_bytes(job_id.bytes[:4], signed=True),
        int.from_bytes(job_id.bytes[12:], signed=True),
    )


@contextmanager
def _in_file(job_id: UUID) -> Iterator[bool]:
    path = _path(job_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
        path.unlink(missing_ok=True)


def _path(job_id: UUID) -> Path:
    return Path(settings.GROUNDSWELL.home) / "at-work" / f"{job_id.hex}.lock"
