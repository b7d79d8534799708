"""What a person has offered to do."""

from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.people.models.person import Person
from groundswell.apps.places.models import PostcodeDistrict


class Volunteer(OfOrganisation):
    """What a person has offered: when, how far, and how they travel."""

    class Mode(models.TextChoices):
        CAR = "car"
        TRANSIT = "transit"
        WALK = "walk"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="volunteer")
    district = models.ForeignKey(PostcodeDistrict, on_delete=models.PROTECT)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    max_minutes = models.PositiveSmallIntegerField()
    car_seats = models.PositiveSmallIntegerField(default=0)
    is_trained = models.BooleanField(default=False)
    # Codes of the slots they are free in, e.g. "sat-am sun-am".
    slots = models.CharField(max_length=200)
    signed_up_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "signed_up_at"], name="volunteer_by_time")]
