"""One person's page: a reason first, all that is kept, and what can be done."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.models import Entry
from groundswell.apps.people.actions import reading
from groundswell.apps.people.models import Person, Reading, Support, Tag, Tagging
from groundswell.apps.people.queries.person import household
from groundswell.apps.privacy.actions import stops
from groundswell.apps.privacy.actions.consents import Said, record
from groundswell.apps.privacy.models import DataPolicy, DataSet, Stop
from groundswell.apps.privacy.queries.stops import Details, why_stopped
from tests.apps.people.searching import IN_WALES, WHOLE, people_of
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """The privacy key of this test alone."""
    from dataclasses import replace

    settings.GROUNDSWELL = replace(settings.GROUNDSWELL, home=tmp_path)


@pytest.fixture
def organisation():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


@pytest.fixture
def people(organisation):
    return people_of(organisation)


@pytest.fixture
def organiser(organisation):
    return accounts.member(of=organisation)


@pytest.fixture
def client(organiser):
    return accounts.log_in(Client(), organiser)


@pytest.fixture
def of_wales(organisation):
    organiser = accounts.member(
        of=organisation, role=Role.REGIONAL, scope_kind=Grant.Scope.AREA, scope_id="/wales/"
    )
    return accounts.log_in(Client(), organiser)


def text_of(response):
    return " ".join(response.content.decode().split())


def at(name, whom, *more):
    return reverse(name, args=[whom.pk, *more])


def look_at(client, whom, reason="follow-up"):
    return client.post(at("person-reason", whom), {"reason": reason}, follow=True)


def actions_noted():
    return list(Entry.objects.order_by("number").values_list("action", flat=True))


# Looking


def test_nobody_sees_a_person_before_saying_why(client, people):
    page = text_of(client.get(at("person", people["john"])))
    assert "Why do you look at this person?" in page
    assert "john@example.org" not in page
    assert not Reading.objects.exists()


def test_with_a_reason_the_page_shows_and_the_record_says_so(client, organiser, people):
    page = text_of(look_at(client, people["john"]))
    assert "john@example.org" in page
    assert Reading.objects.get().reason == "follow-up"
    entry = Entry.objects.get(action="person.read")
    assert (entry.actor_id, entry.about_id) == (organiser.pk, str(people["john"].pk))
    assert entry.detail == {"reason": "follow-up"}


def test_a_reason_of_ones_own_needs_words_and_is_no_part_of_the_record(client, people):
    answer = client.post(at("person-reason", people["john"]), {"reason": "other", "words": ""})
    assert answer.status_code == 422
    client.post(at("person-reason", people["john"]), {"reason": "other", "words": "the raffle"})
    assert Reading.objects.get().reason == "the raffle"
    assert Entry.objects.get(action="person.read").detail == {"reason": "other"}


def test_a_reason_holds_for_one_person_and_half_an_hour(client, people):
    look_at(client, people["john"])
    assert "Why do you look" in text_of(client.get(at("person", people["anna"])))
    assert "Why do you look" not in text_of(client.get(at("person", people["john"])))
    Reading.objects.update(at=timezone.now() - timedelta(minutes=31))
    assert "Why do you look" in text_of(client.get(at("person", people["john"])))


def test_ones_reason_is_not_anothers(client, organisation, people):
    look_at(client, people["john"])
    other = accounts.log_in(Client(), accounts.member(of=organisation))
    assert "Why do you look" in text_of(other.get(at("person", people["john"])))


# T-view-budget
def test_a_days_budget_ends_and_the_data_officers_are_told(
    client, organisation, people, monkeypatch
):
    accounts.member(of=organisation, role=Role.DATA_OFFICER, email="officer@example.org")
    monkeypatch.setattr(reading, "PEOPLE_A_DAY", 2)
    for whose in ("john", "anna"):
        assert look_at(client, people[whose]).status_code == 200
    refused = look_at(client, people["zoe"])
    assert refused.status_code == 422
    assert "as many as one may" in text_of(refused)
    assert look_at(client, people["john"]).status_code == 200  # already among those of today
    (told,) = mail.outbox
    assert told.to == ["officer@example.org"]
    assert "Maya" not in told.subject + told.body
    assert "people.read-much" in actions_noted()


def test_very_many_within_an_hour_are_told_of_once(client, organisation, people, monkeypatch):
    accounts.member(of=organisation, role=Role.DATA_OFFICER)
    monkeypatch.setattr(reading, "UNUSUAL_IN_AN_HOUR", 2)
    for whose in ("john", "anna", "zoe", "john"):
        look_at(client, people[whose])
    assert len(mail.outbox) == 1


def test_a_person_beyond_reach_is_not_found_by_any_door(of_wales, people):
    whom = people["london"]
    assert of_wales.get(at("person", whom)).status_code == 404
    assert of_wales.get(at("person-edit", whom)).status_code == 404
    for name in ("reason", "edit", "stop", "lift", "support", "tag"):
        assert of_wales.post(at(f"person-{name}", whom), {"reason": "follow-up"}).status_code == 404
    assert not Reading.objects.exists()


def test_the_page_shows_all_that_is_kept(client, organisation, organiser, people):
    john = people["john"]
    Support(
        organisation=organisation, person=john, level=2, said_at=timezone.now(), how="typed in",
        recorded_by=organiser,
    ).save()  # fmt: skip
    Person.objects.filter(pk=john.pk).update(support_level=2)
    tag = Tag(organisation=organisation, kind="skill", name="sewing")
    tag.save(force_insert=True)
    Tagging(organisation=organisation, tag=tag, person=john).save()
    record(
        by=organiser,
        organisation=organisation,
        said=Said(john.pk, "contact", "email", True, "form"),
    )
    page = text_of(look_at(client, john))
    for shown in (
        "12 Mill Lane", "Gower, Wales", "Zoë D&#x27;Arcy", "2, support",
        "typed in by Maya Okonkwo", "sewing", "to hear from us about the campaign", "a form",
        "Came one by one", "They haven’t offered help",
    ):  # fmt: skip
        assert shown in page


def test_others_at_the_door_are_those_within_reach(organisation, people):
    Person.objects.filter(pk=people["zoe"].pk).update(area=people["london"].area)
    assert [one.first_name for one in household(WHOLE, people["john"])] == ["Zoë"]
    assert household(IN_WALES, people["john"]) == []


def test_a_person_asks_few_questions(client, people, django_assert_max_num_queries):
    look_at(client, people["john"])
    with django_assert_max_num_queries(36):
        client.get(at("person", people["john"]))


# Correcting

TYPED = {
    "first_name": "John", "last_name": "Smyth", "email": "JOHN@example.org",
    "phone": "07700 900123", "address": "12 Mill Lane", "town": "Penclawdd", "postcode": "sa43ab",
}  # fmt: skip


def edit(client, whom, **changes):
    area = {"area": str(whom.area_id)} if whom.area_id else {}
    return client.post(at("person-edit", whom), TYPED | area | changes, follow=True)


def test_details_are_put_right_cleaned_as_a_list_is(client, people):
    look_at(client, people["john"])
    edit(client, people["john"])
    john = Person.objects.get(pk=people["john"].pk)
    assert (john.last_name, john.name_key, john.given_key) == ("Smyth", "smyth john", "john")
    assert (john.phone, john.postcode, john.email) == (
        "+447700900123", "SA4 3AB", "john@example.org"
    )  # fmt: skip
    assert john.by_hand == Person.corrected("last_name")


def test_the_record_names_the_fields_and_not_what_stands_in_them(client, people):
    look_at(client, people["john"])
    edit(client, people["john"], email="johnny@example.org")
    entry = Entry.objects.get(action="person.corrected")
    assert entry.detail == {"fields": ["email", "last_name"]}
    assert "johnny" not in json.dumps(entry.detail)


def test_a_telephone_that_is_none_is_answered_at_its_field(client, people):
    look_at(client, people["john"])
    answer = edit(client, people["john"], phone="call the office")
    assert answer.status_code == 422
    assert answer.context["form"].errors["phone"]
    assert "<title>Error:" in answer.content.decode()


def test_nobody_is_corrected_without_a_reason_for_looking(client, people):
    answer = edit(client, people["john"])
    assert "Why do you look" in text_of(answer)
    assert Person.objects.get(pk=people["john"].pk).last_name == "Smith"


def test_an_organiser_of_wales_moves_nobody_out_of_sight(of_wales, people):
    john = people["john"]
    look_at(of_wales, john)
    answer = of_wales.post(at("person-edit", john), TYPED | {"area": str(people["london"].area_id)})
    assert answer.status_code == 422
    assert Person.objects.get(pk=john.pk).area_id == john.area_id


def test_new_details_of_somebody_stopped_are_stopped_too(client, organiser, organisation, people):
    john = people["john"]
    stops.stop_person(by=organiser, organisation=organisation, person_id=john.pk)
    look_at(client, john)
    edit(client, john, email="elsewhere@example.org")
    assert why_stopped(Details(emails=("elsewhere@example.org",))) == "asked"


# Adding


def add(client, **said):
    return client.post(reverse("person-new"), said, follow=True)


def test_a_person_is_added_and_asked_about_before_they_are_shown(client, people):
    answer = add(client, first_name="Siân", last_name="Pugh", phone="07700 900555")
    made = Person.objects.get(name_key="pugh sian")
    assert made.phone == "+447700900555"
    assert "Siân Pugh was added" in text_of(answer)
    assert "person.added" in actions_noted()


def test_somebody_with_no_way_to_be_reached_is_refused(client, people):
    answer = add(client, first_name="Siân", last_name="Pugh")
    assert answer.status_code == 422
    assert not Person.objects.filter(name_key="pugh sian").exists()


def test_who_may_be_the_same_person_is_shown_first(client, people):
    said = {"first_name": "Johnny", "last_name": "Smith", "email": "john@example.org"}
    answer = add(client, **said)
    assert answer.status_code == 422
    assert "Is it one of these?" in text_of(answer)
    add(client, **said, although="yes")
    assert Person.objects.filter(first_name="Johnny").exists()


def test_an_organiser_of_wales_is_not_told_of_people_elsewhere(of_wales, people):
    said = {"first_name": "J", "last_name": "Smith", "email": "john@example.net"}
    answer = add(of_wales, **said, area=str(people["john"].area_id))
    assert "Is it one of these?" not in text_of(answer)
    assert Person.objects.filter(first_name="J").exists()


def test_an_organiser_of_wales_adds_people_in_wales_only(of_wales, people):
    answer = add(of_wales, first_name="Siân", last_name="Pugh", phone="07700 900555")
    assert answer.status_code == 422
    assert not Person.objects.filter(name_key="pugh sian").exists()


def test_whoever_asked_not_to_be_contacted_comes_in_marked(client, organiser, organisation, people):
    stops.stop_person(by=organiser, organisation=organisation, person_id=people["john"].pk)
    add(client, first_name="J", last_name="Smith", email="john@example.org", although="yes")
    assert Person.objects.get(first_name="J").is_stopped


def test_whoever_was_erased_is_not_added_again(client, organisation, people):
    hashes = Details(emails=("gone@example.org",)).hashes()
    stops.add_stops(by=None, organisation=organisation, why=Stop.Why.ERASED, hashes=hashes)
    answer = add(client, first_name="Gone", last_name="Away", email="gone@example.org")
    assert answer.status_code == 422
    assert not Person.objects.filter(first_name="Gone").exists()


# Stopping and lifting


def test_do_not_contact_holds_at_once(client, people):
    look_at(client, people["john"])
    page = text_of(client.post(at("person-stop", people["john"]), follow=True))
    assert "Nobody calls, writes or knocks" in page
    assert Person.objects.get(pk=people["john"].pk).is_stopped


def test_a_stop_is_taken_back_only_with_the_persons_own_wish(client, people):
    look_at(client, people["john"])
    client.post(at("person-stop", people["john"]))
    assert client.post(at("person-lift", people["john"]), {"reference": ""}).status_code == 422
    assert Person.objects.get(pk=people["john"].pk).is_stopped
    client.post(at("person-lift", people["john"]), {"reference": "his letter of 3 May"})
    assert not Person.objects.get(pk=people["john"].pk).is_stopped


# Support


def decide(organisation, organiser, mode):
    DataPolicy.objects.update_or_create(
        organisation=organisation, defaults={"mode": mode, "decided_at": timezone.now()}
    )
    DataSet.objects.get_or_create(
        organisation=organisation, code="support",
        defaults={
            "purpose": "p", "basis": "consent", "keep_days": 90, "decided_at": timezone.now(),
        },
    )  # fmt: skip


def say(client, whom, level):
    return client.post(at("person-support", whom), {"level": level})


def test_mode_a_keeps_no_support_level_and_says_who_decides(
    client, organisation, organiser, people
):
    decide(organisation, organiser, "A")
    answer = say(client, people["john"], "1")
    assert answer.status_code == 422
    assert "data officer" in text_of(answer)
    assert not Support.objects.exists()


def test_mode_b_keeps_one_only_with_consent(client, organisation, organiser, people):
    decide(organisation, organiser, "B")
    john = people["john"]
    assert say(client, john, "1").status_code == 422
    record(by=None, organisation=organisation, said=Said(john.pk, "opinions", "any", True, "door"))
    assert say(client, john, "1").status_code == 302
    assert Person.objects.get(pk=john.pk).support_level == 1


def test_each_level_is_kept_in_order_and_the_record_does_not_say_which(
    client, organisation, organiser, people
):
    decide(organisation, organiser, "C")
    for level in ("3", "1"):
        say(client, people["john"], level)
    assert list(Support.objects.order_by("-said_at").values_list("level", flat=True)) == [1, 3]
    details = Entry.objects.filter(action="person.support-recorded").values_list(
        "detail", flat=True
    )
    assert list(details) == [{}, {}]


def test_a_level_can_be_taken_back_in_any_mode(client, organisation, organiser, people):
    decide(organisation, organiser, "A")
    Person.objects.filter(pk=people["john"].pk).update(support_level=1)
    say(client, people["john"], "")
    assert Person.objects.get(pk=people["john"].pk).support_level is None


# Tags


def test_a_word_is_put_on_a_person_and_taken_off(client, people):
    john = people["john"]
    look_at(client, john)
    for _time in range(2):
        client.post(at("person-tag", john), {"kind": "tag", "name": "Driver"})
    client.post(at("person-tag", john), {"kind": "tag", "name": "driver"})
    tagging = Tagging.objects.get()
    assert tagging.tag.name == "Driver"
    client.post(at("person-untag", john, tagging.tag_id))
    assert not Tagging.objects.exists()


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TEAM_LEADER, Role.HOST, Role.DATA_OFFICER])
def test_other_roles_find_no_person(organisation, people, role):
    client = accounts.log_in(Client(), accounts.member(of=organisation, role=role))
    assert client.get(at("person", people["john"])).status_code == 404
    assert client.get(reverse("person-new")).status_code == 404
