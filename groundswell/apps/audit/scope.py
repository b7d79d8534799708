"""Whose data this work may see: which organisation is in scope, for all code and for the database.

The lowest app holds it, since writing down what was done needs it as well. `accounts/scope.py` is
the door through which everybody else comes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_active: ContextVar[UUID | None] = ContextVar("groundswell_organisation", default=None)
_crossed: ContextVar[str] = ContextVar("groundswell_crossing", default="")


class NoScope(RuntimeError):
    """An organisation's rows were asked for while no organisation was in scope."""


class WrongScope(RuntimeError):
    """A row of one organisation was to be written while another was in scope."""


@contextmanager
def scope(organisation_id: UUID) -> Iterator[None]:
    """Within this block, `objects` speaks of one organisation's rows, and PostgreSQL of no other.

    It opens no transaction: each statement carries the organisation with it.
    """
    token = _active.set(organisation_id)
    try:
        yield
    finally:
        _active.reset(token)


@contextmanager
def scope_of_row(organisation_id: UUID) -> Iterator[None]:
    """The scope in which a row that names its organisation is written: its own.

    Where none is active yet, e.g. at set-up, this enters it. Raises WrongScope within another's.
    """
    active = _active.get()
    if active is None:
        with scope(organisation_id):
            yield
    elif active == organisation_id:
        yield
    else:
        raise WrongScope(
            f"A row of organisation {organisation_id} was to be written while {active} is in "
            "scope. Write it within `with scope(organisation_id):`."
        )


def organisation_in_scope() -> UUID | None:
    """The organisation in scope, or None."""
    return _active.get()


def active_organisation_id() -> UUID:
    """The organisation in scope; raises NoScope if there is none."""
    active = _active.get()
    if active is None:
        raise NoScope(
            "No organisation is in scope. Views get theirs from their access rule; "
            "jobs and commands say `with scope(organisation_id):`."
        )
    return active


@contextmanager
def crossing(table: str) -> Iterator[None]:
    """Let statements read one table across organisations. For accounts/unscoped.py alone."""
    token = _crossed.set(table)
    try:
        yield
    finally:
        _crossed.reset(token)


def table_crossed() -> str:
    """The table that the statement at hand may read across organisations; mostly none."""
    return _crossed.get()
