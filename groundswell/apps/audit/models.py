"""Who did what, when: an append-only chain, so that a missing or changed line shows."""

import hashlib
import json
from uuid import uuid4

from django.db import models


class Chain(models.Model):
    """The end of one organisation's chain; its row is the lock that keeps entries in order."""

    organisation_id = models.UUIDField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="")


class Entry(models.Model):
    """One thing that somebody did. Entries are added, never changed or removed.

    `organisation_id`, `actor_id` and `about_id` are plain ids: an entry must outlive what it
    speaks of. `detail` holds ids and numbers, never names or opinions.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation_id = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60)
    about_id = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "number"], name="audit_entry_one_number"
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "-at"], name="audit_entry_recent")]
        ordering = ["organisation_id", "number"]


def hash_of(entry: Entry) -> str:
    """SHA-256 over the entry and the hash before it, in one fixed spelling."""
    said = [
        str(entry.organisation_id),
        entry.number,
        entry.at.isoformat(),
        str(entry.actor_id),
        entry.action,
        entry.about_kind,
        entry.about_id,
        entry.detail,
        entry.previous_hash,
    ]
    spelled = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()
