"""Breaches, and what is left of their 72 hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from groundswell.apps.privacy.models import Breach

TIME_TO_TELL = timedelta(hours=72)


@dataclass(frozen=True)
class TimedBreach:
    """A breach, the hours left to tell the authority (below 0 if late), and its percent gone."""

    breach: Breach
    hours_left: int
    percent: int

    @property
    def is_late(self) -> bool:
        return self.percent >= 100 and self.breach.authority_told_at is None


def breaches() -> QuerySet[Breach]:
    return Breach.objects.select_related("entered_by").order_by("-number")


def open_breaches(*, at: datetime) -> list[TimedBreach]:
    """Those that nobody has closed."""
    return [timed(breach, at=at) for breach in breaches().filter(closed_at=None)]


def timed(breach: Breach, *, at: datetime) -> TimedBreach:
    until = breach.authority_told_at or breach.closed_at or at
    left = (breach.due_at - until).total_seconds()
    gone = (until - breach.noticed_at).total_seconds() / TIME_TO_TELL.total_seconds()
    return TimedBreach(breach, int(left // 3600), max(int(100 * gone), 0))
