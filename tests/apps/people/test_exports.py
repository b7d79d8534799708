"""Lists that go out: two people, a wait, one download, and a file nobody else can read."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import pyzipper
from django.core import mail
from django.db import connection
from django.utils import timezone

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.models import Entry
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.actions import exports as actions
from groundswell.apps.people.models import Export, Person
from groundswell.apps.people.planning import exporting
from groundswell.apps.people.queries import exports as queries
from groundswell.apps.people.tasks.exports import delete_export, write_export
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.models import DataPolicy, DataSet
from groundswell.apps.privacy.queries.policy import policy
from groundswell.errors import InputError
from tests.apps.people import office as offices
from tests.apps.people.office import let_time_pass
from tests.factories import accounts, people, privacy

pytestmark = pytest.mark.django_db
State = Export.State


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Files of this test's own. The privacy key is made in it when it is first used."""
    settings.GROUNDSWELL = replace(settings.GROUNDSWELL, home=tmp_path)
    return tmp_path


@pytest.fixture
def office():
    organisation = accounts.organisation()
    with scope(organisation.pk):
        yield offices.office(organisation)


# Two people.


def test_nothing_is_written_before_a_second_person_agrees(office):
    export = office.ask()
    assert export.state == State.ASKED
    assert export.job is None
    assert not queries.file_of(export).exists()


def test_nobody_agrees_to_their_own_export(office):
    with pytest.raises(InputError, match="Nobody approves what they asked for"):
        actions.approve_export(by=office.asker, export=office.ask())


def test_a_regional_organiser_can_not_agree_to_what_a_national_one_asked(office):
    regional = accounts.member(of=office.organisation, role=Role.REGIONAL)
    with pytest.raises(InputError, match="the same role"):
        actions.approve_export(by=regional, export=office.ask())


def test_whose_role_is_new_from_the_asker_can_not_agree(office):
    friend = accounts.user()
    accounts.grant(
        of=office.organisation, to=friend, granted_by=office.asker, valid_from=timezone.now()
    )
    with pytest.raises(InputError, match="gave you your role"):
        actions.approve_export(by=friend, export=office.ask())


def test_a_data_officer_can_be_the_second_person(office):
    export = actions.approve_export(by=office.officer, export=office.ask())
    assert export.state == State.COOLING


def test_an_export_is_agreed_to_once(office):
    export = office.agreed()
    with pytest.raises(InputError, match="isn’t waiting"):
        actions.approve_export(by=office.second, export=export)


def test_who_turns_it_down_says_why(office):
    export = actions.turn_down_export(
        by=office.second, export=office.ask(), reason="The printer has the list already"
    )
    assert (export.state, export.reason) == (State.STOPPED, "The printer has the list already")


# The wait.


def test_a_worker_that_comes_early_writes_nothing(office):
    export = office.agreed()
    write_export.call(str(export.job_id))
    export.refresh_from_db()
    assert export.state == State.COOLING
    assert not queries.file_of(export).exists()


def test_the_wait_is_ten_minutes(office):
    export = office.agreed()
    assert export.not_before - export.approved_at == pytest.approx(
        timedelta(minutes=10), abs=timedelta(seconds=5)
    )


def test_data_officers_are_told_without_a_word_about_anybody(
    office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        office.agreed()
    (letter,) = [m for m in mail.outbox if m.to == [office.officer.email]]
    assert "export 1" in letter.subject
    assert "Price" not in letter.body + letter.subject
    assert "bus cuts" not in letter.body


def test_a_data_officer_stops_it_during_the_wait(office):
    export = office.agreed()
    actions.stop_export(by=office.officer, export=export, reason="Not agreed with the members")
    office.work_on(export)
    assert export.state == State.STOPPED
    assert not queries.file_of(export).exists()


def test_stopping_a_ready_export_deletes_its_file(office, django_capture_on_commit_callbacks):
    export = office.written()
    with django_capture_on_commit_callbacks(execute=True):
        actions.stop_export(by=office.officer, export=export)
    assert not queries.file_of(export).exists()
    with pytest.raises(InputError, match="nothing to fetch"):
        actions.fetch_export(by=office.asker, export=export)


def test_stopping_while_the_file_is_written_leaves_no_file(office, monkeypatch):
    export = office.agreed()
    let_time_pass(export, minutes=11)
    encrypted = exporting.encrypted

    def stopped_meanwhile(*given):
        actions.stop_export(by=office.officer, export=export)
        return encrypted(*given)

    monkeypatch.setattr(exporting, "encrypted", stopped_meanwhile)
    write_export.call(str(export.job_id))
    export.refresh_from_db()
    assert export.state == State.STOPPED
    assert not queries.file_of(export).exists()


# A small organisation.


def test_in_a_small_organisation_a_day_stands_in_for_the_second_person(office):
    policy()
    DataPolicy.objects.update(is_small=True)
    export = office.ask()
    assert export.state == State.COOLING
    assert export.not_before - export.asked_at == pytest.approx(
        timedelta(hours=24), abs=timedelta(seconds=5)
    )


# Who is in it.


def test_the_file_holds_the_people_and_only_the_fields_for_the_way(office):
    export = office.written(channel="email")
    phrase = actions.show_pass_phrase(by=office.asker, export=export)
    rows = offices.rows_in(actions.fetch_export(by=office.asker, export=export), phrase)
    assert sorted(row["E-mail"] for row in rows) == sorted(p.email for p in office.persons)
    assert set(rows[0]) == {"First name", "Last name", "E-mail", "Postcode"}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"is_stopped": True}, "stopped"),
        ({"is_minor": True}, "minor"),
        ({"email": ""}, "no-detail"),
    ],
)
def test_who_may_not_be_contacted_is_left_out_and_counted(office, changed, why):
    Person.objects.filter(pk=office.persons[0].pk).update(**changed)
    export = office.ask()
    assert export.left_out == {why: 1}
    assert export.n_people == 29


def test_who_took_consent_back_is_left_out(office):
    office.agree(office.persons[0], given=False)
    assert office.ask().left_out == {"no-consent": 1}


def test_consent_for_one_way_is_none_for_another(office):
    extra = people.person(of=office.organisation, phone="+447700900999")
    office.agree(extra, channel="sms")
    assert office.ask(channel="email").left_out == {"no-consent": 1}


def test_who_never_said_anything_is_left_out_where_consent_is_the_ground(office):
    people.person(of=office.organisation)
    assert office.ask().left_out == {"no-consent": 1}


def test_who_never_said_anything_is_in_where_another_law_is_the_ground(office):
    people.person(of=office.organisation)
    privacy.decided(office.organisation, by=office.officer)
    DataSet.objects.filter(code="supporters").update(basis="contract")
    export = office.ask()
    assert (export.n_people, export.left_out) == (31, {})


def test_a_consent_taken_back_counts_whatever_the_ground(office):
    privacy.decided(office.organisation, by=office.officer)
    DataSet.objects.update(basis="contract")
    office.agree(office.persons[0], given=False)
    assert office.ask().left_out == {"no-consent": 1}


def test_a_list_of_nobody_is_refused_with_the_reason(office):
    Person.objects.all().delete()
    people.person(of=office.organisation)
    with pytest.raises(InputError, match="Nobody would be on this list: 1 people fit"):
        office.ask()


def test_who_is_stopped_during_the_wait_is_left_out(office):
    export = office.agreed()
    Person.objects.filter(pk=office.persons[0].pk).update(is_stopped=True)
    office.work_on(export)
    assert (export.n_people, export.left_out) == (29, {"stopped": 1})


def test_more_people_than_a_file_holds_are_refused(office, monkeypatch):
    monkeypatch.setattr(actions, "MOST_PEOPLE", 29)
    with pytest.raises(InputError, match="30 people would be on this list; one file holds 29"):
        office.ask()


def in_area(office, person, path="/wales/"):
    node = AreaNode(organisation=office.organisation, name="Wales", code="wales", path=path)
    node.save()
    Person.objects.filter(pk=person.pk).update(area=node)


def regional_of(office, path="/wales/"):
    return accounts.member(
        of=office.organisation, role=Role.REGIONAL, scope_kind=Grant.Scope.AREA, scope_id=path
    )


def test_an_organiser_of_an_area_exports_that_area_only(office):
    in_area(office, office.persons[0])
    export = office.ask(regional_of(office))
    assert (export.n_people, export.areas) == (1, ["/wales/"])


def test_an_organiser_of_an_area_can_not_agree_to_a_list_beyond_it(office):
    everywhere = accounts.member(of=office.organisation, role=Role.REGIONAL)
    export = office.ask(everywhere)
    with pytest.raises(InputError, match="beyond the areas"):
        actions.approve_export(by=regional_of(office), export=export)


def test_whose_role_ended_during_the_wait_gets_no_file(office):
    export = office.agreed()
    let_time_pass(export, minutes=11)
    Grant.objects.filter(subject=office.asker).update(ended_at=timezone.now())
    write_export.call(str(export.job_id))
    export.refresh_from_db()
    assert export.state == State.FAILED
    assert "may not export any more" in export.reason
    assert not queries.file_of(export).exists()


# The file.


def test_the_file_can_not_be_read_without_its_phrase(office):
    export = office.written()
    content = queries.file_of(export).read_bytes()
    assert b"Price" not in content
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        archive.setpassword(b"wrong")
        with pytest.raises(RuntimeError, match="password"):
            archive.read(archive.namelist()[0])


def test_the_file_is_encrypted_with_256_bits(office):
    export = office.written()
    with pyzipper.AESZipFile(queries.file_of(export)) as archive:
        (member,) = archive.infolist()
    assert member.wz_aes_strength == 3  # AE-2 in the ZIP format's own words: 256 bits


def test_only_the_server_s_user_can_read_the_file_on_disk(office):
    export = office.written()
    assert queries.file_of(export).stat().st_mode & 0o777 == 0o600


def test_the_phrase_is_shown_once(office):
    export = office.written()
    actions.show_pass_phrase(by=office.asker, export=export)
    with pytest.raises(InputError, match="shown already"):
        actions.show_pass_phrase(by=office.asker, export=export)


def test_the_phrase_stands_nowhere_in_clear(office):
    export = office.written()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pass_phrase FROM people_export")
        (kept,) = cursor.fetchone()
    assert export.pass_phrase
    assert export.pass_phrase not in kept


def test_only_the_asker_sees_the_phrase(office):
    export = office.written()
    with pytest.raises(InputError, match="no pass phrase"):
        actions.show_pass_phrase(by=office.second, export=export)


def test_the_file_is_fetched_once_and_is_gone(office, django_capture_on_commit_callbacks):
    export = office.written()
    with django_capture_on_commit_callbacks(execute=True):
        file = actions.fetch_export(by=office.asker, export=export)
    assert file.read(2) == b"PK"
    assert not queries.file_of(export).exists()
    with pytest.raises(InputError, match="nothing to fetch"):
        actions.fetch_export(by=office.asker, export=export)


def test_nobody_but_the_asker_fetches_it(office):
    export = office.written()
    with pytest.raises(InputError, match="Only whoever asked"):
        actions.fetch_export(by=office.second, export=export)


def test_after_a_day_there_is_nothing_to_fetch(office):
    export = office.written()
    let_time_pass(export, hours=25)
    with pytest.raises(InputError, match="within 24 hours"):
        actions.fetch_export(by=office.asker, export=export)


def test_a_file_that_nobody_fetched_is_deleted_after_a_day(
    office, django_capture_on_commit_callbacks
):
    export = office.written()
    let_time_pass(export, hours=25)
    with django_capture_on_commit_callbacks(execute=True):
        delete_export.call(str(export.job_id))
    export.refresh_from_db()
    assert (export.state, export.pass_phrase) == (State.GONE, "")
    assert not queries.file_of(export).exists()


def test_a_file_whose_day_is_not_over_stays(office, django_capture_on_commit_callbacks):
    export = office.written()
    with django_capture_on_commit_callbacks(execute=True):
        delete_export.call(str(export.job_id))
    assert queries.file_of(export).exists()


def test_a_worker_that_died_while_writing_is_followed_by_another(office):
    export = office.agreed()
    let_time_pass(export, minutes=11)
    Export.objects.update(state=State.WRITING)
    Job.objects.update(state=Job.State.RUNNING)
    write_export.call(str(export.job_id))
    export.refresh_from_db()
    assert export.state == State.READY


def test_an_export_whose_asker_is_removed_is_stopped(office):
    export = office.agreed()
    assert actions.stop_exports_of(person=office.asker, by=office.second) == 1
    export.refresh_from_db()
    assert export.state == State.STOPPED


# The record.


def test_each_step_stands_in_the_record(office):
    export = office.written()
    actions.show_pass_phrase(by=office.asker, export=export)
    actions.fetch_export(by=office.asker, export=export)
    entries = Entry.objects.filter(about_id=str(export.pk)).order_by("number")
    assert [entry.action for entry in entries] == [
        "export.asked", "export.approved", "export.written", "export.phrase-shown",
        "export.fetched",
    ]  # fmt: skip


# Formulas.


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", '"=1', " =1", "＝1"])
def test_no_name_is_a_formula(office, name):
    Person.objects.filter(pk=office.persons[0].pk).update(first_name=name)
    export = office.written()
    rows = office.rows(export)
    (row,) = [r for r in rows if r["E-mail"] == office.persons[0].email]
    assert row["First name"] == f"'{name}"


# Each format.


@pytest.mark.parametrize(
    ("format", "channel", "header"),
    [
        ("van", "phone", ["VAN ID", "Date Contacted", "Phone Number", "Canvass Result"]),
        ("van-contacts", "post", ["vanid", "firstname", "lastname", "addressline1", "city", "zip",
                                  "cellphone", "email"]),
        ("spoke", "sms", ["firstName", "lastName", "cell", "zip", "external_id", "tags"]),
        ("action-network", "email", ["email", "first_name", "last_name", "zip_code", "can2_phone",
                                     "can2_user_address", "can2_user_city", "can2_user_tags"]),
    ],
)  # fmt: skip
def test_each_format_has_the_header_of_its_program(office, format, channel, header):
    Person.objects.update(source="van", source_id="100")
    export = office.written(format=format, channel=channel)
    rows = office.rows(export)
    assert list(rows[0]) == header
    assert len(rows) == export.n_people == 30


def test_letters_hold_no_telephone_and_texts_no_address(office):
    letters = office.written(format="van-contacts", channel="post")
    texts = office.written(format="van-contacts", channel="sms")
    of_letters = office.rows(letters)
    of_texts = office.rows(texts)
    assert {row["cellphone"] for row in of_letters} == {""}
    assert {row["addressline1"] for row in of_texts} == {""}


def test_people_without_a_van_id_are_left_out_of_its_sheet(office):
    Person.objects.filter(pk=office.persons[0].pk).update(source="van", source_id="100")
    export = office.written(format="van", channel="phone")
    assert (export.n_people, export.left_out) == (1, {"no-van-id": 29})


def test_no_telephone_number_needs_an_apostrophe(office):
    export = office.written(channel="phone")
    rows = office.rows(export)
    assert not [row for row in rows if row["Phone"].startswith("'")]
    assert len({" " in row["Phone"] for row in rows}) == 2  # both ways to write one
