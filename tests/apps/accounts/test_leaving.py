"""A-leaver and A-revoke-now: every door to a person closes at once."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts import actions, leaving
from groundswell.apps.accounts.models import Grant, Invitation
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.models import Entry
from groundswell.errors import InputError
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


def invited(organisation, email, by):
    made = Invitation(
        organisation=organisation, email=email, role=Role.VOLUNTEER, reason="spring",
        grant_until=timezone.now() + timedelta(days=5), token_hash=email.ljust(64, "x")[:64],
        open_until=timezone.now() + timedelta(days=7), invited_by=by,
    )  # fmt: skip
    made.save()
    return made


def test_removing_a_person_ends_roles_that_hold_and_roles_to_come(harbour):
    organiser, leaver = accounts.member(of=harbour), accounts.user()
    soon = timezone.now() + timedelta(days=2)
    accounts.grant(of=harbour, to=leaver, role=Role.VOLUNTEER)
    accounts.grant(of=harbour, to=leaver, role=Role.REGIONAL, valid_from=soon)
    ended = actions.remove_person(by=organiser, person=leaver, organisation=harbour)
    assert ended["roles"] == 2
    assert not Grant.objects.filter(subject=leaver, ended_at=None).exists()


def test_removing_a_person_withdraws_invitations_to_and_from_them(harbour):
    organiser = accounts.member(of=harbour)
    leaver = accounts.member(of=harbour, role=Role.REGIONAL)
    invited(harbour, leaver.email, organiser)
    invited(harbour, "friend@example.org", leaver)
    invited(harbour, "other@example.org", organiser)
    actions.remove_person(by=organiser, person=leaver, organisation=harbour)
    left = Invitation.objects.filter(withdrawn_at=None).values_list("email", flat=True)
    assert list(left) == ["other@example.org"]


def test_removing_a_person_ends_every_log_in_of_theirs(harbour):
    organiser, leaver = accounts.member(of=harbour), accounts.member(of=harbour)
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(leaver)
    actions.remove_person(by=organiser, person=leaver, organisation=harbour)
    answers = [client.get(reverse("sessions")).headers.get("Location", "") for client in clients]
    assert all(where.startswith(reverse("account_login")) for where in answers)


def test_removing_a_person_leaves_their_roles_elsewhere(harbour):
    other = accounts.organisation()
    organiser, leaver = accounts.member(of=harbour), accounts.member(of=other)
    accounts.grant(of=harbour, to=leaver, role=Role.VOLUNTEER)
    actions.remove_person(by=organiser, person=leaver, organisation=harbour)
    with scope(other.pk):
        assert Grant.objects.filter(subject=leaver, ended_at=None).count() == 1


def test_what_other_apps_hold_open_ends_in_the_same_transaction(harbour, monkeypatch):
    organiser, leaver = accounts.member(of=harbour), accounts.member(of=harbour)

    def fail(*, person, by):
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(leaving._CLOSINGS, "exports", fail)
    with pytest.raises(RuntimeError):
        actions.remove_person(by=organiser, person=leaver, organisation=harbour)
    assert Grant.objects.filter(subject=leaver, ended_at=None).exists()


def test_removing_says_in_the_record_how_much_ended(harbour):
    organiser, leaver = accounts.member(of=harbour), accounts.member(of=harbour)
    actions.remove_person(by=organiser, person=leaver, organisation=harbour)
    entry = Entry.objects.get(action="person.removed")
    assert (entry.about_id, entry.detail["roles"]) == (str(leaver.pk), 1)


def test_nobody_removes_themselves(harbour):
    organiser = accounts.member(of=harbour)
    with pytest.raises(InputError, match="themselves"):
        actions.remove_person(by=organiser, person=organiser, organisation=harbour)


def test_a_regional_organiser_does_not_remove_a_national_one(harbour):
    regional, national = (
        accounts.member(of=harbour, role=Role.REGIONAL),
        accounts.member(of=harbour),
    )
    accounts.member(of=harbour)
    with pytest.raises(InputError):
        actions.remove_person(by=regional, person=national, organisation=harbour)
    assert Grant.objects.filter(subject=national, ended_at=None).exists()


def test_the_server_itself_can_remove_the_last_holder_of_a_role(harbour):
    national = accounts.member(of=harbour)
    assert actions.remove_person(by=None, person=national, organisation=harbour)["roles"] == 1


def test_an_ended_role_is_refused_at_the_next_click_within_a_second(harbour):
    organiser = accounts.member(of=harbour)
    seconds = []
    for _round in range(50):
        leaver = accounts.member(of=harbour, role=Role.REGIONAL)
        client = Client()
        client.force_login(leaver)
        assert client.get(reverse("access")).status_code == 200
        begun = time.perf_counter()
        actions.end_grant(by=organiser, of=Grant.objects.get(subject=leaver))
        assert client.get(reverse("access")).status_code == 404
        seconds.append(time.perf_counter() - begun)
    assert sorted(seconds)[-1] < 1
