"""What a user may type to make a plan."""

import pytest

from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.forms.plans import PlacesForm, PlanForm
from groundswell.errors import InputError

USUAL = PlanForm.initial_of(PlanAssumptions())


def test_the_usual_form_gives_the_usual_assumptions():
    form = PlanForm(USUAL)
    assert form.is_valid(), form.errors
    assert form.assumptions() == PlanAssumptions()


def test_conversations_without_effect_are_a_choice_of_their_own():
    form = PlanForm(USUAL | {"contacts_per_vote": "", "no_effect": "on"})
    assert form.is_valid()
    assert form.assumptions().votes_per_contact == 0


def test_an_effect_must_be_said_or_denied():
    form = PlanForm(USUAL | {"contacts_per_vote": ""})
    assert not form.is_valid()
    assert "tick that they add none" in form.errors["contacts_per_vote"][0]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("contacts_per_vote", "0"),
        ("contacts_per_vote", "-14"),
        ("contacts_per_vote", "many"),
        ("contacts_per_vote", "1e400"),
        ("contacts_per_shift", "nan"),
        ("contacts_per_shift", "inf"),
        ("contacts_per_shift", "0"),
        ("contacts_per_shift", "201"),
        ("contacts_per_shift", ""),
        ("places_percent", "0"),
        ("places_percent", "301"),
        ("places_percent", "99.5"),
        ("min_team", "0"),
        ("min_team", "101"),
        ("hours_per_seat", "0"),
        ("hours_per_seat", "9" * 400),
    ],
)
def test_hostile_values_are_refused_at_their_field(field, typed):
    form = PlanForm(USUAL | {field: typed})
    assert not form.is_valid()
    assert list(form.errors) == [field]


@pytest.mark.parametrize("typed", ["-1", "100001", "1.5", "", "NaN"])
def test_impossible_places_are_refused(typed):
    assert not PlacesForm({"places": typed}).is_valid()


@pytest.mark.parametrize(
    "wrong",
    [{"votes_per_contact": -0.1}, {"votes_per_contact": float("nan")}, {"min_team": 0},
     {"places_percent": 0}, {"contacts_per_shift": 1e9}],
)  # fmt: skip
def test_assumptions_are_checked_whoever_makes_them(wrong):
    with pytest.raises(InputError, match="must lie between"):
        PlanAssumptions(**wrong)


def test_assumptions_kept_by_an_older_release_get_the_usual_for_what_it_did_not_know():
    assert PlanAssumptions.from_json({"min_team": 5, "gone": 1}) == PlanAssumptions(min_team=5)
