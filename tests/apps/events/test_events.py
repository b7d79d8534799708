"""Events and shifts: storing many, changing places, which of them count."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from groundswell.apps.accounts.scope import NoScope, scope
from groundswell.apps.audit.models import Entry
from groundswell.apps.events import actions, queries
from groundswell.apps.events.demo_events import DemoEvent, DemoShift
from groundswell.apps.events.models import Event, Shift
from groundswell.errors import InputError
from tests.factories import accounts, elections, events

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
SATURDAY = datetime(2017, 6, 3, 10, tzinfo=LONDON)
POLLING_DAY = date(2017, 6, 8)


@pytest.fixture
def organisation():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


@pytest.fixture
def shift(organisation):
    return events.shift(at=events.event(of=organisation, seat=elections.seat()), places=40)


def demo_event(code, *, places=30):
    three_hours = timedelta(hours=3)
    return DemoEvent(
        seat_code=code, seat_name="Northby", name="Canvassing in Northby", venue="Library steps",
        host="Aled", lon=-1.5, lat=53.0,
        shifts=tuple(
            DemoShift(slot, SATURDAY, SATURDAY + three_hours, places)
            for slot in ("sat-am", "sat-pm")
        ),
    )  # fmt: skip


def test_places_are_changed_and_written_down(organisation, shift):
    maya = accounts.member(of=organisation)
    actions.set_places(by=maya, shift=shift, places=55)

    assert Shift.objects.get(pk=shift.pk).places == 55
    entry = Entry.objects.get(action="shift.places-set")
    assert (entry.actor_id, entry.detail) == (maya.pk, {"before": 40, "after": 55})


def test_setting_the_same_places_again_writes_nothing_down(organisation, shift):
    actions.set_places(by=accounts.member(of=organisation), shift=shift, places=40)
    assert not Entry.objects.filter(action="shift.places-set").exists()


@pytest.mark.parametrize("places", [-1, 100_001, 10**12])
def test_impossible_numbers_of_places_are_refused(organisation, shift, places):
    with pytest.raises(InputError, match="100,000"):
        actions.set_places(by=accounts.member(of=organisation), shift=shift, places=places)
    assert Shift.objects.get(pk=shift.pk).places == 40


@pytest.mark.parametrize("places", [0, 100_000])
def test_the_fewest_and_the_most_places_are_taken(organisation, shift, places):
    actions.set_places(by=accounts.member(of=organisation), shift=shift, places=places)
    assert Shift.objects.get(pk=shift.pk).places == places


def test_many_events_are_stored_with_their_shifts(organisation):
    seat = elections.seat()
    n = actions.add_events(organisation=organisation, rows=[demo_event(seat.code)] * 3)

    assert n == 3
    assert Event.objects.filter(seat=seat, is_published=True).count() == 3
    assert sorted(Shift.objects.values_list("slot", "places")) == [
        *[("sat-am", 30)] * 3, *[("sat-pm", 30)] * 3,
    ]  # fmt: skip


def test_an_event_in_an_unknown_seat_stores_nothing(organisation):
    seat = elections.seat()
    with pytest.raises(InputError, match="1 seats of these events aren't loaded, the first Q1"):
        actions.add_events(
            organisation=organisation, rows=[demo_event(seat.code), demo_event("Q1")]
        )
    assert not Event.objects.exists()


def test_events_with_impossible_places_store_nothing(organisation):
    seat = elections.seat()
    with pytest.raises(InputError, match="outside 0 to 100,000, the first -3"):
        actions.add_events(organisation=organisation, rows=[demo_event(seat.code, places=-3)])
    assert not Event.objects.exists()


def test_a_shift_counts_until_it_begins(shift):
    def on_offer(at):
        return list(queries.shifts_on_offer(polling_day=POLLING_DAY, at=at))

    assert on_offer(shift.starts_at - timedelta(minutes=1)) == [shift]
    assert on_offer(shift.starts_at) == []


def test_after_the_election_all_of_its_shifts_count(shift):
    long_after = datetime(2026, 1, 1, tzinfo=LONDON)
    assert list(queries.shifts_on_offer(polling_day=POLLING_DAY, at=long_after)) == [shift]


def test_a_shift_after_polling_day_never_counts(organisation):
    late = datetime(2017, 6, 9, 10, tzinfo=LONDON)
    events.shift(
        at=events.event(of=organisation, seat=elections.seat()),
        starts_at=late, ends_at=late + timedelta(hours=3),
    )  # fmt: skip
    assert not queries.shifts_on_offer(polling_day=POLLING_DAY, at=SATURDAY).exists()
    assert not queries.shifts_on_offer(polling_day=POLLING_DAY, at=late).exists()


def test_a_draft_event_offers_no_shifts(organisation):
    events.shift(at=events.event(of=organisation, seat=elections.seat(), is_published=False))
    assert not queries.published_shifts().exists()


def test_shifts_cannot_be_read_without_saying_whose():
    with pytest.raises(NoScope):
        queries.published_shifts()
