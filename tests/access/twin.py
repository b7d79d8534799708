"""A second organisation just like the first: every row again, under other ids and other markers."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation
from tests.access.markers import OTHER, OWN, PHONES

# Another id that keeps the order of two ids, which `people.Pair` minds.
FLIP = 0xA5A5_A5A5_A5A5


def other_id(of: UUID) -> UUID:
    """The id of a row's twin."""
    return UUID(int=of.int ^ FLIP)


def of_organisations() -> list[type[models.Model]]:
    """Every model whose rows belong to an organisation, by itself or by what it hangs on."""
    return [model for model in apps.get_models() if leads_to_organisation(model)]


def leads_to_organisation(model: type[models.Model]) -> str | None:
    """The look-up from a row to its organisation, e.g. "plan__organisation"; None if none leads."""
    if issubclass(model, OfOrganisation):
        return "organisation"
    if not model.__module__.startswith("groundswell."):
        return None
    for field in model._meta.concrete_fields:
        if field.name == "organisation_id" and not field.is_relation:
            return "organisation_id"
        if field.is_relation and not field.null and field.related_model is not model:
            above = leads_to_organisation(field.related_model)
            if above:
                return f"{field.name}__{above}"
    return None


class Twins:
    """Copies the rows of one organisation for another.

    ids: what each id becomes; users and the organisation itself are given, rows are added.
    """

    def __init__(self, ids: dict[UUID, UUID]) -> None:
        self.ids = ids
        self.numbers: dict[tuple[type, Any], Any] = {}

    def copy(self, rows: list[models.Model]) -> list[models.Model]:
        """Unsaved twins of rows that come in an order in which they can be written."""
        for row in rows:
            if isinstance(row.pk, UUID) and not row._meta.pk.is_relation:
                self.ids.setdefault(row.pk, other_id(row.pk))
        return [self._twin(row) for row in rows]

    def _twin(self, row: models.Model) -> models.Model:
        values = {}
        for field in row._meta.concrete_fields:
            if field.primary_key and isinstance(field, models.AutoField | models.BigAutoField):
                continue
            values[field.attname] = self.changed(getattr(row, field.attname))
        return type(row)(**values)

    def changed(self, value: Any) -> Any:
        """The value as the other organisation would have it."""
        if isinstance(value, UUID):
            return self.ids.get(value, value)
        if isinstance(value, str):
            return self._words(value)
        if isinstance(value, dict):
            return {self.changed(key): self.changed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.changed(inner) for inner in value]
        return value

    def _words(self, text: str) -> str:
        try:
            return str(self.ids[UUID(text)])
        except (KeyError, ValueError):
            swapped = text.replace(OWN, OTHER).replace(OWN.upper(), OTHER.upper())
            return swapped.replace(PHONES[OWN], PHONES[OTHER])
