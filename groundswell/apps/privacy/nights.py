"""The schedule of the nightly work."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.db import connection
from django.utils import timezone

NAME = "privacy: each night"
FUNCTION = "groundswell.apps.privacy.tasks.run_night_of_all"
AT = time(2, 30)


def schedule() -> None:
    """Write the one row that has a worker begin each night; leave it if it is there.

    Called after each `groundswell migrate`, by a role that may.
    """
    model = apps.get_model("django_q", "Schedule")
    if model._meta.db_table not in connection.introspection.table_names():
        return
    model.objects.get_or_create(
        name=NAME,
        defaults={"func": FUNCTION, "schedule_type": model.DAILY, "next_run": next_night()},
    )


def next_night() -> datetime:
    """Half past two, tonight."""
    now = timezone.localtime()
    tonight = timezone.make_aware(datetime.combine(now.date(), AT))
    return tonight if tonight > now else tonight + timedelta(days=1)
