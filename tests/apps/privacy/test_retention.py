"""T-retention: each night no row is past its time, and the night's report is genuine."""

from datetime import timedelta

import pytest
from django.db.models import Max, Min
from django.utils import timezone

from groundswell.apps.accounts.models import Invitation
from groundswell.apps.audit.models import Chain
from groundswell.apps.people.models import Import, ImportChange, Merge, Person, Reading, Support
from groundswell.apps.privacy.actions import policy as policy_actions
from groundswell.apps.privacy.actions.policy import Decision
from groundswell.apps.privacy.datasets import DATA_SETS
from groundswell.apps.privacy.kept_for import KEPT_FOR
from groundswell.apps.privacy.models import PrivacyRequest, Proof, RetentionRun, Stop
from groundswell.apps.privacy.planning.expiring import REMOVERS, run_night
from groundswell.apps.privacy.queries.record import last_anchor
from groundswell.apps.privacy.queries.retention import is_silent, nights
from tests.factories import people, privacy

NOW = timezone.now()
DAY = timedelta(days=1)


def days_of(harbour, officer, **days):
    """Keep each kind of data for so many days."""
    privacy.decided(harbour, by=officer, mode="C")
    for code, keep in days.items():
        kind = DATA_SETS[code]
        policy_actions.decide_data_set(
            by=officer, organisation=harbour,
            decision=Decision(code, "x", kind.basis, kind.condition, "Document", keep),
        )  # fmt: skip


def age(person, days, **fields):
    Person.objects.filter(pk=person.pk).update(changed_at=NOW - days * DAY, **fields)


def import_of(harbour, data_set, **fields):
    made = Import(
        organisation=harbour, number=Import.objects.count() + 1, file_name="x", file_hash="",
        file_bytes=1, format="csv", data_set=data_set, where_from="x", **fields,
    )  # fmt: skip
    made.save()
    return made


def test_everything_that_is_promised_is_removed_and_nothing_else():
    assert set(REMOVERS) == set(KEPT_FOR) | set(DATA_SETS)


@pytest.mark.parametrize("code", ["supporters", "members", "roll"])
def test_a_person_goes_when_the_time_of_their_list_is_over(harbour, officer, code):
    days_of(harbour, officer, **{code: 10})
    brought = import_of(harbour, code)
    stays, goes = people.person(of=harbour), people.person(of=harbour)
    age(stays, 9, created_in=brought)
    age(goes, 11, created_in=brought)
    run_night(harbour, at=NOW)
    assert list(Person.objects.all()) == [stays]


def test_a_supporter_who_came_without_a_list_goes_too(harbour, officer):
    days_of(harbour, officer, supporters=10)
    age(people.person(of=harbour), 11)
    run_night(harbour, at=NOW)
    assert not Person.objects.exists()


def test_a_volunteer_is_kept_as_a_volunteer(harbour, officer, organiser):
    days_of(harbour, officer, supporters=10, volunteers=100)
    person = privacy.person_everywhere(of=harbour, by=organiser, word="qzvol")
    age(person, 50)
    run_night(harbour, at=NOW)
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_list_with_an_end_of_its_own_goes_then(harbour, officer):
    days_of(harbour, officer)
    brought = import_of(harbour, "roll", keep_until=(NOW - 2 * DAY).date())
    age(people.person(of=harbour), 0, created_in=brought)
    run_night(harbour, at=NOW)
    assert not Person.objects.exists()


def test_a_person_past_their_time_goes_from_every_table(harbour, officer, organiser):
    days_of(harbour, officer, volunteers=10)
    person = privacy.person_everywhere(of=harbour, by=organiser, word="qzold")
    age(person, 11)
    run = run_night(harbour, at=NOW)
    assert run.removed["volunteers"] == 1
    assert not Person.objects.filter(pk=person.pk).exists()


def test_who_goes_by_time_may_come_back(harbour, officer):
    days_of(harbour, officer, supporters=10)
    age(people.person(of=harbour), 11)
    run_night(harbour, at=NOW)
    assert not Stop.objects.exists()


def test_what_was_said_of_support_goes_and_the_person_stays(harbour, officer):
    days_of(harbour, officer, support=30, supporters=400)
    person = people.person(of=harbour, support_level=2)
    Support(
        organisation=harbour, person=person, level=2, said_at=NOW - 31 * DAY, how="import"
    ).save()
    age(person, 31)
    run_night(harbour, at=NOW)
    assert Person.objects.get().support_level is None
    assert not Support.objects.exists()


def test_a_level_that_was_said_again_stays(harbour, officer):
    days_of(harbour, officer, support=30, supporters=400)
    person = people.person(of=harbour, support_level=2)
    for days in (31, 3):
        Support(
            organisation=harbour, person=person, level=2, said_at=NOW - days * DAY, how="import"
        ).save()
    age(person, 31)
    run_night(harbour, at=NOW)
    assert Person.objects.get().support_level == 2
    assert Support.objects.count() == 1


def test_a_night_signs_its_report(harbour, officer):
    for days in range(3):
        run_night(harbour, at=NOW + days * DAY)
    assert [night.is_genuine for night in nights()] == [True] * 3


def test_a_report_that_was_made_prettier_is_noticed(harbour, officer):
    for days in range(3):
        run_night(harbour, at=NOW + days * DAY)
    RetentionRun.objects.filter(ran_at=NOW + DAY).update(removed={"supporters": 1})
    assert [night.is_genuine for night in nights()] == [True, False, True]


def test_a_report_that_was_taken_out_is_noticed(harbour, officer):
    for days in range(3):
        run_night(harbour, at=NOW + days * DAY)
    RetentionRun.objects.filter(ran_at=NOW + DAY).delete()
    assert [night.is_genuine for night in nights()] == [False, True]


def test_two_days_of_silence_are_noticed(harbour, officer):
    run_night(harbour, at=NOW)
    assert not is_silent(at=NOW + 2 * DAY)
    assert is_silent(at=NOW + 2 * DAY + timedelta(minutes=1))


def test_a_server_that_never_removed_anything_is_silent_after_two_days(harbour):
    assert not is_silent(at=harbour.created_at + DAY)
    assert is_silent(at=harbour.created_at + 3 * DAY)


def test_a_night_writes_the_end_of_the_record_outside_the_database(harbour, officer):
    run_night(harbour, at=NOW)
    assert last_anchor() == NOW
    assert Chain.objects.get(organisation_id=harbour.pk).length > 0


def oldest(rows, field):
    return rows.aggregate(oldest=Min(field))["oldest"]


@pytest.mark.slow
def test_for_two_years_no_night_leaves_a_row_past_its_time(harbour, officer, organiser):
    """Somebody comes every nine days, with a row in each table; every third night is run."""
    days = {"supporters": 200, "volunteers": 120, "members": 200, "support": 60, "roll": 90}
    days_of(harbour, officer, **days)
    start = NOW
    for night in range(0, 730, 3):
        at = start + night * DAY
        if night % 9 == 0:
            person = privacy.person_everywhere(of=harbour, by=organiser, word=f"qz{night}")
            backdate(person, harbour, organiser, at)
        run_night(harbour, at=at)
        assert (oldest(Person.objects.filter(volunteer__isnull=False), "changed_at") or at) >= (
            at - 120 * DAY
        )
        assert (oldest(Person.objects.all(), "changed_at") or at) >= at - 200 * DAY
        assert (oldest(Support.objects.all(), "said_at") or at) >= at - 60 * DAY
        assert (oldest(Proof.objects.all(), "asked_at") or at) >= at - DAY
        assert (oldest(Reading.objects.all(), "at") or at) >= at - 365 * DAY
        assert (oldest(Merge.objects.exclude(before={}), "undo_until") or at) >= at
        assert (oldest(ImportChange.objects.all(), "of_import__undo_until") or at) >= at
        assert (oldest(Invitation.objects.all(), "open_until") or at) >= at - 30 * DAY
        words = PrivacyRequest.objects.filter(emptied_at=None)
        assert (oldest(words, "answered_at") or at) >= at - 30 * DAY
        assert (oldest(PrivacyRequest.objects.all(), "answered_at") or at) >= at - 730 * DAY
    assert Person.objects.aggregate(newest=Max("changed_at"))["newest"] >= at - 9 * DAY


def backdate(person, harbour, organiser, at):
    """Let all that was just made have been made at a moment."""
    Person.objects.filter(changed_at__lt=NOW + timedelta(hours=1), pk=person.pk).update(
        changed_at=at
    )
    others = Person.objects.filter(created_at__gte=timezone.now() - timedelta(minutes=5))
    others.filter(volunteer__isnull=True, changed_at__lte=timezone.now()).update(changed_at=at)
    Support.objects.filter(person=person).update(said_at=at)
    Reading.objects.filter(person_id=person.pk).update(at=at)
    Proof.objects.filter(subject=person.pk).update(asked_at=at)
    Merge.objects.filter(kept=person).update(merged_at=at, undo_until=at + 30 * DAY)
    Import.objects.filter(pk=person.created_in_id).update(undo_until=at + 30 * DAY)
    PrivacyRequest.objects.filter(subject=person.pk).update(
        answered_at=at + 5 * DAY, state=PrivacyRequest.State.DONE
    )
    made = Invitation(
        organisation=harbour, email="x@example.org", role="volunteer", reason="x",
        grant_until=at + 60 * DAY, open_until=at + 7 * DAY, token_hash=f"{at.timestamp()}",
    )  # fmt: skip
    made.save()
