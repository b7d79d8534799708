"""Lists that go out: who asked, who agreed, when, and which copy it is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.jobs.models import Job
from groundswell.apps.privacy.encrypted import EncryptedTextField


class Export(OfOrganisation):
    """One list on its way out: purpose, two people, a wait, one download, then it is gone.

    rule: whose people, as a universe's rule. areas: paths of the areas that the list is limited
    to, since whoever asked saw no further; empty for the whole organisation.
    consent, channel: which purpose and way of the consent ledger it needs (privacy.consents).
    left_out: why people were left out, with counts: {"stopped": 3, "no-consent": 12, …}.
    mark: what a leaked copy of this file is known by (planning/watermarks.py).
    pass_phrase: until it has been shown, once, to whoever asked.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waiting for a second person")
        COOLING = "cooling", _("agreed, and waiting out its delay")
        WRITING = "writing", _("being written")
        READY = "ready", _("ready to be fetched")
        FETCHED = "fetched", _("fetched")
        STOPPED = "stopped", _("stopped")
        GONE = "gone", _("past its time, and deleted")
        FAILED = "failed", _("failed")

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    format = models.CharField(max_length=20)
    rule = models.JSONField()
    areas = models.JSONField(default=list)
    purpose = models.CharField(max_length=300)
    consent = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    n_people = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict)
    mark = models.CharField(max_length=32)
    pass_phrase = EncryptedTextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was stopped, turned down, failed
    ready_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="export_one_number")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"export {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be stopped."""
        return self.state in (
            self.State.ASKED, self.State.COOLING, self.State.WRITING, self.State.READY
        )  # fmt: skip
