"""The forecast page: what it shows for the side, and what can be asked of it."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.permissions import Role
from groundswell.apps.elections import actions
from groundswell.apps.elections.models import Forecast, SeatForecast
from groundswell.apps.jobs.models import Job
from groundswell.apps.places.models import BoundarySet
from tests.factories import accounts, forecasts

pytestmark = pytest.mark.django_db
PAGE = "/forecast/"


@pytest.fixture
def country():
    return forecasts.country()


@pytest.fixture
def client(country):
    client = Client()
    client.force_login(country.organiser)
    return client


def text(response):
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def table_of(response):
    """The names in the table of seats, in order."""
    part = response.content.decode().split('id="seats"')[1].split("</section>")[0]
    return re.findall(r'<tr data-row.*?<a href="/seats/[^"]+">([^<]+)</a>', part, re.DOTALL)


def test_without_an_election_the_page_says_what_will_be_here():
    client = Client()
    client.force_login(accounts.member(of=accounts.organisation()))
    shown = client.get(PAGE)
    assert shown.status_code == 200
    assert "No election yet" in text(shown)


def test_without_a_forecast_the_page_offers_to_run_one(client):
    shown = text(client.get(PAGE))
    assert "No forecast yet" in shown
    assert "Run the forecast" in shown


def test_running_the_forecast_shows_how_far_it_is(country, client):
    asked = client.post(reverse("start-forecast"), {"polls_percent": 30, "n_draws": 400, "seed": 7})
    assert asked.url == PAGE
    with country.scope:
        forecast = Forecast.objects.get()
        assert forecast.scenarios["polls"]["weight"] == 0.3
        assert (forecast.n_draws, forecast.seed) == (400, 7)
        assert forecast.job.asked_by == country.organiser
    assert reverse("job", args=[forecast.job_id]) in client.get(PAGE).content.decode()


def test_a_wrong_figure_is_named_above_the_form_and_nothing_is_started(country, client):
    shown = client.post(
        reverse("start-forecast"), {"polls_percent": 130, "n_draws": 400, "seed": 1}
    )
    assert shown.status_code == 422
    page = shown.content.decode()
    assert "<title>Error:" in page.replace("\n", "")
    assert page.index('class="error-list"') < page.index('name="polls_percent"')
    assert 'value="130"' in page
    with country.scope:
        assert Job.objects.count() == 0


def test_the_totals_of_the_side_are_those_of_the_forecast(country, client):
    country.forecast()
    with country.scope:
        total = list(SeatForecast.objects.filter(scenario="blend", party=country.red))
    shown = client.get(PAGE)
    assert shown.context["totals"].side.seats_mean == pytest.approx(sum(r.p_win for r in total))
    assert "Seats, Red" in text(shown)
    assert "How many seats for Red" in text(shown)
    # RED won the six northern seats last time: 19,000 to 17,500 in the closest, Fernley.
    assert "; 6 last time" in text(shown)


def test_another_side_changes_the_numbers_and_needs_no_new_run(country, client):
    country.forecast()
    of_red = client.get(PAGE, {"scenario": "polls"}).context
    client.post(reverse("choose-side"), {"party": "BLU"})
    of_blue = client.get(PAGE, {"scenario": "polls"}).context
    assert of_red["figures"][0]["name"] == "Seats, Red"
    assert of_blue["figures"][0]["name"] == "Seats, Blue"
    # The polls have BLU ahead, and nobody else can win a seat here.
    assert of_blue["totals"].side.seats_mean > 6 > of_red["totals"].side.seats_mean
    with country.scope:
        assert Forecast.objects.count() == 1


def test_a_scenario_can_be_shown_alone(country, client):
    country.forecast()
    with country.scope:
        row = SeatForecast.objects.get(
            scenario="polls", party=country.red, seat=country.seats["Fernley"]
        )
    shown = client.get(PAGE, {"scenario": "polls", "q": "fernley"})
    assert shown.context["table"].lines[0].chance.p_win == row.p_win


def test_what_the_page_does_not_know_falls_back_to_the_usual(country, client):
    country.forecast()
    shown = client.get(PAGE, {"scenario": "x", "by": "y", "sort": "z", "page": "9", "region": "w"})
    assert shown.status_code == 200
    assert (shown.context["asked"].scenario, shown.context["asked"].by) == ("blend", "chance")
    assert len(table_of(shown)) == 12


def test_a_search_finds_seats_by_a_part_of_their_name(country, client):
    country.forecast()
    assert table_of(client.get(PAGE, {"q": "ARR"})) in (["Carrow", "Jarrow"], ["Jarrow", "Carrow"])


def test_a_search_that_finds_nothing_offers_to_drop_it(country, client):
    country.forecast()
    shown = client.get(PAGE, {"q": "<b>nowhere"})
    assert "Show all seats" in text(shown)
    assert "<b>nowhere" not in shown.content.decode()


def test_the_table_can_be_kept_to_one_region(country, client):
    country.forecast()
    assert set(table_of(client.get(PAGE, {"region": "South"}))) == set(forecasts.NAMES[6:])


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "Ashby"), ("-name", "Lorton"), ("-chance", "Ashby"), ("chance", "Lorton")],
)
def test_the_table_sorts_by_the_column_asked_for(country, client, sort, first):
    country.forecast()
    assert table_of(client.get(PAGE, {"sort": sort}))[0] == first


def test_typing_in_the_search_fetches_the_table_alone(country, client):
    country.forecast()
    part = client.get(PAGE, {"q": "ash"}, headers={"HX-Request": "true", "HX-Target": "seats"})
    assert part.content.decode().lstrip().startswith('<section class="panel" id="seats"')
    assert table_of(part) == ["Ashby"]


@pytest.mark.parametrize("by", ["chance", "margin", "value", "winner"])
def test_each_seat_is_a_hexagon_whatever_colours_it(country, client, by):
    country.forecast()
    drawn = client.get(PAGE, {"by": by}).content.decode()
    assert len(re.findall(r'data-code="S\d\d"', drawn)) == 12


def test_the_likely_winners_have_their_parties_colours_and_names(country, client):
    country.forecast()
    drawn = client.get(PAGE, {"by": "winner"}).content.decode()
    assert re.search(r'data-code="S00" fill="#cc2222"><title>Ashby: Red, ', drawn)
    assert re.search(r'data-code="S11" fill="#2222cc"><title>Lorton: Blue, ', drawn)


def test_seats_where_the_side_does_not_stand_are_drawn_without_a_class(country, client):
    country.forecast()
    client.post(reverse("choose-side"), {"party": "GRN"})
    drawn = client.get(PAGE).content.decode()
    assert "Ashby: Green doesn’t stand" in drawn
    assert "no side" in drawn


def test_the_test_on_past_elections_stands_beside_the_forecast(country, client):
    country.forecast()
    shown = text(client.get(PAGE))
    assert "How good have such forecasts been?" in shown
    # The result of 2017 as made up: RED holds all it had but Fernley.
    assert "and won 5." in shown


def test_the_page_says_how_the_forecast_was_made(country, client):
    forecast = country.forecast(seed=4711)
    shown = text(client.get(PAGE))
    assert f"4711, {forecast.release}" in shown
    assert "the votes of 7 May 2015" in shown
    assert "400 simulated elections" in shown


def test_a_failed_run_leaves_the_last_forecast_and_says_why(country, client):
    country.forecast()
    country.target.expected.all().delete()
    country.forecast()
    shown = text(client.get(PAGE))
    assert "The last forecast was not made" in shown
    assert "How many seats for Red" in shown


def test_a_host_may_read_but_not_run(country):
    client = Client()
    client.force_login(accounts.member(of=country.organisation, role=Role.HOST))
    country.forecast()
    shown = client.get(PAGE)
    assert shown.status_code == 200
    assert reverse("start-forecast") not in shown.content.decode()
    assert client.post(reverse("start-forecast"), {}).status_code == 404


def test_a_volunteer_finds_no_forecast(country):
    client = Client()
    client.force_login(accounts.member(of=country.organisation, role=Role.VOLUNTEER))
    assert client.get(PAGE).status_code == 404
    assert client.get(reverse("forecast-map")).status_code == 404


@pytest.mark.parametrize("by", ["chance", "winner"])
def test_the_true_map_shows_discs_where_no_outlines_are_loaded(country, client, by):
    country.forecast()
    sent = client.get(reverse("forecast-map"), {"by": by}).json()
    assert len(sent["land"]["features"]) == 12
    west, south, east, north = sent["bounds"]
    for feature in sent["land"]["features"]:
        ring = feature["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
        assert all(west <= lon <= east and south <= lat <= north for lon, lat in ring)
        assert ("fill" in feature["properties"]) == (by == "winner")
    assert sent["land"]["features"][0]["properties"]["href"].startswith("/seats/S")


def test_the_true_map_says_of_each_seat_what_its_outline_shows(country, client):
    country.forecast()
    BoundarySet.objects.update(outlines_hash="abc")
    sent = client.get(reverse("forecast-map")).json()
    assert sent["land"] is None
    assert sent["land_url"] == "/places/outlines/abc.json"
    assert len(sent["areas"]) == 12
    assert sent["areas"]["S01"]["href"] == "/seats/S01/"


def test_the_map_of_nothing_is_not_found(client):
    assert client.get(reverse("forecast-map")).status_code == 404


def test_the_map_travels_packed_to_those_who_can_unpack(country, client):
    country.forecast()
    plain = client.get(reverse("forecast-map"))
    packed = client.get(reverse("forecast-map"), headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Cache-Control"] == "no-store"


def test_the_page_asks_the_database_at_most_twenty_times(
    country, client, django_assert_max_num_queries
):
    country.forecast()
    for given in ({}, {"by": "winner"}, {"q": "a"}):
        with django_assert_max_num_queries(20):
            client.get(PAGE, given)


def test_a_new_election_hides_the_forecast_of_the_old_one(country, client):
    country.forecast()
    later = forecasts.elections.election(date(2022, 5, 5), n_seats=12)
    with country.scope:
        actions.choose_side(
            by=None, organisation=country.organisation, party=country.red, election=later,
            base=country.base,
        )  # fmt: skip
    assert "No forecast yet" in text(client.get(PAGE))
