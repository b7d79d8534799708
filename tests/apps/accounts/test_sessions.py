"""Log-ins: listed, ended, and a letter about a new browser."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.new_device import browser_of
from tests.factories import accounts

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits on log-ins are kept in the cache, and would last from one test to the next."""
    cache.clear()


def log_in_by_code(user, client=None):
    client = client or Client(headers={"user-agent": FIREFOX})
    client.post(reverse("account_request_login_code"), {"email": user.email})
    body = [m.body for m in mail.outbox if "code" in m.subject][-1]
    code = next(line.strip() for line in body.splitlines() if line.startswith("    "))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    return client


def test_open_log_ins_are_listed_by_browser():
    user = accounts.user()
    client = log_in_by_code(user)
    page = client.get(reverse("sessions")).content.decode()
    assert ("Firefox on Windows" in page, "this one" in page) == (True, True)


def test_another_log_in_can_be_ended():
    user = accounts.user()
    other, client = log_in_by_code(user), log_in_by_code(user)
    pk = user.usersession_set.get(session_key=other.session.session_key).pk
    client.post(reverse("end-session", args=[pk]))
    assert other.get(reverse("sessions")).status_code == 302
    assert client.get(reverse("sessions")).status_code == 200


def test_somebody_elses_log_in_is_left_alone():
    theirs = log_in_by_code(accounts.user())
    me = log_in_by_code(accounts.user())
    pk = theirs.session.session_key
    from allauth.usersessions.models import UserSession

    me.post(reverse("end-session", args=[UserSession.objects.get(session_key=pk).pk]))
    assert theirs.get(reverse("sessions")).status_code == 200


def test_ending_all_others_ends_also_those_not_on_the_list():
    user = accounts.user()
    listed, hidden, client = log_in_by_code(user), Client(), log_in_by_code(user)
    hidden.force_login(user)
    client.post(reverse("end-other-sessions"))
    assert [one.get(reverse("sessions")).status_code for one in (listed, hidden, client)] == [
        302, 302, 200,
    ]  # fmt: skip


def test_a_new_browser_is_told_of_once(django_capture_on_commit_callbacks):
    user = accounts.user()
    with django_capture_on_commit_callbacks(execute=True):
        client = log_in_by_code(user)
    client.post(reverse("account_logout"))
    with django_capture_on_commit_callbacks(execute=True):
        log_in_by_code(user, client)
    told = [letter for letter in mail.outbox if "new browser" in letter.subject]
    assert [letter.to for letter in told] == [[user.email]]


@pytest.mark.parametrize(
    ("says", "known_as"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("", "an unknown browser"),
    ],
)
def test_a_browser_is_named_as_people_know_it(says, known_as):
    assert browser_of(says) == known_as
