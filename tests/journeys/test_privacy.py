"""Somebody sees, corrects and ends what is kept about them; a data officer keeps order.

On a server inside the test, so that the letter with the code can be read where it is sent.
"""

import re
from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.models import Person
from groundswell.apps.privacy import signed_file, tasks
from groundswell.apps.privacy.actions import proofs, record
from groundswell.apps.privacy.models import PrivacyRequest
from tests.browser import assert_accessible, forgive
from tests.factories import accounts, people, privacy
from tests.journeys.conftest import LAPTOP, PHONE

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def harbour(transactional_db, tmp_path, monkeypatch, settings) -> Organisation:
    """An organisation that has decided what it keeps; work for a worker is done at once."""
    monkeypatch.setattr(signed_file, "path_of", lambda name: tmp_path / name)
    monkeypatch.setattr(proofs, "send_codes", SimpleNamespace(enqueue=tasks.send_codes.call))
    at_once = SimpleNamespace(enqueue=tasks.run_check_of_record.call)
    monkeypatch.setattr(record, "run_check_of_record", at_once)
    settings.DEMO = True  # no second factor here
    return accounts.organisation(name="Harbour Lights", slug="harbour-lights")


@pytest.fixture
def officer(harbour: Organisation) -> User:
    with scope(harbour.pk):
        return accounts.member(of=harbour, role=Role.DATA_OFFICER, name="Olwen Rees")


@pytest.fixture
def ceri(harbour: Organisation, officer: User) -> Person:
    with scope(harbour.pk):
        privacy.decided(harbour, by=officer, mode="B")
        return privacy.person_everywhere(of=harbour, by=officer, word="ceri")


def log_in(page: Page, live_server, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def let_in(page: Page, live_server, harbour: Organisation, email: str) -> None:
    page.goto(live_server.url + reverse("my-data", args=[harbour.slug]))
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Type the code")).to_be_visible()
    code = re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.M)[1]
    page.get_by_label("The code from the letter").fill(code)
    page.get_by_role("button", name="Show me").click()


@pytest.mark.parametrize("held", [(PHONE, "light"), (LAPTOP, "dark")])
def test_somebody_sees_corrects_and_ends_what_is_kept(page_at, live_server, harbour, ceri, held):
    width, theme = held
    page = page_at(width, theme=theme)
    let_in(page, live_server, harbour, ceri.email)
    expect(page.get_by_text("ceritown")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Correct my details").click()
    page.get_by_label("Town").fill("Swansea")
    page.get_by_role("button", name="Keep it like this").click()
    expect(page.get_by_text("Swansea")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="As a file (JSON)").click()
    assert "Swansea" in download.value.path().read_text(encoding="utf-8")

    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="Take it back")).to_have_count(0)

    page.get_by_role("button", name="Stop all contact").click()
    expect(page.get_by_role("heading", name="Nobody contacts you")).to_be_visible()

    page.get_by_role("link", name="Erase everything about me").click()
    assert_accessible(page)
    page.get_by_label("Erase everything about me").check()
    page.get_by_role("button", name="Erase me").click()
    expect(page.get_by_role("heading", name="You are erased")).to_be_visible()
    with scope(harbour.pk):
        assert not Person.objects.filter(pk=ceri.pk).exists()
        done = set(PrivacyRequest.objects.filter(channel="page").values_list("kind", flat=True))
    assert done == {"correct", "access", "withdraw", "object", "erase"}


def test_of_two_who_share_an_address_each_sees_their_own(page_at, live_server, harbour, ceri):
    with scope(harbour.pk):
        people.person(of=harbour, first_name="Dai", last_name="Rees", email=ceri.email, town="Bala")
    page = page_at(PHONE)
    let_in(page, live_server, harbour, ceri.email)
    page.get_by_label("First name").fill("Dai")
    page.get_by_label("Last name").fill("Rees")
    assert_accessible(page)
    page.get_by_role("button", name="That is me").click()
    expect(page.get_by_text("Bala")).to_be_visible()
    expect(page.get_by_text("ceritown")).to_have_count(0)


def test_a_data_officer_decides_what_is_kept(page_at, live_server, harbour, officer):
    page = page_at(LAPTOP)
    log_in(page, live_server, officer)
    page.goto(live_server.url + reverse("privacy"))
    page.get_by_role("link", name="Decide it").click()
    page.get_by_role("radio", name="B. With consent").check()
    page.get_by_role("button", name="Decide it").click()
    page.get_by_role("row", name="Supporters").get_by_role("link").click()
    page.get_by_label("Days it is kept").fill("9999")
    page.get_by_role("button", name="Write it down").click()
    expect(page).to_have_title(re.compile("^Error:"))
    forgive(page)  # the console tells of the 422
    page.get_by_label("Days it is kept").fill("200")
    page.get_by_role("button", name="Write it down").click()
    row = page.get_by_role("row", name="Supporters")
    expect(row.get_by_text("200")).to_be_visible()
    assert_accessible(page)


def test_a_letter_is_entered_carried_out_and_answered(page_at, live_server, harbour, officer, ceri):
    page = page_at(LAPTOP)
    log_in(page, live_server, officer)
    page.goto(live_server.url + reverse("privacy-requests"))
    page.get_by_role("link", name="Enter a request").click()
    page.get_by_label("They want to").select_option("erase")
    page.get_by_label("It came by").select_option("post")
    page.get_by_label("Where the answer goes").fill(ceri.email)
    page.get_by_label("What they wrote").fill("Please forget me.")
    page.get_by_role("button", name="Enter it").click()
    page.get_by_label("How do you know").fill("The letter has the address we have.")
    page.get_by_role("button", name="This is the person").click()
    assert_accessible(page)
    page.get_by_label("Erase everything about").check()
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.get_by_text("Nothing is left to do")).to_be_visible()
    page.get_by_label("What you answered").fill("You are erased.")
    page.get_by_role("button", name="It is answered").click()
    expect(page.get_by_text("You are erased.")).to_be_visible()


def test_the_record_is_checked_on_screen(page_at, live_server, harbour, officer, ceri):
    page = page_at(PHONE)
    log_in(page, live_server, officer)
    page.goto(live_server.url + reverse("audit"))
    page.get_by_role("button", name="Check the whole record").click()
    expect(page.get_by_role("heading", name="The record is whole")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("What").select_option(label="Chose the data mode")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="Chose the data mode")).to_have_count(1)


OF_THE_OFFICER = (
    "privacy", "privacy-requests", "data-policy", "small-organisation", "retention",
    "processing-register", "breaches", "new-breach", "new-privacy-request",
)  # fmt: skip


@pytest.mark.parametrize("held", [(PHONE, "dark"), (LAPTOP, "light")])
@pytest.mark.usefixtures("ceri")
def test_every_page_of_privacy_can_be_used_by_everybody(page_at, live_server, officer, held):
    width, theme = held
    page = page_at(width, theme=theme)
    log_in(page, live_server, officer)
    for name in OF_THE_OFFICER:
        page.goto(live_server.url + reverse(name))
        assert_accessible(page)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name
