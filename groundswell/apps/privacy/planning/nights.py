"""One night of the whole server: removal, reminders, and the end of the record written down."""

import logging
from datetime import datetime

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.queries import organisations
from groundswell.apps.accounts.scope import scope
from groundswell.apps.privacy.models import RetentionRun
from groundswell.apps.privacy.planning.expiring import run_night
from groundswell.apps.privacy.planning.reminding import remind

log = logging.getLogger(__name__)


def run_everywhere(*, at: datetime) -> list[tuple[Organisation, RetentionRun]]:
    """A night for each organisation in its own scope; one that fails doesn't stop the others."""
    done: list[tuple[Organisation, RetentionRun]] = []
    failed: list[Exception] = []
    for organisation in organisations():
        with scope(organisation.pk):
            try:
                done.append((organisation, run_night(organisation, at=at)))
                remind(organisation=organisation, at=at)
            except Exception as wrong:
                log.exception("the night of organisation %s failed", organisation.pk)
                failed.append(wrong)
    if failed:
        raise ExceptionGroup("nights that failed", failed)
    return done
