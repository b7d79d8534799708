"""What a person has asked about their own data, with the clock that runs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.privacy.encrypted import EncryptedTextField


class PrivacyRequest(OfOrganisation):
    """One request under articles 15 to 21, made on the page, by e-mail or by post."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("see what is kept")
        CORRECT = "correct", _("put something right")
        ERASE = "erase", _("be erased")
        OBJECT = "object", _("not be contacted")
        WITHDRAW = "withdraw", _("take back a consent")

    class Channel(models.TextChoices):
        PAGE = "page", _("the page for it")
        EMAIL = "email", _("e-mail")
        POST = "post", _("post")
        PHONE = "phone", _("telephone")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused, with reasons")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    number = models.PositiveIntegerField()
    subject = models.UUIDField(null=True)  # the person, once found
    contact = EncryptedTextField(blank=True)  # where the answer goes
    words = EncryptedTextField(blank=True)  # what they wrote
    identity = models.CharField(max_length=200, blank=True)  # how we know that it is they
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = EncryptedTextField(blank=True)
    # Of its time, in 100: what the data officers were last reminded of.
    told_percent = models.PositiveSmallIntegerField(default=0)
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="request_one_number")
        ]
        indexes = [models.Index(fields=["organisation", "state", "due_at"], name="request_by_due")]
        ordering = ["due_at"]
