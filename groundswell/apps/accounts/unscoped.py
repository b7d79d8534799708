"""The one place where rows are read across organisations. Review it like a dependency.

It reads, and never writes: what is to be changed is changed within its organisation's scope.
On PostgreSQL the tables named here have a second policy, which opens one of them for one
statement; every other table stays shut (config/postgres, docs/decisions/0007).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.audit.scope import crossing

# What must be read before anybody can say whose data the work is about, and why.
CROSSED = {
    "accounts.grant": "at log-in a user's grants say in which organisations they may work",
    "accounts.invitation": "who opens an invitation's link is in no organisation yet",
    "jobs.job": "a worker is handed the id of a job, and finds out for whom it works",
}

Row = TypeVar("Row", bound=OfOrganisation)


class UnscopedQuerySet(models.QuerySet[Row]):
    """Reads across organisations, and only reads. The crossing is open while a statement runs.

    A subquery of another statement is not open: on PostgreSQL it finds nothing.
    """

    def _fetch_all(self) -> None:
        with self._across():
            super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Row]:
        """All rows at once: a statement left half-read would leave the crossing open."""
        return iter(self)

    def count(self) -> int:
        with self._across():
            return super().count()

    def exists(self) -> bool:
        with self._across():
            return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with self._across():
            return super().aggregate(*args, **kwargs)

    def _refuse(self, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("unscoped() only reads. Write within the scope of the organisation.")

    update = delete = _raw_delete = create = bulk_create = bulk_update = _refuse
    get_or_create = update_or_create = select_for_update = _refuse

    def _across(self) -> AbstractContextManager[None]:
        return crossing(self.model._meta.db_table)


def unscoped(model: type[Row]) -> models.QuerySet[Row]:
    """Every organisation's rows of a model that is named above, to be read. Never for a page.

    Other models are read organisation by organisation, each within its scope.
    """
    if model._meta.label_lower not in CROSSED:
        raise TypeError(
            f"{model._meta.label} is not read across organisations. Enter the scope of each, "
            "or say in accounts/unscoped.py why it must be."
        )
    return UnscopedQuerySet(model)


def organisation_of(model: type[Row], pk: UUID) -> UUID:
    """Whose row this is, so that a job can enter the right scope. Raises DoesNotExist."""
    return unscoped(model).only("organisation_id").get(pk=pk).organisation_id
