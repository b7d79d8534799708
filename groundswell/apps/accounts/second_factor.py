"""The second factor: who needs one, and whether it was shown just now."""

import time
from collections.abc import Iterable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from groundswell.apps.accounts.models import Grant, User
from groundswell.apps.accounts.permissions import NEEDS_SECOND_FACTOR

RECENT_SECONDS = 15 * 60
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_one(user: User, grants: Iterable[Grant]) -> bool:
    """Whether what somebody may do here asks for more than a code by mail."""
    return user.is_operator or any(grant.role in NEEDS_SECOND_FACTOR for grant in grants)


def has_one(user: User) -> bool:
    """Whether somebody has a passkey or an authenticator app. Recovery codes alone don't count."""
    return Authenticator.objects.filter(user=user, type__in=STRONG).exists()


def was_shown(request: HttpRequest, *, within: float | None = None) -> bool:
    """Whether this log-in showed a second factor, at all or within so many seconds."""
    shown = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record.get("method") == "mfa"
    ]
    return bool(shown) and (within is None or time.time() - shown[-1] < within)
