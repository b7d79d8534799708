"""Counting candidacies into contests."""

import numpy as np
import pytest

from groundswell.engines.forecasting import Candidacy, Seat, in_both, tally
from groundswell.errors import InputError

SEATS = [Seat("N1", "north", "A", 1000), Seat("S1", "south", "A", 500)]


def counted(*candidacies, seats=SEATS, several=()):
    return tally(seats=seats, candidacies=[Candidacy(*one) for one in candidacies], several=several)


def test_parties_come_in_the_order_of_their_votes():
    contests = counted(("N1", "X", 400), ("N1", "Y", 600), ("S1", "X", 500))
    assert contests.parties == ("X", "Y")
    assert contests.shares.tolist() == [[0.4, 0.6], [1.0, 0.0]]


def test_the_margin_is_the_share_less_the_best_other():
    contests = counted(("N1", "X", 500), ("N1", "Y", 300), ("N1", "Z", 200), ("S1", "Y", 500))
    assert contests.margin("X") == pytest.approx([0.2, -1.0])


def test_independents_who_share_a_label_do_not_win_together():
    contests = counted(("N1", "X", 400), ("N1", "IND", 350), ("N1", "IND", 250), ("S1", "X", 500))
    independents = contests.parties.index("IND")
    assert contests.shares[0, independents] == pytest.approx(0.6)
    assert contests.winning_shares[0, independents] == pytest.approx(0.35)
    assert contests.winner[0] == contests.parties.index("X")


def test_a_party_twice_in_a_seat_is_refused():
    with pytest.raises(InputError, match="X stands twice in seat N1"):
        counted(("N1", "X", 400), ("N1", "X", 600), ("S1", "X", 500))


def test_two_people_of_a_party_may_stand_where_it_is_said():
    contests = counted(("N1", "X", 400), ("N1", "X", 600), ("S1", "X", 500), several=["x"])
    assert contests.winning_shares[0, 0] == pytest.approx(0.6)


def test_a_lone_candidate_without_votes_is_elected():
    contests = counted(("N1", "X", 0), ("S1", "X", 100), ("S1", "Y", 200))
    assert contests.shares[0].tolist() == [0.0, 1.0]


def test_a_seat_in_which_several_stand_and_nobody_votes_is_refused():
    with pytest.raises(InputError, match="Nobody has votes in seat N1"):
        counted(("N1", "X", 0), ("N1", "Y", 0), ("S1", "X", 1))


def test_a_candidacy_in_an_unknown_seat_is_refused():
    with pytest.raises(InputError, match="seat Q9, which is not listed"):
        counted(("Q9", "X", 1))


def test_only_seats_of_both_elections_are_compared_in_the_first_ones_order():
    before = counted(("N1", "X", 600), ("N1", "Y", 400), ("S1", "X", 500))
    seats = [Seat("W1", "west", "A"), Seat("S1", "south", "A")]
    after = counted(("S1", "Y", 90), ("S1", "Z", 10), ("W1", "Z", 9), seats=seats)
    first, second = in_both(before, after)
    assert first.seats == second.seats == ("S1",)
    assert first.parties == second.parties == ("X", "Y", "Z")
    assert second.shares.tolist() == [[0.0, 0.9, 0.1]]


def test_elections_without_a_common_seat_are_refused():
    before = counted(("N1", "X", 1), ("S1", "X", 1))
    after = counted(("W1", "X", 1), seats=[Seat("W1", "west", "A")])
    with pytest.raises(InputError, match="no seat in common"):
        in_both(before, after)


def test_shares_that_do_not_add_up_are_refused(make):
    good = make([[6, 4], [5, 5]])
    shares = good.shares.copy()
    shares[1, 0] = np.nan
    with pytest.raises(InputError, match=r"1 of 2 seats .* seat 1"):
        type(good)(**{**good.__dict__, "shares": shares})


def test_an_unknown_party_is_answered_with_those_there_are(make):
    with pytest.raises(InputError, match="The parties are A, B"):
        make([[6, 4]]).margin("Q")
