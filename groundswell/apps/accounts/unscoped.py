"""The one place where rows are read across organisations. Review it like a dependency."""

from typing import TypeVar
from uuid import UUID

from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation

Row = TypeVar("Row", bound=OfOrganisation)


def unscoped(model: type[Row]) -> models.QuerySet[Row]:
    """Every organisation's rows of a model.

    Allowed for: a job that finds out for whom it works, and the look-up of an organisation by
    its public name. Never for a page.
    """
    return models.QuerySet(model)


def organisation_of(model: type[Row], pk: UUID) -> UUID:
    """Whose row this is, so that a job can enter the right scope. Raises DoesNotExist."""
    return unscoped(model).only("organisation_id").get(pk=pk).organisation_id
