"""Who looked at whom, and why: the log of sensitive views, and the budget of a day."""

from django.conf import settings
from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation


class Reading(OfOrganisation):
    """One user looked at one person's page, for a reason they gave."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person_id = models.UUIDField()
    reason = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "user", "-at"], name="reading_of_user")]
        ordering = ["-at"]
