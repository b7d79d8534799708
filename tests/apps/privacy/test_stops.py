"""Who asked not to be contacted is known again by a hash, and stays so until they say otherwise."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.models import Entry
from groundswell.apps.people.models import Alias, Person
from groundswell.apps.privacy import key_file
from groundswell.apps.privacy.actions import stops
from groundswell.apps.privacy.keyed import KINDS, keyed_hash, keyed_hashes
from groundswell.apps.privacy.models import Stop
from groundswell.apps.privacy.queries.stops import Details, live_stops, why_stopped
from groundswell.errors import InputError
from tests.factories import accounts, people

HOME = {"address": "12 Beach Road", "postcode": "SA4 3AB"}


@pytest.fixture
def person(harbour):
    return people.person(of=harbour, phone="+447700900123", **HOME)


def stop(harbour, officer, person, **fields):
    return stops.stop_person(by=officer, organisation=harbour, person_id=person.pk, **fields)


def test_who_asked_is_marked(harbour, officer, person):
    stop(harbour, officer, person)
    assert Person.objects.get(pk=person.pk).is_stopped


@pytest.mark.parametrize(
    "details",
    [
        lambda one: Details(emails=(one.email.upper(),)),
        lambda one: Details(phones=(one.phone,)),
        lambda one: Details(name_key=one.name_key, street_key=one.street_key),
        lambda one: Details(sources=(("van", "77"),)),
    ],
    ids=["e-mail", "telephone", "name at an address", "number in a list"],
)
def test_each_detail_is_known_again(harbour, officer, person, details):
    Alias(organisation=harbour, person=person, source="van", source_id="77").save()
    stop(harbour, officer, person)
    assert why_stopped(details(person)) == "asked"


def test_a_neighbour_is_not_stopped(harbour, officer, person):
    stop(harbour, officer, person)
    other = people.person(of=harbour, first_name="Dai", last_name="Rees", **HOME)
    assert why_stopped(Details(name_key=other.name_key, street_key=other.street_key)) is None


def test_a_household_that_asked_is_stopped_whole(harbour, officer, person):
    other = people.person(of=harbour, first_name="Dai", last_name="Rees", **HOME)
    assert stop(harbour, officer, person, household=True) == 2
    assert Person.objects.get(pk=other.pk).is_stopped


def test_rows_with_the_same_telephone_are_marked_too(harbour, officer, person):
    twice = people.person(of=harbour, phone=person.phone)
    stop(harbour, officer, person)
    assert Person.objects.get(pk=twice.pk).is_stopped


def test_people_without_a_telephone_are_not_taken_for_one(harbour, officer):
    first, second = people.person(of=harbour), people.person(of=harbour)
    stop(harbour, officer, first)
    assert not Person.objects.get(pk=second.pk).is_stopped


def test_the_list_holds_hashes_only(harbour, officer, person):
    stop(harbour, officer, person, household=True)
    assert {len(keyed) for keyed in Stop.objects.values_list("keyed_hash", flat=True)} == {64}


def test_to_stop_twice_is_to_stop_once(harbour, officer, person):
    stop(harbour, officer, person)
    n = Stop.objects.count()
    stop(harbour, officer, person)
    assert Stop.objects.count() == n


def test_a_stop_is_lifted_by_reference(harbour, officer, person):
    stop(harbour, officer, person)
    stops.lift(by=officer, organisation=harbour, person_id=person.pk, reference="mail of 3 May")
    assert live_stops().is_empty
    assert not Person.objects.get(pk=person.pk).is_stopped


def test_the_record_keeps_no_word_of_the_reference(harbour, officer, person):
    stop(harbour, officer, person)
    stops.lift(by=officer, organisation=harbour, person_id=person.pk, reference="mail of Ceri")
    assert "Ceri" not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_a_lifted_stop_holds_again_when_asked_again(harbour, officer, person):
    stop(harbour, officer, person)
    stops.lift(by=officer, organisation=harbour, person_id=person.pk, reference="a call")
    stop(harbour, officer, person)
    assert live_stops().asked.emails


def test_a_stop_is_not_lifted_without_a_reference(harbour, officer, person):
    with pytest.raises(InputError, match="own wish"):
        stops.lift(by=officer, organisation=harbour, person_id=person.pk, reference=" ")


def test_one_person_does_not_lift_the_stop_of_a_household(harbour, officer, person):
    stop(harbour, officer, person, household=True)
    with pytest.raises(InputError, match="household"):
        stops.lift(by=officer, organisation=harbour, person_id=person.pk, reference="a call")


def test_to_lift_a_stop_brings_nobody_back_who_was_erased(harbour, officer, person):
    Stop(
        organisation=harbour, kind="email", keyed_hash=keyed_hash("email", person.email),
        why="erased", at=person.created_at,
    ).save()  # fmt: skip
    stops.lift(by=officer, organisation=harbour, person_id=person.pk, reference="a call")
    assert why_stopped(Details(emails=(person.email,))) == "erased"


def test_two_organisations_can_not_compare_their_lists(harbour):
    other = accounts.organisation()
    ours = keyed_hash("email", "ceri@example.org")
    with scope(other.pk):
        assert keyed_hash("email", "ceri@example.org") != ours


@given(st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=8))
def test_many_at_once_hash_as_one_by_one(values):
    from uuid import UUID

    with scope(UUID(int=7)):
        for kind in KINDS:
            assert keyed_hashes(kind, values) == [keyed_hash(kind, v or "") for v in values]


def test_the_hash_is_the_librarys_hmac(harbour):
    key = hmac.digest(key_file.key_for("stops"), f"{harbour.pk}|email".encode(), "sha256")
    theirs = hmac.new(key, b"ceri@example.org", "sha256").hexdigest()
    assert keyed_hash("email", " Ceri@example.org") == theirs


def test_what_is_empty_has_no_hash(harbour):
    assert [keyed_hash(kind, "") for kind in KINDS] == [""] * len(KINDS)


def test_the_key_outlives_a_change_of_the_secret_key(harbour, settings):
    before = keyed_hash("email", "ceri@example.org")
    settings.SECRET_KEY = "another" * 10
    key_file._master.cache_clear()
    assert keyed_hash("email", "ceri@example.org") == before


def test_the_key_is_for_its_owner_only(harbour, settings):
    keyed_hash("email", "ceri@example.org")
    path = settings.GROUNDSWELL.home / key_file.NAME
    assert path.stat().st_mode & 0o777 == 0o600
