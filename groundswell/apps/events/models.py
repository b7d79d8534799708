"""Something to come to, and its time slots. (Sign-ups come with events for volunteers.)"""

from django.db import models
from django.db.models import F, Q

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.elections.models import Seat


class Event(OfOrganisation):
    """Something to come to, in one seat. lon, lat: where people meet."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=120)
    venue = models.CharField(max_length=200)
    lon = models.FloatField()
    lat = models.FloatField()
    host_name = models.CharField(max_length=80, blank=True)
    is_published = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["organisation", "seat"], name="event_of_seat")]

    def __str__(self) -> str:
        return self.name


class Shift(OfOrganisation):
    """One time slot of an event. `slot` is common to all seats, e.g. sat-am."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="shifts")
    slot = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["organisation", "starts_at"], name="shift_by_time")]
