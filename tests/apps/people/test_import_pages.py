"""The pages of imports: from the file to the receipt, the second person, the way back."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.models import Import, Mapping, Person
from groundswell.apps.people.queries.import_pages import LINES, receipt_of, steps_of
from groundswell.apps.people.tasks.imports import run_apply, run_check, run_undo
from groundswell.apps.people.views import imports as views
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.models import DataPolicy
from tests.factories import accounts, privacy

pytestmark = pytest.mark.django_db
State = Import.State
MOST_QUERIES = 20
HEADER = ["Vol_FullName", "E-mail", "Mob.", "PCode", "OK_contact", "Notes (health etc)"]
ROWS = [
    ["Ceri Hopkin", "ceri@example.org", "07700 900114", "SA4 3AB", "Y", "asthma"],
    ["Dafydd Lloyd", "d.lloyd@example.org", "+44 7700 900141", "LL11 2AA", "Y", "bad hip"],
    ["Priya Raman", "priya@example.org", "7700900155", "CH5 4BB", "N", "diabetic"],
    ["Ann-Marie O’Dowd", "am@example.org", "call office", "SA1 6CC", "Y", "wheelchair"],
    ["T.", "", "", "", "", ""],
]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.GROUNDSWELL = replace(settings.GROUNDSWELL, home=tmp_path)
    return tmp_path


@pytest.fixture
def organisation():
    made = accounts.organisation()
    with scope(made.pk):
        privacy.decided(made, by=accounts.member(of=made, role=Role.DATA_OFFICER), mode="A")
        yield made


@pytest.fixture
def asker(organisation):
    return accounts.member(of=organisation, name="Maya Okonkwo")


@pytest.fixture
def second(organisation):
    return accounts.member(of=organisation, name="Tariq Aziz")


def client_of(user):
    return accounts.log_in(Client(), user)


def text_of(response):
    return " ".join(response.content.decode().split())


def file_of(rows=ROWS, header=HEADER, name="swansea-sign-ups-may.csv"):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return SimpleUploadedFile(name, out.getvalue().encode())


def upload(user, file=None):
    client_of(user).post(reverse("new-import"), {"file": file or file_of()})
    return Import.objects.order_by("-number").first()


def columns_said(client, of, **changed):
    """What a browser would send of the form of the columns, as it is shown."""
    page = client.get(reverse("import-columns", args=[of.pk]))
    form = page.context["form"]
    said = {field.html_name: field.value() or "" for field in form}
    said["keep_until"] = f"{said['keep_until']:%Y-%m-%d}"
    return said | {"where_from": "Swansea sign-up form, May"} | changed


def send_columns(user, of, **changed):
    client = client_of(user)
    return client.post(reverse("import-columns", args=[of.pk]), columns_said(client, of, **changed))


def checked(user, file=None, **changed):
    of = upload(user, file)
    send_columns(user, of, **changed)
    of.refresh_from_db()
    run_check.call(str(of.job_id))
    of.refresh_from_db()
    return of


def applied(asker, second, file=None):
    of = checked(asker, file)
    client_of(asker).post(reverse("import-apply", args=[of.pk]))
    client_of(second).post(reverse("import-approve", args=[of.pk]))
    of.refresh_from_db()
    run_apply.call(str(of.job_id))
    of.refresh_from_db()
    return of


def page_of(user, of, route="import"):
    return client_of(user).get(reverse(route, args=[of.pk]), follow=True)


# The list.


def test_an_empty_list_teaches_what_is_recognised_and_what_is_never_kept(asker):
    page = text_of(client_of(asker).get(reverse("imports")))
    assert "No list has come in yet" in page
    assert "Action Network" in page
    assert "Health, religion or belief" in page


def test_before_the_data_officer_has_decided_the_list_says_so(organisation, asker):
    DataPolicy.objects.update(decided_at=None)
    assert "Nothing can be imported yet" in text_of(client_of(asker).get(reverse("imports")))


def test_the_list_asks_the_database_no_more_for_more_imports(asker, django_assert_max_num_queries):
    for n in range(4):
        upload(asker, file_of(name=f"{n}.csv", rows=[*ROWS, [str(n), "", "", "", "", ""]]))
    client = client_of(asker)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert "3.csv" in text_of(client.get(reverse("imports")))


# The file.


def test_a_file_leads_to_its_columns(asker):
    answer = client_of(asker).post(reverse("new-import"), {"file": file_of()})
    of = Import.objects.get()
    assert answer.url == reverse("import-columns", args=[of.pk])


def test_no_file_is_answered_above_the_form(asker):
    answer = client_of(asker).post(reverse("new-import"), {})
    assert answer.status_code == 422
    assert "Choose a file." in text_of(answer)
    assert "<title>Error:" in text_of(answer)


def test_a_file_that_can_not_be_read_is_answered_in_words(asker):
    file = SimpleUploadedFile("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(200))
    answer = client_of(asker).post(reverse("new-import"), {"file": file})
    assert answer.status_code == 422
    assert "photo.csv" in text_of(answer)
    assert not Import.objects.exists()


def test_a_file_beyond_the_limit_is_dropped_and_said(asker, monkeypatch):
    monkeypatch.setattr(views, "MOST_BYTES", 100)
    answer = client_of(asker).post(reverse("new-import"), {"file": file_of()})
    assert answer.status_code == 422
    assert "larger than 200 MB" in text_of(answer)


def test_the_same_file_twice_is_answered_with_where_the_first_is(asker):
    upload(asker)
    answer = client_of(asker).post(reverse("new-import"), {"file": file_of()})
    assert answer.status_code == 422
    assert "being imported already" in text_of(answer)


def test_a_form_without_its_token_is_refused(asker):
    client = Client(enforce_csrf_checks=True)
    accounts.log_in(client, asker)
    assert client.post(reverse("new-import"), {"file": file_of()}).status_code == 403


def test_a_file_sent_to_a_page_that_wants_none_is_not_kept(asker, settings):
    from django.test import RequestFactory

    large = SimpleUploadedFile("x.csv", b"a" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert not RequestFactory().post("/", {"file": large}).FILES


# The columns.


def test_each_column_stands_beside_its_first_values_and_a_suggestion(asker):
    page = page_of(asker, upload(asker), "import-columns")
    chosen = {field.label: field.value() for _column, field in page.context["rows"]}
    assert chosen["Vol_FullName"] == "full_name"
    assert chosen["Mob."] in ("mobile", "phone")
    assert chosen["PCode"] == "postcode"
    assert "Ceri Hopkin · Dafydd Lloyd · Priya Raman" in text_of(page)


def test_contact_details_are_cut_short(asker):
    page = text_of(page_of(asker, upload(asker), "import-columns"))
    assert "ceri@…" in page
    assert "ceri@example.org" not in page
    assert "900114" not in page


def test_what_may_be_about_health_is_not_shown_and_left_out(asker):
    page = page_of(asker, upload(asker), "import-columns")
    assert "“Notes (health etc)” will be left out" in text_of(page)
    assert "asthma" not in text_of(page)
    chosen = {field.label: field.value() for _column, field in page.context["rows"]}
    assert chosen["Notes (health etc)"] == ""


def test_without_where_it_is_from_the_form_says_so_and_keeps_the_rest(asker):
    of = upload(asker)
    answer = send_columns(asker, of, where_from="", column_5="tags")
    assert answer.status_code == 422
    assert "Say where the list is from." in text_of(answer)
    kept = {field.label: field.value() for _column, field in answer.context["rows"]}
    assert kept["Notes (health etc)"] == "tags"


def test_longer_than_the_organisation_keeps_such_lists_is_refused(asker):
    late = timezone.localdate() + timedelta(days=4000)
    answer = send_columns(asker, upload(asker), keep_until=f"{late:%Y-%m-%d}")
    assert answer.status_code == 422
    assert "Choose an earlier day." in text_of(answer)


def test_what_the_data_mode_forbids_is_refused_with_the_page_where_it_is_changed(asker):
    answer = send_columns(asker, upload(asker), data_set="roll")
    assert answer.status_code == 422
    assert "What we keep" in text_of(answer)


def test_two_columns_of_one_field_are_refused_in_words(asker):
    answer = send_columns(asker, upload(asker), column_5="full_name")
    assert answer.status_code == 422
    assert "all become" in text_of(answer)


def test_sent_on_the_file_is_checked_and_the_page_shows_the_work(asker):
    of = upload(asker)
    page = client_of(asker)
    page.post(reverse("import-columns", args=[of.pk]), columns_said(page, of))
    of.refresh_from_db()
    assert of.state == State.CHECKING
    assert "The file is being checked" in text_of(page_of(asker, of))


# Mappings.


def save_as(user, of, name, **changed):
    page = client_of(user)
    said = columns_said(page, of, **changed) | {"mapping_name": name}
    return page.post(reverse("save-mapping", args=[of.pk]), said)


def test_a_mapping_is_saved_by_name_and_what_was_typed_stays(asker):
    of = upload(asker)
    answer = save_as(asker, of, "Swansea sign-up form", column_5="tags", where_from="A stall")
    assert Mapping.objects.get().columns["Notes (health etc)"] == "tags"
    assert "Saved as “Swansea sign-up form”." in text_of(answer)
    assert answer.context["form"]["where_from"].value() == "A stall"


def test_a_saved_mapping_can_be_chosen_for_another_file(asker):
    save_as(asker, upload(asker), "Ours", column_5="tags")
    other = upload(asker, file_of(rows=ROWS[:2], name="june.csv"))
    mapping = Mapping.objects.get()
    there = reverse("import-columns", args=[other.pk])
    page = client_of(asker).get(there, {"mapping": str(mapping.pk)})
    chosen = {field.label: field.value() for _column, field in page.context["rows"]}
    assert chosen["Notes (health etc)"] == "tags"


def test_a_mapping_without_a_name_is_asked_for_one(asker):
    answer = save_as(asker, upload(asker), " ")
    assert answer.status_code == 422
    assert "Give the mapping a name." in text_of(answer)


@pytest.mark.parametrize("said", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_mapping_that_is_not_there_is_passed_over(asker, said):
    there = reverse("import-columns", args=[upload(asker).pk])
    assert client_of(asker).get(there, {"mapping": said}).status_code == 200


def test_a_mapping_can_be_deleted(asker):
    save_as(asker, upload(asker), "Ours")
    page = client_of(asker)
    assert "Ours" in text_of(page.get(reverse("mappings")))
    page.post(reverse("delete-mapping", args=[Mapping.objects.get().pk]))
    assert not Mapping.objects.exists()


# The check.


def test_the_receipt_adds_up_to_the_rows_read(asker):
    receipt = receipt_of(checked(asker))
    assert sum(n for _code, _name, n in receipt.lines) == receipt.rows == 5


def test_the_check_shows_each_kind_and_what_would_be_imported(asker):
    page = text_of(page_of(asker, checked(asker)))
    assert "A dry run. Nothing has been written." in page
    assert "Ask to import 4 people" in page
    assert "Ceri Hopkin" in page
    assert not Person.objects.exists()


def test_the_preview_can_be_narrowed_to_one_kind(asker):
    of = checked(asker)
    there = reverse("import-preview", args=[of.pk])
    page = text_of(client_of(asker).get(there, {"kind": "refused"}))
    assert "T." in page
    assert "Ceri Hopkin" not in page


@pytest.mark.parametrize("kind", ["", "x", "<script>", "unchanged"])
@pytest.mark.parametrize("page", ["", "0", "-1", "99", "x", "\x00"])
def test_a_kind_or_page_that_is_not_there_shows_another(asker, kind, page):
    there = reverse("import-preview", args=[checked(asker).pk])
    assert client_of(asker).get(there, {"kind": kind, "page": page}).status_code == 200


def test_the_refused_rows_come_as_csv_with_their_reason(asker):
    answer = page_of(asker, checked(asker), "import-refused")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert "T." in row.values()
    assert answer.headers["Content-Disposition"].endswith('refused.csv"')


def test_a_file_of_which_nothing_changes_offers_nothing_to_import(asker, second):
    applied(asker, second)
    again = checked(asker)
    page = text_of(page_of(asker, again))
    assert "There is nothing to import" in page


# The second person.


def test_asked_for_it_waits_and_says_so(asker):
    of = checked(asker)
    page = text_of(client_of(asker).post(reverse("import-apply", args=[of.pk]), follow=True))
    assert "A second person has to look at it" in page
    assert not Person.objects.exists()


def waiting(asker):
    of = checked(asker)
    client_of(asker).post(reverse("import-apply", args=[of.pk]))
    of.refresh_from_db()
    return of


def test_the_second_person_sees_what_from_whom_how_many_and_a_sample(asker, second):
    page = text_of(page_of(second, waiting(asker), "import-approve"))
    assert "Maya Okonkwo asks to import 4 people from “Swansea sign-up form, May”." in page
    assert "Ceri Hopkin" in page
    assert "Agree, and import it" in page


def test_the_asker_finds_no_button_to_agree(asker):
    page = text_of(page_of(asker, waiting(asker), "import-approve"))
    assert "Agree, and import it" not in page


def test_an_asker_who_agrees_all_the_same_is_refused_in_words(asker):
    of = waiting(asker)
    answer = client_of(asker).post(reverse("import-approve", args=[of.pk]))
    assert answer.status_code == 422
    assert "Nobody approves what they asked for" in text_of(answer)


def test_turned_down_the_asker_reads_why(asker, second):
    of = waiting(asker)
    said = {"reason": "This list was bought"}
    client_of(second).post(reverse("import-turn-down", args=[of.pk]), said)
    page = text_of(page_of(asker, of))
    assert "This list was bought" in page
    assert "Nothing was written" in page


def test_turning_down_wants_a_reason(asker, second):
    of = waiting(asker)
    answer = client_of(second).post(reverse("import-turn-down", args=[of.pk]), {"reason": ""})
    assert answer.status_code == 422
    assert "Say why" in text_of(answer)


def test_in_a_small_organisation_the_page_shows_when_it_begins(asker):
    DataPolicy.objects.update(is_small=True)
    of = waiting(asker)
    page = text_of(page_of(asker, of))
    begins = timezone.localtime(of.not_before)
    assert f"It begins on {begins:%A} {begins.day} {begins:%B} at {begins:%H:%M}" in page


# Done, undone, stopped.


def test_done_it_shows_the_receipt_and_until_when_it_can_be_undone(asker, second):
    page = text_of(page_of(asker, applied(asker, second)))
    assert "4 people imported" in page
    assert "You can undo it until" in page
    assert "Tariq Aziz agreed on" in page


def test_undo_asks_first_and_says_how_many(asker, second):
    page = text_of(page_of(asker, applied(asker, second), "import-undo"))
    assert "4 people who came with it will be gone, and 0 will be as they were before" in page
    assert Person.objects.count() == 4


def test_undone_the_people_are_gone_and_the_page_says_so(asker, second):
    of = applied(asker, second)
    client_of(asker).post(reverse("import-undo", args=[of.pk]))
    of.refresh_from_db()
    run_undo.call(str(of.job_id))
    page = text_of(page_of(asker, of))
    assert not Person.objects.exists()
    assert "4 people who came with it are gone" in page


def test_after_thirty_days_there_is_no_button_to_undo(asker, second):
    of = applied(asker, second)
    Import.objects.update(undo_until=timezone.now() - timedelta(days=1))
    assert "Undo this import" not in text_of(page_of(asker, of))


def test_given_up_nothing_is_written_and_the_page_says_so(asker):
    of = checked(asker)
    page = client_of(asker).post(reverse("import-stop", args=[of.pk]), follow=True)
    assert "Nothing was written" in text_of(page)
    of.refresh_from_db()
    assert of.state == State.STOPPED


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_its_page(asker, second, state, django_assert_max_num_queries):
    of = applied(asker, second)
    Import.objects.update(state=state)
    client = client_of(asker)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(reverse("import", args=[of.pk])).status_code in (200, 302)
    assert page_of(asker, of).status_code == 200


@pytest.mark.parametrize("state", State.values)
def test_what_can_not_be_done_in_a_state_is_answered_in_words(asker, second, state):
    of = applied(asker, second)
    Import.objects.update(state=state)
    client = client_of(second)
    for route in ("import-apply", "import-approve", "import-undo", "import-stop"):
        answer = client.post(reverse(route, args=[of.pk]))
        assert answer.status_code in (302, 422), route
        Import.objects.update(state=state)


@pytest.mark.parametrize(
    ("state", "now"),
    [
        (State.UPLOADED, ["done", "now", "", ""]),
        (State.CHECKED, ["done", "done", "now", ""]),
        (State.WAITING, ["done", "done", "done", "now"]),
        (State.DONE, ["done", "done", "done", "done"]),
    ],
)
def test_the_steps_show_how_far_it_is(state, now):
    assert [step.state for step in steps_of(Import(state=state))] == now


def test_a_receipt_has_a_line_for_each_kind():
    receipt = receipt_of(Import(receipt={"rows": 21} | dict.fromkeys(LINES, 3) | {"new": 6}))
    assert (receipt.new, receipt.touched, receipt.written) == (6, 6, 12)


# Areas.


@pytest.fixture
def wales(organisation):
    made = AreaNode(organisation=organisation, name="Wales", code="wales", path="/wales/")
    made.save()
    return made


def regional(organisation, path="/wales/"):
    return accounts.member(
        of=organisation, role=Role.REGIONAL, scope_kind=Grant.Scope.AREA, scope_id=path
    )


def test_an_organiser_of_an_area_has_to_name_one_of_theirs(organisation, wales):
    organiser = regional(organisation)
    answer = send_columns(organiser, upload(organiser))
    assert answer.status_code == 422
    assert "Choose the area that these people live in." in text_of(answer)


def test_an_organiser_of_an_area_can_not_name_another(organisation, wales):
    other = AreaNode(organisation=organisation, name="Essex", code="essex", path="/essex/")
    other.save()
    organiser = regional(organisation)
    answer = send_columns(organiser, upload(organiser), area=str(other.pk))
    assert answer.status_code == 422


def test_an_import_into_another_area_is_not_found(organisation, wales, asker):
    of = checked(asker, area=str(wales.pk))
    stranger = regional(organisation, "/essex/")
    for route in ("import", "import-check", "import-preview", "import-refused", "import-columns"):
        there = reverse(route, args=[of.pk])
        assert client_of(stranger).get(there).status_code == 404
    assert of.file_name not in text_of(client_of(stranger).get(reverse("imports")))


def test_a_volunteer_finds_no_imports(organisation):
    volunteer = accounts.member(of=organisation, role=Role.VOLUNTEER)
    assert client_of(volunteer).get(reverse("imports")).status_code == 404
