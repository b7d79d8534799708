"""The page of one seat: chances, shifts, past votes, and how much the seat counts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.permissions import Role
from groundswell.apps.dispatch.models import Plan, PlanSeat, PlanShift
from groundswell.apps.elections import queries
from groundswell.apps.elections.models import SeatForecast
from groundswell.apps.jobs.models import Job
from tests.factories import accounts, events, forecasts

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    return forecasts.country()


@pytest.fixture
def client(country):
    client = Client()
    client.force_login(country.organiser)
    return client


def page_of(country, name="Fernley"):
    return reverse("seat", args=[country.seats[name].code])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def planned(country, forecast, shift, *, placed):
    """A finished plan that fills some places of one shift."""
    job = Job(organisation=country.organisation, kind="plan", state=Job.State.DONE)
    job.save()
    plan = Plan(
        organisation=country.organisation, job=job, number=3, forecast=forecast,
        side=country.red, assumptions={}, release="test", made_at=forecast.made_at, summary={},
    )  # fmt: skip
    plan.save()
    PlanSeat.objects.create(
        plan=plan, seat=shift.event.seat, weight=1, n_places=shift.places, n_placed=placed,
        n_nearest=0, seat_price=1e-5, p_before=0.5, p_after=0.51,
    )  # fmt: skip
    PlanShift.objects.create(
        plan=plan, shift=shift, n_places=shift.places, n_placed=placed, seat_price=1e-5,
        place_price=0,
    )  # fmt: skip
    return plan


def test_the_chance_is_that_of_the_side_under_the_blend(country, client):
    country.forecast()
    with country.scope:
        row = SeatForecast.objects.get(
            scenario="blend", party=country.red, seat=country.seats["Fernley"]
        )
    figure = client.get(page_of(country)).context["figures"][0]
    assert figure["name"] == "Chance to win, Red"
    assert figure["value"] == f"{round(100 * row.p_win)} in 100"


def test_another_side_changes_the_numbers(country, client):
    country.forecast()
    client.post(reverse("choose-side"), {"party": "BLU"})
    with country.scope:
        row = SeatForecast.objects.get(
            scenario="blend", party=country.blue, seat=country.seats["Fernley"]
        )
    figure = client.get(page_of(country)).context["figures"][0]
    assert figure["name"] == "Chance to win, Blue"
    assert figure["value"] == f"{round(100 * row.p_win)} in 100"


def test_the_head_says_how_the_last_count_ended(country, client):
    # 19,000 to 17,500; Gorse next to it ended 18,000 to 18,500 and is the closest.
    assert "Red Party won by 1,500 votes in 2015" in text(client.get(page_of(country)))
    assert "Blue Party won by 500 votes in 2015, the closest of 12 seats." in text(
        client.get(page_of(country, "Gorse"))
    )


def test_past_votes_stop_at_the_election_the_forecast_starts_from(country, client):
    country.forecast()
    past = client.get(page_of(country)).context["past"]
    assert [line.year for line in past] == [2015, 2010]
    # 2015: 19,000 of 36,500; 2010: 20,000 of 36,500.
    assert [line.shares[0] for line in past] == ["52.1", "54.8"]
    assert past[0].margin_votes == "1,500"


def test_shares_of_rivals_under_one_label_are_added_up(country, client):
    past = client.get(page_of(country, "Ashby")).context["past"]
    # 700 and 300 of 24,000 + 12,500 + 1,000 votes.
    assert past[0].shares[2] == "2.7"


def test_the_outcomes_as_a_table_add_up_to_the_chance(country, client):
    country.forecast()
    shown = client.get(page_of(country)).context
    won = [one.of_hundred for one in shown["classes"] if one.words.startswith("won")]
    total = sum(0 if "<" in n else int(n) for n in won)
    assert total == pytest.approx(100 * shown["blend"].p_win, abs=2)


def test_the_shifts_show_what_the_plan_fills(country, client):
    forecast = country.forecast()
    seat = country.seats["Fernley"]
    with country.scope:
        held = events.event(of=country.organisation, seat=seat, host_name="Nerys")
        shift = events.shift(at=held, places=60)
        later = events.shift(at=held, places=20, slot="sat-pm")
        planned(country, forecast, shift, placed=41)
    shown = client.get(page_of(country))
    lines = {line.shift: line for line in shown.context["shifts"]}
    assert (lines[shift].placed, lines[shift].still) == (41, 19)
    assert lines[later].placed is None
    assert "41 of 60 places filled by plan 3" in text(shown)
    assert "19 people" in text(shown)


def test_places_are_changed_where_they_stand(country, client):
    country.forecast()
    with country.scope:
        held = events.event(of=country.organisation, seat=country.seats["Fernley"])
        shift = events.shift(at=held, places=60)
    assert reverse("set-places", args=[shift.pk]) in client.get(page_of(country)).content.decode()
    back = client.post(reverse("set-places", args=[shift.pk]), {"places": "75"})
    assert back.url == page_of(country)
    with country.scope:
        shift.refresh_from_db()
    assert shift.places == 75


def test_without_shifts_the_page_says_what_will_be_there(country, client):
    assert "No shift is on offer in this seat." in text(client.get(page_of(country)))


def test_a_weight_is_set_and_undone(country, client):
    seat = country.seats["Fernley"]
    address = reverse("weigh-seat", args=[seat.code])
    assert client.post(address, {"weight": "2.5"}).url == page_of(country)
    shown = client.get(page_of(country)).content.decode()
    assert 'name="weight" value="2.5"' in shown
    assert "Back to 1" in shown
    client.post(address, {"weight": "1"})
    with country.scope:
        assert queries.weights() == {}


@pytest.mark.parametrize("weight", ["11", "-1", "", "much", "nan"])
def test_a_wrong_weight_is_named_above_the_form(country, client, weight):
    shown = client.post(
        reverse("weigh-seat", args=[country.seats["Fernley"].code]), {"weight": weight}
    )
    assert shown.status_code == 422
    page = shown.content.decode()
    assert "<title>Error:" in page.replace("\n", "")
    assert page.index('class="error-list"') < page.index('id="weight"')
    with country.scope:
        assert queries.weights() == {}


def test_where_the_side_does_not_stand_the_page_says_so(country, client):
    country.forecast()
    client.post(reverse("choose-side"), {"party": "GRN"})
    shown = client.get(page_of(country))
    assert shown.status_code == 200
    assert "Green List doesn’t stand here" in text(shown)
    assert "Past votes" in text(shown)


def test_without_a_forecast_the_page_leads_to_it(country, client):
    shown = text(client.get(page_of(country)))
    assert "No forecast yet" in shown
    assert "Past votes" in shown


def test_a_seat_that_does_not_exist_is_not_found(client):
    assert client.get("/seats/X99/").status_code == 404
    assert client.post("/seats/X99/weight/", {"weight": "2"}).status_code == 404


def test_a_host_reads_but_neither_weighs_nor_changes_places(country):
    with country.scope:
        events.shift(at=events.event(of=country.organisation, seat=country.seats["Fernley"]))
    client = Client()
    client.force_login(accounts.member(of=country.organisation, role=Role.HOST))
    shown = client.get(page_of(country))
    assert shown.status_code == 200
    assert "/places/" not in shown.content.decode()
    address = reverse("weigh-seat", args=[country.seats["Fernley"].code])
    assert address not in shown.content.decode()
    assert client.post(address, {"weight": "2"}).status_code == 404


def test_shifts_of_another_organisation_are_out_of_sight(country, client):
    other = accounts.organisation()
    events.shift(at=events.event(of=other, seat=country.seats["Fernley"], venue="Elsewhere"))
    assert "Elsewhere" not in client.get(page_of(country)).content.decode()


def test_the_page_asks_the_database_at_most_twenty_times(
    country, client, django_assert_max_num_queries
):
    forecast = country.forecast()
    with country.scope:
        held = events.event(of=country.organisation, seat=country.seats["Fernley"])
        planned(country, forecast, events.shift(at=held), placed=1)
        for slot in ("sat-pm", "sun-am", "sun-pm"):
            events.shift(at=held, slot=slot)
    with django_assert_max_num_queries(20):
        client.get(page_of(country))
