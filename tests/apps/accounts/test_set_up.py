"""Set-up mode: what is missing is told, and nothing opens before."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.queries.set_up import refuse_in_set_up, steps_left
from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.models import Entry
from groundswell.errors import InputError
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def union():
    """A new one: two people, one laptop."""
    made = accounts.organisation(set_up_at=None)
    with scope(made.pk):
        yield made


def decide(union):
    policies = apps.get_model("privacy", "DataPolicy").objects
    policies.update_or_create(organisation=union, defaults={"decided_at": timezone.now()})


def left(union):
    return [step.code for step in steps_left(union)]


def test_a_new_organisation_lacks_everything(union):
    assert left(union) == ["national", "data-officer", "second-factor", "data-policy"]


def test_the_steps_go_one_by_one(union):
    ada, ben = accounts.user(), accounts.user()
    accounts.grant(of=union, to=ada)
    assert left(union)[0] == "data-officer"
    accounts.grant(of=union, to=ben, role=Role.DATA_OFFICER)
    assert left(union)[0] == "second-factor"
    accounts.second_factor(ada)
    assert left(union)[0] == "second-factor"
    accounts.second_factor(ben)
    assert left(union) == ["data-policy"]
    decide(union)
    assert left(union) == []


def test_one_person_with_both_roles_is_not_two_people(union):
    ada = accounts.member(of=union)
    accounts.grant(of=union, to=ada, role=Role.DATA_OFFICER)
    assert "data-officer" in left(union)


def test_two_people_get_through_it(union):
    ada = accounts.member(of=union)
    accounts.member(of=union, role=Role.DATA_OFFICER)
    decide(union)
    assert actions.finish_set_up(by=ada, organisation=union).is_set_up
    assert Entry.objects.filter(action="organisation.set-up", actor_id=ada.pk).exists()


def test_it_can_not_be_finished_before(union):
    with pytest.raises(InputError, match="data officer has taken up"):
        actions.finish_set_up(by=accounts.member(of=union), organisation=union)


def test_no_list_of_people_comes_in_before(union):
    with pytest.raises(InputError, match="Set-up"):
        refuse_in_set_up(union)


def test_it_has_no_public_page_before(union):
    where = reverse("finder", args=[union.slug])
    assert Client().get(where).status_code == 404
    union.set_up_at = timezone.now()
    union.save()
    assert Client().get(where).status_code == 200


@pytest.mark.parametrize("role", [Role.NATIONAL, Role.DATA_OFFICER])
def test_the_page_tells_what_comes_next(union, role):
    client = Client()
    client.force_login(accounts.member(of=union, role=role))
    assert "Next:" in client.get(reverse("set-up")).content.decode()


def test_whoever_logs_in_during_set_up_lands_on_its_page(union):
    client = Client()
    client.force_login(accounts.member(of=union))
    assert client.get(reverse("home")).headers["Location"] == reverse("set-up")


def test_finishing_on_the_page(union):
    ada = accounts.member(of=union)
    accounts.member(of=union, role=Role.DATA_OFFICER)
    decide(union)
    client = accounts.log_in(Client(), ada)
    client.post(reverse("finish-set-up"))
    union.refresh_from_db()
    assert union.is_set_up


def test_finishing_too_early_is_refused_in_words(union):
    client = accounts.log_in(Client(), accounts.member(of=union))
    answer = client.post(reverse("finish-set-up"))
    assert (answer.status_code, "isn’t finished" in answer.content.decode()) == (422, True)
