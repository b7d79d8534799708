"""What a data officer does: decides, answers, erases, prints the register, watches the clocks."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts.permissions import Role
from groundswell.apps.people.models import Person
from groundswell.apps.privacy.actions import breaches, requests
from groundswell.apps.privacy.models import Breach, DataSet, PrivacyRequest, Processor
from groundswell.apps.privacy.queries.policy import policy
from groundswell.apps.privacy.queries.processing import activity_of, personal_tables, register
from groundswell.apps.privacy.views import policy as policy_views
from tests.factories import accounts, people, privacy

PAGES = [
    "privacy", "data-policy", "small-organisation", "processing-register", "privacy-requests",
    "new-privacy-request", "retention", "breaches", "new-breach", "audit",
]  # fmt: skip


@pytest.fixture
def desk(officer, settings):
    settings.DEMO = True  # no second factor in a test of these pages
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def ceri(harbour):
    return people.person(of=harbour, email="ceri@example.org", town="Gorseinon")


@pytest.fixture
def asked(harbour, officer):
    return requests.enter_request(
        by=officer, organisation=harbour, kind="erase", channel="email", contact="ceri@example.org"
    )


def test_every_page_opens_before_anything_was_done(desk, harbour):
    assert {name: desk.get(reverse(name)).status_code for name in PAGES} == dict.fromkeys(
        PAGES, 200
    )


def test_every_page_opens_when_there_is_much(desk, harbour, officer, organiser, asked):
    privacy.decided(harbour, by=officer, mode="C")
    privacy.person_everywhere(of=harbour, by=organiser, word="qz")
    desk.post(reverse("run-retention"))
    assert {name: desk.get(reverse(name)).status_code for name in PAGES} == dict.fromkeys(
        PAGES, 200
    )


@pytest.fixture
def busy(harbour, officer):
    """An organisation that has decided, and has requests waiting."""
    privacy.decided(harbour, by=officer, mode="C")
    for n in range(4):
        requests.enter_request(
            by=officer, organisation=harbour, kind="access", channel="post", contact=f"{n}"
        )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_database_twenty_times_at_most(
    desk, busy, name, django_assert_max_num_queries
):
    desk.get(reverse(name))
    with django_assert_max_num_queries(20):
        desk.get(reverse(name))


@pytest.mark.parametrize("name", [name for name in PAGES if name != "small-organisation"][:-1])
def test_an_organiser_does_not_find_the_data_officers_pages(harbour, organiser, name, settings):
    settings.DEMO = True
    client = Client()
    client.force_login(organiser)
    assert client.get(reverse(name)).status_code == 404


def test_the_mode_is_chosen_on_the_page(desk, harbour):
    desk.post(reverse("data-policy"), {"mode": "C", "minimum_age": 18})
    assert (policy().mode, policy().minimum_age) == ("C", 18)


@pytest.mark.parametrize("wrong", [{"mode": "D", "minimum_age": 16}, {"mode": "A"}, {}])
def test_a_mode_that_is_none_is_refused(desk, harbour, wrong):
    assert desk.post(reverse("data-policy"), wrong).status_code == 422


def test_a_ground_is_written_down_on_the_page(desk, harbour):
    said = {"purpose": "News", "basis": "consent", "condition": "9-2-a", "keep_days": "90"}
    assert desk.post(reverse("data-set", args=["supporters"]), said).status_code == 302
    assert DataSet.objects.get().keep_days == 90


def test_longer_than_usual_without_a_reason_is_said_at_the_field(desk, harbour):
    said = {"purpose": "News", "basis": "consent", "condition": "9-2-a", "keep_days": "900"}
    page = desk.post(reverse("data-set", args=["supporters"]), said)
    assert page.status_code == 422
    assert "longer than the usual" in page.content.decode()


def test_a_kind_of_data_that_is_none_is_not_found(desk, harbour):
    assert desk.get(reverse("data-set", args=["shoe-sizes"])).status_code == 404


def test_a_request_is_entered_found_carried_out_and_answered(desk, harbour, ceri):
    day = timezone.localdate().isoformat()
    said = {"kind": "erase", "channel": "post", "received_at": day, "contact": "Ceri Hopkin",
            "words": "Please erase me."}  # fmt: skip
    there = desk.post(reverse("new-privacy-request"), said).headers["Location"]
    assert "Ceri Hopkin" in desk.get(there).content.decode()
    made = PrivacyRequest.objects.get()
    desk.post(
        reverse("name-requester", args=[made.pk]),
        {"person": str(ceri.pk), "identity": "We called back."},
    )
    desk.post(reverse("request-erase", args=[made.pk]), {"sure": "on"})
    assert not Person.objects.filter(pk=ceri.pk).exists()
    desk.post(reverse("answer-privacy-request", args=[made.pk]), {"answer": "You are erased."})
    made.refresh_from_db()
    assert (made.state, made.answer) == ("done", "You are erased.")
    assert desk.get(there).status_code == 200


def name(desk, asked, person):
    said = {"person": str(person.pk), "identity": "It came from the address we have."}
    desk.post(reverse("name-requester", args=[asked.pk]), said)


def test_erasing_asks_twice(desk, harbour, ceri, asked):
    name(desk, asked, ceri)
    assert desk.post(reverse("request-erase", args=[asked.pk])).status_code == 422
    assert Person.objects.filter(pk=ceri.pk).exists()


def test_the_copy_for_who_asked_holds_their_data(desk, harbour, ceri, asked):
    name(desk, asked, ceri)
    page = desk.get(reverse("request-copy", args=[asked.pk])).content.decode()
    data = json.loads(desk.get(reverse("request-copy-json", args=[asked.pk])).content)
    assert "Gorseinon" in page
    assert any(table["table"] == "people.person" for table in data["tables"])


def test_there_is_no_copy_before_it_is_known_who_asked(desk, harbour, asked):
    assert desk.get(reverse("request-copy", args=[asked.pk])).status_code == 404


def test_contact_is_stopped_from_a_request(desk, harbour, ceri, asked):
    name(desk, asked, ceri)
    desk.post(reverse("request-stop", args=[asked.pk]))
    assert Person.objects.get(pk=ceri.pk).is_stopped


def test_an_account_is_ended_from_a_request(desk, harbour, officer):
    gone = accounts.member(of=harbour, role=Role.REGIONAL, email="gone@example.org")
    made = requests.enter_request(
        by=officer, organisation=harbour, kind="erase", channel="email", contact=gone.email
    )
    desk.post(reverse("request-account", args=[made.pk]), {"sure": "on"})
    gone.refresh_from_db()
    assert not gone.is_active


def test_another_organisations_request_is_not_found(desk, harbour):
    from groundswell.apps.accounts.scope import scope

    other = accounts.organisation()
    with scope(other.pk):
        theirs = requests.enter_request(
            by=None, organisation=other, kind="access", channel="post", contact="x"
        )
    assert desk.get(reverse("privacy-request", args=[theirs.pk])).status_code == 404


def test_two_people_make_the_organisation_small_on_its_page(desk, harbour, organiser):
    desk.post(reverse("ask-to-be-small"))
    second = Client()
    second.force_login(organiser)
    assert "I agree" in second.get(reverse("small-organisation")).content.decode()
    second.post(reverse("agree-to-be-small"))
    assert policy().is_small


def test_a_breach_is_written_down_told_and_closed(desk, harbour):
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    there = desk.post(reverse("new-breach"), {"noticed_at": now, "what": "A lost phone."}).headers[
        "Location"
    ]
    made = Breach.objects.get()
    desk.post(there, {"what": "A lost phone.", "n_people": "40", "measures": "Lease revoked."})
    desk.post(reverse("breach-told", args=[made.pk]), {"whom": "authority"})
    desk.post(reverse("close-breach", args=[made.pk]), {"because": "The phone was found."})
    page = desk.get(there).content.decode()
    made.refresh_from_db()
    assert made.authority_told_at
    assert made.closed_at
    assert "About 40 people" in page


def test_after_72_hours_a_breach_is_late(harbour, officer):
    from datetime import timedelta

    from groundswell.apps.privacy.queries.breaches import timed

    made = breaches.enter_breach(
        by=officer, organisation=harbour, noticed_at=timezone.now() - timedelta(hours=1), what="x"
    )
    assert not timed(made, at=made.due_at - timedelta(minutes=1)).is_late
    assert timed(made, at=made.due_at).is_late


def test_a_supplier_is_added_once_and_removed(desk, harbour):
    said = {"name": "Post Ltd", "does": "Sends our mail", "country": "Ireland"}
    assert desk.post(reverse("add-processor"), said).status_code == 302
    assert desk.post(reverse("add-processor"), said).status_code == 422
    desk.post(reverse("remove-processor", args=[Processor.objects.get().pk]))
    assert not Processor.objects.exists()


@pytest.mark.parametrize("label", personal_tables())
def test_each_table_with_personal_data_is_in_the_register(label):
    """T-ropa-complete."""
    assert activity_of(label), f"say in privacy/queries/processing.py what {label} is for"


def test_the_register_shows_every_table(harbour, officer):
    privacy.decided(harbour, by=officer, mode="C")
    assert {label for one in register() for label in one.tables} == set(personal_tables())


def test_the_register_says_where_no_ground_was_written_down(harbour):
    assert [one.code for one in register() if not one.is_decided] == [
        "supporters", "members", "volunteers",
    ]  # fmt: skip


def test_the_register_as_a_table_has_a_line_for_each_activity(desk, harbour, officer):
    privacy.decided(harbour, by=officer, mode="B")
    text = desk.get(reverse("processing-register-csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + len(register())
    assert {len(row) for row in rows} == {9}


def test_a_purpose_that_looks_like_a_formula_stays_text():
    assert policy_views._safe("=HYPERLINK(1)") == "'=HYPERLINK(1)"
