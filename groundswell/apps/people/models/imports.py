"""Lists that come in: the file, its columns, what happened to each row, and the way back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.jobs.models import Job
from groundswell.apps.places.models import AreaNode


class Mapping(OfOrganisation):
    """Which column of a file becomes which field, kept under a name for the next file."""

    name = models.CharField(max_length=80)
    format = models.CharField(max_length=20)
    columns = models.JSONField()  # {"Vol_FullName": "full_name", "Notes": ""}; "" leaves out
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="mapping_one_name")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Import(OfOrganisation):
    """One file on its way in. The file itself lies in the home folder until it is done with.

    receipt: {"rows": 1204, "new": 842, "changed": 118, "merged": 61, "unchanged": 163,
        "refused": 14, "stopped": 6}; the lines add up to rows. A dry run's until it is applied.
    reasons: how many rows were refused for each reason, and how many came in with each remark:
        {"refused": {"no-name": 14}, "notes": {"phone-not-a-number": 31}}.
    undo_receipt: {"removed": 842, "restored": 179, "stay": {"edited": 3, "volunteer": 1}}.
    source: under which the numbers of this list are known (`planning.lists.source_of`).
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("columns to be matched")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, nothing written")
        WAITING = "waiting", _("waiting for a second person")
        APPLYING = "applying", _("being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        STOPPED = "stopped", _("stopped, nothing written")
        FAILED = "failed", _("failed, nothing written")

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    file_bytes = models.PositiveBigIntegerField()
    n_rows = models.PositiveIntegerField(default=0)
    format = models.CharField(max_length=20)
    columns = models.JSONField(default=dict)
    data_set = models.CharField(max_length=20, default="supporters")
    area = models.ForeignKey(AreaNode, null=True, on_delete=models.SET_NULL, related_name="+")
    where_from = models.CharField(max_length=200)
    keep_until = models.DateField(null=True)
    source = models.CharField(max_length=20, blank=True)
    receipt = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    undo_receipt = models.JSONField(default=dict)
    failure = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)  # a small organisation's delay
    applied_at = models.DateTimeField(null=True)
    undo_until = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="import_one_number")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.file_name


class ImportChange(OfOrganisation):
    """What an import changed of a person it didn't add, for as long as it can be undone.

    before: {"phone": ["", "+447700900123"]}: each field as it stood, and as the import left it.
    """

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    person_id = models.UUIDField()
    is_merge = models.BooleanField(default=False)
    before = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["of_import", "person_id"], name="change_of_import")]
