"""People who must not be contacted, and people who were erased: hashes only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation


class Stop(OfOrganisation):
    """One contact detail that must not be used again, as a keyed hash (HMAC-SHA-256).

    Each import is held against these before anything of it is visible. `erased` keeps a person
    who was erased from coming back by a list; `asked` keeps the person, marked.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("an e-mail address")
        PHONE = "phone", _("a telephone number")
        SOURCE = "source", _("a row of a list")
        HOME = "home", _("a name at an address")
        HOUSEHOLD = "household", _("an address")

    class Why(models.TextChoices):
        ASKED = "asked", _("asked not to be contacted")
        ERASED = "erased", _("asked to be erased")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    keyed_hash = models.CharField(max_length=64)
    why = models.CharField(max_length=10, choices=Why.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "keyed_hash", "why"], name="stop_once"
            )
        ]


class Erasure(OfOrganisation):
    """That somebody was erased, so that they stay so after a restore. No detail of the person."""

    subject = models.UUIDField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # {"people.person": 1, "people.tagging": 3}: what was removed, in rows.
    removed = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "subject"], name="erased_once")
        ]
