"""Something that should not have happened to people's data, and the 72 hours that follow."""

from django.conf import settings
from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.privacy.encrypted import EncryptedTextField


class Breach(OfOrganisation):
    """One breach: when it was noticed, what is known, when the authority and people were told."""

    number = models.PositiveIntegerField()
    noticed_at = models.DateTimeField()
    due_at = models.DateTimeField()  # 72 hours later (article 33)
    what = EncryptedTextField()
    whose = EncryptedTextField(blank=True)
    n_people = models.PositiveIntegerField(null=True)
    likely = EncryptedTextField(blank=True)
    measures = EncryptedTextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    authority_told_at = models.DateTimeField(null=True)
    people_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="breach_one_number")
        ]
        ordering = ["-number"]
