"""Making a plan: from rows to the engine and back, whole or not at all."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from groundswell.apps.accounts.scope import scope
from groundswell.apps.dispatch import planning
from groundswell.apps.dispatch.models import Flow, Placement, Plan, PlanSeat, PlanShift
from groundswell.apps.dispatch.planning.inputs import unpacked
from groundswell.apps.dispatch.planning.solving import place
from groundswell.apps.dispatch.tasks import run_plan
from groundswell.apps.elections.models import SeatWeight
from groundswell.apps.events.models import Shift
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.models import Volunteer
from groundswell.engines.dispatch import MODES, check_plan
from groundswell.engines.dispatch.curves import added_value, curves_of
from tests.factories import accounts, dispatch, events

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    organisation = accounts.organisation()
    with scope(organisation.pk):
        yield dispatch.campaign(of=organisation)


@pytest.fixture
def plan(made):
    return dispatch.finished_plan(made)


def test_a_plan_ends_done_with_its_time_and_its_release(plan):
    plan.job.refresh_from_db()
    assert (plan.job.state, plan.job.error) == (Job.State.DONE, "")
    assert plan.made_at is not None
    assert len(plan.inputs_hash) == 64


def test_nobody_is_sent_further_than_they_go_or_when_they_are_not_free(plan):
    placements = Placement.objects.filter(plan=plan).select_related("volunteer", "shift")
    assert placements
    for one in placements:
        assert one.minutes <= one.volunteer.max_minutes
        assert one.shift.slot in one.volunteer.slots.split()


def test_nobody_has_two_shifts_in_one_slot(plan):
    pairs = list(Placement.objects.filter(plan=plan).values_list("volunteer", "shift__slot"))
    assert len(set(pairs)) == len(pairs)


def test_no_shift_gets_more_people_than_places(plan):
    for row in PlanShift.objects.filter(plan=plan).select_related("shift"):
        n = Placement.objects.filter(plan=plan, shift=row.shift).count()
        assert n == row.n_placed <= row.n_places == row.shift.places


def test_two_shifts_at_one_place_and_time_each_keep_to_their_places(made):
    level = made.shifts[6]
    events.shift(at=level.event, slot=level.slot, places=3)
    plan = dispatch.finished_plan(made)
    for row in PlanShift.objects.filter(plan=plan):
        n = Placement.objects.filter(plan=plan, shift=row.shift).count()
        assert n == row.n_placed <= row.n_places


def test_seats_add_up_to_their_shifts(plan):
    for row in PlanSeat.objects.filter(plan=plan):
        shifts = PlanShift.objects.filter(plan=plan, shift__event__seat=row.seat)
        assert row.n_places == sum(shift.n_places for shift in shifts)
        assert row.n_placed == sum(shift.n_placed for shift in shifts)


def test_every_seat_where_the_side_stands_has_a_row(made, plan):
    assert PlanSeat.objects.filter(plan=plan).count() == len(made.seats)
    without_shift = PlanSeat.objects.get(plan=plan, seat=made.seats[-1])
    assert (without_shift.n_places, without_shift.n_placed) == (0, 0)
    assert without_shift.seat_price > 0


def test_flows_carry_everybody_who_is_placed(plan):
    flows = sum(Flow.objects.filter(plan=plan).values_list("n_people", flat=True))
    assert flows == Placement.objects.filter(plan=plan).count() == plan.summary["placed"]


def stored_answer(plan, inputs):
    """The rows of a plan in the engine's own form; persons by the place of their group."""
    position = {shift.id: n for n, shift in enumerate(inputs.shifts)}
    codes = {code: n for n, (code, *_) in enumerate(inputs.districts)}
    ends = np.cumsum(inputs.groups[:, 4])
    seen = Counter()
    person, shift, minutes = [], [], []
    rows = Placement.objects.filter(plan=plan).order_by("volunteer__signed_up_at", "shift__slot")
    place_of = {}
    for row in rows.select_related("volunteer__district"):
        one = row.volunteer
        mask = sum(1 << n for n, slot in enumerate(inputs.slots) if slot in one.slots.split())
        terms = (codes[one.district.code], MODES.index(one.mode), one.max_minutes, mask)
        if one.pk not in place_of:
            group = next(n for n, g in enumerate(inputs.groups) if tuple(g[:4]) == terms)
            place_of[one.pk] = ends[group] - inputs.groups[group, 4] + seen[group]
            seen[group] += 1
        person.append(place_of[one.pk])
        shift.append(position[str(row.shift_id)])
        minutes.append(row.minutes)
    seats = PlanSeat.objects.filter(plan=plan).order_by("seat__code")
    prices = dict(PlanShift.objects.filter(plan=plan).values_list("shift_id", "place_price"))
    kept = place(inputs).plan
    return replace(
        kept,
        person=np.array(person),
        shift=np.array(shift),
        minutes=np.array(minutes),
        seat_price=np.array(seats.values_list("seat_price", flat=True)),
        place_price=np.array([prices[UUID(one.id)] for one in inputs.shifts]),
        objective=plan.summary["objective"],
        upper_bound=plan.summary["upper_bound"],
    )


def test_the_rows_are_the_engines_answer(made, plan):
    """The independent checker recounts from the kept inputs and the stored rows alone."""
    inputs = unpacked(bytes(plan.inputs))
    problem = inputs.problem()
    report = check_plan(problem, stored_answer(plan, inputs))
    assert report.faults == ()
    assert report.objective == pytest.approx(plan.summary["objective"], rel=1e-9)
    assert report.bound >= plan.summary["objective"]


def test_the_level_seat_is_worth_more_than_the_hopeless_and_the_safe(made, plan):
    price = dict(PlanSeat.objects.filter(plan=plan).values_list("seat__code", "seat_price"))
    assert price["S2"] > price["S1"] > price["S0"]
    assert price["S3"] > price["S4"]


def test_a_plan_is_within_its_bound_and_beats_the_nearest(plan):
    s = plan.summary
    assert s["objective"] <= s["upper_bound"]
    assert s["gap"] == pytest.approx(
        (s["upper_bound"] - s["objective"]) / s["upper_bound"], abs=1e-12
    )
    assert s["objective"] >= s["baselines"]["nearest"]["objective"]


def test_the_gain_over_the_evidence_runs_from_none_to_the_strongest(plan):
    s = plan.summary
    assert s["gain_low"] == 0
    assert s["gain_low"] < s["expected_seats_gain"] < s["gain_high"]


def test_the_gain_at_the_assumed_effect_is_that_of_the_seats(plan):
    problem = unpacked(bytes(plan.inputs)).problem()
    placed = dict(PlanSeat.objects.filter(plan=plan).values_list("seat__code", "n_placed"))
    people = np.array([float(placed[code]) for code in sorted(placed)])
    gain = added_value(curves_of(problem), people).sum()
    assert plan.summary["expected_seats_gain"] == pytest.approx(gain, rel=1e-9)


def test_the_figures_add_up(made, plan):
    s = plan.summary
    assert s["people"] == 60
    assert s["places"] == 12 * 8
    assert s["places_open"] == s["places"] - s["placed"]
    assert s["people_placed"] <= s["people_in_reach"] <= s["people"]
    assert s["people_placed"] == (
        Placement.objects.filter(plan=plan).values("volunteer").distinct().count()
    )
    assert (s["shifts"], s["seats"], s["shifts_left_out"]) == (12, 4, 0)


def test_a_seat_of_weight_nought_gets_nobody(made):
    SeatWeight.objects.create(organisation=made.organisation, seat=made.seats[2], weight=0.0)
    plan = dispatch.finished_plan(made)
    row = PlanSeat.objects.get(plan=plan, seat=made.seats[2])
    assert (row.weight, row.n_placed) == (0.0, 0)


def test_conversations_without_effect_send_nobody(made):
    plan = dispatch.finished_plan(made, votes_per_contact=0.0)
    assert plan.summary["placed"] == 0
    assert plan.summary["gap"] == 0
    assert not Placement.objects.filter(plan=plan).exists()


def test_the_same_inputs_give_the_same_plan(made, plan):
    again = dispatch.finished_plan(made)
    assert again.inputs_hash == plan.inputs_hash
    rows = [
        sorted(Placement.objects.filter(plan=one).values_list("volunteer", "shift"))
        for one in (plan, again)
    ]
    assert rows[0] == rows[1]


def test_a_plan_repeated_from_its_inputs_gains_the_same(made, plan):
    Volunteer.objects.all().delete()
    Shift.objects.update(places=1)
    repeated = planning.repeat(plan)
    assert repeated.is_equal
    assert repeated.objective == plan.summary["objective"]


def test_a_plan_whose_objective_was_changed_is_not_equal_when_repeated(plan):
    plan.summary["objective"] *= 1.001
    assert not planning.repeat(plan).is_equal


def test_a_plan_that_is_stopped_leaves_nothing_behind(made):
    plan = dispatch.asked_plan(made)
    Job.objects.filter(pk=plan.job_id).update(cancel_asked=True)
    run_plan.call(str(plan.job_id))

    plan.refresh_from_db()
    plan.job.refresh_from_db()
    assert plan.job.state == Job.State.CANCELLED
    assert (plan.made_at, plan.summary, plan.inputs) == (None, None, None)
    for model in (PlanSeat, PlanShift, Placement, Flow):
        assert not model.objects.filter(plan=plan).exists()


def test_a_plan_that_can_no_longer_be_made_says_why(made):
    plan = dispatch.asked_plan(made)
    Volunteer.objects.all().delete()
    run_plan.call(str(plan.job_id))

    plan.job.refresh_from_db()
    assert plan.job.state == Job.State.FAILED
    assert "Nobody has offered help" in plan.job.error
    assert Plan.objects.get(pk=plan.pk).made_at is None


def test_a_plan_handed_to_a_second_worker_is_made_once(made, plan):
    before = plan.made_at
    run_plan.call(str(plan.job_id))
    plan.refresh_from_db()
    assert plan.made_at == before


def test_who_signed_up_first_is_placed_first_among_equals(made):
    Shift.objects.update(places=1)
    plan = dispatch.finished_plan(made, min_team=1)
    placed = set(Placement.objects.filter(plan=plan).values_list("volunteer_id", flat=True))
    terms: dict[tuple, list[bool]] = {}
    for one in Volunteer.objects.order_by("signed_up_at"):
        terms.setdefault((one.district_id, one.slots), []).append(one.pk in placed)
    for flags in terms.values():
        assert flags == sorted(flags, reverse=True)
