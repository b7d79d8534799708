"""Log-ins of one user: those that are open, and ending them."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from groundswell.apps.accounts.models import User
from groundswell.apps.accounts.new_device import browser_of
from groundswell.apps.accounts.second_factor import STRONG


@dataclass(frozen=True)
class OpenSession:
    """One log-in, as its owner knows it."""

    pk: int
    browser: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def sessions_of(request: HttpRequest) -> list[OpenSession]:
    """The reader's open log-ins, this one first, then the newest."""
    rows = [
        OpenSession(
            pk=row.pk, browser=browser_of(row.user_agent), began_at=row.created_at,
            seen_at=row.last_seen_at, is_this=row.session_key == request.session.session_key,
        )
        for row in UserSession.objects.purge_and_list(request.user)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.is_this, -row.began_at.timestamp()))


def remember_session(request: HttpRequest) -> None:
    """Put a log-in that the library didn't make on the list of its owner."""
    if not UserSession.objects.filter(session_key=request.session.session_key).exists():
        UserSession.objects.create_from_request(request)


def end_session(user: User, pk: int) -> None:
    """End one log-in of a user. One of somebody else's is left alone."""
    for row in UserSession.objects.filter(user=user, pk=pk):
        row.end()


def end_other_sessions(request: HttpRequest, user: User) -> None:
    """End every log-in and link of a user but the one that asks, also those not on the list."""
    user.end_sessions()
    for row in UserSession.objects.filter(user=user):
        import_module(settings.SESSION_ENGINE).SessionStore().delete(row.session_key)
        row.delete()
    update_session_auth_hash(request, user)
    remember_session(request)


def end_other_sessions_of_new_factor(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_said: Any
) -> None:
    """Once a second factor is set up, log-ins that never showed one are over; this one just did."""
    if authenticator.type in STRONG:
        record_authentication(
            request, user, method="mfa", type=authenticator.type, reauthenticated=True
        )
        end_other_sessions(request, user)
