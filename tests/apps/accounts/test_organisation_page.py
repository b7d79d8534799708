"""The organisation's page, its affiliates and teams; operators; break-glass."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.actions.organisations import create_with_first_people
from groundswell.apps.accounts.models import Affiliate, Grant, Organisation, Team
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


@pytest.fixture
def client(harbour):
    made = Client()
    made.force_login(accounts.member(of=harbour))
    return made


def change(client, **fields):
    usual = {"name": "Harbour", "time_zone": "Europe/London", "language": "en-gb", "country": "gb"}
    return client.post(reverse("change-organisation"), usual | fields)


def test_name_and_clocks_can_be_changed(client, harbour):
    change(client, name="New Harbour", time_zone="Asia/Tokyo")
    harbour.refresh_from_db()
    assert (harbour.name, harbour.time_zone, harbour.country) == ("New Harbour", "Asia/Tokyo", "GB")


@pytest.mark.parametrize("wrong", [{"time_zone": "Mars/Base"}, {"country": "1!"}, {"name": ""}])
def test_what_can_not_be_is_refused(client, harbour, wrong):
    assert change(client, **wrong).status_code == 422


def test_affiliates_are_added_renamed_and_removed(client):
    client.post(reverse("add-affiliate"), {"affiliate-name": "Swansea Branch"})
    made = Affiliate.objects.get()
    assert made.code == "swansea-branch"
    client.post(reverse("affiliate", args=[made.pk]), {"name": "Swansea and Gower"})
    made.refresh_from_db()
    assert (made.name, made.code) == ("Swansea and Gower", "swansea-branch")
    client.post(reverse("affiliate", args=[made.pk]), {"remove": "1"})
    assert not Affiliate.objects.exists()


def test_two_affiliates_of_one_name_are_refused(client):
    client.post(reverse("add-affiliate"), {"affiliate-name": "Leeds"})
    answer = client.post(reverse("add-affiliate"), {"affiliate-name": "Leeds"})
    assert (answer.status_code, "already" in answer.content.decode()) == (422, True)


def test_teams_are_added_and_changed(client, harbour):
    client.post(reverse("add-team"), {"team-name": "Walkers"})
    team = Team.objects.get()
    client.post(reverse("team", args=[team.pk]), {"name": "Strollers"})
    team.refresh_from_db()
    assert team.name == "Strollers"


def test_removing_a_team_ends_roles_limited_to_it(client, harbour):
    team = actions.add_team(by=accounts.user(), organisation=harbour, name="Walkers")
    leader = accounts.member(
        of=harbour, role=Role.TEAM_LEADER, scope_kind="team", scope_id=str(team.pk)
    )
    client.post(reverse("team", args=[team.pk]), {"remove": "1"})
    assert Grant.objects.get(subject=leader).ended_at is not None


def test_another_organisations_team_is_not_found(client):
    other = accounts.organisation()
    with scope(other.pk):
        theirs = actions.add_team(by=accounts.user(), organisation=other, name="Theirs")
    assert client.post(reverse("team", args=[theirs.pk]), {"remove": "1"}).status_code == 404


def operator():
    made = accounts.user(is_operator=True)
    accounts.second_factor(made)
    return made


def test_an_operator_lists_organisations_and_sees_nothing_in_them(harbour):
    client = Client()
    client.force_login(operator())
    assert harbour.name in client.get(reverse("operator")).content.decode()
    assert client.get(reverse("access")).status_code == 404


def test_only_an_operator_finds_that_page(client):
    assert client.get(reverse("operator")).status_code == 404


def test_an_operator_makes_an_organisation_where_the_database_keeps_many(harbour):
    client = Client()
    client.force_login(operator())
    asked = {"name": "Lighthouse", "slug": "lighthouse", "organiser": "ada@example.org"}
    answer = client.post(reverse("operator"), asked)
    if accounts.is_sqlite():
        assert (answer.status_code, "PostgreSQL" in answer.content.decode()) == (422, True)
    else:
        assert Organisation.objects.get(slug="lighthouse").set_up_at is None


def test_the_first_two_people_can_not_be_one():
    with pytest.raises(InputError, match="two people"):
        create_with_first_people(
            name="Union", slug="union", organiser="ada@example.org",
            data_officer="Ada@example.org ", site="https://x/",
        )  # fmt: skip


def test_a_new_organisation_invites_its_first_two(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made, sent = create_with_first_people(
            name="Union", slug="union", organiser="ada@example.org",
            data_officer="ben@example.org", site="https://x/",
        )  # fmt: skip
    assert not made.is_set_up
    assert [(one.email, one.role) for one, _link in sent] == [
        ("ada@example.org", Role.NATIONAL), ("ben@example.org", Role.DATA_OFFICER),
    ]  # fmt: skip
    assert {letter.to[0] for letter in mail.outbox} == {"ada@example.org", "ben@example.org"}


def break_glass(harbour, *, hours=4.0, by=None, reason="the import of 3 May hangs"):
    return actions.break_glass(
        operator=by or accounts.user(is_operator=True), organisation=harbour, hours=hours,
        reason=reason, at=timezone.now(),
    )  # fmt: skip


def test_break_glass_lets_an_operator_in_for_four_hours_at_the_most(harbour):
    granted = break_glass(harbour)
    assert granted.valid_until - granted.valid_from == timedelta(hours=4)
    with pytest.raises(InputError, match="4 hours"):
        break_glass(harbour, hours=4.5)


def test_break_glass_wants_a_reason(harbour):
    with pytest.raises(InputError, match="why"):
        break_glass(harbour, reason="so")


def test_break_glass_is_for_operators(harbour):
    with pytest.raises(InputError, match="no operator"):
        break_glass(harbour, by=accounts.user())


def test_break_glass_is_told_to_every_data_officer_at_once(
    harbour, django_capture_on_commit_callbacks
):
    officers = [accounts.member(of=harbour, role=Role.DATA_OFFICER) for _ in range(2)]
    with django_capture_on_commit_callbacks(execute=True):
        break_glass(harbour)
    assert {letter.to[0] for letter in mail.outbox} == {officer.email for officer in officers}
    assert Entry.objects.filter(action="break-glass.opened").exists()


def test_who_stops_being_an_operator_is_logged_out():
    someone = operator()
    client = Client()
    client.force_login(someone)
    actions.make_operator(email=someone.email, is_operator=False)
    assert client.get(reverse("operator")).status_code == 302
