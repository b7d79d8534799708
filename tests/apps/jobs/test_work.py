import pytest

from groundswell.apps.accounts.scope import scope
from groundswell.apps.jobs import actions
from groundswell.apps.jobs.models import Job
from groundswell.errors import InputError
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


def test_work_handed_out_twice_is_done_once(job):
    with actions.work(job.pk):
        pass
    with actions.work(job.pk) as progress:
        assert progress is None
