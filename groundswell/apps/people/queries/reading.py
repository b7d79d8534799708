"""Who looks at whom: the reasons there are, and how much one user may read in a day."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.models import User
from groundswell.apps.people.models import Reading

REASONS: dict[str, str | Promise] = {
    "correcting": _("Putting details right"),
    "contacted-us": _("They contacted us"),
    "follow-up": _("Following something up with them"),
    "their-request": _("They asked what we keep, or to change it"),
}
# A reason holds for so long, for one person.
REASON_HOLDS = timedelta(minutes=30)
# People whom one user may look at in a day, and pages of search results after the first.
PEOPLE_A_DAY = 200
PAGES_A_DAY = 100
# So many within an hour are more than anybody looks after by hand: the data officers are told.
UNUSUAL_IN_AN_HOUR = 60


def reason_holds(user: User, person_id: UUID) -> bool:
    """Whether this user gave a reason to look at this person just now."""
    return (
        Reading.objects.filter(
            user=user, person_id=person_id, at__gte=timezone.now() - REASON_HOLDS
        )
        .only("pk")
        .exists()
    )


def n_people_read(user: User, *, since: datetime) -> int:
    """How many different people a user has looked at since a moment."""
    return (
        Reading.objects.filter(user=user, at__gte=since)
        .order_by()
        .values("person_id")
        .distinct()
        .count()
    )


def start_of_today() -> datetime:
    """Midnight, as the organisation's clocks have it."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def left_today(user: User) -> int:
    """How many more people a user may look at today."""
    return max(PEOPLE_A_DAY - n_people_read(user, since=start_of_today()), 0)


def readings_of(person_id: UUID) -> QuerySet[Reading]:
    """Who looked at one person, the last first."""
    return Reading.objects.filter(person_id=person_id).select_related("user").order_by("-at")


def words_of(reason: str) -> str:
    """A reason as people say it."""
    return str(REASONS.get(reason, reason))
