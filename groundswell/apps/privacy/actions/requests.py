"""Entering what people ask about their data, and answering in time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.privacy.models import PrivacyRequest
from groundswell.apps.privacy.notices import tell_data_officers
from groundswell.apps.privacy.planning.numbers import next_number
from groundswell.apps.privacy.queries.requests import due_after
from groundswell.errors import InputError

SHORTEST_ANSWER = 2


@transaction.atomic
def enter_request(
    *,
    by: User | None,
    organisation: Organisation,
    kind: str,
    channel: str,
    contact: str = "",
    words: str = "",
    subject: UUID | None = None,
    received_at: datetime | None = None,
) -> PrivacyRequest:
    """Write down a request, and start its month. by: None if it came by the page for it."""
    now = timezone.now()
    received = received_at or now
    if received > now:
        raise InputError(_("A request can’t have come in the future. Look at the date."))
    made = PrivacyRequest(
        organisation=organisation,
        number=next_number(PrivacyRequest),
        kind=kind,
        channel=channel,
        contact=contact,
        words=words,
        subject=subject,
        received_at=received,
        due_at=due_after(received),
        owner=by,
    )
    made.save(force_insert=True)
    note(
        "request.entered", organisation_id=organisation.pk, by_id=by.pk if by else None,
        about=made, kind=kind, channel=channel,
    )  # fmt: skip
    if by is None:
        transaction.on_commit(lambda: _tell_of_new(organisation, made), robust=True)
    return made


@transaction.atomic
def done_on_the_page(
    *, organisation: Organisation, kind: str, subject: UUID | None
) -> PrivacyRequest:
    """Write down what a person did themselves on their own page: asked and answered at once."""
    now = timezone.now()
    made = PrivacyRequest(
        organisation=organisation,
        number=next_number(PrivacyRequest),
        kind=kind,
        channel=PrivacyRequest.Channel.PAGE,
        state=PrivacyRequest.State.DONE,
        subject=subject,
        received_at=now,
        due_at=due_after(now),
        answered_at=now,
        identity=_("A code sent to their address was typed back."),
    )
    made.save(force_insert=True)
    note("request.done_on_page", organisation_id=organisation.pk, by_id=None, about=made, kind=kind)
    return made


@transaction.atomic
def name_person(
    *, by: User, organisation: Organisation, of: PrivacyRequest, person_id: UUID, identity: str
) -> None:
    """Say which person on the lists it is, and how we know."""
    if not identity.strip():
        raise InputError(
            _("Say how you know that it is they: the address it came from, a call back, …")
        )
    of.subject, of.identity, of.owner = person_id, identity.strip(), by
    of.save(update_fields=["subject", "identity", "owner"])
    note("request.person_named", organisation_id=organisation.pk, by_id=by.pk, about=of)


@transaction.atomic
def answer_request(
    *, by: User, organisation: Organisation, of: PrivacyRequest, answer: str, refused: bool = False
) -> None:
    """Say what was answered; the clock stops. A refusal needs its reasons, in the answer."""
    if of.state != PrivacyRequest.State.OPEN:
        raise InputError(_("This request has been answered already."))
    if len(answer.strip()) < SHORTEST_ANSWER:
        raise InputError(_("Write down what you answered; who looks later must be able to tell."))
    of.state = PrivacyRequest.State.REFUSED if refused else PrivacyRequest.State.DONE
    of.answer, of.answered_by, of.answered_at = answer.strip(), by, timezone.now()
    of.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    note(
        "request.answered", organisation_id=organisation.pk, by_id=by.pk, about=of,
        refused=refused,
    )  # fmt: skip


def _tell_of_new(organisation: Organisation, request: PrivacyRequest) -> None:
    tell_data_officers(
        organisation,
        _("A request about somebody’s data"),
        _("Request %(number)d came by the page for it. It is on the page Privacy.")
        % {"number": request.number},
    )
