"""The rule by which polls are averaged."""

from datetime import date

import pytest

from groundswell.engines.forecasting import PollShare, average_polls
from groundswell.errors import InputError

DAY = date(2017, 6, 8)


def poll(day, pollster, share, *, sample=1000, area="GB", party="X"):
    return PollShare(date(2017, 6, day), pollster, sample, area, party, share)


def share_of(average, party="X", area="GB"):
    return next(share for a, p, share in average.national if (a, p) == (area, party))


THREE = [poll(6, "P", 0.40), poll(6, "Q", 0.42), poll(7, "R", 0.44)]


def test_equal_samples_count_the_same():
    assert share_of(average_polls(THREE, as_of=DAY)) == pytest.approx(0.42)


def test_a_poll_weighs_the_square_root_of_its_sample():
    polls = [
        poll(6, "P", 0.40, sample=900),
        poll(6, "Q", 0.50, sample=3600),
        THREE[2]._replace(share=0.50, sample_size=900),
    ]
    assert share_of(average_polls(polls, as_of=DAY)) == pytest.approx((30 * 0.4 + 90 * 0.5) / 120)


def test_an_unknown_sample_weighs_the_median_of_the_others():
    polls = [poll(6, "P", 0.40, sample=None), poll(6, "Q", 0.42), poll(7, "R", 0.44)]
    assert share_of(average_polls(polls, as_of=DAY)) == pytest.approx(0.42)


def test_only_the_last_poll_of_a_pollster_counts():
    assert share_of(average_polls([*THREE, poll(3, "P", 0.10)], as_of=DAY)) == pytest.approx(0.42)


def test_later_polls_are_not_looked_at():
    polls = [*THREE, poll(9, "S", 0.90)]
    assert share_of(average_polls(polls, as_of=DAY)) == pytest.approx(0.42)


def test_older_polls_are_looked_at_only_while_there_are_fewer_than_three():
    old = PollShare(date(2017, 5, 27), "S", 1000, "GB", "X", 0.50)
    assert share_of(average_polls([*THREE, old], as_of=DAY)) == pytest.approx(0.42)
    few = average_polls([*THREE[:2], old], as_of=DAY)
    assert share_of(few) == pytest.approx(0.44)
    assert few.notes == ("GB: 3 polls, the last of each pollster in 14 days.",)


def test_each_area_has_polls_of_its_own():
    scottish = PollShare(date(2017, 5, 15), "P", 1000, "Scotland", "X", 0.2)
    average = average_polls([*THREE, scottish], as_of=DAY)
    assert share_of(average, area="Scotland") == pytest.approx(0.2)
    assert share_of(average) == pytest.approx(0.42)


def test_a_party_is_averaged_over_the_polls_that_name_it():
    average = average_polls([*THREE, poll(6, "P", 0.05, party="Z")], as_of=DAY)
    assert share_of(average, "Z") == pytest.approx(0.05)


def test_an_area_whose_polls_are_all_too_old_is_left_out_and_it_is_said():
    old = PollShare(date(2017, 1, 1), "P", 1000, "Wales", "X", 0.2)
    average = average_polls([*THREE, old], as_of=DAY)
    assert {area for area, _, _ in average.national} == {"GB"}
    assert any("Wales: no poll" in note for note in average.notes)


def test_no_poll_in_time_is_refused():
    with pytest.raises(InputError, match="No poll ended in the 28 days"):
        average_polls(THREE, as_of=date(2018, 1, 1))
    with pytest.raises(InputError, match="no polls"):
        average_polls([], as_of=DAY)


def test_a_party_twice_in_a_poll_is_refused():
    with pytest.raises(InputError, match="X is twice in the poll of P"):
        average_polls([THREE[0], THREE[0]], as_of=DAY)


def test_a_poll_of_more_than_everybody_is_refused():
    with pytest.raises(InputError, match=r"add up to 1\.100"):
        average_polls([*THREE, poll(6, "P", 0.70, party="Y")], as_of=DAY)
