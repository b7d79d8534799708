"""Logging in: by a code, and by one click in a demo on this machine only."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.third_party import THIRD_PARTY_RULES
from tests.access.routes import routes
from tests.factories import accounts

pytestmark = pytest.mark.django_db


def test_a_code_by_mail_logs_in():
    accounts.user(email="maya@example.org")
    client = Client()
    client.post(reverse("account_login"), {"login": "maya@example.org"})
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[0].body, re.M)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" in client.session


def test_a_wrong_code_does_not_log_in():
    accounts.user(email="maya@example.org")
    client = Client()
    client.post(reverse("account_login"), {"login": "maya@example.org"})
    client.post(reverse("account_confirm_login_code"), {"code": "WRONG-CODE"})
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_gets_the_same_answer_as_a_known_one():
    accounts.user(email="maya@example.org")
    answers = [
        Client().post(reverse("account_login"), {"login": address})
        for address in ("maya@example.org", "nobody@example.org")
    ]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def demo_log_in(client, user, **meta):
    return client.post(reverse("demo-log-in"), {"email": user.email}, **meta)


def test_a_click_logs_in_to_a_demo_from_this_machine(settings):
    settings.DEMO = True
    client = Client(headers={"host": "127.0.0.1:8000"})
    assert demo_log_in(client, accounts.user()).status_code == 302
    assert "_auth_user_id" in client.session


def test_a_click_does_not_log_in_where_there_is_no_demo(settings):
    settings.DEMO = False
    client = Client(headers={"host": "127.0.0.1:8000"})
    assert demo_log_in(client, accounts.user()).status_code == 404


def test_a_click_from_another_machine_does_not_log_in(settings):
    settings.DEMO = True
    client = Client(headers={"host": "127.0.0.1:8000"}, REMOTE_ADDR="10.1.2.3")
    assert demo_log_in(client, accounts.user()).status_code == 404


def test_a_click_under_another_hosts_name_does_not_log_in(settings):
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["demo.example.org"]
    client = Client(headers={"host": "demo.example.org"})
    assert demo_log_in(client, accounts.user()).status_code == 404


@pytest.fixture
def fresh_limits():
    """Limits on log-ins are kept in the cache, and would last from one test to the next."""
    cache.clear()
    yield
    cache.clear()


def ask_for_code(address, *, network):
    return Client(REMOTE_ADDR=network).post(
        reverse("account_request_login_code"), {"email": address}
    )


def test_one_network_can_not_ask_for_codes_without_end(fresh_limits):
    """T-stuffing, in small: 60 addresses from one network, in a moment."""
    answers = [
        ask_for_code(f"n{number}@example.org", network="10.0.0.9").status_code
        for number in range(60)
    ]
    assert answers.count(302) <= 20


def test_somebody_elsewhere_still_logs_in_meanwhile(fresh_limits):
    maya = accounts.user(email="maya@example.org")
    for number in range(60):
        ask_for_code(f"n{number}@example.org", network="10.0.0.9")
    mail.outbox.clear()
    client = Client(REMOTE_ADDR="10.0.0.10")
    client.post(reverse("account_request_login_code"), {"email": maya.email})
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[0].body, re.M)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" in client.session


def test_one_address_is_not_flooded_with_codes(fresh_limits):
    accounts.user(email="maya@example.org")
    for number in range(12):
        ask_for_code("maya@example.org", network=f"10.0.1.{number}")
    assert len(mail.outbox) <= 3


def test_a_code_is_not_guessed_one_after_the_other(fresh_limits):
    accounts.user(email="maya@example.org")
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": "maya@example.org"})
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[0].body, re.M)[1]
    for _guess in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG-CODE"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_code_is_for_the_browser_that_asked(fresh_limits):
    accounts.user(email="maya@example.org")
    Client().post(reverse("account_request_login_code"), {"email": "maya@example.org"})
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[0].body, re.M)[1]
    other = Client()
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize(
    "name", ["account_login", "account_request_login_code", "account_confirm_login_code"]
)
def test_knowing_an_address_tells_nothing_of_its_owner(fresh_limits, name):
    """T-auth-identifier: what the log-in pages answer is the same for a stranger's address."""
    accounts.user(email="maya@example.org", name="Maya Okonkwo")
    pages = []
    for address in ("maya@example.org", "maxa@example.org"):
        client = Client()
        asked = client.post(reverse("account_request_login_code"), {"email": address}, follow=True)
        page = client.get(reverse(name), follow=True).content.decode() + asked.content.decode()
        assert "Okonkwo" not in page
        pages.append(re.sub(r'value="[^"]{40,}"', "", page.replace(address, "ADDRESS")))
    assert pages[0] == pages[1]


def test_no_page_of_the_library_is_reachable_but_those_we_wrote():
    """Accounts come by invitation, there are no passwords, and addresses are not changed here."""
    names = {name for _pattern, _view, name in routes()}
    ours = {name for name in names if name.startswith(("account_", "mfa_", "usersessions_"))}
    assert ours == {*THIRD_PARTY_RULES, "mfa_index", "mfa_list_webauthn", "mfa_remove_webauthn"}
