"""Asking for plans, accepting them, which one holds, and what has changed since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.models import Entry
from groundswell.apps.dispatch import actions, queries
from groundswell.apps.dispatch.models import Placement, Plan
from groundswell.apps.dispatch.queries.changes import changes_since
from groundswell.apps.elections import actions as elections_actions
from groundswell.apps.elections.models import Forecast, SeatWeight
from groundswell.apps.events.models import Event, Shift
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.models import Volunteer
from groundswell.errors import InputError
from tests.factories import accounts, dispatch, elections, events

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


@pytest.fixture
def made(organisation):
    return dispatch.campaign(of=organisation)


@pytest.fixture
def maya(organisation):
    return accounts.member(of=organisation)


def start(made, by=None):
    return actions.start_plan(by=by, organisation=made.organisation)


def test_plans_are_numbered_one_by_one(made):
    assert [start(made).number for _ in range(3)] == [1, 2, 3]


def test_asking_for_a_plan_is_written_down_with_what_it_assumes(made, maya):
    plan = start(made, by=maya)
    entry = Entry.objects.get(action="plan.asked")
    assert (entry.actor_id, entry.about_id) == (maya.pk, str(plan.pk))
    assert entry.detail["votes_per_contact"] == 0.025
    assert (plan.job.state, plan.job.asked_by) == (Job.State.WAITING, maya)


def take_people(made):
    Volunteer.objects.all().delete()


def take_shifts(made):
    Event.objects.update(is_published=False)


def take_forecast(made):
    Forecast.objects.all().delete()


@pytest.mark.parametrize(
    ("take", "words"),
    [
        (take_people, "Nobody has offered help"),
        (take_shifts, "No shift is on offer"),
        (take_forecast, "There is no forecast yet"),
    ],
)
def test_what_is_missing_is_said_and_nothing_begins(made, take, words):
    take(made)
    with pytest.raises(InputError, match=words):
        start(made)
    assert not Plan.objects.exists()
    assert not Job.objects.filter(kind="plan").exists()


def test_everything_that_is_missing_is_said_at_once(made):
    take_people(made)
    take_shifts(made)
    with pytest.raises(InputError, match=r"Nobody has offered help.*No shift is on offer"):
        start(made)


def test_without_a_side_nothing_can_be_planned(organisation):
    with pytest.raises(InputError, match="no side"):
        actions.start_plan(by=None, organisation=organisation)


def test_a_finished_plan_can_be_accepted_and_that_undone(made, maya):
    plan = dispatch.finished_plan(made)
    actions.accept_plan(by=maya, plan=plan)
    plan.refresh_from_db()
    assert (plan.accepted_by, plan.accepted_at is not None) == (maya, True)

    actions.withdraw_acceptance(by=maya, plan=plan)
    plan.refresh_from_db()
    assert (plan.accepted_by, plan.accepted_at) == (None, None)
    said = Entry.objects.filter(about_id=str(plan.pk)).order_by("number")
    assert [entry.action for entry in said][-2:] == [
        "plan.accepted", "plan.acceptance-withdrawn",
    ]  # fmt: skip


def test_an_unfinished_plan_cannot_be_accepted(made, maya):
    with pytest.raises(InputError, match="isn't finished"):
        actions.accept_plan(by=maya, plan=start(made))


def test_accepting_one_plan_withdraws_the_other_of_the_same_side(made, maya):
    first, second = dispatch.finished_plan(made), dispatch.finished_plan(made)
    actions.accept_plan(by=maya, plan=first)
    actions.accept_plan(by=maya, plan=second)
    assert list(Plan.objects.filter(accepted_at__isnull=False)) == [second]


def test_accepting_twice_is_written_down_once(made, maya):
    plan = dispatch.finished_plan(made)
    actions.accept_plan(by=maya, plan=plan)
    actions.accept_plan(by=maya, plan=plan)
    assert Entry.objects.filter(action="plan.accepted").count() == 1


def test_old_plans_that_nobody_accepted_forget_their_people(made, maya):
    first = dispatch.finished_plan(made)
    actions.accept_plan(by=maya, plan=first)
    old, *newer = (dispatch.finished_plan(made) for _ in range(4))
    kept = set(Placement.objects.values_list("plan", flat=True))
    assert kept == {first.pk, *(plan.pk for plan in newer)}
    with pytest.raises(InputError, match="too old to accept"):
        actions.accept_plan(by=maya, plan=old)


def test_the_newest_finished_plan_holds_until_one_is_accepted(made, maya):
    first, second = dispatch.finished_plan(made), dispatch.finished_plan(made)
    start(made)
    assert queries.current_plan() == second
    actions.accept_plan(by=maya, plan=first)
    assert queries.current_plan() == first


def test_a_plan_for_another_side_does_not_hold(made, maya):
    ours = dispatch.finished_plan(made)
    actions.accept_plan(by=maya, plan=ours)
    elections_actions.choose_side(by=maya, organisation=made.organisation, party=made.rival)
    assert queries.current_plan() is None

    theirs = dispatch.finished_plan(made)
    assert theirs.side == made.rival
    assert queries.current_plan() == theirs
    ours.refresh_from_db()
    assert ours.accepted_at is not None


def test_without_a_side_no_plan_holds(organisation):
    assert queries.current_plan() is None


def test_a_fresh_plan_has_no_changes(made):
    plan = dispatch.finished_plan(made)
    assert not changes_since(plan, made.choice).any


def test_people_who_sign_up_are_a_change(made):
    plan = dispatch.finished_plan(made)
    for _ in range(2):
        events.volunteer(
            of=made.organisation, district=elections.district("D0"),
            signed_up_at=timezone.now() + timedelta(seconds=1),
        )  # fmt: skip
    assert changes_since(plan, made.choice).n_people == 2


def test_shifts_that_change_come_or_go_are_counted(made):
    plan = dispatch.finished_plan(made, places_percent=110)
    one, other, *_ = made.shifts
    one.places += 10
    one.save()
    Shift.objects.filter(pk=other.pk).delete()
    events.shift(at=made.shifts[5].event, slot="sun-pm")
    assert changes_since(plan, made.choice).n_shifts == 3


def test_a_shift_left_out_then_is_no_change_now(made):
    events.shift(at=events.event(of=made.organisation, seat=elections.seat("NI1")))
    plan = dispatch.finished_plan(made)
    assert changes_since(plan, made.choice).n_shifts == 0


def test_seats_that_weigh_otherwise_are_counted(made):
    SeatWeight.objects.create(organisation=made.organisation, seat=made.seats[0], weight=2.0)
    plan = dispatch.finished_plan(made)
    assert changes_since(plan, made.choice).n_weights == 0
    SeatWeight.objects.all().delete()
    SeatWeight.objects.create(organisation=made.organisation, seat=made.seats[1], weight=3.0)
    assert changes_since(plan, made.choice).n_weights == 2


def test_a_newer_forecast_is_a_change(made):
    plan = dispatch.finished_plan(made)
    newer = dispatch.forecast(of=made.organisation, choice=made.choice)
    assert changes_since(plan, made.choice).forecast == newer


def test_another_side_is_said_instead_of_other_changes(made):
    plan = dispatch.finished_plan(made)
    made.choice.side = made.rival
    made.choice.save()
    assert changes_since(plan, made.choice).side == made.rival


def test_the_next_plan_starts_from_what_the_last_one_assumed(made):
    dispatch.asked_plan(made, min_team=7)
    assert queries.last_assumptions().min_team == 7


def test_the_weighed_seats_come_heaviest_first(made):
    for seat, weight in zip(made.seats, (0.5, 3.0), strict=False):
        SeatWeight.objects.create(organisation=made.organisation, seat=seat, weight=weight)
    assert [one.weight for one in queries.weighed_seats()] == [3.0, 0.5]
