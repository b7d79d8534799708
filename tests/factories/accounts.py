"""Organisations, users and grants for tests. All people are made up."""

import time
from datetime import timedelta
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Organisation, User
from groundswell.apps.accounts.permissions import NEEDS_SECOND_FACTOR, Role
from groundswell.apps.accounts.scope import scope

_number = count(1)


def organisation(**fields: Any) -> Organisation:
    """One that is past its set-up; `set_up_at=None` for one that isn't."""
    n = next(_number)
    usual = {"name": f"Harbour {n}", "slug": f"harbour-{n}", "set_up_at": timezone.now()}
    return Organisation.objects.create(**usual | fields)


def user(**fields: Any) -> User:
    n = next(_number)
    return User.objects.create_user(
        **{"email": f"maya{n}@example.org", "name": "Maya Okonkwo"} | fields
    )


def grant(*, of: Organisation, to: User, role: Role = Role.NATIONAL, **fields: Any) -> Grant:
    now = timezone.now()
    made = Grant(
        **{
            "organisation": of,
            "subject": to,
            "role": role,
            "valid_from": now - timedelta(days=1),
            "valid_until": now + timedelta(days=30),
            "reason": "a test",
        }
        | fields
    )
    with scope(of.pk):
        made.save()
    return made


def member(
    *,
    of: Organisation,
    role: Role = Role.NATIONAL,
    scope_kind: Grant.Scope = Grant.Scope.ORGANISATION,
    scope_id: str = "",
    **fields: Any,
) -> User:
    """A user with a live grant, and with a second factor if the role needs one."""
    made = user(**fields)
    grant(of=of, to=made, role=role, scope_kind=scope_kind, scope_id=scope_id)
    if role in NEEDS_SECOND_FACTOR:
        second_factor(made)
    return made


def second_factor(of: User, **fields: Any) -> Authenticator:
    """An authenticator app, whose secret nobody needs."""
    data = {"secret": "JBSWY3DPEHPK3PXP"}
    made: Authenticator = Authenticator.objects.create(
        **{"user": of, "type": Authenticator.Type.TOTP, "data": data} | fields
    )
    return made


def log_in(client: Client, user: User, *, minutes_ago: float = 0) -> Client:
    """Log in as somebody who showed the second factor just now, or some minutes ago."""
    client.force_login(user)
    session = client.session
    shown = {"method": "mfa", "at": time.time() - 60 * minutes_ago, "reauthenticated": True}
    session["account_authentication_methods"] = [shown]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"
