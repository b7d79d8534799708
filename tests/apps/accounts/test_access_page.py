"""The pages about who can see what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts.models import Grant, Invitation, Team
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.places.models import AreaNode
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour():
    made = accounts.organisation()
    with scope(made.pk):
        for path, name in (("/wales/", "Wales"), ("/wales/gower/", "Gower"), ("/leeds/", "Leeds")):
            code = path.strip("/").rpartition("/")[2]
            AreaNode(organisation=made, name=name, code=code, path=path).save()
        yield made


@pytest.fixture
def organiser(harbour):
    return accounts.member(of=harbour, name="Maya Okonkwo")


@pytest.fixture
def client(organiser):
    return accounts.log_in(Client(), organiser)


def regional(harbour, path, name="Bronwen Price"):
    return accounts.member(
        of=harbour, role=Role.REGIONAL, scope_kind="area", scope_id=path, name=name
    )


def shown(client, **asked):
    return client.get(reverse("access"), asked).content.decode()


def test_the_list_says_who_covers_what(client, harbour):
    regional(harbour, "/wales/gower/")
    page = shown(client)
    assert all(words in page for words in ("Bronwen Price", "Regional organiser", "Gower"))


def test_an_ended_role_is_not_listed(client, harbour):
    gone = regional(harbour, "/wales/", name="Gone Away")
    Grant.objects.filter(subject=gone).update(ended_at=timezone.now())
    assert "Gone Away" not in shown(client)


def test_an_organiser_of_an_area_sees_roles_in_it_only(harbour, organiser):
    regional(harbour, "/wales/gower/", name="In Gower")
    regional(harbour, "/leeds/", name="In Leeds")
    inside = Client()
    inside.force_login(regional(harbour, "/wales/"))
    page = shown(inside)
    assert [name in page for name in ("In Gower", "In Leeds", "Maya Okonkwo")] == [
        True, False, False,
    ]  # fmt: skip


def test_filtering_by_area_shows_all_who_see_it(client, harbour):
    regional(harbour, "/wales/", name="Above It")
    regional(harbour, "/wales/gower/", name="In It")
    regional(harbour, "/leeds/", name="Beside It")
    page = shown(client, area="/wales/gower/")
    assert [name in page for name in ("Above It", "In It", "Beside It", "Maya Okonkwo")] == [
        True, True, False, True,
    ]  # fmt: skip


def test_searching_finds_by_a_part_of_the_name(client, harbour):
    regional(harbour, "/wales/")
    assert ("Bronwen" in shown(client, q="ronw"), "Bronwen" in shown(client, q="zz")) == (
        True, False,
    )  # fmt: skip


def test_the_list_takes_as_many_queries_for_a_hundred_as_for_three(
    client, harbour, django_assert_max_num_queries
):
    for number in range(100):
        regional(harbour, "/wales/", name=f"Number {number}")
    with django_assert_max_num_queries(20):
        shown(client)


def test_another_organisations_people_are_not_found(client):
    theirs = accounts.member(of=accounts.organisation())
    assert client.get(reverse("access-person", args=[theirs.pk])).status_code == 404


def test_a_volunteer_finds_none_of_it(harbour):
    volunteer = Client()
    volunteer.force_login(accounts.member(of=harbour, role=Role.VOLUNTEER))
    routes = ("access", "invitations", "grant-role", "organisation", "areas", "set-up")
    assert {volunteer.get(reverse(name)).status_code for name in routes} == {404}


def test_a_data_officer_looks_and_changes_nothing(harbour, organiser):
    officer = accounts.log_in(Client(), accounts.member(of=harbour, role=Role.DATA_OFFICER))
    assert officer.get(reverse("access")).status_code == 200
    assert officer.get(reverse("grant-role")).status_code == 404
    grant = Grant.objects.get(subject=organiser)
    assert officer.post(reverse("end-grant", args=[grant.pk])).status_code == 404


def give(client, **fields):
    asked = {"email": "ceri@example.org", "role": "volunteer", "where": "organisation:",
             "until": "", "reason": "spring"}  # fmt: skip
    return client.post(reverse("grant-role"), asked | fields)


def test_a_new_address_is_invited(client):
    assert give(client, role="regional", where="area:/wales/").status_code == 302
    made = Invitation.objects.get()
    assert (made.email, made.scope_id) == ("ceri@example.org", "/wales/")


def test_somebody_who_works_here_gets_the_role_at_once(client, harbour):
    helper = accounts.member(of=harbour, role=Role.VOLUNTEER)
    give(client, email=helper.email, role="regional", where="area:/wales/")
    assert Grant.objects.filter(subject=helper, role=Role.REGIONAL).exists()


def test_whether_an_address_has_an_account_elsewhere_is_not_told(client):
    elsewhere = accounts.member(of=accounts.organisation())
    answers = [give(client, email=e) for e in (elsewhere.email, "new@example.org")]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Invitation.objects.count() == 2


def test_without_a_day_the_role_ends_with_the_givers_own(client, organiser):
    give(client)
    own = Grant.objects.get(subject=organiser).valid_until
    assert Invitation.objects.get().grant_until == own


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "nobody"}, "valid email"),
        ({"until": "2001-01-01"}, "is past"),
        ({"role": "king"}, "valid choice"),
        ({"role": "host", "where": "area:/wales/"}, "Event host is a role for"),
        ({"where": "area:/atlantis/"}, "valid choice"),
        ({"reason": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client, wrong, words):
    answer = give(client, **wrong)
    page = answer.content.decode()
    assert (answer.status_code, words in page, "<title>Error:" in page) == (422, True, True)


def test_a_refusal_of_the_rules_is_said_above_the_form(client):
    late = f"{timezone.now() + timedelta(days=200):%Y-%m-%d}"
    answer = give(client, until=late)
    assert (answer.status_code, "Your own role ends" in answer.content.decode()) == (422, True)


def test_ending_a_role_on_the_page(client, harbour):
    bronwen = regional(harbour, "/wales/")
    grant = Grant.objects.get(subject=bronwen)
    assert client.post(reverse("end-grant", args=[grant.pk])).status_code == 302
    grant.refresh_from_db()
    assert grant.ended_at is not None


def test_renewing_a_role_on_the_page(client, harbour):
    bronwen = regional(harbour, "/wales/")
    grant = Grant.objects.get(subject=bronwen)
    Grant.objects.filter(pk=grant.pk).update(valid_until=timezone.now() + timedelta(days=1))
    assert client.post(reverse("renew-grant", args=[grant.pk])).status_code == 302
    grant.refresh_from_db()
    assert grant.valid_until > timezone.now() + timedelta(days=20)


def test_renewing_for_too_long_is_refused_in_words(client, harbour):
    grant = Grant.objects.get(subject=regional(harbour, "/wales/"))
    answer = client.post(reverse("renew-grant", args=[grant.pk]), {"until": "2099-01-01"})
    assert (answer.status_code, "ends" in answer.content.decode()) == (422, True)


def test_removing_a_person_asks_once_and_then_does_it(client, harbour):
    bronwen = regional(harbour, "/wales/")
    where = reverse("remove-person", args=[bronwen.pk])
    assert "Remove Bronwen Price?" in client.get(where).content.decode()
    assert Grant.objects.filter(subject=bronwen, ended_at=None).exists()
    client.post(where)
    assert not Grant.objects.filter(subject=bronwen, ended_at=None).exists()


def test_a_grant_outside_of_the_readers_area_is_not_found(harbour):
    inside = accounts.log_in(Client(), regional(harbour, "/wales/"))
    theirs = Grant.objects.get(subject=regional(harbour, "/leeds/"))
    assert inside.post(reverse("end-grant", args=[theirs.pk])).status_code == 404


def test_a_team_leader_sees_the_team_only(harbour, organiser):
    team = Team(organisation=harbour, name="Walkers")
    team.save()
    on_team = {"scope_kind": "team", "scope_id": str(team.pk)}
    accounts.member(of=harbour, role=Role.VOLUNTEER, name="On The Team", **on_team)
    leader = Client()
    leader.force_login(
        accounts.member(of=harbour, role=Role.TEAM_LEADER, name="Gwen Evans", **on_team)
    )
    page = shown(leader)
    assert ("On The Team" in page, "Maya Okonkwo" in page) == (True, False)


def test_one_user_of_two_organisations_works_in_one_at_a_time(harbour):
    other = accounts.organisation(name="Lighthouse Trust")
    both = accounts.member(of=harbour)
    accounts.grant(of=other, to=both)
    client = Client()
    client.force_login(both)
    client.post(reverse("choose-organisation"), {"organisation": str(other.pk)})
    assert "Lighthouse Trust" in client.get(reverse("organisation")).content.decode()
    client.post(reverse("choose-organisation"), {"organisation": str(harbour.pk)})
    assert f"<h1>{harbour.name}</h1>" in client.get(reverse("organisation")).content.decode()


def test_an_organisation_one_does_not_work_in_can_not_be_chosen(client):
    other = accounts.organisation()
    answer = client.post(reverse("choose-organisation"), {"organisation": str(other.pk)})
    assert answer.status_code == 404
