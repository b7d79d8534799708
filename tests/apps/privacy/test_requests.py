"""T-dsar-clock: whoever asks has an answer within a month, and somebody is reminded in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from groundswell.apps.privacy.actions import requests as actions
from groundswell.apps.privacy.models import PrivacyRequest
from groundswell.apps.privacy.planning.reminding import remind
from groundswell.apps.privacy.queries.requests import (
    clock_of,
    due_after,
    n_late,
    open_requests,
    people_matching,
    plain_phone,
)
from groundswell.errors import InputError
from tests.factories import people

NOW = datetime(2027, 1, 31, 12, tzinfo=UTC)


def enter(harbour, officer, **fields):
    return actions.enter_request(
        by=officer, organisation=harbour,
        **{"kind": "access", "channel": "post", "contact": "ceri@example.org"} | fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (datetime(2027, 1, 31, 12, tzinfo=UTC), (2027, 2, 28)),
        (datetime(2028, 1, 31, 12, tzinfo=UTC), (2028, 2, 29)),
        (datetime(2026, 12, 5, 12, tzinfo=UTC), (2027, 1, 5)),
        (datetime(2027, 3, 27, 12, tzinfo=UTC), (2027, 4, 27)),
    ],
)
def test_a_month_is_a_month(came, due):
    when = due_after(came)
    assert (when.year, when.month, when.day) == due


def test_requests_are_numbered_from_one(harbour, officer):
    assert [enter(harbour, officer).number for _ in range(3)] == [1, 2, 3]


def test_what_somebody_wrote_is_not_readable_in_the_database(harbour, officer):
    from django.db import connection

    enter(harbour, officer, words="I voted for the other side")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, contact FROM privacy_privacyrequest")
        row = str(cursor.fetchone())
    assert "voted" not in row
    assert "example.org" not in row


def test_what_somebody_wrote_reads_as_they_wrote_it(harbour, officer):
    made = enter(harbour, officer, words="Llŷr’s data, please")
    assert PrivacyRequest.objects.get(pk=made.pk).words == "Llŷr’s data, please"


@pytest.mark.parametrize(("days", "kind"), [(1, "good"), (20, "good"), (25, "care"), (32, "stop")])
def test_the_clock_turns_from_good_over_care_to_stop(harbour, officer, days, kind):
    made = enter(harbour, officer)
    assert clock_of(made, at=made.received_at + timedelta(days=days)).kind == kind


def test_the_clock_stops_with_the_answer(harbour, officer):
    made = enter(harbour, officer, received_at=timezone.now() - timedelta(days=3))
    actions.answer_request(by=officer, organisation=harbour, of=made, answer="Here it is.")
    assert clock_of(made, at=timezone.now() + timedelta(days=90)).percent < 15


def test_data_officers_are_reminded_once_at_each_step(harbour, officer):
    made = enter(harbour, officer)
    told = []
    for hours in range(0, 24 * 40, 6):
        n = remind(organisation=harbour, at=made.received_at + timedelta(hours=hours))
        if n:
            told.append(hours)
    share = (made.due_at - made.received_at) / timedelta(hours=100)
    assert [round(hours / share) for hours in told] == pytest.approx([50, 75, 90, 100], abs=1)
    assert len(mail.outbox) == 4


def test_a_reminder_names_nobody(harbour, officer):
    made = enter(harbour, officer)
    remind(organisation=harbour, at=made.due_at)
    assert "ceri" not in str(mail.outbox[0].message())


def test_a_late_request_is_counted_as_late(harbour, officer):
    made = enter(harbour, officer)
    assert n_late(at=made.due_at - timedelta(minutes=1)) == 0
    assert n_late(at=made.due_at) == 1


def test_an_answered_request_waits_no_more(harbour, officer):
    made = enter(harbour, officer)
    actions.answer_request(by=officer, organisation=harbour, of=made, answer="Done.")
    assert not open_requests().exists()


def test_an_answer_is_given_once(harbour, officer):
    made = enter(harbour, officer)
    actions.answer_request(by=officer, organisation=harbour, of=made, answer="Done.")
    with pytest.raises(InputError, match="already"):
        actions.answer_request(by=officer, organisation=harbour, of=made, answer="Again.")


def test_a_request_of_tomorrow_is_refused(harbour, officer):
    with pytest.raises(InputError, match="future"):
        enter(harbour, officer, received_at=timezone.now() + timedelta(days=1))


def test_who_it_is_needs_a_reason_to_believe_it(harbour, officer):
    made = enter(harbour, officer)
    with pytest.raises(InputError, match="how you know"):
        actions.name_person(
            by=officer, organisation=harbour, of=made, person_id=made.pk, identity=" "
        )


@pytest.mark.parametrize(
    "looked_for",
    ["ceri.h@example.org", "CERI.H@example.org", "07700 900123", "Ceri Hopkin", "Hopkin, Ceri"],
)
def test_the_person_is_found_by(harbour, looked_for):
    person = people.person(of=harbour, email="ceri.h@example.org", phone="+447700900123")
    assert people_matching(looked_for) == [person]


@pytest.mark.parametrize("nothing", ["", "  ", "x", "+", "nobody@example.org", "0"])
def test_what_fits_nobody_finds_nobody(harbour, nothing):
    people.person(of=harbour)
    assert people_matching(nothing) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("+353 1 234 5678", "+35312345678"),
        ("12", ""),
        ("call me", ""),
    ],
)
def test_a_telephone_number_is_made_plain(typed, kept):
    assert plain_phone(typed) == kept
