"""What a person has asked about their own data, with the clock that runs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation


class PrivacyRequest(OfOrganisation):
    """One request under articles 15 to 21, made on the page, by e-mail or by post."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("see what is kept")
        CORRECT = "correct", _("put something right")
        ERASE = "erase", _("be erased")
        OBJECT = "object", _("not to be contacted")
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
    subject = models.UUIDField(null=True)  # the person, once found
    contact = models.CharField(max_length=254)  # where the answer goes
    words = models.TextField(blank=True)  # what they wrote
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state", "due_at"], name="request_by_due")]
        ordering = ["due_at"]
