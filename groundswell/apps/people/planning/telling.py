"""Saying how far an import is while its one transaction is open.

What is written inside a transaction nobody else sees before its end. So progress goes by a
connection of its own on PostgreSQL; SQLite has one writer only, and the page waits there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from groundswell.apps.jobs.actions import Progress
from groundswell.errors import Cancelled

STOPPED = "Stopped before it was finished. Nothing was changed."


@dataclass
class Aside:
    """Tells a job's row by another connection. Raises Cancelled if asked to stop."""

    job_id: Any
    other: Any

    def __call__(self, share: float, doing: str) -> None:
        with self.other.cursor() as cursor:
            cursor.execute(
                "UPDATE jobs_job SET share_done = %s, doing = %s WHERE id = %s "
                "RETURNING cancel_asked",
                [min(max(share, 0.0), 1.0), doing, self.job_id],
            )
            if cursor.fetchone() == (True,):
                raise Cancelled(STOPPED)


class Silence:
    """Where nobody can be told."""

    def __call__(self, share: float, doing: str) -> None:
        pass


@contextmanager
def told_aside(progress: Progress) -> Iterator[Aside | Silence]:
    """Within an open transaction: a way to say how far it is."""
    if connection.vendor != "postgresql":
        yield Silence()
        return
    other = connection.copy()
    try:
        yield Aside(progress.job.pk, other)
    finally:
        other.close()
