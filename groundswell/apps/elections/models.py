"""Seats, contests and past votes; the side an organisation works for; its forecasts."""

from django.db import models
from django.db.models import Q

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.jobs.models import Job
from groundswell.apps.places.models import Area


class Party(models.Model):
    """Who stands in contests. `colour` is data: it fills shapes and never carries meaning alone."""

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=20)
    colour = models.CharField(max_length=7, default="#888888")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """What a contest fills, and the area that votes for it."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=60)
    nation = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Election(models.Model):
    """The contests of one body on one day."""

    body = models.CharField(max_length=120)
    polling_day = models.DateField()
    n_seats = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "polling_day"], name="election_one_a_day")
        ]
        ordering = ["-polling_day"]

    def __str__(self) -> str:
        return f"{self.body}, {self.polling_day:%-d %B %Y}"


class Contest(models.Model):
    """One seat at one election."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="contests")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="contests")
    winners = models.PositiveSmallIntegerField(default=1)
    electorate = models.PositiveIntegerField()
    valid_votes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "seat"], name="contest_one_a_seat"),
            models.CheckConstraint(
                condition=Q(electorate__gte=models.F("valid_votes")),
                name="contest_no_more_votes_than_voters",
            ),
        ]


class Candidacy(models.Model):
    """One person standing in one contest, known here by their party only."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="candidacies")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="candidacies")
    votes = models.PositiveIntegerField()


class ExpectedShare(models.Model):
    """A party's expected share of the vote in an area, from polls, for an election to come."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="expected")
    area_name = models.CharField(max_length=60)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    share = models.FloatField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "area_name", "party"], name="expected_one_share"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0) & Q(share__lte=1), name="expected_share_is_a_share"
            ),
        ]


class SideChoice(OfOrganisation):
    """Which party's candidacies an organisation works for, at which election.

    One choice, which forecast, targets, plan and finder follow. Any party that stands will do.
    """

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    side = models.ForeignKey(Party, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="side_one_an_organisation")
        ]


class SeatWeight(OfOrganisation):
    """How much an organisation cares about one seat, beside the others, which have 1."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE)
    weight = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "seat"], name="weight_one_a_seat"),
            models.CheckConstraint(
                condition=Q(weight__gte=0) & Q(weight__lte=10), name="weight_0_to_10"
            ),
        ]


class Forecast(OfOrganisation):
    """One run of the model, kept with its inputs, seed and release so that it can be repeated."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="forecast")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    n_draws = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    release = models.CharField(max_length=20)
    # {"polls": {"weight": 0.5, "horizon_days": 1}, "no-swing": {"weight": 0.5, "horizon_days": 50}}
    scenarios = models.JSONField()
    majority = models.PositiveIntegerField()
    made_at = models.DateTimeField(null=True)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["-made_at"]


class PartyForecast(models.Model):
    """One party's seats over all draws of one scenario; `blend` is their mixture."""

    tenant_path = "forecast"

    forecast = models.ForeignKey(Forecast, on_delete=models.CASCADE, related_name="parties")
    scenario = models.CharField(max_length=20)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    share_mean = models.FloatField()
    seats_mean = models.FloatField()
    seats_q05 = models.FloatField()
    seats_q25 = models.FloatField()
    seats_q50 = models.FloatField()
    seats_q75 = models.FloatField()
    seats_q95 = models.FloatField()
    p_majority = models.FloatField()
    p_largest = models.FloatField()
    # Share of draws in which the party wins so many seats: {"first": 210, "shares": [0.001, …]}
    seats_histogram = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forecast", "scenario", "party"], name="party_forecast_once"
            )
        ]


class SeatForecast(models.Model):
    """One party's chances in one seat under one scenario. Margins are shares of the vote.

    rank: by pivotality among the seats where the party stands, 1 for the highest.
    depends_on_scenario: the rank moves far between the scenarios; the same in all of them.
    margin_histogram: of the blend: {"first": -0.44, "width": 0.02, "shares": [0.001, …]}, the
    first bin's lower edge, and the part of the draws in each.
    """

    tenant_path = "forecast"

    forecast = models.ForeignKey(Forecast, on_delete=models.CASCADE, related_name="seats")
    scenario = models.CharField(max_length=20)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    p_win = models.FloatField()
    share_mean = models.FloatField()
    margin_mean = models.FloatField()
    margin_sd = models.FloatField()
    margin_q05 = models.FloatField()
    margin_q25 = models.FloatField()
    margin_q50 = models.FloatField()
    margin_q75 = models.FloatField()
    margin_q95 = models.FloatField()
    votes_cast = models.FloatField()
    pivotality = models.FloatField()
    rank = models.PositiveSmallIntegerField()
    depends_on_scenario = models.BooleanField(default=False)
    margin_histogram = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forecast", "scenario", "party", "seat"], name="seat_forecast_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["forecast", "party", "scenario", "rank"], name="seat_forecast_by_rank"
            )
        ]


class Backtest(models.Model):
    """How well a model would have called an election that has been held. Public figures.

    Each row forecasts `truth` from `base` and the final polls of that year, with errors sized on
    elections up to 2010. By party: `seats_90` {"LAB": [226, 336]}, `seats_true` {"LAB": 232} and
    `coverage` {"LAB": {"80": 0.75, "95": 0.94}}: how many of its margins lay within those ranges.
    Scores that a model without probabilities can't have are null or empty.
    """

    base = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+")
    truth = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="backtests")
    model = models.CharField(max_length=20)
    release = models.CharField(max_length=20)
    n_draws = models.PositiveIntegerField()
    n_seats = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    brier = models.FloatField(null=True)
    log_score = models.FloatField(null=True)
    coverage = models.JSONField(default=dict)
    seats_90 = models.JSONField(default=dict)
    seats_true = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["base", "truth", "model", "release"], name="backtest_once_a_release"
            )
        ]
        ordering = ["truth__polling_day", "wrong"]
