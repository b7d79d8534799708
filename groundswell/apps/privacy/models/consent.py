"""The consent ledger: added to, never changed."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation, ScopedManager

REFUSED = "The consent ledger is added to, never changed: write another line."


class LedgerQuerySet(models.QuerySet[Any]):
    """Reads and adds. PostgreSQL gives the application no right to do more (config/postgres)."""

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError(REFUSED)

    update = delete = bulk_update = update_or_create = _refuse


class Ledger(ScopedManager.from_queryset(LedgerQuerySet)):  # type: ignore[misc]
    """The lines of the organisation in scope."""


class AddedTo(OfOrganisation):
    """A row that is written once."""

    objects = Ledger()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(REFUSED)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError(REFUSED)


class Wording(AddedTo):
    """The very words that somebody said yes or no to. A change of one letter is another row."""

    text = models.TextField()
    language = models.CharField(max_length=10)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "hash"], name="wording_once")
        ]

    def __str__(self) -> str:
        return self.text


class Consent(AddedTo):
    """One yes, or one taking back, for one purpose and one channel. The newest line holds.

    subject: the person's id; a plain one, since the ledger knows no table of people.
    """

    class How(models.TextChoices):
        FORM = "form", _("a form")
        DOOR = "door", _("at the door")
        PHONE = "phone", _("by phone")
        IMPORT = "import", _("an imported list")
        SELF = "self", _("the person's own page")

    subject = models.UUIDField()
    purpose = models.CharField(max_length=40)  # one of privacy.consents.PURPOSES
    channel = models.CharField(max_length=10)  # email, sms, phone, post, any
    is_given = models.BooleanField()
    wording = models.ForeignKey(Wording, null=True, on_delete=models.PROTECT)
    how = models.CharField(max_length=10, choices=How.choices)
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proof = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "subject", "-at"], name="consent_of_subject")
        ]
        ordering = ["-at"]
