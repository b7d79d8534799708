"""The public page "Where am I needed?".

The example: a district at 53.19 north and meeting places straight north of it, so that distances
can be worked out by hand. 0.1 degrees of latitude are 6371.0088 × π / 1800 = 11.1195 km; by car
that takes 5 + 1.3 × 11.1195 × 60 / 45 = 24.27 minutes, and each further 0.1 degrees 19.27 more.
The plan's travel price is 1e-6 seats a minute:

    seat      degrees  minutes  price   place price  worth, in millionths of a seat
    Near      0.1      24.27    100     0             75.73
    Crowded   0.15     33.91    300     200           66.09
    Middle    0.2      43.55    150     0            106.45
    Far       0.3      62.82    160     0             97.18
    Remote    1.0      197.7    900     0            702.3, but out of everybody's reach by car
"""

import logging
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.scope import scope
from groundswell.apps.dispatch.models import Plan, PlanSeat, PlanShift
from groundswell.apps.elections.models import Forecast
from groundswell.apps.events.models import Event, Shift
from groundswell.apps.jobs.models import Job
from groundswell.apps.places.models import Outline
from tests.factories import accounts, elections, events

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
SATURDAY = (datetime.now(LONDON) + timedelta(days=20)).replace(
    hour=10, minute=0, second=0, microsecond=0
)
SUNDAY = SATURDAY + timedelta(days=1)
POLLING_DAY = (SATURDAY + timedelta(days=5)).date()
PLACES = {"Near": 0.1, "Crowded": 0.15, "Middle": 0.2, "Far": 0.3, "Remote": 1.0}
PRICES = {"Near": 100, "Crowded": 300, "Middle": 150, "Far": 160, "Remote": 900}
CHANCES = {"Near": 0.41, "Crowded": 0.5, "Middle": 0.64, "Far": 0.002, "Remote": 0.5}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def campaign():
    """An organisation with one shift of three hours in each of five seats, and a chosen side."""
    made = accounts.organisation(name="Harbour Lights", slug="harbour")
    elections.district("CH1", lat=53.19, lon=-2.89, town="Chester")
    target, base = elections.election(POLLING_DAY), elections.election(date(2015, 5, 7))
    elections.side_choice(of=made, side=elections.party("NTH"), target=target, base=base)
    for name, north in PLACES.items():
        seat = elections.seat(name=name, lat=53.19 + north, lon=-2.89)
        event = events.event(of=made, seat=seat, venue=f"Library, {name}")
        begins = SUNDAY if name == "Far" else SATURDAY
        events.shift(at=event, starts_at=begins, ends_at=begins + timedelta(hours=3))
    return made


@pytest.fixture
def plan(campaign):
    return make_plan(campaign, prices=PRICES)


def make_plan(organisation, *, prices, number=1, side="NTH", place_prices=None, placed=None):
    """A finished plan with the prices given, in millionths of a seat, by seat."""
    place_prices = {"Crowded": 200} if place_prices is None else place_prices
    election, base = elections.election(POLLING_DAY), elections.election(date(2015, 5, 7))
    with scope(organisation.pk):
        jobs = [Job(organisation=organisation, kind=kind) for kind in ("forecast", "plan")]
        for job in jobs:
            job.save()
        forecast = Forecast(
            organisation=organisation, job=jobs[0], election=election, base=base, n_draws=1,
            seed=1, release="0", scenarios={}, majority=1, made_at=SATURDAY,
        )  # fmt: skip
        forecast.save()
        made = Plan(
            organisation=organisation, job=jobs[1], number=number, forecast=forecast,
            side=elections.party(side), assumptions={"travel_price": 1e-6}, release="0",
            made_at=SATURDAY, summary={},
        )  # fmt: skip
        made.save()
        for shift in Shift.objects.select_related("event__seat"):
            name = shift.event.seat.name
            price = prices[name] / 1e6
            PlanShift.objects.create(
                plan=made, shift=shift, n_places=shift.places, seat_price=price,
                n_placed=(placed or {}).get(name, 0),
                place_price=place_prices.get(name, 0) / 1e6,
            )  # fmt: skip
            PlanSeat.objects.get_or_create(
                plan=made, seat=shift.event.seat,
                defaults={
                    "weight": 1, "n_places": 40, "n_placed": 0, "n_nearest": 0,
                    "seat_price": price, "p_before": CHANCES[name], "p_after": CHANCES[name],
                },
            )  # fmt: skip
    return made


def look(client, organisation, **query):
    return client.get(reverse("finder", args=[organisation.slug]), query)


def text_of(response):
    """What a reader sees, in one line."""
    html = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def offered(response):
    """The seats of the numbered offers, best first."""
    return [offer.shift.seat_name for offer in response.context["answer"].offers]


def test_the_best_three_are_those_worked_out_by_hand(client, campaign, plan):
    response = look(client, campaign, postcode="CH1", minutes=90)

    assert offered(response) == ["Middle", "Far", "Near"]
    first, second, third = response.context["answer"].offers
    assert [first.minutes, second.minutes, third.minutes] == pytest.approx(
        [43.55, 62.82, 24.27], abs=0.01
    )
    assert [first.worth, second.worth, third.worth] == pytest.approx(
        [106.45e-6, 97.18e-6, 75.73e-6], abs=1e-8
    )


def test_the_reasons_are_in_plain_words(client, campaign, plan):
    words = text_of(look(client, campaign, postcode="CH1", minutes=90))

    # 150 / 100 and 160 / 100; 0.64 of the draws; 0.002 is no "0 in 100".
    assert "1.5 times as much as your nearest. The forecast gives it 64 in 100, and" in words
    assert "1.6 times as much as your nearest. The forecast gives it less than 1 in 100." in words
    assert "This is also your nearest. The forecast gives it 41 in 100." in words
    assert "About 44 min by car." in words
    assert "Best for you, from Chester" in words
    # 24.27 minutes at 1 millionth each.
    assert "Near 100 −24 76" in words


def test_a_shorter_limit_leaves_out_what_is_beyond_it(client, campaign, plan):
    assert offered(look(client, campaign, postcode="CH1", minutes=60)) == [
        "Middle", "Near", "Crowded",
    ]  # fmt: skip


def test_the_way_one_travels_changes_the_answer(client, campaign, plan):
    # By bus 0.1 degrees take 12 + 1.3 × 11.1195 × 60 / 24 = 48.1 minutes, 0.15 take 66.2.
    assert offered(look(client, campaign, postcode="CH1", mode="transit", minutes=60)) == ["Near"]


def test_a_chosen_day_leaves_out_the_others(client, campaign, plan):
    response = look(client, campaign, postcode="CH1", minutes=90, on=SUNDAY.date().isoformat())
    assert offered(response) == ["Far"]
    assert "Your nearest is also the best for you." in text_of(response)


def test_a_link_to_days_that_are_past_shows_any_day(client, campaign, plan):
    response = look(client, campaign, postcode="CH1", minutes=90, on=["2017-06-03", "junk"])
    assert offered(response) == ["Middle", "Far", "Near"]


def test_a_new_plan_for_another_side_changes_the_answer_with_the_side(client, campaign, plan):
    turned = {"Near": 500, "Crowded": 10, "Middle": 20, "Far": 30, "Remote": 0}
    make_plan(campaign, prices=turned, number=2, side="STH", place_prices={})
    assert offered(look(client, campaign, postcode="CH1"))[0] == "Middle"

    with scope(campaign.pk):
        choice = campaign.sidechoice_set.get()
        choice.side = elections.party("STH")
        choice.save()
    response = look(client, campaign, postcode="CH1")

    # Crowded and Middle aren't worth the 34 and 44 minutes.
    assert offered(response) == ["Near"]


def test_without_a_plan_for_the_side_the_page_says_so_and_shows_the_nearest(client, campaign):
    make_plan(campaign, prices=PRICES, side="STH")
    response = look(client, campaign, postcode="CH1")

    assert offered(response) == ["Near", "Crowded", "Middle"]
    words = text_of(response)
    assert "isn’t worked out yet" in words
    assert "most needed" not in words
    assert "times" not in words
    assert "How these were chosen" not in words


def test_a_seat_is_offered_once_while_three_seats_are_in_reach(client, campaign):
    with scope(campaign.pk):
        middle = Event.objects.get(seat__name="Middle")
        events.shift(at=middle, starts_at=SUNDAY, ends_at=SUNDAY + timedelta(hours=3))
    make_plan(campaign, prices=PRICES)

    assert offered(look(client, campaign, postcode="CH1", minutes=90)) == ["Middle", "Far", "Near"]
    # Within 60 minutes there are three seats; with one of them gone, Middle comes twice.
    with scope(campaign.pk):
        Event.objects.filter(seat__name="Crowded").update(is_published=False)
    cache.clear()
    assert offered(look(client, campaign, postcode="CH1", minutes=60)) == [
        "Middle", "Middle", "Near",
    ]  # fmt: skip


def test_a_full_shift_is_not_offered_even_if_it_is_the_nearest(client, campaign):
    make_plan(campaign, prices=PRICES, placed={"Near": 40, "Middle": 40})
    response = look(client, campaign, postcode="CH1", minutes=90)

    assert offered(response) == ["Far", "Crowded"]
    assert response.context["answer"].nearest.shift.seat_name == "Crowded"


def test_the_nearest_stands_alone_when_three_are_better(client, campaign):
    make_plan(campaign, prices=PRICES | {"Crowded": 290}, place_prices={})
    response = look(client, campaign, postcode="CH1", minutes=90)

    assert offered(response) == ["Crowded", "Middle", "Far"]
    words = text_of(response)
    assert re.search(r"Your nearest Near \w+day", words)
    assert "Also worth your time: many places left" in words


def test_places_left_are_many_or_few_and_never_a_number(client, campaign):
    # 40 places: 35 taken leave 5, which is few; 34 taken leave 6.
    make_plan(campaign, prices=PRICES, placed={"Middle": 35, "Near": 34})
    response = look(client, campaign, postcode="CH1", minutes=60)

    room = {o.shift.seat_name: o.shift.has_many_places for o in response.context["answer"].offers}
    assert room == {"Middle": False, "Near": True, "Crowded": True}
    words = text_of(response)
    assert "Few places left" in words
    assert not re.search(r"\d+ (more )?(places|people)", words.replace("50,000 people", ""))


def test_more_that_the_longer_way_eats_up_is_said_to_be_less(client, campaign):
    # Middle: 110 − 43.55 = 66.45; Near: 100 − 24.27 = 75.73.
    make_plan(campaign, prices=PRICES | {"Middle": 110}, place_prices={"Crowded": 299})
    response = look(client, campaign, postcode="CH1", minutes=60)

    assert offered(response) == ["Near", "Middle"]
    assert "1.1 times as much as your nearest, less the longer way." in text_of(response)


def test_a_nearest_that_is_hardly_in_doubt_is_said_to_be(client, campaign):
    make_plan(campaign, prices=PRICES | {"Near": 0}, place_prices={})
    words = text_of(look(client, campaign, postcode="CH1", minutes=60))
    assert "Your nearest is hardly in doubt; this one is." in words


def test_where_nothing_is_worth_the_way_only_the_nearest_is_shown(client, campaign):
    make_plan(campaign, prices=dict.fromkeys(PLACES, 1), place_prices={})
    response = look(client, campaign, postcode="CH1")
    assert offered(response) == []
    words = text_of(response)
    assert "Near you the result is hardly in doubt" in words
    assert "Also worth your time" not in words


def test_when_nothing_is_in_reach_the_next_limit_that_helps_is_offered(client, campaign, plan):
    elections.district("SY1", lat=52.99, lon=-2.89, town="Shrewsbury")
    # 0.3 degrees to Near: 62.8 minutes; to Crowded 72.5, to Middle 82.1, to Far 101.4.
    response = look(client, campaign, postcode="SY1", minutes=30)

    assert offered(response) == []
    words = text_of(response)
    assert "No shift with places left within 30 minutes" in words
    assert "The nearest is in Near, about 63 minutes away." in words
    link = re.search(r'href="([^"]+)">Look up to 90 minutes away', response.content.decode())
    further = client.get(link[1].replace("&amp;", "&"))
    assert offered(further) == ["Middle", "Near", "Crowded"]


def test_when_even_the_largest_limit_is_too_short_the_nearest_is_still_shown(
    client, campaign, plan
):
    elections.district("PL1", lat=50.4, lon=-4.1, town="Plymouth")
    words = text_of(look(client, campaign, postcode="PL1"))
    assert "too far for a day out and back" in words
    assert "Look up to" not in words


def test_shifts_that_have_begun_or_are_not_published_are_no_answer(client, campaign, plan):
    with scope(campaign.pk):
        Event.objects.filter(seat__name="Middle").update(is_published=False)
        Shift.objects.filter(event__seat__name="Near").update(
            starts_at=SATURDAY - timedelta(days=40), ends_at=SATURDAY - timedelta(days=39)
        )
    assert offered(look(client, campaign, postcode="CH1", minutes=90)) == ["Far", "Crowded"]


def test_a_page_without_a_question_teaches_in_a_sentence(client, campaign, plan):
    response = look(client, campaign)
    assert response.status_code == 200
    assert "Type the first half of your postcode" in text_of(response)
    assert "Harbour Lights" in text_of(response)


def test_an_organisation_without_shifts_says_what_will_be_here(client):
    empty = accounts.organisation()
    assert "No shift is open yet" in text_of(look(client, empty))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type your postcode"),
        ("CH", "The number is missing"),
        ("ZE9", "We don’t know a postcode ZE9"),
        ("CH12", "Did you mean CH1?"),
        ("BFPO 1", "no place on the map"),
        ('"><script>alert(1)</script>', "can’t be read"),
        ("x" * 5000, "can’t be read"),
        ("CH1\x00", "Null characters"),
    ],
)
def test_a_postcode_that_cannot_be_used_is_kept_and_explained(client, campaign, plan, typed, words):
    response = look(client, campaign, postcode=typed, mode="transit", minutes=150)

    assert response.status_code == 422
    html = response.content.decode()
    assert words in text_of(response)
    assert "<title>Error: " in html
    assert 'class="error-list" role="alert"' in html
    assert "<script>alert" not in html
    assert response.context["form"]["postcode"].value() == typed
    assert response.context["form"]["mode"].value() == "transit"
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize("query", [{"mode": "rocket"}, {"minutes": "1e9"}, {"minutes": "-1"}])
def test_a_way_or_a_limit_that_was_not_offered_is_refused(client, campaign, plan, query):
    assert look(client, campaign, postcode="CH1", **query).status_code == 422


def test_a_whole_postcode_goes_no_further_than_the_form(client, campaign, plan, caplog):
    with caplog.at_level(logging.DEBUG):
        response = look(client, campaign, postcode="ch1 2hb")
        refused = look(client, campaign, postcode="zz99 9zz")

    assert refused.status_code == 422
    for typed in ("2hb", "9zz"):
        assert typed not in caplog.text.lower()
    html = response.content.decode()
    assert html.lower().count("2hb") == 1
    assert re.search(r'<input[^>]+value="ch1 2hb"', html)
    assert response.headers["HX-Push-Url"].startswith("/where/harbour/?postcode=CH1&")
    assert 'data-map-url="/where/harbour/map.json?postcode=CH1&amp;' in html


def test_answers_are_kept_by_nobody_and_tell_nobody_where_the_reader_came_from(
    client, campaign, plan
):
    for name in ("finder", "finder-map"):
        response = client.get(reverse(name, args=[campaign.slug]), {"postcode": "CH1"})
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert not response.cookies


def test_nothing_personal_is_on_the_page(client, campaign, plan):
    district = elections.district("CH1")
    person = events.volunteer(of=campaign, district=district).person
    member = accounts.member(of=campaign, name="Tariq Aziz")
    with scope(campaign.pk):
        Event.objects.update(host_name="Bethan")
    response = look(client, campaign, postcode="CH1")
    map_json = client.get(reverse("finder-map", args=[campaign.slug]), {"postcode": "CH1"})

    for page in (response.content.decode(), map_json.content.decode()):
        for secret in (person.first_name, person.email, member.name, member.email, "Bethan"):
            assert secret not in page


def test_another_organisations_shifts_are_never_an_answer(client, campaign, plan):
    other = accounts.organisation()
    assert "No shift is open yet" in text_of(look(client, other, postcode="CH1"))


def test_an_answer_takes_five_queries_and_four_once_the_shifts_are_known(
    client, campaign, plan, django_assert_num_queries
):
    with django_assert_num_queries(5):
        look(client, campaign, postcode="CH1")
    with django_assert_num_queries(4):
        look(client, campaign, postcode="CH1")


def test_a_part_is_enough_for_a_page_that_is_there(client, campaign, plan):
    response = client.get(
        reverse("finder", args=[campaign.slug]), {"postcode": "CH1"}, headers={"HX-Request": "true"}
    )
    html = response.content.decode()
    assert "<html" not in html
    assert html.count('id="finder"') == 1
    assert "<title>Where am I needed? · Harbour Lights</title>" in html
    assert "HX-Request" in response.headers["Vary"]


def test_a_part_that_went_wrong_asks_for_the_whole_page_which_says_so(client, campaign, plan):
    response = client.get(
        reverse("finder", args=[campaign.slug]), {"postcode": "CH"}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 422
    assert response.headers["HX-Redirect"] == "/where/harbour/?postcode=CH"


def test_the_map_shows_you_the_numbered_offers_and_the_nearest(client, campaign):
    make_plan(campaign, prices=PRICES | {"Crowded": 290}, place_prices={})
    answer = client.get(
        reverse("finder-map", args=[campaign.slug]), {"postcode": "CH1", "minutes": 90}
    ).json()

    assert answer["you"] == [-2.89, 53.19]
    assert [(spot["label"], spot["name"]) for spot in answer["spots"]] == [
        ("1", "Crowded"), ("2", "Middle"), ("3", "Far"), ("", "Near, your nearest"),
    ]  # fmt: skip
    assert [line["to"] for line in answer["lines"]] == [
        pytest.approx([-2.89, lat]) for lat in (53.34, 53.39, 53.49)
    ]
    west, south, east, north = answer["bounds"]
    assert west < -2.89 < east
    assert south < 53.19
    assert north > 53.49
    assert answer["land"] is None
    assert answer["dots"] == [[-2.89, 53.19]]


def test_the_map_shows_outlines_where_they_are_loaded(client, campaign, plan):
    with scope(campaign.pk):
        for event in Event.objects.select_related("seat__area"):
            ring = '{"type": "Polygon", "coordinates": [[[-3, 53], [-2, 53], [-2, 54], [-3, 53]]]}'
            Outline.objects.create(area=event.seat.area, geometry=ring)
    answer = client.get(
        reverse("finder-map", args=[campaign.slug]), {"postcode": "CH1", "minutes": 60}
    ).json()

    picked = [part["properties"].get("class") for part in answer["land"]["features"]]
    # Near, Middle and Crowded are on offer; Far is only near by.
    assert sorted(picked, key=str) == [None, "pick", "pick", "pick"]
    assert answer["dots"] == []


def test_the_map_of_nonsense_is_refused(client, campaign, plan):
    response = client.get(reverse("finder-map", args=[campaign.slug]), {"postcode": "nowhere"})
    assert response.status_code == 422


def test_the_page_says_the_map_in_words(client, campaign, plan):
    html = look(client, campaign, postcode="CH1", minutes=90).content.decode()
    assert "1 Middle, north. 2 Far, north. 3 Near, north." in html


def test_a_shift_goes_into_a_calendar_in_the_worlds_time(client, campaign):
    with scope(campaign.pk):
        shift = Shift.objects.get(event__seat__name="Near")
        Event.objects.filter(pk=shift.event_id).update(venue="Hall; door B, " + "é" * 60)
    response = client.get(reverse("finder-calendar", args=[campaign.slug, shift.pk]))
    text = response.content.decode()

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"DTSTART:{shift.starts_at:%Y%m%dT%H%M%S}Z\r\n" in text
    unfolded = text.replace("\r\n ", "")
    assert "LOCATION:Hall\\; door B\\, " + "é" * 60 + "\r\n" in unfolded
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_a_shift_that_is_not_published_has_no_calendar_entry(client, campaign):
    with scope(campaign.pk):
        Event.objects.update(is_published=False)
        shift = Shift.objects.first()
    response = client.get(reverse("finder-calendar", args=[campaign.slug, shift.pk]))
    assert response.status_code == 404


def test_the_only_organisations_finder_is_found_without_its_name(client, campaign):
    response = client.get(reverse("finder-any"))
    assert response.headers["Location"] == "/where/harbour/"


def test_with_two_organisations_the_reader_chooses(client, campaign):
    accounts.organisation(name="Second Harbour")
    words = text_of(client.get(reverse("finder-any")))
    assert "Harbour Lights" in words
    assert "Second Harbour" in words


def test_an_organisation_that_does_not_exist_is_not_found(client, db):
    assert client.get("/where/nobody/").status_code == 404


def test_the_page_only_reads(client, campaign):
    assert Client().post(reverse("finder", args=[campaign.slug])).status_code == 405
