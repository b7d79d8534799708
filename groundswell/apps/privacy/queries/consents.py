"""What people agreed to, and what they took back."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from groundswell.apps.privacy.models import Consent


def consents_of(subject: UUID) -> QuerySet[Consent]:
    """Every line of the ledger about one person, the newest first."""
    return (
        Consent.objects.filter(subject=subject)
        .select_related("wording", "recorded_by")
        .order_by("-at", "-id")
    )


def standing(subject: UUID, *, at: datetime | None = None) -> list[Consent]:
    """The line that holds for each purpose and channel, at a moment or now."""
    newest: dict[tuple[str, str], Consent] = {}
    lines = consents_of(subject)
    for line in lines.filter(at__lte=at) if at else lines:
        newest.setdefault((line.purpose, line.channel), line)
    return list(newest.values())


def has_consent(
    subject: UUID, purpose: str, channel: str, *, at: datetime | None = None
) -> Consent | None:
    """The line that proves a consent for this purpose and way, at a moment or now; else None.

    A line for "any" way answers for each of them; of two lines the later one holds.
    """
    lines = consents_of(subject).filter(purpose=purpose, channel__in=(channel, "any"))
    newest = (lines.filter(at__lte=at) if at else lines).first()
    return newest if newest is not None and newest.is_given else None
