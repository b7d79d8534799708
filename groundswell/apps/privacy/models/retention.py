"""That old data was looked for and removed, night by night."""

from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation


class RetentionRun(OfOrganisation):
    """One night's removal: how many rows of each kind were past their time, and are gone."""

    ran_at = models.DateTimeField()
    removed = models.JSONField(default=dict)
    signature = models.CharField(max_length=64)

    class Meta:
        ordering = ["-ran_at"]
