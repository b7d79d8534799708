"""Reading the record, and telling whether it is whole."""

from uuid import UUID

from groundswell.apps.audit.models import Chain, Entry, hash_of


def first_broken_entry(organisation_id: UUID) -> int | None:
    """The number of the first entry that is missing or was changed; None if all hold."""
    number, before = 0, ""
    for entry in (
        Entry.objects.filter(organisation_id=organisation_id).order_by("number").iterator()
    ):
        number += 1
        if entry.number != number or entry.previous_hash != before or entry.hash != hash_of(entry):
            return number
        before = entry.hash
    chain = Chain.objects.filter(organisation_id=organisation_id).first()
    if chain and (chain.length, chain.last_hash) != (number, before):
        return number + 1
    return None
