"""Logging in: by a code, and by one click in a demo on this machine only."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

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
