"""Erased stays erased: in every table, after a list comes again, after a backup is brought back."""

import pytest
from django.apps import apps

from groundswell.apps.accounts.models import Grant, User
from groundswell.apps.people.models import Person, Reading
from groundswell.apps.privacy import signed_file
from groundswell.apps.privacy.actions import erasure, stops
from groundswell.apps.privacy.log_file import NAME
from groundswell.apps.privacy.models import Consent, Erasure, Stop
from groundswell.apps.privacy.queries.details import details_of
from groundswell.apps.privacy.queries.kept import kept_about_person, rows_about
from groundswell.apps.privacy.queries.stops import live_stops, why_stopped
from groundswell.apps.privacy.registry import tables_of_people, way_to_person
from groundswell.errors import InputError
from tests.factories import accounts, people, privacy


@pytest.fixture
def planted(harbour, organiser):
    return privacy.person_everywhere(of=harbour, by=organiser, word="qzgone")


def all_rows():
    """Every row of every table of ours, as text."""
    said = []
    for model in apps.get_models():
        if model.__module__.startswith("groundswell."):
            for row in model._base_manager.all().values():
                said.append(f"{model._meta.label} {row}")
    return "\n".join(said)


def test_erasure_leaves_no_row_that_leads_to_the_person(planted, harbour, officer):
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    left = [
        label
        for label in tables_of_people()
        if way_to_person(label).erasure != "keep" and rows_about(label, [planted.pk]).exists()
    ]
    assert left == []


def test_erasure_leaves_no_word_of_the_person_but_what_must_be_kept(planted, harbour, officer):
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    left = [line for line in all_rows().splitlines() if "qzgone" in line]
    # A tag is the organisation's own word, the reason for a look its own log, and the ledger and
    # the request are kept.
    kept = ("people.Tag ", "people.Reading ", "privacy.Consent ", "privacy.PrivacyRequest ")
    assert [line for line in left if not line.startswith(kept)] == []


def test_that_somebody_looked_still_counts_and_names_nobody(planted, harbour, officer):
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    assert [reading.person_id.int for reading in Reading.objects.all()] == [0]


def test_an_erased_person_is_known_again_by_a_hash_only(planted, harbour, officer):
    details = details_of(planted)
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    assert why_stopped(details) == "erased"
    assert "@" not in str(list(Stop.objects.values_list("keyed_hash", flat=True)))


def test_the_tombstone_counts_rows_and_says_nothing_else(planted, harbour, officer):
    made = erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    assert made.removed["people.person"] == 1
    assert made.removed["people.tagging"] == 1


def test_others_keep_their_rows(planted, harbour, officer, organiser):
    stays = privacy.person_everywhere(of=harbour, by=organiser, word="qzstays")
    before = {t.label: len(t.rows) for t in kept_about_person(stays.pk)}
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    assert {t.label: len(t.rows) for t in kept_about_person(stays.pk)} == before


def test_the_ledger_still_shows_that_a_consent_was_given(planted, harbour, officer):
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    assert Consent.objects.filter(subject=planted.pk).count() == 1


def bring_back(person, *, of):
    """What a restored backup does: the row is there again, with its old id."""
    Erasure.objects.all().delete()
    Stop.objects.all().delete()
    people.person(of=of, pk=person.pk, email=person.email, first_name="Back")


def test_after_a_restore_the_log_erases_again(planted, harbour, officer):
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    bring_back(planted, of=harbour)
    assert erasure.reapply().erased == 1
    assert not Person.objects.filter(pk=planted.pk).exists()
    assert live_stops().erased.emails


def test_a_log_that_is_carried_out_changes_nothing(planted, harbour, officer):
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    done = erasure.reapply()
    assert (done.erased, done.stops, done.lifted, done.withdrawn) == (0, 0, 0, 0)


def test_after_a_restore_who_asked_not_to_be_contacted_is_stopped_again(harbour, officer):
    person = people.person(of=harbour)
    stops.stop_person(by=officer, organisation=harbour, person_id=person.pk)
    Stop.objects.all().delete()
    Person.objects.update(is_stopped=False)
    erasure.reapply()
    assert why_stopped(details_of(person)) == "asked"
    assert Person.objects.get(pk=person.pk).is_stopped


def test_after_a_restore_a_stop_that_was_lifted_stays_lifted(harbour, officer):
    person = people.person(of=harbour)
    stops.stop_person(by=officer, organisation=harbour, person_id=person.pk)
    stops.lift(by=officer, organisation=harbour, person_id=person.pk, reference="letter of 3 May")
    Stop.objects.update(lifted_at=None)
    erasure.reapply()
    assert live_stops().is_empty


def test_a_log_that_was_tampered_with_is_refused(planted, harbour, officer):
    other = people.person(of=harbour)
    for person in (planted, other):
        erasure.erase_person(by=officer, organisation=harbour, person_id=person.pk)
    log = signed_file.path_of(NAME)
    log.write_text("".join(log.read_text().splitlines(keepends=True)[1:]))
    with pytest.raises(InputError, match="Line 1 of"):
        erasure.reapply()


def test_a_line_that_was_cut_off_by_a_power_cut_is_no_harm(planted, harbour, officer):
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    log = signed_file.path_of(NAME)
    with log.open("a") as file:
        file.write('{"act": "erase-per')
    other = people.person(of=harbour)
    erasure.erase_person(by=officer, organisation=harbour, person_id=other.pk)
    assert erasure.reapply().erased == 0
    assert len(log.read_text().splitlines()) == 2


def test_the_log_names_nobody(planted, harbour, officer):
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    assert "qzgone" not in signed_file.path_of(NAME).read_text()


def test_the_log_is_for_its_owner_only(planted, harbour, officer):
    erasure.erase_person(by=officer, organisation=harbour, person_id=planted.pk)
    assert signed_file.path_of(NAME).stat().st_mode & 0o777 == 0o600


def test_an_erased_account_can_do_nothing_and_has_no_name(harbour, officer, organiser):
    erasure.erase_account(by=officer, organisation=harbour, user=organiser)
    gone = User.objects.get(pk=organiser.pk)
    assert not gone.is_active
    assert "example.org" not in gone.email
    assert not Grant.objects.filter(subject=gone, ended_at=None).exists()


def test_an_account_that_works_elsewhere_too_keeps_its_name(harbour, officer, organiser):
    accounts.grant(of=accounts.organisation(), to=organiser)
    erasure.erase_account(by=officer, organisation=harbour, user=organiser)
    assert User.objects.get(pk=organiser.pk).is_active
    assert not Grant.objects.filter(subject=organiser, ended_at=None).exists()


def test_nobody_erases_the_account_they_work_with(harbour, officer):
    with pytest.raises(InputError, match="another data officer"):
        erasure.erase_account(by=officer, organisation=harbour, user=officer)
