"""Which role may do what. SECURITY.md's table, as far as there are pages for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VOLUNTEER = "volunteer", _("Volunteer")
    TEAM_LEADER = "team-leader", _("Team leader")
    HOST = "host", _("Event host")
    REGIONAL = "regional", _("Regional organiser")
    NATIONAL = "national", _("National organiser")
    DATA_OFFICER = "data-officer", _("Data officer")


# A role that isn't named beside a permission doesn't have it.
PERMISSIONS: dict[str, frozenset[Role]] = {
    "account.own": frozenset(Role),
    "forecast.read": frozenset({Role.HOST, Role.REGIONAL, Role.NATIONAL}),
    "forecast.run": frozenset({Role.NATIONAL}),
    "plan.read": frozenset({Role.REGIONAL, Role.NATIONAL}),
    "plan.run": frozenset({Role.NATIONAL}),
    "plan.accept": frozenset({Role.NATIONAL}),
    "seat.weigh": frozenset({Role.NATIONAL}),
    "shift.edit": frozenset({Role.NATIONAL}),
    "side.choose": frozenset({Role.NATIONAL}),
}
