"""That somebody showed an address to be theirs: a code sent there, typed back here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.privacy.encrypted import EncryptedTextField


class Proof(OfOrganisation):
    """One asking for the page of one's own data, from one browser; kept for a day.

    contact: what was typed, and once a code came back the address that it was sent to.
    codes: hashes of what was mailed, each with its address encrypted; one for each address.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail address")
        PHONE = "phone", _("telephone number")

    kind = models.CharField(max_length=5, choices=Kind.choices)
    contact = EncryptedTextField()
    contact_hash = models.CharField(max_length=64)
    network_hash = models.CharField(max_length=64)
    codes = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Where several people share the address: which of them it is, once they gave their name.
    subject = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "contact_hash", "-asked_at"], name="proof_of"),
            models.Index(fields=["organisation", "network_hash", "-asked_at"], name="proof_from"),
        ]
