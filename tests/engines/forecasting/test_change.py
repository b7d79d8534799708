"""Expected shares of areas, spread over their seats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.engines.forecasting import AreaShareError, expected_change, no_change, true_change
from groundswell.errors import InputError
from tests.engines.forecasting.made_up import contests_of

# Two nations of 200 and 100 votes; the first has two regions of 100.
NATIONS = ["Ayland", "Ayland", "Beeland"]
REGIONS = ["North", "South", "Beeland"]
VOTES = [[60, 30, 10], [40, 50, 10], [20, 60, 20]]


@pytest.fixture
def contests(make):
    return make(VOTES, parties=["X", "Y", "Z"], regions=REGIONS, nations=NATIONS)


def rows(**areas):
    """`Ayland=(.5, .4, .1)` as rows of area, party and share."""
    return [
        (area, party, share)
        for area, shares in areas.items()
        for party, share in zip("XYZ", shares, strict=False)
    ]


def test_every_seat_of_the_whole_gains_the_same(contests):
    # Of all 300 votes X had 120, Y 140 and Z 40.
    found = expected_change(contests, rows(all=(0.5, 0.4, 0.1)))
    gains = [0.5 - 120 / 300, 0.4 - 140 / 300, 0.1 - 40 / 300]
    assert found.change == pytest.approx(np.tile(gains, (3, 1)))
    assert found.notes == ()


def test_the_rest_of_the_whole_is_found_by_subtraction(contests):
    found = expected_change(contests, rows(all=(0.4, 0.5, 0.1), Beeland=(0.1, 0.8, 0.1)))
    # Ayland has two thirds of the votes: X is to have (.4 - .1 / 3) * 3 / 2 = .55 there; it had .5.
    assert found.change[0] == pytest.approx([0.55 - 0.5, 0.35 - 0.4, 0.1 - 0.1])
    assert found.change[2] == pytest.approx([0.1 - 0.2, 0.8 - 0.6, 0.1 - 0.2])


def test_a_region_counts_before_its_nation(contests):
    found = expected_change(contests, rows(Ayland=(0.5, 0.4, 0.1), North=(0.7, 0.2, 0.1)))
    assert found.change[0] == pytest.approx([0.1, -0.1, 0.0])
    # The other half of Ayland: X .3, Y .6, Z .1.
    assert found.change[1] == pytest.approx([-0.1, 0.1, 0.0])


def test_a_nation_without_a_share_of_its_own_or_a_whole_does_not_swing(contests):
    found = expected_change(contests, rows(Ayland=(0.6, 0.3, 0.1)))
    assert not found.change[2].any()
    assert found.notes == ("No shares are given for Beeland: no swing is applied there.",)


def test_a_nation_where_others_won_but_the_named_ones_stand_is_inside(make):
    contests = make([[60, 40, 0], [30, 10, 60]], regions=["Main", "Isle"], nations=["Main", "Isle"])
    found = expected_change(contests, [("GB", "A", 0.4), ("GB", "B", 0.3)])
    # Of 200 votes A had 90, B 50 and C 60.
    assert found.change == pytest.approx(np.tile([-0.05, 0.05, 0.0], (2, 1)))
    assert found.notes == ()


def test_a_nation_that_votes_for_other_parties_is_outside_of_the_whole(make):
    contests = make([[60, 40, 0], [15, 5, 80]], regions=["Main", "Isle"], nations=["Main", "Isle"])
    found = expected_change(contests, [("GB", "A", 0.5), ("GB", "B", 0.5)])
    assert found.change == pytest.approx(np.array([[-0.1, 0.1, 0.0], [0.0, 0.0, 0.0]]))
    assert "Isle is left out of GB" in found.notes[0]


def test_parties_that_are_not_named_keep_the_rest_as_it_was_divided(contests):
    found = expected_change(contests, [("Ayland", "X", 0.7)])
    # Y and Z had .4 and .1 of Ayland: of the .3 that X leaves they get .24 and .06.
    assert found.change[0] == pytest.approx([0.2, -0.16, -0.04])


def test_a_row_for_others_stands_for_all_who_are_not_named(make):
    contests = make([[50, 30, 15, 5]], parties=["X", "Y", "Z", "OTH"])
    found = expected_change(contests, [("all", "X", 0.5), ("all", "Y", 0.4), ("all", "OTH", 0.1)])
    assert found.change[0] == pytest.approx([0.0, 0.1, -0.075, -0.025])


def test_rounded_shares_are_scaled_and_it_is_said(contests):
    found = expected_change(contests, rows(all=(0.5, 0.41, 0.1)))
    assert found.notes == ("The shares of all added up to 1.010 and were scaled to 1.",)
    assert found.change[0, 0] == pytest.approx(0.5 / 1.01 - 0.4)


@pytest.mark.parametrize("shares", [(0.5, 0.5, 0.1), (0.5, 0.3, 0.1), (0.6,), (0.05, 0.05)])
def test_shares_that_do_not_add_up_are_refused_unless_others_can_have_the_rest(contests, shares):
    if shares == (0.6,):  # Y and Z had .6 of the vote: .4 is not too much for them
        assert expected_change(contests, rows(all=shares)).change.any()
        return
    with pytest.raises(AreaShareError, match="add up to"):
        expected_change(contests, rows(all=shares))


def test_a_party_without_votes_to_start_from_is_refused(contests):
    with pytest.raises(AreaShareError, match="Q has no votes in all") as caught:
        expected_change(contests, [*rows(all=(0.5, 0.3)), ("all", "Q", 0.2)])
    assert (caught.value.area, caught.value.party, caught.value.column) == ("all", "Q", "party")


def test_an_area_that_is_nearly_known_is_a_mistake_not_the_whole(contests):
    with pytest.raises(AreaShareError, match="did you mean Beeland"):
        expected_change(contests, rows(Beelnd=(0.1, 0.8, 0.1)))


def test_only_one_name_can_be_the_whole(contests):
    with pytest.raises(AreaShareError, match=r"UK and GB .* The areas are Ayland, Beeland"):
        expected_change(contests, rows(UK=(0.5, 0.4, 0.1), GB=(0.5, 0.4, 0.1)))


def test_names_of_areas_are_found_whatever_their_case(contests):
    found = expected_change(contests, rows(beeland=(0.1, 0.8, 0.1)))
    assert found.change[2] == pytest.approx([-0.1, 0.2, -0.1])


def test_parts_that_leave_less_than_nothing_are_told(contests):
    found = expected_change(contests, rows(all=(0.2, 0.7, 0.1), Beeland=(0.9, 0.05, 0.05)))
    assert "falls 0.150 below 0" in found.notes[0]


def test_areas_that_overlap_without_holding_each_other_are_refused(make):
    contests = make([[5, 5], [5, 5], [5, 5]], regions=["P", "Q", "Q"], nations=["Ay", "Ay", "Bee"])
    with pytest.raises(AreaShareError, match="partly inside"):
        expected_change(contests, [("Ay", "A", 0.5), ("Q", "A", 0.5)])


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(contests, share):
    with pytest.raises(AreaShareError, match="between 0 and 1"):
        expected_change(contests, [("all", "X", share)])


def test_no_rows_at_all_are_refused(contests):
    with pytest.raises(InputError, match="No expected shares"):
        expected_change(contests, [])


def test_a_party_twice_for_an_area_is_refused(contests):
    with pytest.raises(AreaShareError, match="two shares"):
        expected_change(contests, [("all", "X", 0.5), ("all", "X", 0.5)])


@given(st.tuples(*[st.floats(0.05, 1)] * 3), st.tuples(*[st.floats(0.05, 1)] * 3))
def test_after_the_change_the_areas_have_the_shares_given(whole, part):
    contests = contests_of(VOTES, parties=["X", "Y", "Z"], regions=REGIONS, nations=NATIONS)
    whole, part = (np.array(one) / sum(one) for one in (whole, part))
    found = expected_change(contests, rows(all=tuple(whole), Beeland=tuple(part)))
    new = contests.shares + found.change
    assert new[2] == pytest.approx(part)
    if not found.notes and (new[:2].mean(axis=0) > 1e-9).all():
        assert contests.valid_votes @ new / contests.valid_votes.sum() == pytest.approx(whole)


def test_no_change_is_none(contests):
    assert not no_change(contests).change.any()


def test_the_true_change_by_nation_brings_each_nation_to_its_result(make, contests):
    after = make(
        [[50, 40, 10], [30, 60, 10], [90, 5, 5]],
        parties=["X", "Y", "Z"],
        regions=REGIONS,
        nations=NATIONS,
    )
    change = true_change(contests, after, by_nation=True).change
    assert change[0] == pytest.approx([-0.1, 0.1, 0.0])
    assert change[2] == pytest.approx([0.7, -0.55, -0.15])
