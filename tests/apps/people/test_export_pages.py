"""The pages of exports: who sees what, what each may press, and what it answers."""

import csv
import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.models import Export, Person, Universe
from tests.apps.people import office as offices
from tests.apps.people.office import rows_in
from tests.factories import accounts

pytestmark = pytest.mark.django_db
State = Export.State
SAID = {
    "channel": "email", "consent": "contact", "format": "csv",
    "purpose": "Letters on the bus cuts, by the office",
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.GROUNDSWELL = replace(settings.GROUNDSWELL, home=tmp_path)


@pytest.fixture
def office():
    organisation = accounts.organisation()
    with scope(organisation.pk):
        yield offices.office(organisation)


def client_of(user):
    return accounts.log_in(Client(), user)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_an_empty_list_says_how_a_list_leaves(office):
    page = text_of(client_of(office.asker).get(reverse("exports")))
    assert "No list has left" in page
    assert reverse("new-export") in page


def test_a_volunteer_finds_no_exports(office):
    volunteer = accounts.member(of=office.organisation, role=Role.VOLUNTEER)
    assert client_of(volunteer).get(reverse("exports")).status_code == 404


def test_asking_goes_to_a_page_that_waits_for_a_second_person(office):
    answer = client_of(office.asker).post(reverse("new-export"), SAID, follow=True)
    page = text_of(answer)
    assert "A second person has to agree" in page
    assert "A list of 30 people" in page
    assert Export.objects.get().state == State.ASKED


def test_without_a_purpose_the_form_says_so_above_itself(office):
    answer = client_of(office.asker).post(reverse("new-export"), SAID | {"purpose": " "})
    assert answer.status_code == 422
    assert "Say what the list is for." in text_of(answer)
    assert "<title>Error:" in text_of(answer)


def test_a_kind_of_file_that_is_not_for_the_way_is_refused(office):
    answer = client_of(office.asker).post(reverse("new-export"), SAID | {"format": "spoke"})
    assert answer.status_code == 422
    assert "Spoke contacts is for reaching people by text message" in text_of(answer)


def test_a_search_is_brought_along(office):
    Person.objects.filter(pk=office.persons[0].pk).update(support_level=1)
    there = reverse("new-export") + "?support=1"
    assert "support level 1" in text_of(client_of(office.asker).get(there))
    client_of(office.asker).post(there, SAID)
    assert Export.objects.get().rule == {"support": [1]}
    assert Export.objects.get().n_people == 1


def test_a_search_we_do_not_know_is_answered_in_words(office):
    answer = client_of(office.asker).get(reverse("new-export") + "?shoe=9")
    assert answer.status_code == 422
    assert "knows no “shoe”" in text_of(answer)


def test_a_universe_can_be_chosen(office):
    Person.objects.filter(pk=office.persons[0].pk).update(support_level=1)
    universe = Universe(organisation=office.organisation, name="Strong", rule={"support": [1]})
    universe.save()
    client_of(office.asker).post(reverse("new-export"), SAID | {"universe": str(universe.pk)})
    assert Export.objects.get().n_people == 1


def test_the_form_says_which_fields_leave(office):
    page = text_of(client_of(office.asker).get(reverse("new-export")))
    assert "VAN bulk upload sheet" in page
    assert "telephone number" in page


def test_a_second_person_agrees_on_the_page(office):
    export = office.ask()
    page = client_of(office.second)
    assert "Agree that it leaves" in text_of(page.get(reverse("export", args=[export.pk])))
    page.post(reverse("export-approve", args=[export.pk]))
    export.refresh_from_db()
    assert export.state == State.COOLING


def test_the_asker_finds_no_button_to_agree(office):
    export = office.ask()
    page = text_of(client_of(office.asker).get(reverse("export", args=[export.pk])))
    assert "Agree that it leaves" not in page
    assert "Take it back" in page


def test_turning_down_wants_a_reason(office):
    export = office.ask()
    answer = client_of(office.second).post(
        reverse("export-turn-down", args=[export.pk]), {"reason": ""}
    )
    assert answer.status_code == 422
    assert "Say why" in text_of(answer)


def test_a_data_officer_stops_it_with_one_press(office):
    export = office.agreed()
    page = client_of(office.officer)
    assert "Stop this export" in text_of(page.get(reverse("export", args=[export.pk])))
    page.post(reverse("export-stop", args=[export.pk]))
    export.refresh_from_db()
    assert export.state == State.STOPPED


def test_an_organiser_does_not_stop_another_s_export(office):
    export = office.ask()
    stop = client_of(office.second).post(reverse("export-stop", args=[export.pk]))
    back = client_of(office.second).post(reverse("export-take-back", args=[export.pk]))
    assert (stop.status_code, back.status_code) == (404, 404)
    export.refresh_from_db()
    assert export.state == State.ASKED


def test_the_asker_takes_it_back(office):
    export = office.ask()
    client_of(office.asker).post(reverse("export-take-back", args=[export.pk]))
    export.refresh_from_db()
    assert export.state == State.STOPPED


def test_the_file_comes_with_a_name_of_ours_and_is_not_kept_by_the_browser(office):
    export = office.written()
    page = client_of(office.asker)
    shown = text_of(page.post(reverse("export-pass-phrase", args=[export.pk])))
    assert export.pass_phrase in shown
    answer = page.post(reverse("export-file", args=[export.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="export-1.zip"'
    assert "no-store" in answer.headers["Cache-Control"]
    rows = rows_in(io.BytesIO(b"".join(answer.streaming_content)), export.pass_phrase)
    assert len(rows) == 30


def test_a_second_fetch_is_answered_in_words(office):
    export = office.written()
    page = client_of(office.asker)
    page.post(reverse("export-file", args=[export.pk]))
    again = page.post(reverse("export-file", args=[export.pk]))
    assert again.status_code == 422
    assert "fetched once, within 24 hours" in text_of(again)


def test_looking_at_an_address_fetches_nothing(office):
    export = office.written()
    assert client_of(office.asker).get(reverse("export-file", args=[export.pk])).status_code == 405
    export.refresh_from_db()
    assert export.state == State.READY


@pytest.mark.parametrize("route", ["export-file", "export-pass-phrase"])
def test_another_organiser_finds_neither_file_nor_phrase(office, route):
    export = office.written()
    assert client_of(office.second).post(reverse(route, args=[export.pk])).status_code == 404


@pytest.mark.parametrize("route", ["new-export", "export-approve", "export-file"])
def test_the_second_factor_has_to_be_fresh(office, route):
    export = office.ask()
    stale = accounts.log_in(Client(), office.second, minutes_ago=20)
    there = reverse(route, args=[] if route == "new-export" else [export.pk])
    answer = stale.post(there, SAID)
    assert answer.status_code == 302
    export.refresh_from_db()
    assert export.state == State.ASKED


def test_an_organiser_of_an_area_does_not_find_another_s_list(office):
    regional = accounts.member(
        of=office.organisation, role=Role.REGIONAL, scope_kind=Grant.Scope.AREA, scope_id="/wales/"
    )
    export = office.ask()
    page = client_of(regional)
    assert page.get(reverse("export", args=[export.pk])).status_code == 404
    assert f"Export {export.number}" not in text_of(page.get(reverse("exports")))


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_its_page(office, state, django_assert_max_num_queries):
    export = office.written()
    Export.objects.filter(pk=export.pk).update(
        state=state, reason="Because", stopped_by=office.second
    )
    page = client_of(office.asker)
    with django_assert_max_num_queries(20):
        assert page.get(reverse("export", args=[export.pk])).status_code == 200
    assert export.get_state_display()
    assert page.get(reverse("exports")).status_code == 200


# Tracing.


def leaked(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("found-on-a-train.csv", out.getvalue().encode())


def test_a_leaked_list_says_which_export_it_came_from(office):
    exports = [office.written(channel="phone") for _ in range(4)]
    export = exports[2]
    rows = office.rows(export)
    page = text_of(client_of(office.officer).post(reverse("trace-export"), {"file": leaked(rows)}))
    assert f"It came from export {export.number}" in page


def test_a_list_that_was_never_ours_is_not_blamed_on_anybody(office):
    office.written()
    rows = [{"name": f"Bo {n}", "phone": f"07700 9001{n:02d}"} for n in range(40)]
    page = text_of(client_of(office.officer).post(reverse("trace-export"), {"file": leaked(rows)}))
    assert "It can’t be said" in page


def test_a_file_that_is_no_list_is_answered_in_words(office):
    file = SimpleUploadedFile("x.csv", b"\x00\x01\x02")
    answer = client_of(office.officer).post(reverse("trace-export"), {"file": file})
    assert answer.status_code == 422


def test_only_a_data_officer_traces(office):
    assert client_of(office.asker).get(reverse("trace-export")).status_code == 404
