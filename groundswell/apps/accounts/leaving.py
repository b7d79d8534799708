"""What else ends when a person is removed: each app adds what it holds open for people.

Everything runs in the transaction that ends the person's grants, so that no door stays open because
a later one failed.
"""

from collections.abc import Callable
from typing import Protocol

from groundswell.apps.accounts.models import User


class Closing(Protocol):
    """Ends what one app holds open for a person in the organisation in scope; says how many."""

    def __call__(self, *, person: User, by: User | None) -> int: ...


_CLOSINGS: dict[str, Closing] = {}


def on_leaving(name: str) -> Callable[[Closing], Closing]:
    """Register what ends; `name` is what the record calls it, e.g. "exports"."""

    def add(closing: Closing) -> Closing:
        _CLOSINGS[name] = closing
        return closing

    return add


def close_all(*, person: User, by: User | None) -> dict[str, int]:
    """Run every closing; how many of each."""
    return {name: closing(person=person, by=by) for name, closing in _CLOSINGS.items()}
