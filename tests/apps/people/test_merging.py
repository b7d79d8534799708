"""Two rows of people made one, with what hangs on them, and two again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions.merging import merge, undo_merge
from groundswell.apps.people.models import (
    Alias,
    Merge,
    Pair,
    Person,
    Support,
    Tag,
    Tagging,
    Volunteer,
)
from groundswell.apps.places.models import PostcodeDistrict
from groundswell.apps.privacy.actions import consents
from groundswell.apps.privacy.queries.consents import has_consent
from groundswell.errors import InputError
from tests.factories import accounts
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour():
    organisation = accounts.organisation()
    with scope(organisation.pk):
        yield organisation


@pytest.fixture
def maya(harbour):
    return accounts.member(of=harbour)


def merged(harbour, maya, kept, gone):
    return merge(by=maya, organisation=harbour, kept=kept, gone=gone)


def rows(*models):
    """Everything in these tables, to be compared before and after."""
    return {
        model.__name__: sorted(tuple(str(v) for v in row) for row in model.objects.values_list())
        for model in models
    }


def test_one_of_the_two_is_left(harbour, maya):
    kept, gone = person(of=harbour), person(of=harbour)
    merged(harbour, maya, kept, gone)
    assert list(Person.objects.all()) == [kept]


def test_what_the_kept_person_lacks_is_taken_over(harbour, maya):
    kept = person(of=harbour, phone="")
    gone = person(of=harbour, phone="+447700900114", address="12 High Street", postcode="ZZ1 1ZZ")
    merged(harbour, maya, kept, gone)
    kept.refresh_from_db()
    assert (kept.phone, kept.street_key) == ("+447700900114", "high street|zz11zz|12")


def test_what_both_know_stays_as_the_kept_person_has_it(harbour, maya):
    kept = person(of=harbour, email="old@example.org")
    merged(harbour, maya, kept, person(of=harbour, email="new@example.org"))
    kept.refresh_from_db()
    assert kept.email == "old@example.org"


def test_half_an_address_is_not_filled_up_with_half_of_another(harbour, maya):
    kept = person(of=harbour, address="", postcode="ZZ1 1ZZ")
    merged(harbour, maya, kept, person(of=harbour, address="3 Mill Lane", postcode="YY1 1YY"))
    kept.refresh_from_db()
    assert kept.address == ""


def test_a_wish_not_to_be_contacted_holds_for_the_one_that_is_left(harbour, maya):
    kept = person(of=harbour)
    merged(harbour, maya, kept, person(of=harbour, is_stopped=True))
    kept.refresh_from_db()
    assert kept.is_stopped


def test_tags_of_both_are_on_the_one_that_is_left(harbour, maya):
    kept, gone = person(of=harbour), person(of=harbour)
    driver = Tag.objects.create(organisation=harbour, name="driver")
    host = Tag.objects.create(organisation=harbour, name="host")
    for tag, of in ((driver, kept), (driver, gone), (host, gone)):
        Tagging.objects.create(organisation=harbour, tag=tag, person=of)
    merged(harbour, maya, kept, gone)
    assert sorted(kept.taggings.values_list("tag__name", flat=True)) == ["driver", "host"]


def test_what_was_said_last_is_the_support_level(harbour, maya):
    kept, gone = person(of=harbour, support_level=1), person(of=harbour, support_level=4)
    now = timezone.now()
    for of, level, days in ((kept, 1, 20), (gone, 4, 2)):
        Support.objects.create(
            organisation=harbour,
            person=of,
            level=level,
            said_at=now - timedelta(days=days),
            how="x",
        )
    merged(harbour, maya, kept, gone)
    kept.refresh_from_db()
    assert kept.support_level == 4


def test_the_number_in_the_other_list_still_finds_the_person(harbour, maya):
    kept = person(of=harbour, source="van", source_id="1")
    merged(harbour, maya, kept, person(of=harbour, source="register-uk", source_id="AB1-2/0"))
    assert Alias.objects.get(source="register-uk", source_id="AB1-2/0").person == kept


def offered(harbour, of):
    district, _made = PostcodeDistrict.objects.get_or_create(code="ZZ1", lon=0, lat=51)
    return Volunteer.objects.create(
        organisation=harbour, person=of, district=district, mode="car", max_minutes=30,
        slots="sat-am", signed_up_at=timezone.now(),
    )  # fmt: skip


def test_an_offer_goes_with_the_person(harbour, maya):
    kept, gone = person(of=harbour), person(of=harbour)
    offered(harbour, gone)
    merged(harbour, maya, kept, gone)
    assert Volunteer.objects.get().person == kept


def test_of_two_offers_the_kept_persons_stays(harbour, maya):
    kept, gone = person(of=harbour), person(of=harbour)
    first = offered(harbour, kept)
    offered(harbour, gone)
    merged(harbour, maya, kept, gone)
    assert list(Volunteer.objects.all()) == [first]


def said(subject, *, is_given):
    return consents.Said(
        subject=subject, purpose="contact", channel="email", is_given=is_given, how="form"
    )


def test_a_consent_that_one_took_back_is_not_given_by_the_other(harbour, maya):
    kept, gone = person(of=harbour), person(of=harbour)
    consents.record(by=None, organisation=harbour, said=said(kept.pk, is_given=False))
    consents.record(by=None, organisation=harbour, said=said(gone.pk, is_given=True))
    merged(harbour, maya, kept, gone)
    assert has_consent(kept.pk, "contact", "email") is None


def test_a_consent_only_the_other_gave_goes_with_them_and_back(harbour, maya):
    kept, gone = person(of=harbour), person(of=harbour)
    consents.record(by=None, organisation=harbour, said=said(gone.pk, is_given=True))
    done = merged(harbour, maya, kept, gone)
    assert has_consent(kept.pk, "contact", "email") is not None
    undo_merge(by=maya, organisation=harbour, done=done)
    assert has_consent(kept.pk, "contact", "email") is None
    assert has_consent(gone.pk or done.gone_id, "contact", "email") is not None


def test_undoing_puts_everything_back(harbour, maya):
    kept, gone = person(of=harbour, phone=""), person(of=harbour, phone="+447700900114")
    driver = Tag.objects.create(organisation=harbour, name="driver")
    for of in (kept, gone):
        Tagging.objects.create(organisation=harbour, tag=driver, person=of)
        offered(harbour, of)
    one, other = sorted((kept, gone), key=lambda p: p.pk.hex)
    Pair.objects.create(
        organisation=harbour, one=one, other=other, score=0.9, found_at=timezone.now()
    )
    tables = (Tagging, Volunteer, Pair, Alias)
    before, people = rows(*tables), rows_but_changed()
    undo_merge(by=maya, organisation=harbour, done=merged(harbour, maya, kept, gone))
    assert (rows(*tables), rows_but_changed()) == (before, people)


def rows_but_changed():
    return [
        {k: v for k, v in row.items() if k != "changed_at"}
        for row in Person.objects.order_by("pk").values()
    ]


def test_undoing_keeps_what_was_corrected_since(harbour, maya):
    kept = person(of=harbour, phone="")
    done = merged(harbour, maya, kept, person(of=harbour, phone="+447700900114"))
    Person.objects.filter(pk=kept.pk).update(phone="+447700900999")
    undo_merge(by=maya, organisation=harbour, done=Merge.objects.get(pk=done.pk))
    kept.refresh_from_db()
    assert kept.phone == "+447700900999"


def test_a_merge_is_undone_once_only(harbour, maya):
    done = merged(harbour, maya, person(of=harbour), person(of=harbour))
    undo_merge(by=maya, organisation=harbour, done=done)
    with pytest.raises(InputError, match="any more"):
        undo_merge(by=maya, organisation=harbour, done=done)


def test_a_person_is_not_merged_with_themselves(harbour, maya):
    ceri = person(of=harbour)
    with pytest.raises(InputError, match="already one"):
        merged(harbour, maya, ceri, ceri)
