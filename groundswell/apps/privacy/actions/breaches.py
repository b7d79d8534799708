"""Writing down a breach, telling the authority within 72 hours, and closing it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.privacy.models import Breach
from groundswell.apps.privacy.notices import tell_data_officers
from groundswell.apps.privacy.planning.numbers import next_number
from groundswell.apps.privacy.queries.breaches import TIME_TO_TELL
from groundswell.errors import InputError

KNOWN = ("what", "whose", "n_people", "likely", "measures")


@transaction.atomic
def enter_breach(
    *, by: User, organisation: Organisation, noticed_at: datetime, **known: Any
) -> Breach:
    """Write down a breach; its 72 hours begin when it was noticed."""
    if noticed_at > timezone.now():
        raise InputError(_("A breach can’t have been noticed in the future. Look at the time."))
    made = Breach(
        organisation=organisation,
        number=next_number(Breach),
        noticed_at=noticed_at,
        due_at=noticed_at + TIME_TO_TELL,
        entered_by=by,
        **{name: known[name] for name in KNOWN if name in known},
    )
    made.save(force_insert=True)
    note("breach.entered", organisation_id=organisation.pk, by_id=by.pk, about=made)
    transaction.on_commit(lambda: _tell(organisation, made), robust=True)
    return made


def _tell(organisation: Organisation, breach: Breach) -> None:
    tell_data_officers(
        organisation,
        _("A breach was written down"),
        _("Breach %(number)d: the authority must be told within 72 hours. See the page Privacy.")
        % {"number": breach.number},
    )


@transaction.atomic
def add_to_breach(*, by: User, organisation: Organisation, breach: Breach, **known: Any) -> None:
    """Write down what has become known since."""
    for name in KNOWN:
        setattr(breach, name, known[name])
    breach.save(update_fields=list(KNOWN))
    note("breach.changed", organisation_id=organisation.pk, by_id=by.pk, about=breach)


@transaction.atomic
def tell_of_breach(*, by: User, organisation: Organisation, breach: Breach, whom: str) -> None:
    """Write down that the authority, or the people concerned, were told just now."""
    field = {"authority": "authority_told_at", "people": "people_told_at"}.get(whom)
    if field is None:
        raise InputError(_("Say who was told: the authority, or the people concerned."))
    setattr(breach, field, timezone.now())
    breach.save(update_fields=[field])
    note(
        "breach.told", organisation_id=organisation.pk, by_id=by.pk, about=breach,
        people=whom == "people",
    )  # fmt: skip


@transaction.atomic
def close_breach(*, by: User, organisation: Organisation, breach: Breach, because: str) -> None:
    if not because.strip():
        raise InputError(_("Say why it can be closed."))
    breach.closed_at, breach.closed_because = timezone.now(), because.strip()
    breach.save(update_fields=["closed_at", "closed_because"])
    note("breach.closed", organisation_id=organisation.pk, by_id=by.pk, about=breach)
