import pytest

from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.actions import note
from groundswell.apps.audit.queries import first_broken_entry
from tests.factories import accounts
from tests.postgres import owners_cursor

# Committed, since whoever tampers comes by another connection: the site's own role may not.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def harbour():
    made = accounts.organisation()
    for n in range(3):
        note("side.chosen", organisation_id=made.pk, by_id=None, about=made, n=n)
    with scope(made.pk):
        yield made


def tamper(statement, number):
    with owners_cursor() as cursor:
        cursor.execute(statement, [number])


def test_an_untouched_chain_is_whole(harbour):
    assert first_broken_entry(harbour.pk) is None


def test_a_changed_entry_shows(harbour):
    tamper("UPDATE audit_entry SET action = 'side.kept' WHERE number = %s", 2)
    assert first_broken_entry(harbour.pk) == 2


def test_a_missing_entry_shows(harbour):
    tamper("DELETE FROM audit_entry WHERE number = %s", 2)
    assert first_broken_entry(harbour.pk) == 2


def test_a_missing_last_entry_shows(harbour):
    tamper("DELETE FROM audit_entry WHERE number = %s", 3)
    assert first_broken_entry(harbour.pk) == 3


def test_each_organisation_has_a_chain_of_its_own(harbour):
    other = accounts.organisation()
    with scope(other.pk):
        entry = note("side.chosen", organisation_id=other.pk, by_id=None, about=other)
    assert (entry.number, entry.previous_hash) == (1, "")
