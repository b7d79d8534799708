"""What is still missing before an organisation leaves set-up mode."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.models import Grant, Organisation
from groundswell.apps.accounts.permissions import NEEDS_SECOND_FACTOR, Role
from groundswell.apps.accounts.queries.grants import still_to_hold
from groundswell.errors import InputError


@dataclass(frozen=True)
class Step:
    """One thing to do. route: the page on which it is done; who: whose work it is."""

    code: str
    words: str | Promise
    why: str | Promise
    who: str | Promise
    route: str
    action: str | Promise
    is_done: bool


def steps(organisation: Organisation) -> list[Step]:
    """Everything that set-up asks for, in the order in which it is best done."""
    holders = _holders()
    nationals, officers = holders[Role.NATIONAL], holders[Role.DATA_OFFICER]
    bare = _without_second_factor(nationals | officers)
    return [
        Step(
            "national", _("A national organiser has taken up the role"),
            _("Somebody who answers for the organisation, and can invite others."),
            _("whoever runs the server"), "invitations", _("See invitations"), bool(nationals),
        ),
        Step(
            "data-officer", _("A data officer has taken up the role"),
            _(
                "Another person, who decides what is kept about people and answers them. One "
                "person can’t be both: nobody watches over their own work."
            ),
            _("the national organiser"), "grant-role", _("Invite a data officer"),
            bool(officers - nationals),
        ),
        Step(
            "second-factor", _("Both log in with a second factor"),
            _("A passkey or an authenticator app, so that a stolen mailbox opens nothing."),
            _("each for themselves"), "second-factor", _("Set up a second factor"),
            bool(nationals and officers) and not bare,
        ),
        Step(
            "data-policy", _("The data officer has chosen what is kept about people"),
            _("Only what supporters gave themselves, answers with consent, or a voters’ register."),
            _("the data officer"), "data-policy", _("Choose what is kept"),
            _policy_is_decided(organisation),
        ),
    ]  # fmt: skip


def steps_left(organisation: Organisation) -> list[Step]:
    return [step for step in steps(organisation) if not step.is_done]


def refuse_in_set_up(organisation: Organisation) -> None:
    """Raise InputError while an organisation is in set-up mode: no lists of people yet."""
    if not organisation.is_set_up:
        raise InputError(
            _("Set-up isn’t finished, so nobody’s data can come in yet. See the page Set-up.")
        )


def _holders() -> dict[Role, set[Any]]:
    """Who holds the two roles now, in the organisation in scope."""
    now = timezone.now()
    rows = still_to_hold(at=now).filter(
        role__in=[Role.NATIONAL, Role.DATA_OFFICER], valid_from__lte=now,
        scope_kind=Grant.Scope.ORGANISATION, subject__is_active=True,
    )  # fmt: skip
    found: dict[Role, set[Any]] = {Role.NATIONAL: set(), Role.DATA_OFFICER: set()}
    for role, subject in rows.values_list("role", "subject_id"):
        found[Role(role)].add(subject)
    return found


def _without_second_factor(users: set[Any]) -> set[Any]:
    if settings.DEMO or not NEEDS_SECOND_FACTOR:
        return set()
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    have = Authenticator.objects.filter(user_id__in=users, type__in=types)
    return users - set(have.values_list("user_id", flat=True))


def _policy_is_decided(organisation: Organisation) -> bool:
    # Privacy lies above this app; whether it has decided is all that set-up asks.
    policies = apps.get_model("privacy", "DataPolicy").objects
    return bool(policies.filter(organisation=organisation, decided_at__isnull=False).exists())
