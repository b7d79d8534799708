"""Whom the record speaks of, and when it was last found whole."""

from datetime import datetime
from uuid import UUID

from groundswell.apps.accounts.models import User
from groundswell.apps.accounts.scope import active_organisation_id
from groundswell.apps.audit.queries import actors_on_record
from groundswell.apps.jobs.models import Job
from groundswell.apps.privacy.signed_file import lines_of

KIND = "check-record"
ANCHORS = "audit_anchors"


def actors() -> dict[UUID, str]:
    """The name of each account that something was written down of."""
    found = User.objects.filter(pk__in=actors_on_record())
    return {user.pk: user.name for user in found}


def last_check() -> Job | None:
    """The newest look at the whole record."""
    return Job.objects.filter(kind=KIND).order_by("-asked_at").first()


def last_anchor() -> datetime | None:
    """When the end of the chain was last written outside the database."""
    mine = str(active_organisation_id())
    newest = None
    for line in lines_of(ANCHORS):
        if line["organisation"] == mine:
            newest = line["at"]
    return datetime.fromisoformat(newest) if newest else None
