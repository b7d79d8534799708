"""Nothing comes in before the data officer has decided what is kept, and on which ground."""

import pytest
from django.core import mail

from groundswell.apps.accounts.permissions import Role
from groundswell.apps.privacy.actions import policy as actions
from groundswell.apps.privacy.actions.policy import Decision
from groundswell.apps.privacy.datasets import CAN_BE_IMPORTED, DATA_SETS
from groundswell.apps.privacy.queries.policy import is_small, keep_days, may_keep, policy
from groundswell.errors import InputError
from tests.factories import accounts, privacy


def decide_set(harbour, officer, code="supporters", **fields):
    kind = DATA_SETS[code]
    said = {
        "purpose": "Newsletter", "basis": kind.basis, "condition": kind.condition,
        "document": "Assessment 1", "keep_days": kind.keep_days,
    } | fields  # fmt: skip
    return actions.decide_data_set(
        by=officer, organisation=harbour, decision=Decision(code, **said)
    )


def test_before_anything_is_decided_nothing_may_be_kept(harbour):
    assert all("Nobody has decided" in may_keep(code) for code in CAN_BE_IMPORTED)


def test_the_careful_mode_is_the_first(harbour):
    assert policy().mode == "A"


def test_a_kind_of_data_without_a_ground_may_not_be_kept(harbour, officer):
    actions.decide(by=officer, organisation=harbour, mode="A")
    assert "no ground" in may_keep("supporters")


@pytest.mark.parametrize(
    ("mode", "kept"),
    [
        ("A", {"supporters", "members", "volunteers"}),
        ("B", {"supporters", "members", "volunteers", "support"}),
        ("C", {"supporters", "members", "volunteers", "support", "roll"}),
    ],
)
def test_a_mode_keeps_what_it_says(harbour, officer, mode, kept):
    privacy.decided(harbour, by=officer, mode=mode)
    assert {code for code in DATA_SETS if may_keep(code) is None} == kept


def test_a_stricter_mode_refuses_what_a_looser_one_kept(harbour, officer):
    privacy.decided(harbour, by=officer, mode="C")
    actions.decide(by=officer, organisation=harbour, mode="A")
    assert "data mode" in may_keep("roll")


def test_fewer_days_are_always_allowed(harbour, officer):
    decide_set(harbour, officer, keep_days=10)
    assert keep_days("supporters") == 10


def test_more_days_than_usual_need_a_reason(harbour, officer):
    with pytest.raises(InputError, match="731 days is longer than the usual 730"):
        decide_set(harbour, officer, keep_days=731)


def test_with_a_reason_more_days_are_allowed(harbour, officer):
    decide_set(harbour, officer, keep_days=731, longer_because="A recount may be asked for.")
    assert keep_days("supporters") == 731


@pytest.mark.parametrize("code", ["roll", "support"])
def test_opinions_and_the_register_need_a_document(harbour, officer, code):
    with pytest.raises(InputError, match="name the document"):
        decide_set(harbour, officer, code, document="")


def test_a_minimum_age_of_nobody_is_refused(harbour, officer):
    with pytest.raises(InputError, match="from 13 to 18"):
        actions.decide(by=officer, organisation=harbour, mode="A", minimum_age=5)


def test_alone_a_data_officer_makes_the_organisation_small(harbour, officer):
    actions.ask_to_be_small(by=officer, organisation=harbour)
    assert is_small()


def test_where_somebody_could_agree_somebody_must(harbour, officer, organiser):
    actions.ask_to_be_small(by=officer, organisation=harbour)
    assert not is_small()
    actions.agree_to_be_small(by=organiser, organisation=harbour)
    assert is_small()


def test_nobody_agrees_to_what_they_asked_for(harbour, officer, organiser):
    actions.ask_to_be_small(by=officer, organisation=harbour)
    with pytest.raises(InputError, match="second person"):
        actions.agree_to_be_small(by=officer, organisation=harbour)


def test_one_person_is_enough_to_need_two_again(harbour, officer):
    actions.ask_to_be_small(by=officer, organisation=harbour)
    actions.end_being_small(by=officer, organisation=harbour)
    assert not is_small()


def test_every_data_officer_is_told(
    harbour, officer, organiser, django_capture_on_commit_callbacks
):
    second = accounts.member(of=harbour, role=Role.DATA_OFFICER)
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_to_be_small(by=officer, organisation=harbour)
    assert {letter.to[0] for letter in mail.outbox} == {officer.email, second.email}
