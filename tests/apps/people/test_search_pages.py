"""The page of people as a reader meets it."""

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions import reading
from tests.apps.people.searching import people_of
from tests.factories import accounts
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


@pytest.fixture
def people(organisation):
    return people_of(organisation)


@pytest.fixture
def client(organisation):
    return accounts.log_in(Client(), accounts.member(of=organisation))


@pytest.fixture
def of_wales(organisation):
    organiser = accounts.member(
        of=organisation, role=Role.REGIONAL, scope_kind=Grant.Scope.AREA, scope_id="/wales/"
    )
    return accounts.log_in(Client(), organiser)


def text_of(response):
    return " ".join(response.content.decode().split())


def ask(client, query="", **more):
    return client.get(reverse("people") + query, **more)


def test_an_empty_page_leads_to_the_import(client):
    page = text_of(ask(client))
    assert "Nobody here yet" in page
    assert reverse("new-import") in page


def test_a_search_shows_name_home_and_area_and_no_more(client, people):
    page = text_of(ask(client, "?text=smith"))
    assert "12 Mill Lane, Penclawdd" in page
    assert "Gower" in page
    for kept_back in ("john@example.org", "+447700900123", "07700"):
        assert kept_back not in page


def test_as_one_types_only_the_results_come(client, people):
    part = ask(client, "?text=smith", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<section")
    assert "HX-Request" in part["Vary"]


def test_an_unknown_part_of_an_address_is_answered_in_words(client, people):
    answer = ask(client, "?shoe_size=9")
    assert answer.status_code == 422
    assert "shoe_size" in text_of(answer)


def test_nothing_found_offers_to_drop_each_part(client, people):
    page = text_of(ask(client, "?text=smith&minor=yes"))
    assert "Nobody you may see fits" in page
    assert "without “smith”" in page
    assert "?text=smith" in page


def test_a_mistyped_name_shows_those_near_it(client, people):
    page = text_of(ask(client, "?text=smtih"))
    assert "Nobody is called “smtih”. These are called “Smith”." in page
    assert "12 Mill Lane" in page


def test_the_last_search_is_there_when_one_comes_back(client, people):
    ask(client, "?text=smith")
    assert 'value="smith"' in text_of(ask(client))
    ask(client, "?text=")
    assert 'value="smith"' not in text_of(ask(client))


def test_what_is_typed_is_shown_as_text(client, people):
    page = ask(client, "?text=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert" not in page


def test_an_organiser_of_wales_sees_nobody_of_london(of_wales, people):
    page = text_of(ask(of_wales, "?text=smith"))
    assert "Penclawdd" in page
    assert "Ealing" not in page
    assert "One person" in page


def test_areas_beyond_reach_are_not_even_offered(of_wales, people):
    page = text_of(ask(of_wales))
    assert "Gower" in page
    assert "Ealing" not in page


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TEAM_LEADER, Role.HOST, Role.DATA_OFFICER])
def test_other_roles_do_not_find_the_page(organisation, people, role):
    client = accounts.log_in(Client(), accounts.member(of=organisation, role=role))
    assert ask(client).status_code == 404


def test_a_page_of_people_asks_few_questions(client, people, django_assert_max_num_queries):
    ask(client, "?text=smith")
    with django_assert_max_num_queries(20):
        ask(client, "?text=smith&area=/wales/&support=1&volunteer=yes")


def test_fifty_are_shown_and_the_next_ones_are_a_link_away(client, organisation):
    for n in range(60):
        person(of=organisation, first_name="Kim", last_name=f"Lee {n:02}")
    first = ask(client, "?text=lee")
    assert first.content.decode().count("Kim Lee") == 50
    query = first.context["next_query"]
    assert "Lee" not in query.replace("text=lee", "")
    later = ask(client, f"?{query}")
    assert later.content.decode().count("Kim Lee") == 10


def test_turning_pages_has_an_end(client, organisation, monkeypatch):
    monkeypatch.setattr(reading, "PAGES_A_DAY", 2)
    for n in range(60):
        person(of=organisation, first_name="Kim", last_name=f"Lee {n:02}")
    query = ask(client, "?text=lee").context["next_query"]
    assert [ask(client, f"?{query}").status_code for _time in range(3)] == [200, 200, 422]
    assert ask(client, "?text=lee").status_code == 200
