"""Who works with the data on the organisation's behalf: suppliers of mail, hosting, print."""

from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation


class Processor(OfOrganisation):
    """One supplier, for the register of processing (article 30) and article 28's contract."""

    name = models.CharField(max_length=120)
    does = models.CharField(max_length=200)
    country = models.CharField(max_length=80)
    contract = models.CharField(max_length=200, blank=True)
    transfer_ground = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="processor_one_name")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
