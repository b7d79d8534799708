from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from groundswell.apps.accounts.scope import scope
from groundswell.apps.jobs import actions
from groundswell.apps.jobs.at_work import is_worked_on
from groundswell.apps.jobs.models import Job
from groundswell.errors import InputError
from tests.apps.jobs.errands import write_line
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    harbour = accounts.organisation()
    with scope(harbour.pk):
        yield actions.ask(by=None, organisation=harbour, kind="forecast")


def again(job):
    return Job.objects.get(pk=job.pk)


def test_work_that_ends_well_is_done(job):
    with actions.work(job.pk) as progress:
        progress(0.5, "halfway")
    assert (again(job).state, again(job).share_done) == ("done", 1.0)


def test_progress_can_be_read_while_the_work_goes_on(job):
    with actions.work(job.pk) as progress:
        progress(0.5, "halfway")
        assert (again(job).percent, again(job).doing) == (50, "halfway")


def test_an_error_that_a_person_can_act_on_ends_the_work_with_its_words(job):
    with actions.work(job.pk):
        raise InputError("No seat has a forecast. Make one first.")
    assert (again(job).state, again(job).error) == (
        "failed",
        "No seat has a forecast. Make one first.",
    )


def test_any_other_error_escapes_and_shows_nothing_of_itself(job):
    with pytest.raises(ZeroDivisionError), actions.work(job.pk):
        raise ZeroDivisionError("secret")
    assert again(job).state == "failed"
    assert "secret" not in again(job).error


def test_work_stops_at_the_first_step_after_it_was_asked_to(job):
    reached = []
    with actions.work(job.pk) as progress:
        actions.ask_to_cancel(job=job)
        progress(0.5)
        reached.append("after")
    assert (again(job).state, reached) == ("cancelled", [])


def test_work_that_was_stopped_while_it_waited_never_begins(job):
    actions.ask_to_cancel(job=job)
    with actions.work(job.pk) as progress:
        assert progress is None
    assert again(job).state == "cancelled"


def test_work_that_somebody_is_at_is_not_begun_a_second_time(job):
    with actions.work(job.pk), actions.work(job.pk) as second:
        assert second is None
    assert again(job).state == "done"


def test_while_somebody_is_at_work_nothing_is_begun_again(job):
    with actions.work(job.pk):
        assert is_worked_on(job.pk)
        assert actions.begun_again_at(again(job)) is None
        assert actions.begin_again_what_was_left() == 0
    assert not is_worked_on(job.pk)


@pytest.fixture
def left(job):
    """A job whose worker was killed: the row says that it is running, and nobody is."""
    job.state, job.started_at = Job.State.RUNNING, timezone.now()
    job.save()
    return job


def test_the_page_says_that_the_worker_has_gone_and_when_work_goes_on(left):
    organiser = accounts.member(of=left.organisation)
    client = Client()
    client.force_login(organiser)
    shown = client.get(reverse("job", args=[left.pk])).content.decode()
    assert "The worker has gone." in shown
    at = timezone.localtime(left.started_at + timedelta(seconds=1900))
    assert f"at {at:%H:%M}" in shown


def test_what_a_killed_worker_left_is_handed_out_at_once(left):
    write_line.enqueue(str(left.pk), "x")  # any task: its first argument is the job's id
    OrmQ.objects.update(lock=timezone.now() + timedelta(minutes=30))
    assert actions.begin_again_what_was_left() == 1
    assert OrmQ.objects.get().lock <= timezone.now()
    assert again(left).state == "running"


def test_what_is_in_no_queue_any_more_has_failed_and_says_so(left):
    assert actions.begin_again_what_was_left() == 1
    assert (again(left).state, again(left).error) == (
        "failed",
        "The worker was stopped before it was done.",
    )


def test_work_handed_out_twice_is_done_once(job):
    with actions.work(job.pk):
        pass
    with actions.work(job.pk) as progress:
        assert progress is None
