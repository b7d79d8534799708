"""Two rows that may be one human being, and what was done about it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.people.models.person import Person

LOOK = "duplicates"  # the kind of job that looks for them


class Pair(OfOrganisation):
    """A suggestion: two people who may be one. `one` has the smaller id.

    reasons: what matches and what differs: {"same": ["email"], "near": ["name"], "differs": […]}.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to be looked at")
        MERGED = "merged", _("merged")
        APART = "apart", _("two people")

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "one", "other"], name="pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "-score"], name="pair_by_score")]


class Merge(OfOrganisation):
    """Two people made one, with all that is needed to make them two again."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    gone_id = models.UUIDField()
    before = models.JSONField()  # both people as they stood, and which rows moved
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undo_until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-merged_at"]
