"""What people have asked about their data, and how much time is left to answer."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.apps.privacy.models import PrivacyRequest
from groundswell.exchange.people.keys import name_key_of

REMIND_AT = (50, 75, 90, 100)
MOST_FOUND = 20


def due_after(received_at: datetime) -> datetime:
    """One month later (article 12(3)): the same day of the next month, or that month's last."""
    local = timezone.localtime(received_at)
    year, month = (local.year + 1, 1) if local.month == 12 else (local.year, local.month + 1)
    day = min(local.day, monthrange(year, month)[1])
    return local.replace(year=year, month=month, day=day)


@dataclass(frozen=True)
class Clock:
    """How far a request's time has run. percent: of its month; days_left: below 0 if late."""

    percent: int
    days_left: int

    @property
    def is_late(self) -> bool:
        return self.percent >= 100

    @property
    def kind(self) -> str:
        """Which banner or tag: stop if late, care from three quarters on, else good."""
        return "stop" if self.is_late else "care" if self.percent >= 75 else "good"


def clock_of(request: PrivacyRequest, *, at: datetime) -> Clock:
    """The clock of an open request at a moment; of an answered one, when it was answered."""
    until = request.answered_at or at
    whole = (request.due_at - request.received_at).total_seconds()
    gone = (until - request.received_at).total_seconds()
    left = (request.due_at - until).total_seconds()
    return Clock(percent=max(int(100 * gone / whole), 0), days_left=int(left // 86_400))


def requests() -> QuerySet[PrivacyRequest]:
    """Every request of the organisation in scope, the most pressing first."""
    return PrivacyRequest.objects.select_related("owner", "answered_by").order_by("due_at")


def open_requests() -> QuerySet[PrivacyRequest]:
    return requests().filter(state=PrivacyRequest.State.OPEN)


def answered_requests() -> QuerySet[PrivacyRequest]:
    return requests().exclude(state=PrivacyRequest.State.OPEN).order_by("-answered_at")


@dataclass(frozen=True)
class Timed:
    """A request with its clock, as a page shows it."""

    request: PrivacyRequest
    clock: Clock


def with_clocks(found: Iterable[PrivacyRequest], *, at: datetime) -> list[Timed]:
    return [Timed(request, clock_of(request, at=at)) for request in found]


def n_late(*, at: datetime) -> int:
    return open_requests().filter(due_at__lte=at).count()


def people_matching(words: str) -> list[Any]:
    """People whose e-mail, telephone or name this is; for a request that came by post."""
    said = words.strip()
    if not said:
        return []
    person = apps.get_model("people", "Person")
    wanted = Q(email=said) | Q(email=said.lower()) | Q(phone=plain_phone(said) or "-")
    parts = said.split()
    if len(parts) > 1:
        wanted |= Q(name_key=name_key_of(" ".join(parts[:-1]), parts[-1]))
        wanted |= Q(name_key=name_key_of(" ".join(parts[1:]), parts[0].rstrip(",")))
    return list(person.objects.filter(wanted).order_by("name_key", "pk")[:MOST_FOUND])


def plain_phone(typed: str) -> str:
    """A number as people.Person keeps it, "+447700900123"; "" if it isn't one.

    A leading 0 stands for the organisation's own country only where that is Britain.
    """
    digits = "".join(letter for letter in typed if letter.isdigit())
    if typed.strip().startswith("+") and len(digits) >= 8:
        return f"+{digits}"
    if digits.startswith("00") and len(digits) >= 10:
        return f"+{digits[2:]}"
    if digits.startswith("0") and len(digits) in (10, 11):
        return f"+44{digits[1:]}"
    return ""
