"""Who may give which role, over what, and for how long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.giving import roles_given_by
from groundswell.apps.accounts.models import Grant, Team
from groundswell.apps.accounts.permissions import PERMISSIONS, RANK, Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.models import Entry
from groundswell.apps.places.models import AreaNode
from groundswell.errors import InputError
from tests.factories import accounts

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def harbour():
    made = accounts.organisation()
    with scope(made.pk):
        wales = AreaNode(organisation=made, name="Wales", code="wales", path="/wales/")
        wales.save()
        gower = AreaNode(
            organisation=made, name="Gower", code="gower", path="/wales/gower/", parent=wales
        )
        gower.save()
        AreaNode(organisation=made, name="Leeds", code="leeds", path="/leeds/").save()
        yield made


def give(by, to, organisation, role, *, days=10, **limit):
    now = timezone.now()
    return actions.grant(
        by=by, to=to, organisation=organisation, role=role, reason="spring",
        valid_from=now, valid_until=now + days * A_DAY, **limit,
    )  # fmt: skip


def regional_of(harbour, path):
    return accounts.member(of=harbour, role=Role.REGIONAL, scope_kind="area", scope_id=path)


def test_a_national_organiser_gives_a_role_for_an_area(harbour):
    organiser = accounts.member(of=harbour)
    granted = give(
        organiser, accounts.user(), harbour, Role.REGIONAL, scope_kind="area", scope_id="/wales/"
    )
    assert (granted.scope_kind, granted.scope_id) == ("area", "/wales/")
    assert granted.granted_by == organiser


def test_giving_a_role_is_written_down_without_a_name(harbour):
    organiser, helper = accounts.member(of=harbour), accounts.user()
    granted = give(organiser, helper, harbour, Role.VOLUNTEER)
    entry = Entry.objects.get(action="grant.given", about_id=str(granted.pk))
    assert entry.actor_id == organiser.pk
    assert helper.name not in str(entry.detail)


def test_a_regional_organiser_gives_roles_inside_their_area(harbour):
    organiser = regional_of(harbour, "/wales/")
    granted = give(
        organiser, accounts.user(), harbour, Role.VOLUNTEER, scope_kind="area",
        scope_id="/wales/gower/",
    )  # fmt: skip
    assert granted.scope_id == "/wales/gower/"


@pytest.mark.parametrize(
    "limit",
    [
        {"scope_kind": "area", "scope_id": "/leeds/"},
        {"scope_kind": "area", "scope_id": "/wales/"},
        {"scope_kind": "organisation", "scope_id": ""},
    ],
    ids=["beside it", "above it", "everything"],
)
def test_nobody_gives_a_role_wider_than_their_own(harbour, limit):
    organiser = regional_of(harbour, "/wales/gower/")
    with pytest.raises(InputError, match="does not reach"):
        give(organiser, accounts.user(), harbour, Role.VOLUNTEER, **limit)


def test_nobody_gives_a_role_as_high_as_their_own(harbour):
    organiser = regional_of(harbour, "/wales/")
    with pytest.raises(InputError, match="not above"):
        give(
            organiser, accounts.user(), harbour, Role.REGIONAL, scope_kind="area",
            scope_id="/wales/gower/",
        )  # fmt: skip


def test_nobody_gives_a_role_for_longer_than_their_own(harbour):
    organiser = accounts.member(of=harbour)  # for 30 more days
    with pytest.raises(InputError, match="Your own role ends"):
        give(organiser, accounts.user(), harbour, Role.VOLUNTEER, days=40)


def test_a_role_limited_to_nothing_that_exists_is_refused(harbour):
    organiser = accounts.member(of=harbour)
    with pytest.raises(InputError, match="doesn’t exist"):
        give(
            organiser, accounts.user(), harbour, Role.REGIONAL, scope_kind="area",
            scope_id="/atlantis/",
        )  # fmt: skip


def test_an_area_of_another_organisation_does_not_exist_here(harbour):
    other = accounts.organisation()
    with scope(other.pk):
        AreaNode(organisation=other, name="Theirs", code="theirs", path="/theirs/").save()
    organiser = accounts.member(of=harbour)
    with pytest.raises(InputError, match="doesn’t exist"):
        give(
            organiser, accounts.user(), harbour, Role.REGIONAL, scope_kind="area",
            scope_id="/theirs/",
        )  # fmt: skip


def test_a_team_leader_lets_volunteers_into_their_team_only(harbour):
    teams = [Team(organisation=harbour, name=name) for name in ("Walkers", "Drivers")]
    for team in teams:
        team.save()
    leader = accounts.member(
        of=harbour, role=Role.TEAM_LEADER, scope_kind="team", scope_id=str(teams[0].pk)
    )
    give(
        leader, accounts.user(), harbour, Role.VOLUNTEER, scope_kind="team",
        scope_id=str(teams[0].pk),
    )  # fmt: skip
    with pytest.raises(InputError, match="does not reach"):
        give(
            leader, accounts.user(), harbour, Role.VOLUNTEER, scope_kind="team",
            scope_id=str(teams[1].pk),
        )  # fmt: skip


def test_the_data_officer_gives_no_role(harbour):
    officer = accounts.member(of=harbour, role=Role.DATA_OFFICER)
    with pytest.raises(InputError):
        give(officer, accounts.user(), harbour, Role.VOLUNTEER)


def test_a_host_is_for_an_event_and_not_for_everything(harbour):
    organiser = accounts.member(of=harbour)
    with pytest.raises(InputError, match="Event host is a role for an event"):
        give(organiser, accounts.user(), harbour, Role.HOST)


def test_one_person_is_not_data_officer_and_organiser(harbour):
    organiser = accounts.member(of=harbour)
    with pytest.raises(InputError, match="holds no other role"):
        give(None, organiser, harbour, Role.DATA_OFFICER)


def test_a_role_elsewhere_does_not_keep_anybody_from_being_data_officer(harbour):
    elsewhere = accounts.member(of=accounts.organisation())
    assert give(None, elsewhere, harbour, Role.DATA_OFFICER).role == Role.DATA_OFFICER


def test_a_national_organiser_can_ask_for_every_role():
    harbour = accounts.organisation()
    accounts.member(of=harbour)
    with scope(harbour.pk):
        assert set(roles_given_by(list(Grant.objects.all()))) == set(Role)


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TEAM_LEADER, Role.HOST, Role.REGIONAL])
def test_whoever_gives_a_role_holds_all_that_it_permits(role):
    above = [r for r in PERMISSIONS["grant.manage"] if RANK[r] > RANK[role]]
    lacking = [
        (name, higher)
        for name, roles in PERMISSIONS.items()
        for higher in above
        if role in roles and higher not in roles
    ]
    assert lacking == []


def test_renewing_lets_a_role_hold_longer(harbour):
    organiser = accounts.member(of=harbour)
    granted = give(organiser, accounts.user(), harbour, Role.VOLUNTEER, days=1)
    until = timezone.now() + 20 * A_DAY
    assert actions.renew_grant(by=organiser, of=granted, until=until).valid_until == until


def test_nobody_renews_their_own_role(harbour):
    organiser = accounts.member(of=harbour)
    own = Grant.objects.get(subject=organiser)
    with pytest.raises(InputError, match="themselves"):
        actions.renew_grant(by=organiser, of=own, until=timezone.now() + 40 * A_DAY)


def test_an_ended_role_is_not_renewed(harbour):
    organiser = accounts.member(of=harbour)
    granted = give(organiser, accounts.user(), harbour, Role.VOLUNTEER)
    actions.end_grant(by=organiser, of=granted)
    with pytest.raises(InputError, match="has ended"):
        actions.renew_grant(by=organiser, of=granted, until=timezone.now() + A_DAY)


def test_somebody_below_does_not_end_a_role_above(harbour):
    national = accounts.member(of=harbour)
    accounts.member(of=harbour)
    regional = regional_of(harbour, "/wales/")
    with pytest.raises(InputError):
        actions.end_grant(by=regional, of=Grant.objects.get(subject=national))


def test_the_last_national_organiser_can_not_be_ended(harbour):
    national = accounts.member(of=harbour)
    with pytest.raises(InputError, match="last"):
        actions.end_grant(by=national, of=Grant.objects.get(subject=national))


def test_one_of_two_national_organisers_can_give_up_the_role(harbour):
    national = accounts.member(of=harbour)
    accounts.member(of=harbour)
    ended = actions.end_grant(by=national, of=Grant.objects.get(subject=national))
    assert ended.ended_by == national
