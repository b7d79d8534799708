"""The audit chain held against itself, and against what was kept of it outside the database."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.audit.queries import Anchor, chain_of, first_broken_entry
from groundswell.apps.privacy.queries.record import ANCHORS
from groundswell.apps.privacy.signed_file import add_line, lines_of
from groundswell.errors import InputError


def drop_anchor(organisation: Organisation, *, at: datetime) -> None:
    """Write the end of the chain into a file, once a night."""
    chain = chain_of(organisation.pk)
    if chain is not None and chain.length:
        add_line(
            ANCHORS,
            {
                "organisation": str(organisation.pk),
                "number": chain.length,
                "hash": chain.last_hash,
                "at": at.isoformat(),
            },
        )


def anchors_of(organisation_id: UUID) -> list[Anchor]:
    """What the file says of one organisation's chain."""
    return [
        Anchor(line["number"], line["hash"])
        for line in lines_of(ANCHORS)
        if line["organisation"] == str(organisation_id)
    ]


def check_record(organisation_id: UUID, tell: Callable[[float, str], None]) -> None:
    """Look at every entry. Raises InputError, which names the first that doesn't hold."""
    broken = first_broken_entry(
        organisation_id,
        anchors=anchors_of(organisation_id),
        tell=lambda share, _doing: tell(share, _("Looking at each entry")),
    )
    if broken is not None:
        raise InputError(
            _(
                "Entry %(number)d of the record is missing or was changed, so it and what follows "
                "can’t be relied on. Keep the database as it is, and compare it with a backup."
            )
            % {"number": broken}
        )
