"""The consent ledger: added to, never changed, and it proves what it says."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groundswell.apps.accounts.scope import scope
from groundswell.apps.privacy.actions import consents
from groundswell.apps.privacy.actions.consents import Said
from groundswell.apps.privacy.models import Consent, Wording
from groundswell.apps.privacy.queries.consents import consents_of, has_consent, standing
from groundswell.errors import InputError
from tests.factories import accounts, people

WORDS = "Yes, write to me about the campaign."


@pytest.fixture
def person(harbour):
    return people.person(of=harbour)


def say(harbour, person, *, given=True, **fields):
    said = {"purpose": "contact", "channel": "email", "how": "form", "text": WORDS} | fields
    return consents.record(
        by=None, organisation=harbour, said=Said(subject=person.pk, is_given=given, **said)
    )


def test_a_yes_is_proved_with_its_very_words(harbour, person):
    say(harbour, person)
    line = has_consent(person.pk, "contact", "email")
    assert line.wording.text == WORDS


def test_a_taking_back_ends_it(harbour, person):
    say(harbour, person)
    say(harbour, person, given=False)
    assert has_consent(person.pk, "contact", "email") is None


def test_both_lines_stay(harbour, person):
    say(harbour, person)
    say(harbour, person, given=False)
    assert consents_of(person.pk).count() == 2


def test_a_yes_for_one_purpose_is_none_for_another(harbour, person):
    say(harbour, person)
    assert has_consent(person.pk, "fundraising", "email") is None


def test_a_yes_by_e_mail_is_none_by_phone(harbour, person):
    say(harbour, person)
    assert has_consent(person.pk, "contact", "phone") is None


def test_a_yes_by_any_way_is_one_by_phone(harbour, person):
    say(harbour, person, channel="any")
    assert has_consent(person.pk, "contact", "phone")


def test_a_later_no_to_every_way_ends_the_yes_to_one(harbour, person):
    say(harbour, person)
    say(harbour, person, channel="any", given=False)
    assert has_consent(person.pk, "contact", "email") is None


def test_one_letter_more_is_another_wording(harbour, person):
    say(harbour, person)
    say(harbour, person, text=WORDS + "!")
    assert Wording.objects.count() == 2


def test_the_same_words_are_kept_once(harbour, person):
    say(harbour, person)
    say(harbour, person)
    assert Wording.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"purpose": "profiling"}, {"channel": "pigeon"}, {"how": "assumed"}]
)
def test_what_is_no_purpose_way_or_form_is_refused(harbour, person, wrong):
    with pytest.raises(InputError):
        say(harbour, person, **wrong)


def test_a_line_can_not_be_changed(harbour, person):
    line = say(harbour, person)
    line.is_given = False
    with pytest.raises(TypeError, match="added to"):
        line.save()


def test_a_line_can_not_be_removed(harbour, person):
    with pytest.raises(TypeError, match="added to"):
        say(harbour, person).delete()


@pytest.mark.parametrize("model", [Consent, Wording])
def test_no_query_changes_or_removes_lines(harbour, person, model):
    say(harbour, person)
    for act in (
        lambda: model.objects.all().delete(),
        lambda: model.objects.update(organisation=harbour),
        lambda: model.objects.bulk_update(list(model.objects.all()), ["organisation"]),
    ):
        with pytest.raises(TypeError, match="added to"):
            act()
    assert model.objects.count() == 1


class ConsentProof(TestCase):
    """T-consent-proof: for each message of a made-up year, the line that allowed it."""

    @given(
        st.lists(
            st.tuples(st.integers(0, 365 * 24), st.booleans(), st.sampled_from(["email", "any"])),
            min_size=1,
            max_size=12,
            unique_by=lambda one: one[0],
        ),
        st.lists(st.integers(0, 365 * 24), min_size=1, max_size=12),
    )
    def test_the_line_that_held_at_that_second_is_found(self, said, sent):
        harbour = accounts.organisation()
        start = timezone.now() - timedelta(days=366)
        with scope(harbour.pk):
            person = people.person(of=harbour)
            for hour, is_given, channel in said:
                say(
                    harbour, person, given=is_given, channel=channel, text=f"At {hour}",
                    at=start + timedelta(hours=hour),
                )  # fmt: skip
            for hour in sent:
                line = has_consent(
                    person.pk, "contact", "email", at=start + timedelta(hours=hour, minutes=1)
                )
                before = [one for one in sorted(said) if one[0] <= hour]
                if before and before[-1][1]:
                    assert line is not None
                    assert line.wording.text == f"At {before[-1][0]}"
                else:
                    assert line is None


def test_what_stands_is_the_newest_of_each(harbour, person):
    say(harbour, person)
    say(harbour, person, purpose="volunteer")
    say(harbour, person, given=False)
    assert {line.purpose: line.is_given for line in standing(person.pk)} == {
        "contact": False,
        "volunteer": True,
    }
