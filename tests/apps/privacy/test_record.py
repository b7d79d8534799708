"""T-audit-chain: what is missing or was changed in the record is found, and named."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.audit.actions import note
from groundswell.apps.audit.models import Chain, Entry, hash_of
from groundswell.apps.audit.queries import Anchor, actions_on_record, entries, first_broken_entry
from groundswell.apps.jobs.models import Job
from groundswell.apps.privacy.actions.record import ask_to_check
from groundswell.apps.privacy.planning.checking import anchors_of, drop_anchor
from groundswell.apps.privacy.tasks import run_check_of_record
from groundswell.apps.privacy.words import ACTS, TABLES
from tests import postgres
from tests.factories import accounts


@pytest.fixture
def record(harbour, officer, organiser):
    """Ten entries, by two people, of two kinds."""
    for n in range(10):
        note(
            "person.read" if n % 2 else "import.asked", organisation_id=harbour.pk,
            by_id=(officer if n < 5 else organiser).pk, about=harbour, n=n,
        )  # fmt: skip


# The tamperer comes over a connection of their own, so that what they find must be committed.
committed = pytest.mark.django_db(transaction=True)


def sql(statement):
    """As somebody does who has the database, and not our code."""
    with postgres.owners_cursor() as cursor:
        cursor.execute(statement)


def test_a_record_that_nobody_touched_is_whole(record, harbour):
    assert first_broken_entry(harbour.pk) is None


@committed
@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entry SET action = 'nothing' WHERE number = 4", 4),
        ("UPDATE audit_entry SET number = 99 WHERE number = 4", 4),
        ("UPDATE audit_entry SET detail = '{}' WHERE number = 7", 7),
        ("DELETE FROM audit_entry WHERE number = 4", 4),
        ("DELETE FROM audit_entry WHERE number = 10", 10),
        ("DELETE FROM audit_entry WHERE number > 0", 1),
    ],
)
def test_tampering_by_sql_is_found(record, harbour, statement, broken):
    sql(statement)
    assert first_broken_entry(harbour.pk) == broken


def make_anew(harbour):
    """A chain without entry 4, with every hash made again: whole in itself."""
    kept = list(Entry.objects.filter(organisation_id=harbour.pk).exclude(number=4))
    sql("DELETE FROM audit_entry")
    before = ""
    for number, entry in enumerate(kept, start=1):
        entry.number, entry.previous_hash = number, before
        entry.hash = before = hash_of(entry)
        entry.save(force_insert=True)
    Chain.objects.update(length=len(kept), last_hash=before)


@committed
def test_a_chain_that_was_made_anew_is_found_by_what_lies_outside(record, harbour):
    drop_anchor(harbour, at=timezone.now())
    make_anew(harbour)
    assert first_broken_entry(harbour.pk) is None
    assert first_broken_entry(harbour.pk, anchors=anchors_of(harbour.pk)) is not None


def test_an_anchor_of_an_entry_that_is_gone_is_found(record, harbour):
    assert first_broken_entry(harbour.pk, anchors=[Anchor(11, "x")]) == 11


def test_an_entry_that_was_added_behind_our_back_is_found(record, harbour):
    last = Entry.objects.get(number=10)
    last.pk, last.number = None, 11
    last._state.adding = True
    Entry(
        organisation_id=harbour.pk, number=11, at=last.at, action="x", about_kind="x",
        about_id="x", previous_hash=last.hash, hash="x",
    ).save()  # fmt: skip
    assert first_broken_entry(harbour.pk) == 11


def run_check(harbour, officer):
    job = ask_to_check(by=officer, organisation=harbour)
    run_check_of_record.call(str(job.pk))
    return Job.objects.get(pk=job.pk)


def test_the_page_says_that_the_record_is_whole(record, harbour, officer):
    assert run_check(harbour, officer).state == Job.State.DONE
    assert "The record is whole" in page_of(officer)


@committed
def test_the_page_names_the_first_broken_entry(record, harbour, officer):
    sql("UPDATE audit_entry SET action = 'nothing' WHERE number = 4")
    assert run_check(harbour, officer).state == Job.State.FAILED
    assert "Entry 4 of the record" in page_of(officer)


def test_to_ask_twice_is_to_check_once(record, harbour, officer):
    assert ask_to_check(by=officer, organisation=harbour) == ask_to_check(
        by=officer, organisation=harbour
    )


def page_of(user, **query):
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("audit"), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def test_one_looks_for_what_one_person_did(record, harbour, officer):
    assert entries(actor_id=officer.pk).count() == 5


def test_one_looks_for_one_kind_of_act(record, harbour):
    assert entries(action="person.").count() == 5


def test_one_looks_at_one_day(record, harbour):
    today = timezone.localdate()
    assert entries(from_day=today, to_day=today).count() == 10
    assert entries(to_day=today - timedelta(days=1)).count() == 0


def test_the_page_shows_what_was_looked_for(record, harbour, officer, organiser):
    page = page_of(officer, who=str(organiser.pk), what="import.asked")
    assert page.count('<th scope="row"') == 2


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "999"}, {"about": "\x00"}])
def test_a_strange_address_is_no_error(record, harbour, officer, query):
    client = Client()
    client.force_login(officer)
    assert client.get(reverse("audit"), query).status_code in (200, 422)


def test_another_organisations_record_does_not_show(record, harbour, officer):
    other = accounts.organisation()
    with pytest.MonkeyPatch.context():
        from groundswell.apps.accounts.scope import scope

        with scope(other.pk):
            assert entries().count() == 0
            assert actions_on_record() == []


def test_every_act_of_privacy_has_words(record):
    assert [act for act in ACTS if "." not in act] == []
    assert [label for label in TABLES if "." not in label] == []
