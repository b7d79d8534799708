"""The second factor: who must set one up, when it is asked for again, and keeping it safe."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.permissions import Role
from tests.factories import accounts
from tests.totp import code_now

pytestmark = pytest.mark.django_db
# The library does its last steps once the transaction is stored.
really_stored = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits on log-ins are kept in the cache, and would last from one test to the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def harbour():
    return accounts.organisation()


def bare(harbour, role=Role.NATIONAL):
    """Somebody with a role and without a second factor."""
    made = accounts.user()
    accounts.grant(of=harbour, to=made, role=role)
    return made


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", [Role.REGIONAL, Role.NATIONAL, Role.DATA_OFFICER])
def test_a_role_that_needs_a_second_factor_opens_no_page_without_one(harbour, role):
    answer = logged_in(bare(harbour, role)).get(reverse("access"))
    assert answer.headers["Location"].startswith(reverse("second-factor"))


def test_a_role_that_needs_none_opens_its_pages(harbour):
    assert logged_in(bare(harbour, Role.VOLUNTEER)).get(reverse("your-shift")).status_code == 200


def test_an_operator_needs_one_as_well():
    operator = accounts.user(is_operator=True)
    answer = logged_in(operator).get(reverse("operator"))
    assert answer.headers["Location"].startswith(reverse("second-factor"))


def test_a_demo_asks_for_none(harbour, settings):
    settings.DEMO = True
    assert logged_in(bare(harbour)).get(reverse("access")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(harbour):
    organiser = bare(harbour)
    accounts.second_factor(organiser, type=Authenticator.Type.RECOVERY_CODES)
    assert logged_in(organiser).get(reverse("access")).status_code == 302


def test_what_touches_others_access_wants_it_shown_again(harbour):
    answer = logged_in(accounts.member(of=harbour)).get(reverse("grant-role"))
    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_shown_a_moment_ago_is_recent(harbour):
    client = accounts.log_in(Client(), accounts.member(of=harbour))
    assert client.get(reverse("grant-role")).status_code == 200


def test_shown_twenty_minutes_ago_is_not_recent(harbour):
    client = accounts.log_in(Client(), accounts.member(of=harbour), minutes_ago=20)
    assert client.get(reverse("grant-role")).status_code == 302


def test_somebody_elses_showing_does_not_count(harbour):
    client = accounts.log_in(Client(), accounts.member(of=harbour))
    session = client.session
    session["account_authentication_methods_user"] = str(accounts.user().pk)
    session.save()
    assert client.get(reverse("grant-role")).status_code == 302


def test_a_form_sent_too_late_leads_back_to_its_page_and_does_nothing(harbour):
    client = accounts.log_in(Client(), accounts.member(of=harbour), minutes_ago=20)
    answer = client.post(
        reverse("grant-role"), {"email": "x@example.org"},
        headers={"referer": "http://testserver/access/give/"},
    )  # fmt: skip
    assert answer.headers["Location"].endswith("next=%2Faccess%2Fgive%2F")


def test_going_back_never_leads_to_another_site(harbour):
    client = accounts.log_in(Client(), accounts.member(of=harbour), minutes_ago=20)
    answer = client.post(reverse("grant-role"), headers={"referer": "https://bad.example/x"})
    assert answer.headers["Location"].endswith("next=%2F")


def set_up_app(client):
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})


@really_stored
def test_setting_up_an_app_leads_to_recovery_codes_and_counts_as_shown(harbour):
    organiser = bare(harbour)
    client = logged_in(organiser)
    _secret, answer = set_up_app(client)
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("grant-role")).status_code == 200


@really_stored
def test_setting_up_an_app_ends_log_ins_that_never_showed_one(harbour):
    organiser = bare(harbour)
    older, client = logged_in(organiser), logged_in(organiser)
    set_up_app(client)
    assert older.get(reverse("sessions")).status_code == 302
    assert client.get(reverse("sessions")).status_code == 200


@really_stored
def test_its_owner_is_told(harbour):
    organiser = bare(harbour)
    set_up_app(logged_in(organiser))
    assert mail.outbox[0].to == [organiser.email]


def test_seeds_are_not_in_the_database_as_they_are(harbour):
    organiser = bare(harbour)
    secret, _answer = set_up_app(logged_in(organiser))
    kept = Authenticator.objects.filter(user=organiser).values_list("data", flat=True)
    assert secret not in json.dumps(list(kept))


def test_a_code_by_mail_alone_does_not_log_in_whoever_has_an_app():
    organiser = accounts.user(email="maya@example.org")
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": organiser.email})
    code = next(
        line.strip() for line in mail.outbox[0].body.splitlines() if line.startswith("    ")
    )
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert "_auth_user_id" in client.session


def test_showing_the_app_again_opens_what_wants_it(harbour):
    organiser = bare(harbour)
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    client = logged_in(organiser)
    answer = client.post(
        reverse("mfa_reauthenticate"), {"code": code_now(secret), "next": "/access/give/"}
    )
    assert answer.headers["Location"] == "/access/give/"
    assert client.get(reverse("grant-role")).status_code == 200


def test_codes_can_not_be_guessed_one_after_the_other(harbour):
    organiser = bare(harbour)
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    client = logged_in(organiser)
    for guess in range(8):
        client.post(reverse("mfa_reauthenticate"), {"code": f"{guess:06}"})
    client.post(reverse("mfa_reauthenticate"), {"code": code_now(secret)})
    assert client.get(reverse("grant-role")).status_code == 302


def test_the_last_second_factor_stays_while_a_role_needs_it(harbour):
    organiser = accounts.member(of=harbour)
    client = accounts.log_in(Client(), organiser)
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "Your role needs a second factor" in page.content.decode()
    assert Authenticator.objects.filter(user=organiser).exists()


def test_a_last_passkey_stays_too(harbour):
    organiser = bare(harbour)
    key = accounts.second_factor(
        organiser, type=Authenticator.Type.WEBAUTHN, data={"name": "phone", "credential": {}}
    )
    client = accounts.log_in(Client(), organiser)
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_nobody_removes_another_ones_passkey(harbour):
    theirs = accounts.second_factor(
        accounts.member(of=harbour), type=Authenticator.Type.WEBAUTHN, data={"name": "phone"}
    )
    client = accounts.log_in(Client(), accounts.member(of=harbour))
    assert client.post(reverse("mfa_remove_webauthn", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["second-factor", "mfa_add_webauthn", "mfa_activate_totp", "sessions"]
)
def test_each_page_of_ones_own_account_shows(harbour, name):
    client = accounts.log_in(Client(), bare(harbour))
    assert client.get(reverse(name)).status_code == 200
