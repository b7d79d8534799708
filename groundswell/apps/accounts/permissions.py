"""Which role may do what: the table of docs/explanation/access.md."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VOLUNTEER = "volunteer", _("Volunteer")
    TEAM_LEADER = "team-leader", _("Team leader")
    HOST = "host", _("Event host")
    REGIONAL = "regional", _("Regional organiser")
    NATIONAL = "national", _("National organiser")
    DATA_OFFICER = "data-officer", _("Data officer")


# Who may grant, approve and see more stands higher; the data officer stands beside, not above.
RANK = {
    Role.VOLUNTEER: 0,
    Role.TEAM_LEADER: 1,
    Role.HOST: 1,
    Role.REGIONAL: 2,
    Role.NATIONAL: 3,
    Role.DATA_OFFICER: 3,
}
# These log in with a second factor, a passkey or an authenticator app.
NEEDS_SECOND_FACTOR = frozenset({Role.REGIONAL, Role.NATIONAL, Role.DATA_OFFICER})

# A role that isn't named beside a permission doesn't have it.
PERMISSIONS: dict[str, frozenset[Role]] = {
    "account.own": frozenset(Role),
    "audit.read": frozenset({Role.NATIONAL, Role.DATA_OFFICER}),
    "export.approve": frozenset({Role.REGIONAL, Role.NATIONAL, Role.DATA_OFFICER}),
    "export.people": frozenset({Role.REGIONAL, Role.NATIONAL}),
    "export.stop": frozenset({Role.DATA_OFFICER}),
    "forecast.read": frozenset({Role.HOST, Role.REGIONAL, Role.NATIONAL}),
    "forecast.run": frozenset({Role.NATIONAL}),
    "grant.confirm": frozenset({Role.NATIONAL, Role.DATA_OFFICER}),
    "grant.manage": frozenset({Role.TEAM_LEADER, Role.HOST, Role.REGIONAL, Role.NATIONAL}),
    "grant.view": frozenset(
        {Role.TEAM_LEADER, Role.HOST, Role.REGIONAL, Role.NATIONAL, Role.DATA_OFFICER}
    ),
    "import.approve": frozenset({Role.REGIONAL, Role.NATIONAL}),
    "import.people": frozenset({Role.REGIONAL, Role.NATIONAL}),
    "organisation.edit": frozenset({Role.NATIONAL}),
    "organisation.view": frozenset({Role.NATIONAL, Role.DATA_OFFICER}),
    "people.edit": frozenset({Role.REGIONAL, Role.NATIONAL}),
    "people.read": frozenset({Role.REGIONAL, Role.NATIONAL}),
    "plan.read": frozenset({Role.REGIONAL, Role.NATIONAL}),
    "plan.run": frozenset({Role.NATIONAL}),
    "plan.accept": frozenset({Role.NATIONAL}),
    "policy.decide": frozenset({Role.DATA_OFFICER}),
    "privacy.handle": frozenset({Role.DATA_OFFICER}),
    "seat.weigh": frozenset({Role.NATIONAL}),
    "shift.edit": frozenset({Role.NATIONAL}),
    "shift.own": frozenset(Role),
    "side.choose": frozenset({Role.NATIONAL}),
    "universe.edit": frozenset({Role.REGIONAL, Role.NATIONAL}),
}
