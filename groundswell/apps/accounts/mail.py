"""Letters about access: plain text, sent once what they tell of is stored."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role

log = logging.getLogger(__name__)


def post(letter: str, to: Iterable[str], **words: Any) -> None:
    """Send accounts/letters/LETTER.txt once this transaction is stored; line one is the subject.

    A mail server that is down must not undo what was stored, so a failure is only logged. Every
    letter of this kind can be sent again from a page.
    """
    text = render_to_string(f"accounts/letters/{letter}.txt", words).strip()
    subject, _, body = text.partition("\n")
    for address in sorted(set(to)):
        transaction.on_commit(partial(_send, letter, subject, body.strip(), address))


def _send(letter: str, subject: str, body: str, address: str) -> None:
    try:
        send_mail(subject, body, None, [address])
    except (SMTPException, OSError) as wrong:
        # Its own words would name the address.
        log.error("The letter %s was not sent: %s", letter, type(wrong).__name__)


def holders(role: Role) -> list[str]:
    """The addresses of those who hold a role now, in the organisation in scope."""
    now = timezone.now()
    rows = Grant.objects.filter(
        role=role, valid_from__lte=now + timedelta(seconds=1), valid_until__gt=now, ended_at=None,
        subject__is_active=True,
    )  # fmt: skip
    return sorted(set(rows.values_list("subject__email", flat=True)))


def site_address() -> str:
    """Where this server is reached, for letters that no request asks for: `https://host/`."""
    ours = settings.GROUNDSWELL
    host = ours.hosts[0] if ours.hosts else "localhost"
    if ours.https:
        return f"https://{host}/"
    return f"http://{host}:{ours.port}/"
