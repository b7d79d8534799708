"""Organisations, users and grants for tests. All people are made up."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.db import connection
from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Organisation, User
from groundswell.apps.accounts.permissions import Role

_number = count(1)


def organisation(**fields: Any) -> Organisation:
    n = next(_number)
    return Organisation.objects.create(**{"name": f"Harbour {n}", "slug": f"harbour-{n}"} | fields)


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
    made.save()
    return made


def member(*, of: Organisation, role: Role = Role.NATIONAL, **fields: Any) -> User:
    """A user with a live grant."""
    made = user(**fields)
    grant(of=of, to=made, role=role)
    return made


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"
