"""Whose data this work may see: the second wall (docs/explanation/access.md).

Every row of an organisation is read through `objects`, which answers only for the organisation
that is in scope, and raises when none is. Forgetting the filter is then a crash in a test rather
than a leak on a busy day. On PostgreSQL the same scope feeds the fifth wall, the database's own
(config/postgres).
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar
from uuid import uuid4

from django.db import models

from groundswell.apps.audit.scope import (
    NoScope,
    WrongScope,
    active_organisation_id,
    organisation_in_scope,
    scope,
    scope_of_row,
)

__all__ = [
    "NoScope",
    "OfOrganisation",
    "ScopedManager",
    "WrongScope",
    "active_organisation_id",
    "organisation_in_scope",
    "scope",
    "scope_of_row",
]

Row = TypeVar("Row", bound=models.Model)


class ScopedManager(models.Manager[Row]):
    """Answers for the organisation in scope, and refuses to answer without one."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(organisation_id=active_organisation_id())


class OfOrganisation(models.Model):
    """A row that belongs to one organisation, with an id that nobody can guess.

    It is written within its own organisation's scope, and refused within another's.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE)

    objects: ScopedManager[Any] = ScopedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with self._own_scope():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with self._own_scope():
            return super().delete(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        with self._own_scope():
            super().refresh_from_db(*args, **kwargs)

    def _own_scope(self) -> AbstractContextManager[None]:
        # Asking for the attribute of a row read without it would come back here.
        own = self.__dict__.get("organisation_id")
        return scope_of_row(own) if own else nullcontext()
