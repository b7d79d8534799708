"""T-auth-identifier: knowing an address opens nothing; what was mailed to it opens the page."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.people.models import Person
from groundswell.apps.privacy import tasks
from groundswell.apps.privacy.actions import consents, own_data, proofs
from groundswell.apps.privacy.actions.consents import Said
from groundswell.apps.privacy.actions.erasure import reapply
from groundswell.apps.privacy.log_file import Logged, write_down
from groundswell.apps.privacy.models import Erasure, PrivacyRequest, Proof
from groundswell.apps.privacy.queries.stops import live_stops
from tests.factories import accounts, people, privacy

EMAIL = "ceri@example.org"


@pytest.fixture(autouse=True)
def worker(monkeypatch):
    """Do what a worker would, at once: the queue itself is tested with a real one elsewhere."""
    at_once = SimpleNamespace(enqueue=tasks.send_codes.call)
    monkeypatch.setattr(proofs, "send_codes", at_once)


@pytest.fixture
def ceri(harbour):
    return people.person(of=harbour, email=EMAIL, town="Gorseinon", phone="+447700900123")


@pytest.fixture
def visitor():
    return Client()


def url(harbour, name="my-data"):
    return reverse(name, args=[harbour.slug])


def ask(visitor, harbour, contact=EMAIL):
    return visitor.post(url(harbour), {"contact": contact})


def code_in(letter):
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", letter.body, re.M)[1]


def let_in(visitor, harbour, contact=EMAIL):
    ask(visitor, harbour, contact)
    visitor.post(url(harbour, "my-data-code"), {"code": code_in(mail.outbox[-1])})
    return visitor


def test_the_code_opens_the_page(visitor, harbour, ceri):
    page = let_in(visitor, harbour).get(url(harbour))
    assert "Gorseinon" in page.content.decode()


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), str])
def test_a_code_may_be_typed_as_people_type(visitor, harbour, ceri, typed):
    ask(visitor, harbour)
    code = typed(code_in(mail.outbox[-1]))
    assert visitor.post(url(harbour, "my-data-code"), {"code": code}).status_code == 302


def test_to_know_an_address_opens_nothing(visitor, harbour, ceri):
    ask(visitor, harbour)
    for name in ("my-data", "my-data-who", "my-data-correct", "my-data-erase", "my-data-ask"):
        page = visitor.get(url(harbour, name), follow=True)
        assert "Gorseinon" not in page.content.decode()


def plain(page):
    return page.status_code, page.headers.get("Location"), page.content


def test_known_and_unknown_addresses_get_the_same_answer(harbour, ceri):
    answers, pages = [], []
    for contact in (EMAIL, "nobody@example.org", "+447700900123", "+447700999999"):
        visitor = Client()
        answers.append(plain(ask(visitor, harbour, contact)))
        page = visitor.get(url(harbour, "my-data-code")).content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
    assert len(set(answers)) == len(set(pages)) == 1


def test_both_give_a_worker_something_to_do(harbour, ceri, monkeypatch):
    asked = []
    monkeypatch.setattr(
        proofs, "send_codes", SimpleNamespace(enqueue=lambda *args: asked.append(args))
    )
    for contact in (EMAIL, "nobody@example.org"):
        ask(Client(), harbour, contact)
    assert len(asked) == 2


def test_who_owns_an_unknown_address_is_told_that_nothing_is_kept(visitor, harbour):
    ask(visitor, harbour, "nobody@example.org")
    assert "There is nothing" in mail.outbox[0].body


def test_a_telephone_number_sends_the_code_to_the_address_kept_with_it(visitor, harbour, ceri):
    ask(visitor, harbour, "07700 900123")
    assert mail.outbox[0].to == [EMAIL]


def test_capitals_make_no_difference(visitor, harbour, ceri):
    Person.objects.filter(pk=ceri.pk).update(email="Ceri@Example.org")
    page = let_in(visitor, harbour, "ceri@EXAMPLE.org").get(url(harbour))
    assert "Gorseinon" in page.content.decode()


def test_the_subject_of_the_letter_names_nobody(visitor, harbour, ceri):
    ask(visitor, harbour)
    assert mail.outbox[0].subject == "Your code"


def test_the_code_works_in_the_browser_that_asked_only(visitor, harbour, ceri):
    ask(visitor, harbour)
    thief = Client()
    ask(thief, harbour, "thief@example.org")
    answer = thief.post(url(harbour, "my-data-code"), {"code": code_in(mail.outbox[0])})
    assert answer.status_code == 422


def test_a_code_works_once(visitor, harbour, ceri):
    let_in(visitor, harbour)
    assert Proof.objects.get().codes == []


def test_after_five_tries_the_right_code_is_wrong_too(visitor, harbour, ceri):
    ask(visitor, harbour)
    for _ in range(5):
        visitor.post(url(harbour, "my-data-code"), {"code": "WRNG-WRNG"})
    right = visitor.post(url(harbour, "my-data-code"), {"code": code_in(mail.outbox[0])})
    assert right.status_code == 422
    assert "used up" in right.content.decode()


def test_after_a_quarter_of_an_hour_the_code_is_wrong(visitor, harbour, ceri):
    ask(visitor, harbour)
    Proof.objects.update(asked_at=timezone.now() - timedelta(minutes=16))
    answer = visitor.post(url(harbour, "my-data-code"), {"code": code_in(mail.outbox[0])})
    assert answer.status_code == 422


def test_after_half_an_hour_the_page_is_closed(visitor, harbour, ceri):
    let_in(visitor, harbour)
    Proof.objects.update(proved_at=timezone.now() - timedelta(minutes=31))
    assert "Gorseinon" not in visitor.get(url(harbour)).content.decode()


def test_whoever_sits_here_next_sees_nothing(visitor, harbour, ceri):
    let_in(visitor, harbour).post(url(harbour, "my-data-leave"))
    assert "Gorseinon" not in visitor.get(url(harbour)).content.decode()


def test_a_fourth_code_within_the_hour_is_not_sent(harbour, ceri):
    for _ in range(5):
        assert ask(Client(), harbour).status_code == 302
    assert len(mail.outbox) == 3


def test_one_network_asks_ten_times_an_hour(harbour):
    answers = [ask(Client(), harbour, f"n{n}@example.org").status_code for n in range(12)]
    assert answers == [302] * 10 + [429] * 2


@pytest.mark.parametrize("wrong", ["", "hello", "12", "\x00", "x" * 300])
def test_what_is_no_address_is_said_to_be_none(visitor, harbour, wrong):
    assert ask(visitor, harbour, wrong).status_code == 422


def test_the_page_is_never_stored_by_the_browser(visitor, harbour, ceri):
    page = let_in(visitor, harbour).get(url(harbour))
    assert page.headers["Cache-Control"] == "no-store"


def test_another_organisations_page_stays_closed(visitor, harbour, ceri):
    other = accounts.organisation()
    let_in(visitor, harbour)
    assert "Gorseinon" not in visitor.get(url(other)).content.decode()


@pytest.fixture
def couple(harbour, ceri):
    return ceri, people.person(of=harbour, first_name="Dai", email=EMAIL, town="Penclawdd")


def test_of_two_who_share_an_address_neither_shows_at_once(visitor, harbour, couple):
    page = let_in(visitor, harbour).get(url(harbour), follow=True).content.decode()
    assert "Who are you?" in page
    assert "Gorseinon" not in page
    assert "Penclawdd" not in page


def test_each_of_two_sees_their_own(visitor, harbour, couple):
    let_in(visitor, harbour)
    said = {"first_name": "dai", "last_name": "HOPKIN"}
    page = visitor.post(url(harbour, "my-data-who"), said, follow=True).content.decode()
    assert "Penclawdd" in page
    assert "Gorseinon" not in page


def test_a_name_that_is_none_of_theirs_opens_nothing(visitor, harbour, couple):
    let_in(visitor, harbour)
    said = {"first_name": "Maya", "last_name": "Okonkwo"}
    assert visitor.post(url(harbour, "my-data-who"), said).status_code == 422


def test_what_is_put_right_is_kept(visitor, harbour, ceri):
    said = {"first_name": "Ceri", "last_name": "Hopkin-Rees", "phone": "07700 900999",
            "address": "1 New Street", "town": "Swansea", "postcode": "sa1  1aa"}  # fmt: skip
    let_in(visitor, harbour).post(url(harbour, "my-data-correct"), said)
    ceri.refresh_from_db()
    assert (ceri.last_name, ceri.phone, ceri.postcode) == (
        "Hopkin-Rees",
        "+447700900999",
        "SA1 1AA",
    )
    assert ceri.name_key == "hopkin rees ceri"


def test_what_is_put_right_no_list_overwrites(visitor, harbour, ceri):
    said = own_data.CORRECTABLE
    values = {name: getattr(ceri, name) for name in said} | {"town": "Swansea"}
    let_in(visitor, harbour).post(url(harbour, "my-data-correct"), values)
    ceri.refresh_from_db()
    assert ceri.by_hand == Person.corrected("town")


def test_a_telephone_number_that_is_none_is_not_kept(visitor, harbour, ceri):
    said = {"first_name": "Ceri", "phone": "call me"}
    assert let_in(visitor, harbour).post(url(harbour, "my-data-correct"), said).status_code == 422


def test_an_objection_stops_all_contact(visitor, harbour, ceri):
    let_in(visitor, harbour).post(url(harbour, "my-data-stop"))
    ceri.refresh_from_db()
    assert ceri.is_stopped
    assert live_stops().asked.emails


def test_a_consent_is_taken_back_as_easily_as_it_was_given(visitor, harbour, ceri):
    consents.record(
        by=None, organisation=harbour,
        said=consents.Said(ceri.pk, "contact", "email", True, "form", privacy.YES),
    )  # fmt: skip
    page = let_in(visitor, harbour).get(url(harbour)).content.decode()
    assert privacy.YES in page
    visitor.post(url(harbour, "my-data-withdraw"), {"purpose": "contact", "channel": "email"})
    assert own_data.agreed_by(ceri.pk) == []


def test_a_consent_that_was_taken_back_is_not_given_again_by_a_backup(harbour, ceri):
    taken = Said(ceri.pk, "contact", "email", True, "form", privacy.YES)
    consents.record(by=None, organisation=harbour, said=taken)
    # What a backup of last night leaves: the log knows of it, and the database doesn't.
    now = timezone.now().isoformat()
    both = (("contact", "email"),)
    write_down(Logged("withdraw", organisation=harbour.pk, subject=ceri.pk, at=now, hashes=both))
    assert own_data.agreed_by(ceri.pk) != []
    assert reapply().withdrawn == 1
    assert own_data.agreed_by(ceri.pk) == []
    assert reapply().withdrawn == 0


def test_a_consent_that_was_never_given_can_not_be_taken_back(visitor, harbour, ceri):
    answer = let_in(visitor, harbour).post(
        url(harbour, "my-data-withdraw"), {"purpose": "contact", "channel": "email"}
    )
    assert answer.status_code == 422


def test_everything_is_downloaded_as_a_file(visitor, harbour, ceri):
    answer = let_in(visitor, harbour).post(url(harbour, "my-data-json"))
    tables = {table["table"] for table in json.loads(answer.content)["tables"]}
    assert "people.person" in tables


def test_everything_is_shown_to_print(visitor, harbour, ceri):
    page = let_in(visitor, harbour).post(url(harbour, "my-data-copy")).content.decode()
    assert "Gorseinon" in page


def test_erasing_oneself_asks_twice(visitor, harbour, ceri):
    let_in(visitor, harbour)
    assert visitor.post(url(harbour, "my-data-erase")).status_code == 422
    assert Person.objects.filter(pk=ceri.pk).exists()


def test_who_erases_themselves_is_gone(visitor, harbour, ceri):
    page = let_in(visitor, harbour).post(url(harbour, "my-data-erase"), {"sure": "on"})
    assert "You are erased" in page.content.decode()
    assert not Person.objects.filter(pk=ceri.pk).exists()
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (("my-data-correct", {"first_name": "Kerry"}), "correct"),
        (("my-data-stop", {}), "object"),
        (("my-data-json", {}), "access"),
        (("my-data-erase", {"sure": "on"}), "erase"),
    ],
)
def test_each_step_is_written_down(visitor, harbour, ceri, act, kind):
    name, said = act
    let_in(visitor, harbour).post(url(harbour, name), said)
    made = PrivacyRequest.objects.get()
    assert (made.kind, made.channel, made.state) == (kind, "page", "done")


def test_what_a_person_must_read_waits_for_the_data_officer(visitor, harbour, ceri, officer):
    said = {"kind": "correct", "words": "My address is now ceri@example.com"}
    let_in(visitor, harbour).post(url(harbour, "my-data-ask"), said)
    made = PrivacyRequest.objects.get()
    assert made.state == "open"
    assert made.subject == ceri.pk


def test_an_organiser_sees_their_account(visitor, harbour, officer):
    page = let_in(visitor, harbour, officer.email).get(url(harbour)).content.decode()
    assert "Your account" in page
    assert officer.name in page


@pytest.mark.parametrize(
    "name", ["my-data-json", "my-data-copy", "my-data-stop", "my-data-withdraw"]
)
def test_without_a_code_every_act_leads_back_to_the_form(visitor, harbour, ceri, name):
    assert visitor.post(url(harbour, name)).headers["Location"] == url(harbour)
