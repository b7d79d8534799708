"""The rules of giving roles (docs/decisions/0008): who gives which, over what, and for how long."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groundswell.apps.accounts.limits import Limit, covers
from groundswell.apps.accounts.models import Grant, User
from groundswell.apps.accounts.permissions import PERMISSIONS, RANK, Role
from groundswell.apps.accounts.queries import live_grants
from groundswell.apps.accounts.reach import reach_of
from groundswell.errors import InputError

# The longest that a grant of a role may hold before somebody must renew it.
LONGEST = {
    Role.VOLUNTEER: timedelta(days=365),
    Role.TEAM_LEADER: timedelta(days=30),
    Role.HOST: timedelta(days=60),
    Role.REGIONAL: timedelta(days=183),
    Role.NATIONAL: timedelta(days=366),
    Role.DATA_OFFICER: timedelta(days=366),
}
# How long after the end of what a role is limited to it may still hold.
AFTER_THE_END = {
    Role.VOLUNTEER: timedelta(hours=24),
    Role.TEAM_LEADER: timedelta(hours=24),
    Role.HOST: timedelta(days=7),
}
KINDS = {
    Role.VOLUNTEER: frozenset({"organisation", "area", "event", "shift", "team"}),
    Role.TEAM_LEADER: frozenset({"team", "shift"}),
    Role.HOST: frozenset({"event"}),
    Role.REGIONAL: frozenset({"organisation", "area"}),
    Role.NATIONAL: frozenset({"organisation"}),
    Role.DATA_OFFICER: frozenset({"organisation"}),
}
# Nobody gives these alone: another person, who holds one of the two, says yes as well.
WITH_A_SECOND = frozenset({Role.NATIONAL, Role.DATA_OFFICER})


def roles_given_by(grants: Sequence[Grant]) -> list[Role]:
    """The roles that somebody with these grants may give, or ask a second person to give."""
    held = [Role(grant.role) for grant in _that_give(grants)]
    highest = max((RANK[role] for role in held), default=-1)
    below = [role for role in Role if RANK[role] < highest]
    return below + (sorted(WITH_A_SECOND) if Role.NATIONAL in held else [])


def _that_give(grants: Sequence[Grant]) -> list[Grant]:
    return [grant for grant in grants if grant.role in PERMISSIONS["grant.manage"]]


def refuse_length(role: Role, limit: Limit, *, start: datetime, until: datetime) -> None:
    """Raise InputError if a role can't hold for so long, or not over such a limit."""
    if limit.kind not in KINDS[role]:
        kinds = ", ".join(
            str(Grant.Scope(kind).label) for kind in Grant.Scope if kind in KINDS[role]
        )
        raise InputError(
            _("%(role)s is a role for %(kinds)s. Choose one of those.")
            % {"role": role.label, "kinds": kinds}
        )
    longest = LONGEST[role]
    if until - start > longest:
        raise InputError(
            _(
                "%(role)s is granted for %(longest)d days at the most; this would be %(days)d. "
                "Choose an earlier end."
            )
            % {"role": role.label, "longest": longest.days, "days": (until - start).days}
        )
    last = latest_end(role, limit)
    if last is not None and until > last:
        raise InputError(
            _("For %(limit)s, %(role)s ends on %(last)s at the latest. Choose an earlier end.")
            % {"limit": limit.words, "role": role.label, "last": _moment(last)}
        )


def latest_end(role: Role, limit: Limit) -> datetime | None:
    """When a role over an event or a shift must end, if it is over one."""
    if limit.ends_at is None or role not in AFTER_THE_END:
        return None
    return limit.ends_at + AFTER_THE_END[role]


def refuse_giving(*, by: User, to: User | None, role: Role, limit: Limit, until: datetime) -> None:
    """Raise InputError, saying why, if `by` may not give this role.

    Nobody gives what they don't hold, wider or longer than they hold it, or to themselves. Call it
    inside the organisation's scope. Roles that need a second person are not bound to the length
    of the giver's own, or nobody could ever be followed by another.
    """
    if by == to:
        raise InputError(_("Nobody grants a role to themselves. Ask another organiser."))
    held = _that_give(list(live_grants(by, at=timezone.now(), of_scope=True)))
    if role in WITH_A_SECOND:
        if Role.NATIONAL not in [grant.role for grant in held]:
            raise InputError(
                _("Only a national organiser can ask for a %(role)s.")
                % {"role": role.label.lower()}
            )
        return
    above = [grant for grant in held if RANK[Role(grant.role)] > RANK[role]]
    if not above:
        raise InputError(
            _("Your own role is not above %(role)s, so you can’t give it.")
            % {"role": role.label.lower()}
        )
    wide = [grant for grant in above if covers(reach_of([grant], "grant.manage"), limit)]
    if not wide:
        raise InputError(
            _("Your own role does not reach as far as %(limit)s. Choose something within it.")
            % {"limit": limit.words}
        )
    last = max(grant.valid_until for grant in wide)
    if until > last:
        raise InputError(
            _(
                "Your own role ends on %(last)s, so what you give ends by then. Choose an "
                "earlier end."
            )
            % {"last": _moment(last)}
        )


def refuse_both(*, to: User | None, role: Role) -> None:
    """Raise InputError if a data officer would get an organiser's role, or the other way round.

    Who watches over the data doesn't also decide what is done with it.
    """
    if to is None or role == Role.VOLUNTEER:
        return
    held = {Role(grant.role) for grant in live_grants(to, at=timezone.now(), of_scope=True)}
    others = held - {Role.VOLUNTEER, role}
    if others and (role == Role.DATA_OFFICER or Role.DATA_OFFICER in others):
        raise InputError(
            _(
                "%(name)s is %(held)s here already. The data officer holds no other role, so that "
                "nobody watches over their own work. Choose somebody else, or end that role first."
            )
            % {"name": to.name, "held": ", ".join(sorted(str(r.label) for r in others))}
        )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
