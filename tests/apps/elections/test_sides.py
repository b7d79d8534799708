"""One choice of a side, which every page follows."""

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.permissions import Role
from groundswell.apps.audit.models import Entry
from groundswell.apps.elections import actions, queries
from groundswell.apps.elections.models import SideChoice
from groundswell.errors import InputError
from tests.factories import accounts, elections, forecasts

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    return forecasts.country()


def test_any_party_that_stood_may_be_the_side_but_no_label_of_many(country):
    with country.scope:
        assert [party.code for party in queries.sides(country.choice)] == ["RED", "BLU", "GRN"]


def test_the_choice_is_written_down(country):
    with country.scope:
        actions.choose_side(
            by=country.organiser, organisation=country.organisation, party=country.green
        )
        assert queries.side_choice().side == country.green
        entry = Entry.objects.get(action="side.chosen")
    assert entry.detail["side"] == "GRN"
    assert entry.actor_id == country.organiser.pk


def test_the_first_choice_takes_the_newest_election_with_polls(country):
    with country.scope:
        SideChoice.objects.all().delete()
    actions.choose_side(by=None, organisation=country.organisation, party=country.blue)
    with country.scope:
        choice = queries.side_choice()
    assert (choice.election, choice.base) == (country.target, country.base)


def test_a_party_that_did_not_stand_is_refused(country):
    newcomer = elections.party("NEW", name="New List")
    with country.scope, pytest.raises(InputError, match="New List had no candidacy on 7 May 2015"):
        actions.choose_side(by=None, organisation=country.organisation, party=newcomer)


def test_without_an_election_no_side_can_be_chosen():
    party = elections.party("RED")
    with pytest.raises(InputError, match="No election with expected shares"):
        actions.choose_side(by=None, organisation=accounts.organisation(), party=party)


@pytest.mark.parametrize("field", ["party", "side"])
def test_choosing_goes_back_to_where_one_was(country, field):
    client = Client()
    client.force_login(country.organiser)
    back = client.post(reverse("choose-side"), {field: "BLU", "next": reverse("targets")})
    assert back.url == reverse("targets")
    with country.scope:
        assert queries.side_choice().side == country.blue


def test_choosing_never_leads_to_another_site(country):
    client = Client()
    client.force_login(country.organiser)
    back = client.post(reverse("choose-side"), {"party": "BLU", "next": "https://example.com/"})
    assert back.url == reverse("forecast")


def test_a_regional_organiser_may_not_choose_for_all(country):
    client = Client()
    client.force_login(accounts.member(of=country.organisation, role=Role.REGIONAL))
    assert client.post(reverse("choose-side"), {"party": "BLU"}).status_code == 404
    with country.scope:
        assert queries.side_choice().side == country.red
