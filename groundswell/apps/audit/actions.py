"""Adding to the record of who did what."""

from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from groundswell.apps.audit.models import Chain, Entry, hash_of
from groundswell.apps.audit.scope import scope_of_row


@transaction.atomic
def note(
    action: str,
    *,
    organisation_id: UUID,
    by_id: UUID | None,
    about: models.Model,
    **detail: Any,
) -> Entry:
    """Write down one action, in the transaction that did it.

    by_id: the user, or None for work that nobody asked for by name.
    detail: ids and numbers only; it is never erased, so it must hold nothing personal.
    """
    with scope_of_row(organisation_id):
        Chain.objects.get_or_create(organisation_id=organisation_id)
        chain = Chain.objects.select_for_update().get(organisation_id=organisation_id)
        entry = Entry(
            organisation_id=organisation_id,
            number=chain.length + 1,
            at=timezone.now(),
            actor_id=by_id,
            action=action,
            about_kind=about._meta.label_lower,
            about_id=str(about.pk),
            detail=detail,
            previous_hash=chain.last_hash,
        )
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
        chain.length, chain.last_hash = entry.number, entry.hash
        chain.save(update_fields=["length", "last_hash"])
        return entry
