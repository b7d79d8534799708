import pytest

from groundswell.apps.audit.actions import note
from groundswell.apps.audit.models import Entry
from groundswell.apps.audit.queries import first_broken_entry
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour():
    made = accounts.organisation()
    for n in range(3):
        note("side.chosen", organisation_id=made.pk, by_id=None, about=made, n=n)
    return made


def test_an_untouched_chain_is_whole(harbour):
    assert first_broken_entry(harbour.pk) is None


def test_a_changed_entry_shows(harbour):
    Entry.objects.filter(organisation_id=harbour.pk, number=2).update(action="side.kept")
    assert first_broken_entry(harbour.pk) == 2


def test_a_missing_entry_shows(harbour):
    Entry.objects.filter(organisation_id=harbour.pk, number=2).delete()
    assert first_broken_entry(harbour.pk) == 2


def test_a_missing_last_entry_shows(harbour):
    Entry.objects.filter(organisation_id=harbour.pk, number=3).delete()
    assert first_broken_entry(harbour.pk) == 3


def test_each_organisation_has_a_chain_of_its_own(harbour):
    other = accounts.organisation()
    entry = note("side.chosen", organisation_id=other.pk, by_id=None, about=other)
    assert (entry.number, entry.previous_hash) == (1, "")
