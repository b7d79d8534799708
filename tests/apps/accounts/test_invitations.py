"""Inviting, a second person, and taking an invitation up."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.models import Grant, Invitation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.places.models import AreaNode
from groundswell.errors import InputError
from tests.factories import accounts

pytestmark = pytest.mark.django_db
SITE = "https://hl.example.org/"


@pytest.fixture
def harbour():
    made = accounts.organisation(name="Harbour Lights")
    with scope(made.pk):
        AreaNode(organisation=made, name="Wales", code="wales", path="/wales/").save()
        yield made


@pytest.fixture
def organiser(harbour):
    return accounts.member(of=harbour)


def invite(harbour, by, *, email="ceri@example.org", role=Role.VOLUNTEER, days=10, **limit):
    return actions.invite(
        by=by, organisation=harbour, email=email, role=role, reason="spring", site=SITE,
        until=timezone.now() + timedelta(days=days), **limit,
    )  # fmt: skip


def token_of(link):
    return link.rstrip("/").rpartition("/")[2]


def test_the_letter_says_who_invites_to_what_and_carries_the_link(
    harbour, organiser, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        _made, link = invite(
            harbour, organiser, role=Role.REGIONAL, scope_kind="area", scope_id="/wales/"
        )
    letter = mail.outbox[0]
    assert letter.to == ["ceri@example.org"]
    assert letter.subject == "Harbour Lights invites you"
    assert all(words in letter.body for words in ("Regional organiser", "Wales", link))


def test_a_mail_server_that_is_down_undoes_nothing_and_no_address_is_logged(
    harbour, organiser, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    with django_capture_on_commit_callbacks(execute=True):
        made, _link = invite(harbour, organiser)
    assert Invitation.objects.filter(pk=made.pk).exists()
    assert ("not sent" in caplog.text, made.email in caplog.text) == (True, False)


def test_the_token_is_kept_as_a_hash_only(harbour, organiser):
    made, link = invite(harbour, organiser)
    assert token_of(link) not in str(Invitation.objects.filter(pk=made.pk).values().get())


def test_accepting_makes_the_account_and_the_role(harbour, organiser):
    _made, link = invite(harbour, organiser)
    granted = actions.accept_invitation(token=token_of(link), name="Ceri Hopkin")
    assert (granted.subject.email, granted.subject.name) == ("ceri@example.org", "Ceri Hopkin")
    assert (granted.role, granted.granted_by) == (Role.VOLUNTEER, organiser)


def test_accepting_uses_the_account_that_is_there(harbour, organiser):
    ceri = accounts.user(email="ceri@example.org")
    _made, link = invite(harbour, organiser)
    assert actions.accept_invitation(token=token_of(link)).subject == ceri


def test_a_link_is_accepted_once(harbour, organiser):
    _made, link = invite(harbour, organiser)
    actions.accept_invitation(token=token_of(link), name="Ceri")
    with pytest.raises(InputError, match="no longer open"):
        actions.accept_invitation(token=token_of(link), name="Ceri")


def test_a_link_older_than_a_week_is_refused(harbour, organiser):
    made, link = invite(harbour, organiser)
    Invitation.objects.filter(pk=made.pk).update(open_until=timezone.now())
    with pytest.raises(InputError, match="no longer open"):
        actions.accept_invitation(token=token_of(link), name="Ceri")


def test_sending_again_ends_the_older_link(harbour, organiser):
    made, old = invite(harbour, organiser)
    new = actions.send_again(by=organiser, of=made, site=SITE)
    with pytest.raises(InputError, match="no longer open"):
        actions.accept_invitation(token=token_of(old), name="Ceri")
    assert actions.accept_invitation(token=token_of(new), name="Ceri")


def test_a_withdrawn_link_is_refused(harbour, organiser):
    made, link = invite(harbour, organiser)
    actions.withdraw_invitation(by=organiser, of=made)
    with pytest.raises(InputError, match="no longer open"):
        actions.accept_invitation(token=token_of(link), name="Ceri")


def test_an_invitation_of_somebody_who_lost_their_role_opens_nothing(harbour, organiser):
    accounts.member(of=harbour)
    _made, link = invite(harbour, organiser)
    Grant.objects.filter(subject=organiser).update(ended_at=timezone.now())
    with pytest.raises(InputError):
        actions.accept_invitation(token=token_of(link), name="Ceri")
    assert not User.objects.filter(email="ceri@example.org").exists()


def test_the_same_offer_is_not_made_twice(harbour, organiser):
    invite(harbour, organiser)
    with pytest.raises(InputError, match="already"):
        invite(harbour, organiser, email=" Ceri@Example.org ")


def test_nobody_invites_themselves(harbour, organiser):
    with pytest.raises(InputError, match="themselves"):
        invite(harbour, organiser, email=organiser.email, role=Role.REGIONAL)


@pytest.mark.parametrize("role", [Role.NATIONAL, Role.DATA_OFFICER])
def test_high_roles_wait_for_a_second_person(harbour, organiser, role):
    made, link = invite(harbour, organiser, role=role, days=300)
    assert (made.needs_second, link) == (True, "")


def test_an_unconfirmed_invitation_is_not_sent(
    harbour, organiser, django_capture_on_commit_callbacks
):
    accounts.member(of=harbour, role=Role.DATA_OFFICER, email="noor@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        invite(harbour, organiser, role=Role.NATIONAL, days=300)
    assert [letter.to for letter in mail.outbox] == [["noor@example.org"]]


def test_the_data_officer_confirms_and_the_letter_goes_out(
    harbour, organiser, django_capture_on_commit_callbacks
):
    officer = accounts.member(of=harbour, role=Role.DATA_OFFICER)
    made, _link = invite(harbour, organiser, role=Role.NATIONAL, days=300)
    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_invitation(by=officer, of=made, site=SITE)
    link = re.search(r"https://\S+", mail.outbox[-1].body)[0]
    assert actions.accept_invitation(token=token_of(link), name="Ceri").role == Role.NATIONAL


def test_nobody_confirms_their_own_invitation(harbour, organiser):
    made, _link = invite(harbour, organiser, role=Role.NATIONAL, days=300)
    with pytest.raises(InputError):
        actions.confirm_invitation(by=organiser, of=made, site=SITE)


def test_a_regional_organiser_does_not_confirm(harbour, organiser):
    regional = accounts.member(of=harbour, role=Role.REGIONAL)
    made, _link = invite(harbour, organiser, role=Role.NATIONAL, days=300)
    with pytest.raises(InputError):
        actions.confirm_invitation(by=regional, of=made, site=SITE)


def test_whoever_was_let_in_by_the_asker_this_month_does_not_confirm(harbour, organiser):
    friend = accounts.user()
    accounts.grant(of=harbour, to=friend, granted_by=organiser)
    made, _link = invite(harbour, organiser, role=Role.NATIONAL, days=300)
    with pytest.raises(InputError, match="gave you your role"):
        actions.confirm_invitation(by=friend, of=made, site=SITE)


def test_in_set_up_no_second_person_is_needed():
    new = accounts.organisation(set_up_at=None)
    organiser = accounts.member(of=new)
    with scope(new.pk):
        made, link = invite(new, organiser, role=Role.DATA_OFFICER, days=300)
    assert (made.needs_second, bool(link)) == (False, True)


def test_the_page_of_a_link_shows_what_is_offered(harbour, organiser):
    _made, link = invite(harbour, organiser, role=Role.REGIONAL, scope_kind="area",
                         scope_id="/wales/")  # fmt: skip
    page = Client().get(reverse("accept-invitation", args=[token_of(link)])).content.decode()
    assert all(words in page for words in ("Harbour Lights", "Regional organiser", "Wales"))


def test_accepting_on_the_page_leads_to_a_log_in_and_does_not_log_in(harbour, organiser):
    _made, link = invite(harbour, organiser)
    client = Client()
    page = client.post(reverse("accept-invitation", args=[token_of(link)]), {"name": "Ceri"})
    assert "Send me a code" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_new_user_without_a_name_is_asked_for_it(harbour, organiser):
    _made, link = invite(harbour, organiser)
    page = Client().post(reverse("accept-invitation", args=[token_of(link)]), {"name": " "})
    assert (page.status_code, "what you are called" in page.content.decode()) == (422, True)


def test_somebody_else_who_is_logged_in_can_not_take_an_invitation(harbour, organiser):
    _made, link = invite(harbour, organiser)
    client = Client()
    client.force_login(accounts.user())
    client.post(reverse("accept-invitation", args=[token_of(link)]), {"name": "Ceri"})
    assert not Grant.objects.filter(role=Role.VOLUNTEER).exists()


def test_a_link_that_never_was_looks_like_one_that_is_over():
    page = Client().get(reverse("accept-invitation", args=["x" * 32]))
    assert (page.status_code, "no longer open" in page.content.decode()) == (404, True)


def test_an_organiser_of_an_area_sees_only_invitations_for_it(harbour, organiser):
    invite(harbour, organiser, email="in@example.org", role=Role.VOLUNTEER, scope_kind="area",
           scope_id="/wales/")  # fmt: skip
    invite(harbour, organiser, email="out@example.org", role=Role.VOLUNTEER)
    client = Client()
    client.force_login(
        accounts.member(of=harbour, role=Role.REGIONAL, scope_kind="area", scope_id="/wales/")
    )
    page = client.get(reverse("invitations")).content.decode()
    assert ("in@example.org" in page, "out@example.org" in page) == (True, False)
