"""Figures as the pages about elections say them."""

import pytest

from groundswell.apps.elections import words
from groundswell.apps.elections.models import Party


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0"), (0.004, "fewer than 1"), (0.31, "31"), (0.999, "more than 99"), (1, "100")],
)
def test_a_chance_is_never_called_certain_while_it_is_not(share, said):
    assert words.chance(share) == f"{said} in 100"


@pytest.mark.parametrize(
    ("low", "high", "said"), [(0.39, 0.5, "39–50"), (0.401, 0.404, "40"), (0, 1, "0–100")]
)
def test_a_range_of_one_figure_is_one_figure(low, high, said):
    assert words.chance_range(low, high) == said
    assert words.spread(low, high) == (said if "–" in said else "")


@pytest.mark.parametrize(
    ("share", "said"), [(-0.016, "−1.6"), (0.008, "+0.8"), (0.0001, "0.0"), (-0.0004, "0.0")]
)
def test_points_carry_their_sign_unless_they_are_nothing(share, said):
    assert words.points(share) == said


@pytest.mark.parametrize(
    ("pivotality", "said"),
    [(1e-4, "10,000"), (9.479e-5, "11,000"), (1.36e-4, "7,400"), (0.5, "2"), (0, "–"), (1e-9, "–")],
)
def test_votes_for_a_seat_have_the_two_figures_that_are_known(pivotality, said):
    # 1 / 9.479e-5 = 10,550, in two figures 11,000; 1 / 1.36e-4 = 7,353.
    assert words.votes_per_seat(pivotality) == said


@pytest.mark.parametrize(
    ("rank", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (102, "102nd"), (111, "111th"), (1_003, "1,003rd")],
)  # fmt: skip
def test_a_place_in_a_list_has_its_ending(rank, said):
    assert words.ordinal(rank) == said


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [("CON", "Conservative", "Con"), ("LAB", "Labour", "Labour"), ("LD", "Lib Dem", "LD"),
     ("PC", "Plaid Cymru", "Plaid"), ("SF", "Sinn Féin", "SF"), ("UKIP", "UKIP", "UKIP")],
)  # fmt: skip
def test_a_partys_name_fits_where_there_is_little_room(code, name, said):
    assert words.short(Party(code=code, short_name=name)) == said
