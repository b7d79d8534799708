"""Computing a forecast: what comes out, whole or not at all, and the same again."""

import pytest

from groundswell.apps.accounts.scope import scope
from groundswell.apps.elections import actions, queries, tasks
from groundswell.apps.elections.models import (
    Backtest,
    Candidacy,
    ExpectedShare,
    Forecast,
    PartyForecast,
    SeatForecast,
)
from groundswell.apps.jobs.actions import ask_to_cancel
from groundswell.apps.jobs.models import Job
from groundswell.errors import InputError
from tests.factories import forecasts

pytestmark = pytest.mark.django_db

FIGURES = (
    "scenario", "seat__code", "party__code", "p_win", "share_mean", "margin_mean", "margin_sd",
    "margin_q05", "margin_q50", "margin_q95", "pivotality", "rank", "margin_histogram",
)  # fmt: skip


@pytest.fixture
def country():
    return forecasts.country()


def figures(forecast):
    with scope(forecast.organisation_id):
        rows = SeatForecast.objects.filter(forecast=forecast)
        return list(rows.order_by("scenario", "party__code", "seat__code").values_list(*FIGURES))


def test_every_party_has_its_chances_in_each_seat_where_it_stands(country):
    forecast = country.forecast()
    assert forecast.job.state == Job.State.DONE
    with country.scope:
        for party, n_seats in ((country.red, 12), (country.blue, 12), (country.green, 6)):
            rows = SeatForecast.objects.filter(forecast=forecast, party=party)
            assert {row.scenario for row in rows} == {"polls", "no-swing", "blend"}
            assert rows.filter(scenario="blend").count() == n_seats
            assert sorted(rows.filter(scenario="polls").values_list("rank", flat=True)) == list(
                range(1, n_seats + 1)
            )


def test_the_chances_in_a_seat_add_up_to_one(country):
    forecast = country.forecast()
    with country.scope:
        for seat in country.seats.values():
            rows = SeatForecast.objects.filter(forecast=forecast, seat=seat, scenario="blend")
            assert sum(row.p_win for row in rows) == pytest.approx(1)


def test_the_blend_is_the_weighted_mixture_of_the_scenarios(country):
    forecast = country.forecast(weights={"polls": 0.75, "no-swing": 0.25})
    with country.scope:
        rows = {
            row.scenario: row
            for row in SeatForecast.objects.filter(
                forecast=forecast, seat=country.seats["Fernley"], party=country.red
            )
        }
    for name in ("p_win", "margin_mean", "pivotality"):
        mixed = 0.75 * getattr(rows["polls"], name) + 0.25 * getattr(rows["no-swing"], name)
        assert getattr(rows["blend"], name) == pytest.approx(mixed)


def test_seat_totals_are_the_sum_of_the_chances(country):
    forecast = country.forecast()
    with country.scope:
        total = PartyForecast.objects.get(forecast=forecast, scenario="blend", party=country.red)
        rows = SeatForecast.objects.filter(forecast=forecast, scenario="blend", party=country.red)
        assert total.seats_mean == pytest.approx(sum(row.p_win for row in rows))
        held = total.seats_histogram
        assert sum(held["shares"]) == pytest.approx(1, abs=1e-4)
        assert sum(
            (held["first"] + k) * share for k, share in enumerate(held["shares"])
        ) == pytest.approx(total.seats_mean, abs=1e-3)
        assert forecast.majority == 7


def test_the_same_seed_gives_the_same_rows(country):
    first, again = country.forecast(seed=5), country.forecast(seed=5)
    assert figures(first) == figures(again)


def test_another_seed_gives_other_rows(country):
    assert figures(country.forecast(seed=5)) != figures(country.forecast(seed=6))


def test_the_votes_of_the_election_to_come_are_never_looked_at(country):
    before = figures(country.forecast())
    Candidacy.objects.filter(contest__election=country.target, party=country.red).update(votes=1)
    assert figures(country.forecast()) == before


def test_better_polls_mean_better_chances(country):
    worse = country.forecast()
    ExpectedShare.objects.filter(party=country.red).update(share=0.56)
    ExpectedShare.objects.filter(party=country.blue).update(share=0.39)
    better = country.forecast()
    with country.scope:
        seats = PartyForecast.objects.filter(scenario="polls", party=country.red)
        assert seats.get(forecast=better).seats_mean > seats.get(forecast=worse).seats_mean + 2


def test_a_forecast_that_was_stopped_leaves_nothing(country):
    with country.scope:
        asked = actions.start_forecast(by=None, organisation=country.organisation, n_draws=400)
        ask_to_cancel(job=asked.job)
    tasks.run_forecast.call(str(asked.job_id))
    with country.scope:
        assert queries.latest_forecast() is None
        assert queries.open_forecast() == asked
        assert Job.objects.get().state == Job.State.CANCELLED
        assert SeatForecast.objects.count() == 0


def test_stopping_a_running_forecast_keeps_the_one_before(country):
    kept = country.forecast()
    with country.scope:
        asked = actions.start_forecast(by=None, organisation=country.organisation, n_draws=5_000)
        # What `ask_to_cancel` writes once a worker has begun.
        Job.objects.filter(pk=asked.job_id).update(cancel_asked=True)
    tasks.run_forecast.call(str(asked.job_id))
    with country.scope:
        job = Job.objects.get(pk=asked.job_id)
        assert job.state == Job.State.CANCELLED
        assert job.started_at is not None
        assert queries.latest_forecast() == kept
        assert not SeatForecast.objects.filter(forecast=asked).exists()


def test_a_forecast_without_polls_ends_with_what_to_do(country):
    ExpectedShare.objects.all().delete()
    forecast = country.forecast()
    assert forecast.job.state == Job.State.FAILED
    assert "No expected shares are loaded for 8 June 2017" in forecast.job.error
    assert forecast.made_at is None


def test_a_job_handed_out_twice_is_done_once(country):
    forecast = country.forecast()
    made_at = forecast.made_at
    tasks.run_forecast.call(str(forecast.job_id))
    forecast.refresh_from_db()
    assert forecast.made_at == made_at


def test_a_forecast_of_another_organisation_is_out_of_sight(country):
    country.forecast()
    other = forecasts.accounts.organisation()
    with scope(other.pk):
        assert queries.latest_forecast() is None
        assert Forecast.objects.count() == 0


def test_the_model_is_tested_once_on_the_election_with_polls(country):
    country.forecast()
    country.forecast()
    rows = Backtest.objects.order_by("model")
    assert [row.model for row in rows] == ["groundswell", "no-change", "uniform-by-nation"]
    assert {row.truth for row in rows} == {country.target}
    # RED falls by 1,500 votes to BLU everywhere: of its six seats it loses Fernley alone, which it
    # had held by 1,500 (19,000 to 17,500). "No change" calls that one wrong.
    assert rows.get(model="no-change").wrong == 1
    ours = rows.get(model="groundswell")
    assert ours.n_seats == 12
    assert set(ours.coverage) >= {"RED", "BLU"}
    assert ours.seats_true["RED"] + ours.seats_true["BLU"] == 12


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"n_draws": 10}, "200 to 50,000"),
        ({"seed": -1}, "The seed is -1"),
        ({"weights": {"polls": 0.7, "no-swing": 0.7}}, "add up to 1"),
        ({"weights": {"polls": 0.5, "landslide": 0.5}}, "no scenario landslide"),
        ({"weights": {"polls": float("nan"), "no-swing": 1.0}}, "add up to 1"),
    ],
)
def test_figures_out_of_range_are_refused(country, wrong, says):
    with country.scope, pytest.raises(InputError, match=says):
        actions.start_forecast(by=None, organisation=country.organisation, **wrong)
    with country.scope:
        assert Job.objects.count() == 0


def test_without_a_side_there_is_nothing_to_forecast():
    organisation = forecasts.accounts.organisation()
    with scope(organisation.pk), pytest.raises(InputError, match="Choose a side first"):
        actions.start_forecast(by=None, organisation=organisation)
