"""Target lists."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.engines.forecasting import target_list
from groundswell.errors import InputError


def test_seats_are_ranked_by_the_weighted_mean_of_their_value():
    values = np.array([[4.0, 0.0, 3.0], [0.0, 2.0, 3.0]])
    found = target_list(values, weights=[0.5, 0.5], top=2)
    assert found.value.tolist() == [2.0, 1.0, 3.0]
    assert found.order.tolist() == [2, 0]
    assert found.ranks.tolist() == [[1, 3, 2], [3, 2, 1]]


def test_a_seat_that_is_listed_by_one_scenario_only_depends_on_it():
    values = np.array([[4.0, 3.0, 0.0], [0.0, 2.0, 3.0]])
    found = target_list(values, weights=[0.5, 0.5], top=2)
    assert found.depends_on_scenario.tolist() == [True, False, True]


def test_a_seat_that_moves_by_more_than_25_places_depends_on_the_scenario():
    first = np.arange(60.0, 0.0, -1.0)
    second = first.copy()
    second[0] = 60 - 26.5  # falls from 1 to 27
    found = target_list(np.stack([first, second]), weights=[0.5, 0.5], top=60)
    assert np.flatnonzero(found.depends_on_scenario).tolist() == [0]


def test_attack_only_leaves_out_what_the_side_holds():
    held = np.array([True, False, False])
    values = np.array([[9.0, 1.0, 2.0]])
    found = target_list(values, weights=[1.0], top=3, held=held, attack_only=True)
    assert found.order.tolist() == [2, 1]
    assert found.ranks.tolist() == [[0, 2, 1]]


def test_seats_to_attack_cannot_be_told_without_knowing_which_are_held():
    with pytest.raises(InputError, match="held"):
        target_list(np.ones((1, 2)), weights=[1.0], attack_only=True)


@pytest.mark.parametrize("weights", [[1.0], [0.5, 0.6], [2.0, -1.0]])
def test_weights_must_fit_the_scenarios(weights):
    with pytest.raises(InputError, match="add up to 1"):
        target_list(np.ones((2, 3)), weights=weights)


@pytest.mark.parametrize("value", [np.nan, -1.0, np.inf])
def test_a_value_that_makes_no_sense_is_refused(value):
    with pytest.raises(InputError, match="missing or below 0"):
        target_list(np.array([[value, 1.0]]), weights=[1.0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(1, 40))
def test_one_scenario_lists_the_highest_values_and_nothing_depends(values, top):
    found = target_list(np.array([values]), weights=[1.0], top=top)
    listed = found.value[found.order]
    assert listed.tolist() == sorted(values, reverse=True)[:top]
    assert not found.depends_on_scenario.any()
