"""What is read about organisations, users and grants."""

from groundswell.apps.accounts.queries.grants import (
    demo_users,
    has_permission,
    live_grants,
    organisations,
    organisations_at_work,
)
from groundswell.apps.accounts.queries.named import organisation_named, user_named

__all__ = [
    "demo_users",
    "has_permission",
    "live_grants",
    "organisation_named",
    "organisations",
    "organisations_at_work",
    "user_named",
]
