"""Taking an import back: everybody as they were, but for those whom somebody has touched since."""

import pytest
from django.utils import timezone

from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions import imports as actions
from groundswell.apps.people.models import Alias, Import, ImportChange, Person, Support, Tagging
from groundswell.apps.privacy.queries.consents import has_consent
from groundswell.apps.privacy.queries.stops import live_stops
from groundswell.errors import InputError
from tests.apps.people.lists import CERI, COLUMNS, DAFYDD, HEADER, csv, decide, undone, written
from tests.factories import accounts

pytestmark = pytest.mark.django_db

FULL = f"{HEADER},Support,Tags,OK"
FULL_COLUMNS = COLUMNS | {"Support": "support_level", "Tags": "tags", "OK": "consent_contact"}


@pytest.fixture
def organisation():
    made = accounts.organisation()
    decide(made)
    with scope(made.pk):
        yield made


@pytest.fixture
def maya(organisation):
    return accounts.member(of=organisation)


def people():
    return list(Person.objects.order_by("pk").values())


def test_people_who_were_added_are_gone(organisation, maya):
    full = csv(f"{CERI},1,gym,Y", f"{DAFYDD},2,,N", header=FULL)
    of = undone(written(organisation, full, maya, columns=FULL_COLUMNS), maya)

    assert of.state == Import.State.UNDONE
    assert of.undo_receipt == {"removed": 2, "restored": 0, "stops_lifted": 0, "stay": {}}
    for model in (Person, Support, Tagging, ImportChange):
        assert model.objects.count() == 0


def test_people_who_were_changed_are_as_they_were_to_the_last_byte(organisation, maya):
    written(organisation, csv(CERI, DAFYDD), maya)
    before = people()
    newer = csv(
        f"{CERI.replace('07700 900114', '07700 900999').replace('12 High', '1 Quay')},2,gym,Y",
        f"{DAFYDD.replace('Lloyd', 'Lloyd-Jones')},,,",
        header=FULL,
    )
    of = written(organisation, newer, maya, columns=FULL_COLUMNS)
    assert people() != before
    of = undone(of, maya)

    assert people() == before
    assert of.undo_receipt["restored"] == 2


def test_merges_are_taken_back(organisation, maya):
    written(organisation, csv("1,Ceri,Hopkin,ceri@example.org,,,,"), maya)
    before = people()
    undone(written(organisation, csv(CERI), maya, where_from="another stall"), maya)

    assert people() == before
    assert Alias.objects.count() == 0


def test_somebody_added_and_corrected_since_stays(organisation, maya):
    of = written(organisation, csv(CERI, DAFYDD), maya)
    ceri = Person.objects.get(first_name="Ceri")
    ceri.phone, ceri.changed_at = "+447700900555", timezone.now()
    ceri.save()
    of = undone(of, maya)

    assert [person["first_name"] for person in people()] == ["Ceri"]
    assert of.undo_receipt["removed"] == 1
    assert of.undo_receipt["stay"] == {"edited": 1}


def test_somebody_added_and_spoken_with_since_stays(organisation, maya):
    of = written(organisation, csv(CERI), maya)
    Support.objects.create(
        organisation=organisation, person=Person.objects.get(), level=1, said_at=timezone.now(),
        how="at the door",
    )  # fmt: skip
    of = undone(of, maya)
    assert (Person.objects.count(), of.undo_receipt["stay"]) == (1, {"support": 1})


def test_a_field_that_was_changed_again_is_kept_and_the_others_go_back(organisation, maya):
    written(organisation, csv(CERI), maya)
    newer = CERI.replace("07700 900114", "07700 900999").replace("12 High", "1 Quay")
    of = written(organisation, csv(newer), maya)
    Person.objects.update(phone="+447700900555", changed_at=timezone.now())
    of = undone(of, maya)

    ceri = Person.objects.get()
    assert (ceri.phone, ceri.address) == ("+447700900555", "12 High Street")
    assert of.undo_receipt["stay"] == {"changed-again": 1}


def test_stops_that_came_by_the_list_are_lifted(organisation, maya):
    columns = COLUMNS | {"DNC": "do_not_contact"}
    rows = csv(f"{CERI},yes", header=f"{HEADER},DNC")
    of = written(organisation, rows, maya, columns=columns)
    undone(of, maya)
    assert live_stops().is_empty


def test_a_consent_that_only_the_list_knew_of_holds_no_longer(organisation, maya):
    written(organisation, csv(CERI), maya)
    rows = csv(f"{CERI},Y", header=f"{HEADER},OK")
    of = written(organisation, rows, maya, columns=COLUMNS | {"OK": "consent_contact"})
    ceri = Person.objects.get()
    assert has_consent(ceri.pk, "contact", "email")
    undone(of, maya)
    assert not has_consent(ceri.pk, "contact", "email")


def test_after_30_days_it_is_too_late(organisation, maya):
    of = written(organisation, csv(CERI), maya)
    Import.objects.update(undo_until=timezone.now())
    with pytest.raises(InputError, match="30 days"):
        actions.undo(by=maya, of=of)


def test_what_was_undone_can_be_brought_again(organisation, maya):
    undone(written(organisation, csv(CERI), maya), maya)
    assert written(organisation, csv(CERI), maya).receipt["new"] == 1
