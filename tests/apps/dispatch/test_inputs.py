"""What is kept with a plan so that it can be repeated."""

import gzip
import json
from uuid import UUID

import numpy as np
import pytest
from django.utils import timezone

from groundswell.apps.accounts.scope import scope
from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.planning.inputs import fingerprint, unpacked
from groundswell.apps.dispatch.planning.reading import read_inputs
from groundswell.apps.elections.models import SeatWeight
from groundswell.errors import InputError
from tests.factories import accounts, dispatch, elections, events

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    organisation = accounts.organisation()
    with scope(organisation.pk):
        yield dispatch.campaign(of=organisation, people=60)


def read(made, **assumed):
    return read_inputs(
        forecast=made.forecast, side=made.side, assumptions=PlanAssumptions(**assumed),
        at=timezone.now(),
    )  # fmt: skip


def test_inputs_come_back_as_they_were_kept(made):
    inputs = read(made, min_team=3).inputs
    again = unpacked(inputs.packed())
    assert (again.assumptions, again.slots, again.seats, again.shifts, again.districts) == (
        inputs.assumptions, inputs.slots, inputs.seats, inputs.shifts, inputs.districts,
    )  # fmt: skip
    assert np.array_equal(again.groups, inputs.groups)


def test_the_same_inputs_have_the_same_bytes(made):
    assert read(made).inputs.packed() == read(made).inputs.packed()


def test_the_fingerprint_changes_with_one_place(made):
    before = fingerprint(read(made).inputs.packed())
    made.shifts[0].places += 1
    made.shifts[0].save()
    assert fingerprint(read(made).inputs.packed()) != before


def test_no_person_is_kept(made):
    kept = gzip.decompress(read(made).inputs.packed()).decode()
    for volunteer in made.volunteers:
        assert str(volunteer.pk) not in kept
        assert volunteer.person.email not in kept
    # Sixty people, but only as many rows as there are districts and terms.
    assert len(json.loads(kept)["groups"]) == 3


def test_groups_count_everybody_once(made):
    given = read(made)
    assert given.inputs.groups[:, 4].sum() == 60
    assert len(set(given.people)) == 60
    assert sorted(given.signed_up.tolist()) == list(range(60))


def test_people_of_a_group_stand_in_the_order_in_which_they_signed_up(made):
    given = read(made)
    n_first = given.inputs.groups[0, 4]
    assert np.all(np.diff(given.signed_up[:n_first]) > 0)


def test_each_person_of_the_problem_is_the_volunteer_of_that_place(made):
    given = read(made)
    problem = given.inputs.problem()
    by_pk = {volunteer.pk: volunteer for volunteer in made.volunteers}
    bit = {slot: 1 << n for n, slot in enumerate(given.inputs.slots)}
    for n, pk in enumerate(given.people):
        one = by_pk[pk if isinstance(pk, UUID) else UUID(pk)]
        assert (problem.volunteers.lon[n], problem.volunteers.lat[n]) == (
            one.district.lon, one.district.lat,
        )  # fmt: skip
        assert problem.volunteers.slots[n] == sum(bit[slot] for slot in one.slots.split())


def test_a_seats_lead_is_its_margin_times_the_votes_cast(made):
    seat = read(made).inputs.seats[1]
    # Seat 1: 6 points behind with a spread of 12 points, of 45,000 votes.
    assert (seat.code, seat.weight) == ("S1", 1.0)
    assert seat.lead_votes == pytest.approx(-2_700)
    assert seat.lead_sd == pytest.approx(5_400)
    assert seat.reachable == pytest.approx(27_000)


def test_weights_are_taken_from_the_seats(made):
    SeatWeight.objects.create(organisation=made.organisation, seat=made.seats[2], weight=2.5)
    assert [seat.weight for seat in read(made).inputs.seats] == [1, 1, 2.5, 1, 1]


def test_places_are_scaled_by_the_percentage(made):
    assert set(read(made, places_percent=150).inputs.problem().shifts.places) == {12}


def test_a_shift_in_a_seat_where_the_side_does_not_stand_is_left_out(made):
    events.shift(at=events.event(of=made.organisation, seat=elections.seat("NI1")))
    given = read(made)
    assert given.n_left_out == 1
    assert len(given.inputs.shifts) == 12


def test_people_who_are_free_in_no_slot_on_offer_are_counted_all_the_same(made):
    events.volunteer(of=made.organisation, district=elections.district("D0"), slots="mon-pm")
    given = read(made)
    assert given.inputs.groups[:, 4].sum() == 61
    assert (given.inputs.groups[:, 3] == 0).sum() == 1


def test_inputs_of_another_version_are_refused(made):
    kept = json.loads(gzip.decompress(read(made).inputs.packed()))
    kept["version"] = 99
    with pytest.raises(InputError, match="version 99"):
        unpacked(gzip.compress(json.dumps(kept).encode()))


def test_without_volunteers_nothing_can_be_read(made):
    for volunteer in made.volunteers:
        volunteer.delete()
    with pytest.raises(InputError, match="Nobody has offered help"):
        read(made)
