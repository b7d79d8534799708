"""Which pairs are suggested, which are not, and what an organiser can do about them."""

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.scope import scope
from groundswell.apps.jobs.actions import ask
from groundswell.apps.people.models import Pair, Person
from groundswell.apps.people.models.duplicates import LOOK
from groundswell.apps.people.planning.duplicates import COLUMNS, likely_pairs
from groundswell.apps.people.tasks.duplicates import run_look
from groundswell.apps.places.models import AreaNode
from groundswell.exchange.people.keys import name_key_of, street_key_of
from tests.factories import accounts
from tests.factories.people import person

HOME = {"address": "12 High Street", "postcode": "ZZ1 1ZZ"}


def row(n, first_name, last_name, *, address="", postcode="", **fields):
    return dict.fromkeys(COLUMNS, "") | {
        "id": f"{n:032x}", "first_name": first_name, "last_name": last_name, "postcode": postcode,
        "name_key": name_key_of(first_name, last_name),
        "street_key": street_key_of(address, postcode),
    } | fields  # fmt: skip


def suggested(one, other):
    people = pl.DataFrame([row(1, **one), row(2, **other)])
    return likely_pairs(people).frame


def person_of(first_name, last_name, **fields):
    return {"first_name": first_name, "last_name": last_name, **fields}


ONE_PERSON = {
    "a typing error at the same home": (
        person_of("Megan", "Griffiths", **HOME), person_of("Megan", "Grifiths", **HOME)
    ),
    "first and last name changed about": (
        person_of("Megan", "Griffiths", **HOME), person_of("Griffiths", "Megan", **HOME)
    ),
    "a short name and the same e-mail": (
        person_of("Elizabeth", "Rees", email="lr@example.org"),
        person_of("Liz", "Rees", email="lr@example.org"),
    ),
    "an initial at the same home": (
        person_of("M", "Griffiths", **HOME), person_of("Megan", "Griffiths", **HOME)
    ),
    "moved house with the same telephone": (
        person_of("Kwame", "Osei", phone="+447700900114", **HOME),
        person_of("Kwame", "Osei", phone="+447700900114", address="7 New Row", postcode="YY1 1YY"),
    ),
    "the same home written otherwise": (
        person_of("Kwame", "Osei", **HOME),
        person_of("Kwame", "Osei", address="The Old Shop, 12 High St", postcode="ZZ1 1ZZ"),
    ),
    "a name with and without its marks": (
        person_of("Zofia", "Wójcik", **HOME), person_of("Zofia", "Wojcik", **HOME)
    ),
}  # fmt: skip
TWO_PEOPLE = {
    "a couple with one e-mail": (
        person_of("Aled", "Rees", email="rees@example.org", **HOME),
        person_of("Carys", "Rees", email="rees@example.org", **HOME),
    ),
    "twins with one telephone": (
        person_of("Amara", "Okafor", phone="+447700900114", **HOME),
        person_of("Chidi", "Okafor", phone="+447700900114", **HOME),
    ),
    "father and son, each on the roll": (
        person_of("John", "Rees", source="register-uk", source_id="AB1-1/0", **HOME),
        person_of("John", "Rees", source="register-uk", source_id="AB1-2/0", **HOME),
    ),
    "father and son with contacts of their own": (
        person_of("John", "Rees", email="old@example.org", phone="+447700900114", **HOME),
        person_of("John", "Rees", email="young@example.org", phone="+447700900115", **HOME),
    ),
    "namesakes in different towns": (
        person_of("John", "Rees", **HOME),
        person_of("John", "Rees", address="1 Far Road", postcode="YY1 1YY"),
    ),
    "two people without any names at one address": (
        person_of("", "", **HOME), person_of("", "", **HOME)
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ONE_PERSON.values(), ids=ONE_PERSON)
def test_one_person_written_twice_is_suggested(one, other):
    assert suggested(one, other).height == 1


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE.values(), ids=TWO_PEOPLE)
def test_two_people_are_not_suggested(one, other):
    assert suggested(one, other).is_empty()


def test_a_suggestion_says_what_agrees_and_what_differs():
    (said,) = suggested(*ONE_PERSON["moved house with the same telephone"]).to_dicts()
    assert (said["same"], said["near"], said["differs"]) == (["name", "phone"], [], ["home"])


def test_the_smaller_id_comes_first():
    one, other = ONE_PERSON["an initial at the same home"]
    people = pl.DataFrame([row(2, **one), row(1, **other)])
    assert likely_pairs(people).frame.select("one", "other").row(0) == (f"{1:032x}", f"{2:032x}")


def test_a_telephone_of_a_whole_office_says_nothing():
    office = [row(n, "Kwame", f"Osei{n}", phone="+447700900114") for n in range(31)]
    found = likely_pairs(pl.DataFrame(office))
    assert (found.n_compared, found.n_blocks_left_out) == (0, 1)


def test_nobody_gives_no_pairs():
    nobody = pl.DataFrame(schema=dict.fromkeys(("id", *COLUMNS), pl.String))
    assert likely_pairs(nobody).frame.is_empty()


@pytest.fixture
def harbour(db):
    organisation = accounts.organisation()
    with scope(organisation.pk):
        yield organisation


@pytest.fixture
def maya(harbour):
    return accounts.member(of=harbour)


@pytest.fixture
def client(maya):
    logged_in = Client()
    logged_in.force_login(maya)
    return logged_in


def two_of_one(harbour, **fields):
    """Two rows of one person, looked for and found."""
    for first_name in ("Megan", "Meg"):
        person(
            of=harbour,
            first_name=first_name,
            last_name="Griffiths",
            phone="+447700900114",
            **fields,
        )
    look(harbour)
    return Pair.objects.get()


def look(harbour):
    job = ask(by=None, organisation=harbour, kind=LOOK)
    run_look.func(str(job.pk))


def test_a_look_stores_what_it_finds(harbour):
    assert two_of_one(harbour).state == Pair.State.OPEN


def test_a_pair_kept_apart_is_not_suggested_again(harbour, client):
    pair = two_of_one(harbour)
    client.post(reverse("duplicate-apart", args=[pair.pk]))
    look(harbour)
    assert Pair.objects.get().state == Pair.State.APART


def test_merging_a_pair_leaves_the_row_that_was_chosen(harbour, client):
    pair = two_of_one(harbour)
    client.post(reverse("duplicate-merge", args=[pair.pk]), {"keep": "other"})
    assert list(Person.objects.all()) == [pair.other]


def test_a_merge_can_be_undone_from_the_page(harbour, client):
    pair = two_of_one(harbour)
    client.post(reverse("duplicate-merge", args=[pair.pk]), {"keep": "one"})
    page = client.get(reverse("duplicates")).context["merges"]
    client.post(reverse("merge-undo", args=[page[0].pk]))
    assert Person.objects.count() == 2


def test_a_choice_that_is_none_is_answered_in_words(harbour, client):
    pair = two_of_one(harbour)
    answer = client.post(reverse("duplicate-merge", args=[pair.pk]), {"keep": "both"})
    assert (answer.status_code, Person.objects.count()) == (422, 2)


def test_the_page_shows_both_rows_side_by_side(harbour, client):
    pair = two_of_one(harbour)
    page = client.get(reverse("duplicates")).content.decode()
    assert pair.one.email in page
    assert pair.other.email in page


def test_the_empty_page_offers_a_look(harbour, client):
    assert "Look for duplicates" in client.get(reverse("duplicates")).content.decode()


def test_an_organiser_of_an_area_sees_only_pairs_within_it(harbour):
    wales = AreaNode.objects.create(
        organisation=harbour, name="Wales", code="wales", path="/wales/"
    )
    pair = two_of_one(harbour)
    Person.objects.filter(pk=pair.one.pk).update(area=wales)
    tariq = accounts.member(of=harbour, role="regional", scope_kind="area", scope_id="/wales/")
    client = Client()
    client.force_login(tariq)
    assert client.get(reverse("duplicates")).context["page"].paginator.count == 0
    assert client.post(reverse("duplicate-apart", args=[pair.pk])).status_code == 404
