"""Removing what is past its time: each night, by hand, or from the command line."""

from datetime import datetime

from django.utils import timezone

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.privacy.models import RetentionRun
from groundswell.apps.privacy.planning.expiring import run_night
from groundswell.apps.privacy.planning.nights import run_everywhere


def remove_what_is_past(*, by: User | None, organisation: Organisation) -> RetentionRun:
    """Tonight's removal, now, for the organisation in scope."""
    run = run_night(organisation, at=timezone.now())
    if by is not None:
        note("retention.asked", organisation_id=organisation.pk, by_id=by.pk, about=run)
    return run


def remove_everywhere(*, at: datetime | None = None) -> list[tuple[Organisation, RetentionRun]]:
    """A night's work for each organisation of the server, each in its own scope."""
    return run_everywhere(at=at or timezone.now())
