"""Who looked at whom, and why: the log of sensitive views, and the budget of a day."""

from django.conf import settings
from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation


class Reading(OfOrganisation):
    """One user looked at one person's page, for a reason they gave.

    reason: one of `queries.reading.REASONS`, or the reader's own few words.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person_id = models.UUIDField()
    reason = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "user", "-at"], name="reading_of_user"),
            models.Index(fields=["person_id", "-at"], name="reading_of_person"),
        ]
        ordering = ["-at"]
