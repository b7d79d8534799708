"""Who gets in, who doesn't, and when that changes."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import timezone

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.models import Grant, Organisation
from groundswell.apps.accounts.permissions import PERMISSIONS, Role
from groundswell.apps.accounts.scope import NoScope, scope
from groundswell.apps.jobs.models import Job
from groundswell.errors import InputError
from tests.factories import accounts, events

pytestmark = pytest.mark.django_db


def status(user, name="forecast"):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(reverse(name)).status_code


def test_a_stranger_is_sent_to_log_in():
    assert status(None) == 302


def test_a_user_without_a_grant_finds_nothing():
    assert status(accounts.user()) == 404


def test_a_role_without_the_permission_finds_nothing():
    harbour = accounts.organisation()
    assert status(accounts.member(of=harbour, role=Role.VOLUNTEER)) == 404


def test_a_user_without_a_grant_is_still_shown_the_front_door():
    assert status(accounts.user(), "home") == 200


def test_an_organiser_goes_from_the_front_door_to_the_forecast():
    assert status(accounts.member(of=accounts.organisation()), "home") == 302


def test_a_role_with_the_permission_gets_in():
    harbour = accounts.organisation()
    assert status(accounts.member(of=harbour, role=Role.NATIONAL)) == 200


@pytest.mark.parametrize(
    "ended",
    [
        {"ended_at": timezone.now() - timedelta(minutes=1)},
        {"valid_until": timezone.now() - timedelta(minutes=1)},
        {
            "valid_from": timezone.now() + timedelta(hours=1),
            "valid_until": timezone.now() + timedelta(hours=2),
        },
    ],
    ids=["ended by hand", "run out", "not begun"],
)
def test_a_grant_that_does_not_hold_now_opens_nothing(ended):
    organiser = accounts.user()
    accounts.grant(of=accounts.organisation(), to=organiser, **ended)
    assert status(organiser) == 404


def test_ending_a_grant_closes_the_door_at_the_next_request():
    organiser = accounts.user()
    accounts.second_factor(organiser)
    granted = accounts.grant(of=accounts.organisation(), to=organiser)
    client = Client()
    client.force_login(organiser)
    assert client.get(reverse("forecast")).status_code == 200
    with scope(granted.organisation_id):
        Grant.objects.filter(pk=granted.pk).update(ended_at=timezone.now())
    assert client.get(reverse("forecast")).status_code == 404


def test_a_grant_for_an_area_opens_no_page_about_the_whole_organisation():
    organiser = accounts.user()
    accounts.grant(of=accounts.organisation(), to=organiser, scope_kind="area", scope_id="W92")
    assert status(organiser) == 404


def test_rows_are_refused_while_no_organisation_is_in_scope():
    with pytest.raises(NoScope):
        Job.objects.count()


def test_one_organisation_does_not_see_the_rows_of_another():
    harbour, other = accounts.organisation(), accounts.organisation()
    Job(organisation=harbour, kind="forecast").save()
    with scope(other.pk):
        assert Job.objects.count() == 0
    with scope(harbour.pk):
        assert Job.objects.count() == 1


def test_another_organisations_job_is_not_found():
    harbour, other = accounts.organisation(), accounts.organisation()
    theirs = Job(organisation=other, kind="forecast")
    theirs.save()
    client = Client()
    client.force_login(accounts.member(of=harbour))
    assert client.get(reverse("job", args=[theirs.pk])).status_code == 404


def test_nobody_grants_to_themselves():
    harbour = accounts.organisation()
    organiser = accounts.member(of=harbour)
    now = timezone.now()
    with pytest.raises(InputError, match="themselves"):
        actions.grant(
            by=organiser, to=organiser, organisation=harbour, role=Role.NATIONAL,
            valid_from=now, valid_until=now + timedelta(days=1), reason="more",
        )  # fmt: skip


def test_a_grant_longer_than_its_role_allows_is_refused():
    harbour = accounts.organisation()
    now = timezone.now()
    with pytest.raises(InputError, match="183 days at the most"):
        actions.grant(
            by=None, to=accounts.user(), organisation=harbour, role=Role.REGIONAL,
            valid_from=now, valid_until=now + timedelta(days=200), reason="spring",
        )  # fmt: skip


def test_a_sqlite_server_keeps_one_organisation():
    actions.create_organisation(name="Harbour Lights", slug="harbour-lights")
    if accounts.is_sqlite():
        with pytest.raises(InputError, match="PostgreSQL"):
            actions.create_organisation(name="Other", slug="other")
    else:
        actions.create_organisation(name="Other", slug="other")
    assert Organisation.objects.count() == (1 if accounts.is_sqlite() else 2)


def test_every_permission_names_at_least_one_role():
    assert [name for name, roles in PERMISSIONS.items() if not roles] == []


def test_pages_of_somebody_logged_in_are_never_stored_by_the_browser():
    client = Client()
    client.force_login(accounts.member(of=accounts.organisation()))
    assert client.get(reverse("forecast")).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["home", "account_login"])
def test_a_page_tells_the_browser_to_run_nothing_of_anybody_elses(name):
    headers = Client().get(reverse(name)).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_what_is_nowhere_is_answered_with_a_page_of_ours():
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert "Groundswell" in answer.content.decode()


@access("account.own")
def clock(request):
    return HttpResponse(f"{timezone.localtime(events.SATURDAY):%H:%M}")


urlpatterns = [path("clock/", clock)]


@override_settings(ROOT_URLCONF="tests.access.test_walls")
def test_times_are_those_on_the_clocks_of_the_organisation():
    tokyo = accounts.organisation(time_zone="Asia/Tokyo")
    client = Client()
    client.force_login(accounts.member(of=tokyo))
    # 10:00 in London, in summer, is 18:00 in Tokyo.
    assert client.get("/clock/").content.decode() == "18:00"
    assert timezone.get_current_timezone_name() == "Europe/London"
