"""Telling which export a list that turned up came from."""

from pathlib import Path

from django.db import transaction

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.people.planning.tracing import Answer, read_table, trace_table


@transaction.atomic
def trace(*, by: User | None, organisation: Organisation, path: str | Path, name: str) -> Answer:
    """Hold a list against the marks of every export; that somebody did so is written down.

    Raises InputError if the file can't be read.
    """
    answer = trace_table(read_table(Path(path), name=name))
    note(
        "export.traced", organisation_id=organisation.pk, by_id=by.pk if by else None,
        about=answer.export or organisation, rows=answer.n_rows,
    )  # fmt: skip
    return answer
