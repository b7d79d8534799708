"""The target list: seats by what the next vote there is worth."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.permissions import Role
from groundswell.apps.elections import actions
from groundswell.apps.elections.models import SeatForecast
from tests.factories import accounts, forecasts

pytestmark = pytest.mark.django_db
PAGE = "/targets/"


@pytest.fixture
def country():
    return forecasts.country()


@pytest.fixture
def client(country):
    client = Client()
    client.force_login(country.organiser)
    return client


def names(response):
    return re.findall(r'<a href="/seats/[^"]+">([^<]+)</a>', response.content.decode())


def by_value(country, party):
    with country.scope:
        rows = SeatForecast.objects.filter(scenario="blend", party=party).select_related("seat")
        return [row.seat.name for row in sorted(rows, key=lambda row: -row.pivotality)]


def test_seats_stand_in_the_order_of_the_next_votes_value(country, client):
    country.forecast()
    assert names(client.get(PAGE)) == by_value(country, country.red)


def test_another_side_has_another_list(country, client):
    country.forecast()
    client.post(reverse("choose-side"), {"party": "GRN"})
    # Pivotality of a hopeless party is 0 nearly everywhere; equal values keep the seats' order.
    assert set(names(client.get(PAGE))) == set(forecasts.NAMES[6:])


def test_seats_to_win_and_seats_to_defend_are_told_apart(country, client):
    country.forecast()
    # RED won the six northern seats last time.
    assert set(names(client.get(PAGE, {"show": "defend"}))) == set(forecasts.NAMES[:6])
    assert set(names(client.get(PAGE, {"show": "attack"}))) == set(forecasts.NAMES[6:])


def test_a_side_without_seats_has_none_to_defend(country, client):
    country.forecast()
    client.post(reverse("choose-side"), {"party": "GRN"})
    assert "The side has no such seats." in client.get(PAGE, {"show": "defend"}).content.decode()


def test_the_csv_holds_the_whole_list_with_the_rank_under_each_scenario(country, client):
    country.forecast()
    sent = client.get(reverse("targets-csv"))
    assert sent.headers["Content-Disposition"] == 'attachment; filename="targets-red.csv"'
    rows = list(csv.DictReader(io.StringIO(sent.content.decode())))
    assert [row["seat_name"] for row in rows] == by_value(country, country.red)
    with country.scope:
        polls = SeatForecast.objects.filter(scenario="polls", party=country.red)
        ranks = dict(polls.values_list("seat__code", "rank"))
    assert {row["seat_code"]: int(row["rank_polls"]) for row in rows} == ranks
    assert {row["held"] for row in rows[:12]} == {"0", "1"}


def test_the_csv_follows_the_filter(country, client):
    country.forecast()
    sent = client.get(reverse("targets-csv"), {"show": "attack"})
    rows = list(csv.DictReader(io.StringIO(sent.content.decode())))
    assert {row["seat_name"] for row in rows} == set(forecasts.NAMES[6:])


def test_a_seats_weight_stands_beside_its_name(country, client):
    country.forecast()
    with country.scope:
        actions.weigh_seat(
            by=None, organisation=country.organisation, seat=country.seats["Brook"], weight=2.5
        )
    assert "weight 2.5" in client.get(PAGE).content.decode()


def test_a_seat_whose_rank_depends_on_the_scenario_says_so(country, client):
    country.forecast()
    assert '<span class="tag tag-care">scenario</span> means' in client.get(PAGE).content.decode()
    with country.scope:
        SeatForecast.objects.filter(seat=country.seats["Brook"]).update(depends_on_scenario=True)
    row = client.get(PAGE).content.decode().split(">Brook</a>")[1].split("</th>")[0]
    assert "scenario" in row


def test_without_a_forecast_the_page_leads_to_it(client):
    shown = client.get(PAGE).content.decode()
    assert "No targets yet" in shown
    assert 'href="/forecast/"' in shown
    assert client.get(reverse("targets-csv")).status_code == 404


def test_a_volunteer_finds_no_targets(country):
    client = Client()
    client.force_login(accounts.member(of=country.organisation, role=Role.VOLUNTEER))
    assert client.get(PAGE).status_code == 404


def test_the_page_asks_the_database_at_most_twenty_times(
    country, client, django_assert_max_num_queries
):
    country.forecast()
    with django_assert_max_num_queries(20):
        client.get(PAGE)
