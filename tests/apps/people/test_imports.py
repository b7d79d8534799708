"""Bringing lists of people in: what becomes of each row."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.models import Entry
from groundswell.apps.people.actions import imports as actions
from groundswell.apps.people.models import Alias, Import, Person, Support, Tagging, corrected
from groundswell.apps.people.planning import index_building
from groundswell.apps.people.queries import imports as queries
from groundswell.apps.people.tasks import imports as tasks
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.actions.stops import add_stops, stop_person
from groundswell.apps.privacy.models import Consent, Stop
from groundswell.apps.privacy.queries.consents import has_consent
from groundswell.apps.privacy.queries.stops import Details, live_stops
from groundswell.errors import InputError
from tests.apps.people.lists import (
    CERI,
    COLUMNS,
    DAFYDD,
    HEADER,
    checked,
    csv,
    decide,
    start,
    written,
)
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    made = accounts.organisation()
    decide(made)
    with scope(made.pk):
        yield made


@pytest.fixture
def maya(organisation):
    return accounts.member(of=organisation)


def receipt(of: Import) -> dict[str, int]:
    """The lines that aren't zero."""
    assert of.state in (Import.State.DONE, Import.State.CHECKED), of.failure
    return {kind: n for kind, n in of.receipt.items() if n}


# What becomes of a row.


def test_people_nobody_knows_are_added(organisation, maya):
    of = written(organisation, csv(CERI, DAFYDD), maya)

    assert receipt(of) == {"rows": 2, "new": 2}
    ceri = Person.objects.get(first_name="Ceri")
    assert (ceri.email, ceri.phone, ceri.postcode, ceri.created_in) == (
        "ceri@example.org", "+447700900114", "SA4 3AB", of,
    )  # fmt: skip


def test_a_dry_run_writes_no_person(organisation, maya):
    of = checked(organisation, csv(CERI, DAFYDD), maya)
    assert receipt(of) == {"rows": 2, "new": 2}
    assert Person.objects.count() == 0


def test_the_same_list_again_changes_nothing(organisation, maya):
    written(organisation, csv(CERI, DAFYDD), maya)
    before = list(Person.objects.order_by("pk").values())
    again = written(organisation, csv(CERI, DAFYDD), maya)

    assert receipt(again) == {"rows": 2, "unchanged": 2}
    assert list(Person.objects.order_by("pk").values()) == before


def test_a_newer_list_changes_its_own_people(organisation, maya):
    written(organisation, csv(CERI), maya)
    newer = CERI.replace("07700 900114", "07700 900999")
    of = written(organisation, csv(newer), maya)

    assert receipt(of) == {"rows": 1, "changed": 1}
    assert Person.objects.get().phone == "+447700900999"


def test_a_blank_in_a_newer_list_replaces_nothing(organisation, maya):
    written(organisation, csv(CERI), maya)
    of = written(organisation, csv("1,Ceri,Hopkin,ceri@example.org,,,,"), maya)

    assert receipt(of) == {"rows": 1, "unchanged": 1}
    assert Person.objects.get().phone == "+447700900114"


def test_what_somebody_typed_in_is_kept_from_a_newer_list(organisation, maya):
    written(organisation, csv(CERI), maya)
    ceri = Person.objects.get()
    ceri.phone, ceri.by_hand = "+447700900555", corrected("phone")
    ceri.save()
    newer = CERI.replace("07700 900114", "07700 900999").replace("12 High", "14 High")
    of = written(organisation, csv(newer), maya)

    assert receipt(of) == {"rows": 1, "changed": 1}
    ceri.refresh_from_db()
    assert (ceri.phone, ceri.address) == ("+447700900555", "14 High Street")


@pytest.mark.parametrize(
    "row",
    [
        "7,Ceri,Hopkin,CERI@example.org,,,,",
        "7,Ceri,Hopkin,,07700900114,,,",
        "7,Ceri,Hopkin,,,12 High Street,,SA43AB",
    ],
    ids=["e-mail and name", "telephone and name", "name and household"],
)
def test_somebody_known_from_another_list_is_merged(organisation, maya, row):
    written(organisation, csv(CERI), maya)
    of = written(organisation, csv(row), maya, where_from="another stall")

    assert receipt(of) == {"rows": 1, "merged": 1}
    assert Person.objects.count() == 1
    assert Alias.objects.get().source_id == "7"


def test_a_merged_person_is_known_by_the_other_lists_number_next_time(organisation, maya):
    written(organisation, csv(CERI), maya)
    row = "7,Ceri,Hopkin,ceri@example.org,,,,"
    written(organisation, csv(row), maya, where_from="another stall")
    again = csv(row.replace("ceri@example.org", "ceri@home.example.org"))
    of = written(organisation, again, maya, where_from="another stall")

    assert receipt(of) == {"rows": 1, "unchanged": 1}


def test_a_merge_fills_gaps_and_replaces_nothing(organisation, maya):
    written(organisation, csv("1,Ceri,Hopkin,ceri@example.org,,,,"), maya)
    row = "7,Ceri,Hopkin,ceri@example.org,07700 900114,9 Mill Lane,Wrexham,LL11 2AB"
    written(organisation, csv(row), maya, where_from="another stall")
    third = "8,Ceri,Hopkin,ceri@example.org,07700 900777,1 Quay,Barry,CF62 5AA"
    written(organisation, csv(third), maya, where_from="a third stall")

    ceri = Person.objects.get()
    assert (ceri.phone, ceri.address) == ("+447700900114", "9 Mill Lane")


@pytest.mark.parametrize(
    "row",
    [
        "7,Ceri,Hopkins,ceri@example.org,,,,",
        "7,C,Hopkin,ceri@example.org,,,,",
        "7,Dafydd,Hopkin,,07700 900114,12 High Street,Swansea,SA4 3AB",
        "7,Ceri,Hopkin,other@example.org,,12 High Street,Swansea,SA4 3AB",
        "7,Ceri,Hopkin,,,13 High Street,Swansea,SA4 3AB",
    ],
    ids=[
        "surname differs",
        "initial",
        "same home and phone, other name",
        "e-mail differs",
        "house",
    ],
)
def test_weak_evidence_merges_nobody(organisation, maya, row):
    written(organisation, csv(CERI), maya)
    of = written(organisation, csv(row), maya, where_from="another stall")
    assert receipt(of) == {"rows": 1, "new": 1}


def test_a_list_with_numbers_says_itself_that_father_and_son_are_two(organisation, maya):
    father = "1,John,Smith,,,12 High Street,Swansea,SA4 3AB"
    son = "2,John,Smith,,,12 High Street,Swansea,SA4 3AB"
    written(organisation, csv(father), maya)
    of = written(organisation, csv(father, son), maya)

    assert receipt(of) == {"rows": 2, "new": 1, "unchanged": 1}


def test_a_row_that_two_people_fit_is_refused(organisation, maya):
    father = "1,John,Smith,,,12 High Street,Swansea,SA4 3AB"
    son = "2,John,Smith,,,12 High Street,Swansea,SA4 3AB"
    written(organisation, csv(father, son), maya)
    of = checked(organisation, csv(father.replace("1,", "9,", 1)), maya, where_from="elsewhere")

    assert receipt(of) == {"rows": 1, "refused": 1}
    assert of.reasons["refused"] == {"two-fit": 1}


def test_a_number_that_has_gone_to_somebody_else_is_refused(organisation, maya):
    written(organisation, csv(CERI), maya)
    of = checked(organisation, csv(DAFYDD.replace("2,", "1,", 1)), maya)
    assert of.reasons["refused"] == {"number-of-another": 1}


def test_somebody_who_changed_their_surname_keeps_their_number(organisation, maya):
    written(organisation, csv(CERI), maya)
    of = written(organisation, csv(CERI.replace("Hopkin,", "Lloyd,")), maya)

    assert receipt(of) == {"rows": 1, "changed": 1}
    assert Person.objects.get().name_key == "lloyd ceri"


def test_the_same_number_in_another_list_is_another_person(organisation, maya):
    written(organisation, csv(CERI), maya)
    of = written(organisation, csv(DAFYDD.replace("2,", "1,", 1)), maya, where_from="elsewhere")
    assert receipt(of) == {"rows": 1, "new": 1}


def test_two_rows_for_one_person_are_one_person(organisation, maya):
    columns = COLUMNS | {"Number": ""}
    rows = csv(",Ceri,Hopkin,ceri@example.org,,,,", ",Ceri,Hopkin,ceri@example.org,07700 900114,,,")
    of = written(organisation, rows, maya, columns=columns)

    assert receipt(of) == {"rows": 2, "new": 1, "merged": 1}
    assert Person.objects.get().phone == "+447700900114"


def test_rows_are_joined_by_a_row_between_them(organisation, maya):
    rows = csv(
        ",Ceri,Hopkin,ceri@example.org,,,,",
        ",Ceri,Hopkin,,07700 900114,,,",
        ",Ceri,Hopkin,ceri@example.org,07700 900114,,,",
    )
    of = written(organisation, rows, maya, columns=COLUMNS | {"Number": ""})
    assert receipt(of) == {"rows": 3, "new": 1, "merged": 2}


def test_rows_of_one_household_with_two_emails_are_two_people(organisation, maya):
    home = ",12 High Street,Swansea,SA4 3AB"
    rows = csv(f",John,Smith,father@example.org,{home}", f",John,Smith,son@example.org,{home}")
    of = written(organisation, rows, maya, columns=COLUMNS | {"Number": ""})
    assert receipt(of) == {"rows": 2, "new": 2}


def test_rows_without_a_name_or_a_way_to_reach_are_refused(organisation, maya):
    of = written(organisation, csv(CERI, "2,,,,,3 Mill Lane,,LL11 2AB", "3,T,,,,,,"), maya)
    assert receipt(of) == {"rows": 3, "new": 1, "refused": 2}


def test_the_refused_rows_can_be_had_with_their_reasons(organisation, maya):
    of = written(organisation, csv(CERI, "3,=T,,,,,,"), maya)
    lines = queries.refused_csv(of).decode().splitlines()

    assert lines[0] == f"row,why,{HEADER}"
    assert lines[1] == "3,no way to reach this person,3,'=T,,,,,,"


# Stops, erasure, minors, what the mode allows.


def test_nobody_who_was_erased_comes_back(organisation, maya):
    details = Details(emails=("ceri@example.org",))
    add_stops(by=maya, organisation=organisation, why=Stop.Why.ERASED, hashes=details.hashes())
    of = written(organisation, csv(CERI, DAFYDD), maya)

    assert receipt(of) == {"rows": 2, "new": 1, "stopped": 1}
    assert Person.objects.get().first_name == "Dafydd"


def test_somebody_on_the_stop_list_is_kept_and_marked(organisation, maya):
    details = Details(phones=("+447700900114",))
    add_stops(by=maya, organisation=organisation, why=Stop.Why.ASKED, hashes=details.hashes())
    of = written(organisation, csv(CERI), maya)

    assert receipt(of) == {"rows": 1, "stopped": 1}
    assert Person.objects.get().is_stopped


def test_a_newer_list_starts_nobody_who_was_stopped(organisation, maya):
    written(organisation, csv(CERI), maya)
    stop_person(by=maya, organisation=organisation, person_id=Person.objects.get().pk)
    of = written(organisation, csv(CERI.replace("07700 900114", "07700 900999")), maya)

    assert receipt(of) == {"rows": 1, "stopped": 1}
    ceri = Person.objects.get()
    assert (ceri.is_stopped, ceri.phone) == (True, "+447700900114")


def test_whoever_the_list_says_is_not_to_be_contacted_goes_on_the_stop_list(organisation, maya):
    header = f"{HEADER},DNC"
    columns = COLUMNS | {"DNC": "do_not_contact"}
    of = written(
        organisation, csv(f"{CERI},yes", f"{DAFYDD},no", header=header), maya, columns=columns
    )

    assert receipt(of) == {"rows": 2, "new": 1, "stopped": 1}
    hashed = dict(Details(emails=("ceri@example.org",)).hashes())
    assert hashed["email"] in live_stops().asked.emails


def test_minors_are_refused_from_a_list_of_supporters(organisation, maya):
    header = f"{HEADER},Born"
    rows = csv(f"{CERI},01/02/2015", f"{DAFYDD},01/02/1980", header=header)
    columns = COLUMNS | {"Born": "birth_date"}
    of = written(organisation, rows, maya, columns=columns)

    assert receipt(of) == {"rows": 2, "new": 1, "refused": 1}


def test_minors_are_kept_and_marked_on_a_list_of_members(organisation, maya):
    rows = csv(f"{CERI},01/02/2015", header=f"{HEADER},Born")
    columns = COLUMNS | {"Born": "birth_date"}
    written(organisation, rows, maya, columns=columns, data_set="members")
    assert Person.objects.get().is_minor


LEVELS = f"{HEADER},Support"
WITH_LEVEL = COLUMNS | {"Support": "support_level"}


def test_in_mode_a_a_support_level_is_refused_at_the_columns(organisation, maya):
    decide(organisation, mode="A")
    with pytest.raises(InputError, match="support level"):
        checked(organisation, csv(f"{CERI},1", header=LEVELS), maya, columns=WITH_LEVEL)


def test_in_mode_b_a_support_level_needs_a_consent_on_record(organisation, maya):
    decide(organisation, mode="B")
    of = written(organisation, csv(f"{CERI},1", header=LEVELS), maya, columns=WITH_LEVEL)
    assert receipt(of) == {"rows": 1, "new": 1}
    assert Person.objects.get().support_level is None


def test_in_mode_c_a_support_level_is_kept_with_who_said_it_and_when(organisation, maya):
    of = written(organisation, csv(f"{CERI},2", header=LEVELS), maya, columns=WITH_LEVEL)
    said = Support.objects.get()
    assert (said.level, said.person.support_level, said.came_with) == (2, 2, of)


def test_a_register_needs_mode_c(organisation, maya):
    decide(organisation, mode="B")
    with pytest.raises(InputError, match="electoral register"):
        checked(organisation, csv(CERI), maya, format="register-uk", data_set="roll")


def test_consents_are_recorded_once(organisation, maya):
    rows = csv(f"{CERI},Y", f"{DAFYDD},N", header=f"{HEADER},OK")
    columns = COLUMNS | {"OK": "consent_contact"}
    written(organisation, rows, maya, columns=columns)
    written(organisation, rows, maya, columns=columns)

    assert Consent.objects.count() == 2
    ceri = Person.objects.get(first_name="Ceri")
    assert has_consent(ceri.pk, "contact", "email")


def test_tags_and_skills_are_added_and_never_taken(organisation, maya):
    header = f"{HEADER},Tags,Skills"
    columns = COLUMNS | {"Tags": "tags", "Skills": "skills"}
    written(organisation, csv(f"{CERI},gym; choir,driver", header=header), maya, columns=columns)
    of = written(organisation, csv(f"{CERI},poster,", header=header), maya, columns=columns)

    assert receipt(of) == {"rows": 1, "changed": 1}
    words = set(Tagging.objects.values_list("tag__kind", "tag__name"))
    assert words == {("tag", "gym"), ("tag", "choir"), ("tag", "poster"), ("skill", "driver")}


# Areas and reach.


def area(organisation, code):
    return AreaNode.objects.create(
        organisation=organisation, name=code.title(), code=code, path=f"/{code}/"
    )


@pytest.fixture
def gower(organisation):
    return area(organisation, "gower")


@pytest.fixture
def cardiff(organisation):
    return area(organisation, "cardiff")


def regional(organisation, node):
    return accounts.member(
        of=organisation, role=Role.REGIONAL, scope_kind=Grant.Scope.AREA, scope_id=node.path
    )


def test_rows_go_to_the_area_they_name(organisation, maya, gower, cardiff):
    rows = csv(f"{CERI},gower", f"{DAFYDD},Nowhere", header=f"{HEADER},Ward")
    columns = COLUMNS | {"Ward": "area"}
    of = written(organisation, rows, maya, columns=columns, area=cardiff)

    assert Person.objects.get(first_name="Ceri").area == gower
    assert Person.objects.get(first_name="Dafydd").area == cardiff
    assert of.reasons["notes"] == {"area-unknown": 1}


def test_a_regional_organiser_imports_into_their_area_only(organisation, gower, cardiff):
    rows = csv(f"{CERI},gower", f"{DAFYDD},cardiff", header=f"{HEADER},Ward")
    columns = COLUMNS | {"Ward": "area"}
    of = written(organisation, rows, regional(organisation, gower), columns=columns, area=gower)

    assert receipt(of) == {"rows": 2, "new": 1, "refused": 1}
    assert Person.objects.get().area == gower


def test_a_regional_organiser_chooses_an_area_of_theirs(organisation, gower, cardiff):
    with pytest.raises(InputError, match="outside"):
        checked(organisation, csv(CERI), regional(organisation, gower), area=cardiff)


def test_a_regional_organiser_learns_of_nobody_elsewhere(organisation, maya, gower, cardiff):
    written(organisation, csv(CERI), maya, area=cardiff)
    of = checked(organisation, csv(CERI), regional(organisation, gower), area=gower)
    assert receipt(of) == {"rows": 1, "new": 1}


def test_another_organisations_people_are_nobody_we_know(organisation, maya):
    written(organisation, csv(CERI), maya)
    other = accounts.organisation()
    decide(other)
    with scope(other.pk):
        of = checked(other, csv(CERI), accounts.member(of=other))
        assert receipt(of) == {"rows": 1, "new": 1}


# Two persons, stopping, the same file twice.


def test_whoever_asked_cant_agree(organisation, maya):
    of = checked(organisation, csv(CERI), maya)
    actions.ask_to_apply(by=maya, of=of)
    with pytest.raises(InputError, match="second person"):
        actions.approve(by=maya, of=of)


def test_a_regional_second_person_must_reach_as_far(organisation, gower, cardiff):
    of = checked(organisation, csv(CERI), regional(organisation, gower), area=gower)
    of = actions.ask_to_apply(by=of.asked_by, of=of)
    with pytest.raises(InputError, match="reaches further"):
        actions.approve(by=regional(organisation, cardiff), of=of)


def test_a_small_organisations_import_waits_a_day_and_is_announced(
    organisation, maya, mailoutbox, django_capture_on_commit_callbacks
):
    decide(organisation, is_small=True)
    accounts.member(of=organisation, role=Role.DATA_OFFICER)
    of = checked(organisation, csv(CERI), maya)
    with django_capture_on_commit_callbacks(execute=True):
        of = actions.ask_to_apply(by=maya, of=of)
    tasks.run_apply.call(str(of.job_id))

    of.refresh_from_db()
    assert of.state == Import.State.WAITING
    assert len(mailoutbox) == 1
    assert "Ceri" not in mailoutbox[0].body


def test_a_small_organisations_import_is_written_after_a_day(organisation, maya):
    decide(organisation, is_small=True)
    of = checked(organisation, csv(CERI), maya)
    of = actions.ask_to_apply(by=maya, of=of)
    Import.objects.filter(pk=of.pk).update(not_before=of.asked_at)
    tasks.run_apply.call(str(of.job_id))

    of.refresh_from_db()
    assert of.state == Import.State.DONE


def test_a_file_that_is_turned_down_is_deleted(
    organisation, maya, django_capture_on_commit_callbacks
):
    of = checked(organisation, csv(CERI), maya)
    actions.ask_to_apply(by=maya, of=of)
    with django_capture_on_commit_callbacks(execute=True):
        of = actions.turn_down(by=accounts.member(of=organisation), of=of, reason="Too old")

    assert (of.state, of.failure) == (Import.State.STOPPED, "Too old")
    assert queries.first_values(of) == {}


def test_the_same_file_twice_is_refused_while_the_first_is_open(organisation, maya):
    start(organisation, csv(CERI), maya, "first.csv")
    with pytest.raises(InputError, match=r"number 1, first\.csv"):
        start(organisation, csv(CERI), maya, "second.csv")


def test_a_file_lies_where_only_the_server_reads_it(organisation, maya):
    from groundswell.apps.people import import_folder

    of = start(organisation, csv(CERI), maya)
    path = import_folder.file_of(of)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_the_files_go_once_the_list_is_written(
    organisation, maya, django_capture_on_commit_callbacks
):
    from groundswell.apps.people import import_folder

    with django_capture_on_commit_callbacks(execute=True):
        of = written(organisation, csv(CERI, "3,T,,,,,,"), maya)
    assert [path.name for path in import_folder.folder_of(of.pk).iterdir()] == ["refused.csv"]


def test_an_import_whose_asker_left_writes_nothing(organisation, maya):
    of = checked(organisation, csv(CERI), maya)
    actions.ask_to_apply(by=maya, of=of)
    of = actions.approve(by=accounts.member(of=organisation), of=of)
    Grant.objects.filter(subject=maya).update(ended_at=of.approved_at)
    tasks.run_apply.call(str(of.job_id))

    of.refresh_from_db()
    assert of.state == Import.State.FAILED
    assert Person.objects.count() == 0


def test_a_stopped_import_writes_nothing(organisation, maya):
    of = checked(organisation, csv(CERI), maya)
    actions.ask_to_apply(by=maya, of=of)
    of = actions.approve(by=accounts.member(of=organisation), of=of)
    actions.stop(by=maya, of=of)
    tasks.run_apply.call(str(of.job_id))

    of.refresh_from_db()
    assert of.state == Import.State.STOPPED
    assert Person.objects.count() == 0


def test_a_task_that_runs_twice_writes_once(organisation, maya):
    of = written(organisation, csv(CERI), maya)
    tasks.run_apply.call(str(of.job_id))
    assert Person.objects.count() == 1


# Columns.


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (COLUMNS | {"Nonsense": "email"}, "no column Nonsense"),
        (COLUMNS | {"Town": "shoe size"}, "no field shoe size"),
        (COLUMNS | {"Town": "source_id"}, "all become"),
        (COLUMNS | {"First name": "", "Last name": ""}, "name"),
        ({name: code for name, code in COLUMNS.items() if code.endswith("_name")}, "reached"),
    ],
    ids=["unknown column", "unknown field", "doubled", "nameless", "unreachable"],
)
def test_columns_that_make_no_people_are_refused_in_words(organisation, maya, columns, words):
    with pytest.raises(InputError, match=words):
        checked(organisation, csv(CERI), maya, columns=columns)


def test_a_wrong_mapping_refuses_rows_rather_than_failing(organisation, maya):
    columns = COLUMNS | {"Email": "postcode", "Postcode": "email"}
    of = checked(organisation, csv(CERI, "2,T,,mail@example.org,,,,CF1"), maya, columns=columns)
    assert of.receipt["rows"] == 2


def test_a_saved_mapping_is_kept_by_its_name(organisation, maya):
    for columns in ({}, COLUMNS):
        actions.save_mapping(
            by=maya, organisation=organisation, name="Stall", format="csv", columns=columns
        )
    assert [one.columns for one in queries.mappings()] == [COLUMNS]


# What can be seen of it.


def test_the_preview_shows_each_row_with_what_becomes_of_it(organisation, maya):
    written(organisation, csv(CERI), maya)
    of = checked(organisation, csv(CERI, DAFYDD, "3,T,,,,,,"), maya)
    seen = {row.row: (row.name, row.kind, row.why) for row in queries.preview(of).rows}

    assert seen == {
        2: ("Ceri Hopkin", "unchanged", ""),
        3: ("Dafydd Lloyd", "new", ""),
        4: ("T", "refused", "no way to reach this person"),
    }


def test_a_kind_is_shown_page_by_page(organisation, maya):
    rows = [f"{n},Ann,Lee{n},a{n}@example.org,,,," for n in range(120)]
    of = checked(organisation, csv(*rows), maya)
    last = queries.preview(of, kind="new", page=3)

    assert (last.n, last.n_pages, len(last.rows), last.rows[-1].row) == (120, 3, 20, 121)


def test_the_record_says_who_did_what(organisation, maya):
    of = written(organisation, csv(CERI), maya)
    said = Entry.objects.filter(about_id=str(of.pk)).order_by("number")

    assert [entry.action for entry in said] == [
        "import.started", "import.columns-set", "import.asked", "import.approved",
        "import.applied",
    ]  # fmt: skip
    assert "Ceri" not in json.dumps([entry.detail for entry in said])


def test_the_indexes_are_the_same_after_a_very_large_first_list(organisation, maya, monkeypatch):
    def indexes():
        with connection.cursor() as cursor:
            return connection.introspection.get_constraints(cursor, Person._meta.db_table)

    monkeypatch.setattr(index_building, "MANY", 1)
    if connection.vendor == "postgresql":
        # What earlier tests rolled back still takes room, and a large table keeps its indexes.
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE people_person CASCADE")
    before = indexes()
    with CaptureQueriesContext(connection) as queries_run:
        written(organisation, csv(CERI, DAFYDD), maya)
    said = " ".join(query["sql"] for query in queries_run)

    assert "indexes_down" in said or "DROP INDEX" in said
    assert indexes() == before
