"""Universes and words: saved, renamed, merged, deleted; counted within one's reach."""

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions import tags as tag_actions
from groundswell.apps.people.actions import universes as actions
from groundswell.apps.people.models import Tag, Tagging, Universe
from groundswell.apps.people.queries.search import Filters
from groundswell.errors import InputError
from tests.apps.people.searching import WHOLE, names, people_of
from tests.factories import accounts

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


def saved(organisation, organiser, name="Smiths", **said):
    return actions.save_universe(
        by=organiser, organisation=organisation, reach=WHOLE, name=name,
        filters=Filters(**(said or {"text": "smith"})),
    )  # fmt: skip


def tag(organisation, organiser, name, kind="tag"):
    return tag_actions.add_tag(by=organiser, organisation=organisation, kind=kind, name=name)


def test_a_search_is_saved_with_the_way_it_was_read(client, people):
    answer = client.post(
        reverse("universe-save"), {"name": "Mill Lane", "rule": "text=mill+lane"}, follow=True
    )
    assert Universe.objects.get().rule == {"text": "mill lane", "kind": "street"}
    assert "Saved as “Mill Lane”" in text_of(answer)


def test_who_fits_is_asked_anew(organisation, organiser, client, people):
    universe = saved(organisation, organiser, text="smith")
    people["london"].delete()
    page = text_of(client.get(reverse("universe", args=[universe.pk])))
    assert "12 Mill Lane, Penclawdd" in page
    assert "12 Mill Lane, Ealing" not in page


def test_a_name_is_taken_whatever_its_case(organisation, organiser, people):
    saved(organisation, organiser)
    with pytest.raises(InputError, match="already"):
        saved(organisation, organiser, name="smiths")


def test_everybody_is_no_universe(organisation, organiser, people):
    with pytest.raises(InputError):
        actions.save_universe(
            by=organiser, organisation=organisation, reach=WHOLE, name="All", filters=Filters()
        )


def test_each_reader_counts_those_within_reach(organisation, organiser, client, of_wales, people):
    universe = saved(organisation, organiser, text="smith")
    address = reverse("universe-count", args=[universe.pk])
    assert text_of(client.get(address)) == "3"
    assert text_of(of_wales.get(address)) == "1"


def test_an_organiser_of_wales_opens_a_universe_of_all_and_sees_wales(
    organisation, organiser, of_wales, people
):
    universe = saved(organisation, organiser, text="smith")
    page = text_of(of_wales.get(reverse("universe", args=[universe.pk])))
    assert "Penclawdd" in page
    assert "Ealing" not in page


def test_a_universe_is_renamed_and_deleted(organisation, organiser, client, people):
    universe = saved(organisation, organiser)
    client.post(reverse("universe-rename", args=[universe.pk]), {"name": "All Smiths"})
    assert Universe.objects.get().name == "All Smiths"
    client.post(reverse("universe-delete", args=[universe.pk]))
    assert not Universe.objects.exists()


def test_the_list_says_in_words_whom_each_holds(organisation, organiser, client, people):
    saved(organisation, organiser, text="smith", area="/wales/gower/", has_email="yes")
    page = text_of(client.get(reverse("universes")))
    assert "“smith” as a name, Gower, with e-mail" in page


def test_a_tampered_rule_is_refused_in_words(client, people):
    answer = client.post(reverse("universe-save"), {"name": "x", "rule": "organisation=1"})
    assert answer.status_code == 422
    assert not Universe.objects.exists()


def test_a_word_is_there_once_whatever_its_case(organisation, organiser):
    tag(organisation, organiser, "Driver")
    with pytest.raises(InputError, match="already"):
        tag(organisation, organiser, "driver")
    tag(organisation, organiser, "driver", kind="skill")


def test_merging_words_gives_each_person_the_other_once(organisation, organiser, people):
    one, other = tag(organisation, organiser, "driver"), tag(organisation, organiser, "drives")
    for whose, word in (("john", one), ("john", other), ("anna", one)):
        Tagging(organisation=organisation, tag=word, person=people[whose]).save()
    universe = saved(organisation, organiser, name="Drivers", tags=(str(one.pk),))
    tag_actions.merge_tags(by=organiser, organisation=organisation, tag=one, into=other)
    assert names(WHOLE, tags=(str(other.pk),)) == ["Smith, John", "van der Berg, Anna"]
    universe.refresh_from_db()
    assert universe.rule == {"tags": [str(other.pk)]}
    assert not Tag.objects.filter(name="driver").exists()


def test_a_universe_of_a_deleted_word_finds_nobody(organisation, organiser, people):
    word = tag(organisation, organiser, "driver")
    Tagging(organisation=organisation, tag=word, person=people["john"]).save()
    filters = Filters(tags=(str(word.pk),))
    tag_actions.delete_tag(by=organiser, organisation=organisation, tag=word)
    assert names(WHOLE, tags=filters.tags) == []


def test_the_pages_of_words_add_rename_merge_and_delete(client, organisation, organiser, people):
    client.post(reverse("tag-add"), {"kind": "tag", "name": "driver"})
    word = Tag.objects.get()
    assert "driver" in text_of(client.get(reverse("tags")))
    assert "0 people have it" in text_of(client.get(reverse("tag", args=[word.pk])))
    client.post(reverse("tag-rename", args=[word.pk]), {"kind": "tag", "name": "drivers"})
    other = tag(organisation, organiser, "motorists")
    client.post(reverse("tag-merge", args=[word.pk]), {"into": str(other.pk)})
    assert [one.name for one in Tag.objects.all()] == ["motorists"]
    client.post(reverse("tag-delete", args=[other.pk]))
    assert not Tag.objects.exists()


def test_who_works_in_an_area_uses_words_and_does_not_change_the_list(
    of_wales, organisation, organiser
):
    word = tag(organisation, organiser, "driver")
    assert of_wales.get(reverse("tags")).status_code == 200
    assert of_wales.post(reverse("tag-add"), {"kind": "tag", "name": "x"}).status_code == 404
    assert of_wales.post(reverse("tag-delete", args=[word.pk])).status_code == 404
    assert Tag.objects.count() == 1
