"""A link for one shift: once, for a quarter of an hour, and nothing else behind it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.unscoped import unscoped
from groundswell.apps.events.models import Event, Shift
from groundswell.apps.places.models import AreaNode
from groundswell.errors import InputError
from tests.access.routes import routes
from tests.factories import accounts, elections

pytestmark = pytest.mark.django_db
SITE = "http://testserver/"


@pytest.fixture
def harbour():
    cache.clear()
    made = accounts.organisation()
    with scope(made.pk):
        yield made


@pytest.fixture
def shift(harbour):
    seat = elections.seat()
    AreaNode(organisation=harbour, name="Here", code="here", path="/here/", area=seat.area).save()
    AreaNode(organisation=harbour, name="There", code="there", path="/there/").save()
    event = Event(organisation=harbour, seat=seat, name="Canvassing", venue="Library steps",
                  lon=-4.0, lat=51.6, host_name="Ewan")  # fmt: skip
    event.save()
    begins = timezone.now() + timedelta(days=3)
    made = Shift(organisation=harbour, event=event, slot="sat-am", starts_at=begins,
                 ends_at=begins + timedelta(hours=3), places=20)  # fmt: skip
    made.save()
    return made


@pytest.fixture
def send(harbour, shift, django_capture_on_commit_callbacks):
    def do(by=None, email="ceri@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            granted = actions.send_shift_link(
                by=by or accounts.member(of=harbour), organisation=harbour, shift_id=str(shift.pk),
                email=email, name="Ceri", site=SITE,
            )  # fmt: skip
        return granted, re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]

    return do


def opened(path, client=None):
    client = client or Client()
    client.post(path)
    return client


def test_opening_the_link_shows_the_shift(send):
    _granted, path = send()
    page = opened(path).get(reverse("your-shift")).content.decode()
    assert all(words in page for words in ("Canvassing", "Library steps", "Ewan"))


def test_looking_at_the_link_does_not_use_it_up(send):
    _granted, path = send()
    assert Client().get(path).status_code == 200
    assert "_auth_user_id" in opened(path).session


def test_the_link_works_once(send):
    _granted, path = send()
    opened(path)
    second = Client()
    assert second.post(path).status_code == 422
    assert "_auth_user_id" not in second.session


def test_the_link_works_for_a_quarter_of_an_hour(send, monkeypatch):
    _granted, path = send()
    import time

    now = time.time()
    monkeypatch.setattr("sesame.tokens_v2.time.time", lambda: now + 16 * 60)
    assert Client().post(path).status_code == 422


def test_a_token_for_one_shift_opens_no_other(send, harbour, shift):
    granted, path = send()
    other = accounts.grant(
        of=harbour, to=granted.subject, role=Role.VOLUNTEER, scope_kind="shift", scope_id="x"
    )
    assert Client().post(path.replace(str(granted.pk), str(other.pk))).status_code == 422


def test_the_role_ends_a_day_after_the_shift(send, shift):
    granted, _path = send()
    assert granted.valid_until == shift.ends_at + timedelta(hours=24)


def test_nothing_else_is_found_through_a_link(send):
    """Every route without arguments: only the shift, the way out, and what is public anyway."""
    _granted, path = send()
    client = opened(path)
    found = set()
    for pattern, _view, name in routes():
        if "<" in pattern or name == "account_logout":
            continue
        if client.get(f"/{pattern}").status_code == 200:
            found.add(name)
    assert found <= {"your-shift", "livez", "readyz"}


def test_a_link_narrows_somebody_who_holds_more(send, harbour):
    organiser = accounts.member(of=harbour, email="ceri@example.org")
    assert unscoped(Grant).filter(subject=organiser).exists()
    _granted, path = send()
    client = opened(path)
    assert client.get(reverse("access")).status_code == 404
    assert client.get(reverse("your-shift")).status_code == 200


def test_ending_the_role_closes_the_shift_at_the_next_click(send):
    granted, path = send()
    client = opened(path)
    Grant.objects.filter(pk=granted.pk).update(ended_at=timezone.now())
    assert client.get(reverse("your-shift")).status_code == 404


def test_ending_the_role_ends_a_link_that_was_not_opened(send):
    granted, path = send()
    Grant.objects.filter(pk=granted.pk).update(ended_at=timezone.now())
    assert Client().post(path).status_code == 422


def test_removing_the_person_ends_a_link_that_was_not_opened(send, harbour):
    organiser = accounts.member(of=harbour)
    granted, path = send(by=organiser)
    actions.remove_person(by=organiser, person=granted.subject, organisation=harbour)
    assert Client().post(path).status_code == 422


def test_whoever_holds_an_old_link_gets_another_by_mail_only(
    send, django_capture_on_commit_callbacks
):
    granted, path = send()
    opened(path)
    with django_capture_on_commit_callbacks(execute=True):
        page = Client().post(reverse("shift-link-again", args=[granted.pk])).content.decode()
    assert mail.outbox[-1].to == ["ceri@example.org"]
    assert "ceri@example.org" not in page


def test_an_organiser_of_the_area_may_send_it(send, harbour):
    regional = accounts.member(of=harbour, role=Role.REGIONAL, scope_kind="area", scope_id="/here/")
    assert send(by=regional)[0].granted_by == regional


def test_an_organiser_of_another_area_may_not(send, harbour):
    regional = accounts.member(
        of=harbour, role=Role.REGIONAL, scope_kind="area", scope_id="/there/"
    )
    with pytest.raises(InputError, match="does not reach"):
        send(by=regional)


def host_of(harbour, shift):
    return accounts.member(
        of=harbour, role=Role.HOST, scope_kind="event", scope_id=str(shift.event_id)
    )


def test_the_host_of_the_event_may_send_it(send, harbour, shift):
    host = host_of(harbour, shift)
    assert send(by=host)[0].granted_by == host


def test_a_host_whose_role_ends_before_the_shift_may_not(send, harbour, shift):
    host = host_of(harbour, shift)
    Grant.objects.filter(subject=host).update(valid_until=timezone.now() + timedelta(days=1))
    with pytest.raises(InputError, match="Your own role ends"):
        send(by=host)


def test_a_shift_that_is_over_gets_no_link(send, shift):
    Shift.objects.filter(pk=shift.pk).update(
        starts_at=timezone.now() - timedelta(hours=4), ends_at=timezone.now() - timedelta(hours=1)
    )
    with pytest.raises(InputError, match="is over"):
        send()
