"""Affiliates and teams: the bodies that an organisation is made of."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Affiliate, Grant, Invitation, Organisation, Team, User
from groundswell.apps.audit.actions import note
from groundswell.errors import InputError


@transaction.atomic
def add_affiliate(*, by: User, organisation: Organisation, name: str, code: str = "") -> Affiliate:
    """Add a branch, a chapter, a local party. code: made from the name if not given."""
    code = code or slugify(name)[:40]
    if not code:
        raise InputError(_("Give the affiliate a name with letters in it."))
    if Affiliate.objects.filter(code=code).exists():
        raise InputError(
            _("There is an affiliate with the code %(code)s already. Choose another.")
            % {"code": code}
        )
    made = Affiliate(organisation=organisation, name=name, code=code)
    made.save(force_insert=True)
    note("affiliate.added", organisation_id=organisation.pk, by_id=by.pk, about=made)
    return made


@transaction.atomic
def change_affiliate(*, by: User, affiliate: Affiliate, name: str) -> Affiliate:
    """Give it another name; its code stays, so that imports still find it."""
    affiliate.name = name
    affiliate.save(update_fields=["name"])
    note(
        "affiliate.changed", organisation_id=affiliate.organisation_id, by_id=by.pk, about=affiliate
    )
    return affiliate


@transaction.atomic
def remove_affiliate(*, by: User, affiliate: Affiliate) -> None:
    """Take it away. Its teams stay, and belong to no affiliate then."""
    note(
        "affiliate.removed", organisation_id=affiliate.organisation_id, by_id=by.pk, about=affiliate
    )
    affiliate.delete()


@transaction.atomic
def add_team(
    *, by: User, organisation: Organisation, name: str, affiliate: Affiliate | None = None
) -> Team:
    """Add people who go out together."""
    _refuse_same_name(name)
    made = Team(organisation=organisation, name=name, affiliate=affiliate)
    made.save(force_insert=True)
    note("team.added", organisation_id=organisation.pk, by_id=by.pk, about=made)
    return made


@transaction.atomic
def change_team(*, by: User, team: Team, name: str, affiliate: Affiliate | None = None) -> Team:
    """Give it another name, or another affiliate."""
    _refuse_same_name(name, but=team)
    team.name, team.affiliate = name, affiliate
    team.save(update_fields=["name", "affiliate"])
    note("team.changed", organisation_id=team.organisation_id, by_id=by.pk, about=team)
    return team


def _refuse_same_name(name: str, but: Team | None = None) -> None:
    if Team.objects.filter(name=name).exclude(pk=but.pk if but else None).exists():
        raise InputError(_("There is a team of this name already. Choose another."))


@transaction.atomic
def remove_team(*, by: User, team: Team) -> int:
    """Take a team away, and end every role that was limited to it. Returns how many."""
    now = timezone.now()
    limited = Q(scope_kind=Grant.Scope.TEAM, scope_id=str(team.pk))
    n_ended: int = Grant.objects.filter(limited, ended_at=None).update(ended_at=now, ended_by=by)
    Invitation.objects.filter(limited, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    note(
        "team.removed", organisation_id=team.organisation_id, by_id=by.pk, about=team, ended=n_ended
    )
    team.delete()
    return n_ended
