"""Plans: who is asked to go where, and why. Nothing happens until a person accepts one."""

from django.conf import settings
from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.elections.models import Forecast, Party, Seat
from groundswell.apps.events.models import Shift
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.models import Volunteer


class Plan(OfOrganisation):
    """One answer of the engine, kept with its inputs, seed and release so it can be repeated."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="plan")
    number = models.PositiveIntegerField()
    forecast = models.ForeignKey(Forecast, on_delete=models.PROTECT, related_name="plans")
    side = models.ForeignKey(Party, on_delete=models.PROTECT)
    # What was assumed: {"votes_per_contact": 0.025, "contacts_per_shift": 12, …}
    assumptions = models.JSONField()
    # What was given, zipped: counts by district, limit and slots; shifts; seats. No person.
    inputs = models.BinaryField(null=True)
    inputs_hash = models.CharField(max_length=64, blank=True)
    seed = models.PositiveBigIntegerField(default=1)
    release = models.CharField(max_length=20)
    # What came out, in expected seats and minutes; see planning.Summary.
    summary = models.JSONField(null=True)
    made_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="plan_one_number")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Plan {self.number}"


class PlanSeat(models.Model):
    """What a plan does in one seat. Values are expected seats per person and shift.

    Every seat where the side stands has a row; one without a shift has no places. (Here and below,
    the constraint that begins with the plan is its index.)
    """

    tenant_path = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="seats", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    weight = models.FloatField()
    n_places = models.PositiveIntegerField()
    n_placed = models.PositiveIntegerField()
    n_nearest = models.PositiveIntegerField()
    median_minutes = models.FloatField(null=True)
    seat_price = models.FloatField()
    p_before = models.FloatField()
    p_after = models.FloatField()
    depends_on_scenario = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "seat"], name="plan_seat_once")]

    def __str__(self) -> str:
        return f"{self.n_placed} of {self.n_places}"


class PlanShift(models.Model):
    """What a plan does in one shift, and the price of a place in it."""

    tenant_path = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="shifts", db_index=False)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="planned")
    n_places = models.PositiveIntegerField()
    n_placed = models.PositiveIntegerField()
    seat_price = models.FloatField()
    place_price = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "shift"], name="plan_shift_once")]

    def __str__(self) -> str:
        return f"{self.n_placed} of {self.n_places}"


class Placement(models.Model):
    """One volunteer asked to one shift, with what it is worth there and at the nearest.

    Kept for accepted plans and the newest few; see planning.storing.forget_people_of_old_plans.
    """

    tenant_path = "plan"

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="placements", db_index=False
    )
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE)
    minutes = models.FloatField()
    gain = models.FloatField()
    nearest_gain = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "volunteer", "shift"], name="placement_once")
        ]

    def __str__(self) -> str:
        return f"{self.minutes:.0f} minutes"


class Flow(models.Model):
    """How many people go from around one point to one seat, for the map."""

    tenant_path = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="flows")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    lon = models.FloatField()
    lat = models.FloatField()
    n_people = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.n_people} people"
