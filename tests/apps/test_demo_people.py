"""The demo's people and events are made up, plausible, and the same each time."""

import re
import time

import numpy as np
import polars as pl
import pytest

from groundswell.apps.events.demo_events import SLOTS, made_up_events, town_of
from groundswell.apps.people.demo_people import as_ascii, made_up_volunteers
from groundswell.errors import InputError
from groundswell.exchange import open_data


@pytest.fixture(scope="module")
def districts():
    return open_data.uk_postcode_districts()


@pytest.fixture(scope="module")
def people(districts):
    return made_up_volunteers(20_000, districts, np.random.default_rng(7))


@pytest.fixture
def targets():
    return open_data.uk_seats().sample(100, seed=3)


# People


def test_the_same_generator_makes_the_same_people(districts, people):
    assert made_up_volunteers(20_000, districts, np.random.default_rng(7)).equals(people)
    assert not made_up_volunteers(20_000, districts, np.random.default_rng(8)).equals(people)


def test_no_address_or_telephone_number_can_reach_anyone(people):
    # RFC 2606 reserves example.org; Ofcom keeps 07700 900000 to 900999 for drama.
    assert people["email"].str.contains(r"^[a-z]+\.[a-z]+\.\d+@example\.org$").all()
    assert people["phone"].str.contains(r"^07700 900\d{3}$").all()


def test_no_two_people_share_an_address(people):
    assert people["email"].is_unique().all()


@pytest.mark.parametrize(
    ("name", "plain"), [("Wójcik", "wojcik"), ("Rafał", "rafal"), ("O'Neill", "oneill")]
)
def test_names_lose_their_accents_in_an_address(name, plain):
    assert as_ascii(name) == plain


def test_people_live_at_the_centre_of_a_district_that_has_people(districts, people):
    lived_in = districts.filter(pl.col("population") > 0)
    known = people.join(lived_in, on=["district", "lon", "lat"], how="inner")
    assert known.height == people.height


def test_cities_have_more_volunteers_for_their_population_than_the_country(districts, people):
    here = people.join(districts, on="district").group_by("seat_code").len("volunteers")
    population = districts.group_by("seat_code").agg(pl.col("population").sum())
    seats = open_data.uk_seats().join(population, on="seat_code").join(here, on="seat_code")
    london = seats.filter(pl.col("region") == "London")
    wales = seats.filter(pl.col("nation") == "Wales")
    rates = [part["volunteers"].sum() / part["population"].sum() for part in (london, wales)]
    assert rates[0] > 2 * rates[1]


def test_answers_are_those_that_the_form_offers(people):
    assert set(people["max_minutes"]) == {30, 60, 90, 150}
    assert set(people["mode"]) == {"car", "transit", "walk"}
    for slots in people["slots"].unique():
        asked = slots.split(" ")
        assert asked == [slot for slot in SLOTS if slot in asked]
        assert asked


def test_only_drivers_offer_seats_in_a_car(people):
    assert people.filter(pl.col("mode") != "car")["car_seats"].sum() == 0
    assert people.filter(pl.col("mode") == "car")["car_seats"].is_between(0, 4).all()


def test_about_half_drive_and_a_fifth_are_trained(people):
    # The spread by density cancels over all people; three standard errors are a point.
    assert (people["mode"] == "car").mean() == pytest.approx(0.5, abs=0.02)
    assert people["trained"].mean() == pytest.approx(0.2, abs=0.01)


def test_people_come_in_the_order_in_which_they_signed_up(people):
    assert people["signed_up_hours"].is_sorted()
    assert people["signed_up_hours"].is_between(0, 44 * 24).all()
    # A rate that grows in a straight line puts a quarter of the people in the first half.
    early = people["signed_up_hours"] < 22 * 24
    assert early.mean() == pytest.approx(0.25, abs=0.02)


def test_nobody_can_be_asked_for(districts):
    assert made_up_volunteers(0, districts, np.random.default_rng(1)).height == 0


def test_fewer_than_nobody_is_refused(districts):
    with pytest.raises(InputError, match="-1 volunteers"):
        made_up_volunteers(-1, districts, np.random.default_rng(1))


def test_districts_without_people_are_refused(districts):
    empty = districts.filter(pl.col("population").is_null())
    with pytest.raises(InputError, match="No district has people"):
        made_up_volunteers(1, empty, np.random.default_rng(1))


def test_one_district_is_enough(districts):
    one = districts.filter(pl.col("district") == "M14")
    assert set(made_up_volunteers(5, one, np.random.default_rng(1))["district"]) == {"M14"}


def test_a_hundred_thousand_people_take_two_seconds_at_most(districts):
    start = time.process_time()
    made_up_volunteers(100_000, districts, np.random.default_rng(1))
    assert time.process_time() - start < 2


# Events


def test_the_same_generator_makes_the_same_events(targets):
    once, again = (
        made_up_events(targets, offers=7_000, rng=np.random.default_rng(5)) for _ in range(2)
    )
    assert once == again


def test_each_seat_has_one_event_when_offers_are_few(targets):
    events = made_up_events(targets, offers=7_000, rng=np.random.default_rng(5))
    assert [event.seat_code for event in events] == targets["seat_code"].to_list()


def test_shifts_are_on_the_last_weekend_in_british_summer_time(targets):
    events = made_up_events(targets, offers=7_000, rng=np.random.default_rng(5))
    shifts = [shift for event in events for shift in event.shifts]
    times = {(s.slot, s.starts_at.isoformat(), s.ends_at.isoformat()) for s in shifts}
    assert times == {
        ("sat-am", "2017-06-03T10:00:00+01:00", "2017-06-03T13:00:00+01:00"),
        ("sat-pm", "2017-06-03T14:00:00+01:00", "2017-06-03T17:00:00+01:00"),
        ("sun-am", "2017-06-04T11:00:00+01:00", "2017-06-04T14:00:00+01:00"),
    }


@pytest.mark.parametrize("offers", [7_000, 140_000])
def test_there_are_about_seven_places_for_five_offers(targets, offers):
    events = made_up_events(targets, offers=offers, rng=np.random.default_rng(5))
    places = [shift.places for event in events for shift in event.shifts]
    assert sum(places) == pytest.approx(1.4 * offers, rel=0.02)
    assert min(places) >= 30
    assert max(places) <= 300


def test_venues_of_one_seat_have_different_names(targets):
    events = made_up_events(targets.head(3), offers=20_000, rng=np.random.default_rng(5))
    venues = [(event.seat_code, event.venue) for event in events]
    # 28,000 places at 200 a shift: 16 venues in each seat, more than there are kinds.
    assert len(venues) == len(set(venues)) == 48


def test_a_seat_keeps_one_venue_if_a_shift_may_be_as_large_as_it_must(targets):
    events = made_up_events(
        targets, offers=140_000, rng=np.random.default_rng(5), most_places=2_000
    )
    assert len(events) == 100


def test_venues_lie_within_two_kilometres_of_the_centre_of_population(targets):
    events = made_up_events(targets, offers=7_000, rng=np.random.default_rng(5))
    for event, seat in zip(events, targets.iter_rows(named=True), strict=True):
        north = (event.lat - seat["lat"]) * 111.195
        east = (event.lon - seat["lon"]) * 111.195 * np.cos(np.radians(seat["lat"]))
        assert np.hypot(north, east) < 2.01


def test_hosts_have_a_first_name_only(targets):
    events = made_up_events(targets, offers=7_000, rng=np.random.default_rng(5))
    assert all(re.fullmatch(r"\w+", event.host) for event in events)


@pytest.mark.parametrize(
    ("seat", "town"),
    [
        ("Derby North", "Derby"),
        ("Sheffield, Hallam", "Hallam"),
        ("Kingston upon Hull West and Hessle", "Kingston upon Hull West and Hessle"),
        ("North East Derbyshire", "North East Derbyshire"),
        ("Central Ayrshire", "Central Ayrshire"),
    ],
)
def test_a_venue_is_called_after_the_place_rather_than_the_half_of_it(seat, town):
    assert town_of(seat) == town


@pytest.mark.parametrize(
    ("seats", "options", "words"),
    [
        (0, {"offers": 10}, "nowhere to hold an event"),
        (2, {"offers": -1}, "-1 offers"),
        (2, {"offers": 10, "most_places": 5}, "most_places is 5"),
    ],
)
def test_events_that_cannot_be_are_refused(targets, seats, options, words):
    with pytest.raises(InputError, match=words):
        made_up_events(targets.head(seats), rng=np.random.default_rng(5), **options)
