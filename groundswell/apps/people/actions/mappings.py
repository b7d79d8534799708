"""Throwing away a saved mapping."""

from django.db import transaction

from groundswell.apps.accounts.models import User
from groundswell.apps.audit.actions import note
from groundswell.apps.people.models import Mapping


@transaction.atomic
def delete_mapping(*, by: User, mapping: Mapping) -> None:
    """Forget a mapping. What was imported with it stays as it is."""
    note("mapping.deleted", organisation_id=mapping.organisation_id, by_id=by.pk, about=mapping)
    mapping.delete()
