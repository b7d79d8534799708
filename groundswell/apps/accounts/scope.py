"""Whose data this work may see: the second wall (docs/explanation/access.md).

Every row of an organisation is read through `objects`, which answers only for the organisation
that is in scope, and raises when none is. Forgetting the filter is then a crash in a test rather
than a leak on a busy day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models

_active: ContextVar[UUID | None] = ContextVar("groundswell_organisation", default=None)


class NoScope(RuntimeError):
    """An organisation's rows were asked for while no organisation was in scope."""


@contextmanager
def scope(organisation_id: UUID) -> Iterator[None]:
    """Within this block, `objects` speaks of one organisation's rows."""
    token = _active.set(organisation_id)
    try:
        yield
    finally:
        _active.reset(token)


def active_organisation_id() -> UUID:
    """The organisation in scope; raises NoScope if there is none."""
    active = _active.get()
    if active is None:
        raise NoScope(
            "No organisation is in scope. Views get theirs from their access rule; "
            "jobs and commands say `with scope(organisation_id):`."
        )
    return active


Row = TypeVar("Row", bound=models.Model)


class ScopedManager(models.Manager[Row]):
    """Answers for the organisation in scope, and refuses to answer without one."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(organisation_id=active_organisation_id())


class OfOrganisation(models.Model):
    """A row that belongs to one organisation, with an id that nobody can guess."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE)

    objects: ScopedManager[Any] = ScopedManager()

    class Meta:
        abstract = True
