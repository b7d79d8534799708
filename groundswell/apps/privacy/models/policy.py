"""What an organisation has decided to keep about people, and on which ground."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation


class DataPolicy(OfOrganisation):
    """One for each organisation: how it keeps what people say, and whether it is a small one.

    is_small: nobody can be found for a second look, so a delay and a notice to the data officer
    stand in (docs/decisions).
    """

    class Mode(models.TextChoices):
        AREA = "A", _("By area: nothing about a person or a door is kept")
        CONSENT = "B", _("With consent: what a person agreed to have kept")
        REGISTER = "C", _("On a register: named people, where the law allows it")

    mode = models.CharField(max_length=1, choices=Mode.choices, default=Mode.AREA)
    is_small = models.BooleanField(default=False)
    # Who asked for that, where a second person is there to say yes to it.
    small_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    small_asked_at = models.DateTimeField(null=True)
    minimum_age = models.PositiveSmallIntegerField(default=16)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="policy_one_an_organisation")
        ]


class DataSet(OfOrganisation):
    """A kind of data the organisation keeps, its grounds in law, and for how long.

    code: one of `privacy.datasets.DATA_SETS`, e.g. "supporters", "roll", "volunteers".
    """

    code = models.CharField(max_length=20)
    purpose = models.CharField(max_length=300)
    basis = models.CharField(max_length=20)  # article 6: consent, public-task, legitimate-interests
    condition = models.CharField(max_length=20, blank=True)  # article 9: 9-2-a, 9-2-d, 9-2-g
    document = models.CharField(max_length=200, blank=True)
    keep_days = models.PositiveIntegerField()
    longer_because = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="data_set_once")
        ]
        ordering = ["code"]
