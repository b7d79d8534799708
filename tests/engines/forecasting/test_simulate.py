"""Laws that every forecast keeps."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.forecasting import (
    ErrorScales,
    forecast_seats,
    no_change,
    no_errors,
    scales_for,
    with_parties,
)
from groundswell.errors import Cancelled, InputError
from tests.engines.forecasting.made_up import contests_of, elections


def forecast(contests, *, change=None, scales=None, draws=200, seed=1, **options):
    """A forecast with the usual errors of the last week, and no swing."""
    return forecast_seats(
        contests,
        change=no_change(contests).change if change is None else change,
        scales=scales_for(contests, horizon_days=7) if scales is None else scales,
        draws=draws,
        rng=np.random.default_rng(seed),
        **options,
    )


def digest(answer):
    """A hash of all the numbers of a forecast."""
    told = hashlib.sha256()
    arrays = [answer.p_win, answer.share_mean, answer.share_sd, answer.totals]
    for side in answer.margins.values():
        arrays += [side.mean, side.sd, side.density, side.close, side.others_mean, side.others_sd]
    for array in arrays:
        told.update(np.ascontiguousarray(array).tobytes())
    return told.hexdigest()


@given(elections())
@settings(max_examples=40)
def test_chances_and_shares_of_a_seat_add_up_to_1(contests):
    answer = forecast(contests)
    assert answer.p_win.sum(axis=1) == pytest.approx(np.ones(len(contests.seats)))
    assert answer.share_mean.sum(axis=1) == pytest.approx(np.ones(len(contests.seats)), abs=1e-5)


@given(elections())
@settings(max_examples=40)
def test_without_swing_and_errors_the_last_result_comes_again(contests):
    answer = forecast(contests, scales=no_errors(len(contests.parties)), draws=3)
    assert answer.share_mean == pytest.approx(contests.shares, abs=1e-6)
    assert answer.share_sd == pytest.approx(np.zeros_like(contests.shares), abs=1e-6)
    for party in contests.parties:
        assert answer.margins[party].mean == pytest.approx(contests.margin(party), abs=1e-6)
    best = np.sort(contests.shares, axis=1)
    clear = best[:, -1] - np.concatenate([np.zeros((len(best), 1)), best], axis=1)[:, -2] > 1e-6
    assert (answer.p_win.argmax(axis=1) == contests.winner)[clear].all()


@given(elections())
@settings(max_examples=40)
def test_a_party_that_did_not_stand_stays_absent(contests):
    answer = forecast(contests, change=np.full(contests.shares.shape, 0.1))
    assert not answer.share_mean[~contests.stands].any()
    assert not answer.p_win[~contests.stands].any()


@given(elections())
@settings(max_examples=40)
def test_the_seats_of_every_draw_are_all_given_out(contests):
    answer = forecast(contests)
    assert (answer.totals.sum(axis=1) == len(contests.seats)).all()
    assert answer.totals.mean(axis=0) == pytest.approx(answer.expected_seats())


@given(elections(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_seats_and_parties_in_another_order_get_the_same_forecast(contests, random):
    parties = random.sample(contests.parties, len(contests.parties))
    seats = np.array(random.sample(range(len(contests.seats)), len(contests.seats)))
    other = with_parties(contests, parties)
    other = replace(
        other,
        seats=tuple(other.seats[place] for place in seats),
        shares=other.shares[seats],
        valid_votes=other.valid_votes[seats],
        region=other.region[seats],
        nation=other.nation[seats],
    )
    columns = [contests.parties.index(party) for party in parties]
    # Without errors, for the random numbers go by the order.
    nothing = no_errors(len(parties))
    one, two = forecast(contests, scales=nothing, draws=1), forecast(other, scales=nothing, draws=1)
    assert two.share_mean == pytest.approx(one.share_mean[seats][:, columns], abs=1e-6)
    for party in parties:
        assert two.margins[party].mean == pytest.approx(one.margins[party].mean[seats], abs=1e-6)


def test_the_order_of_parties_changes_chances_by_no_more_than_luck():
    contests = contests_of([[40, 38, 22], [30, 36, 34]], parties=["X", "Y", "Z"])
    other = with_parties(contests, ["Z", "X", "Y"])
    one, two = forecast(contests, draws=20_000), forecast(other, draws=20_000, seed=2)
    # Two times 20,000 draws: a standard error of .005 at most.
    assert two.p_win[:, [1, 2, 0]] == pytest.approx(one.p_win, abs=0.02)


LARGER = contests_of(
    np.random.default_rng(5).integers(0, 20_000, (60, 6)) + np.array([9000, 9000, 0, 0, 0, 0]),
    regions=[f"region {number % 7}" for number in range(60)],
)


def test_the_same_seed_gives_the_same_bytes():
    assert digest(forecast(LARGER, draws=700)) == digest(forecast(LARGER, draws=700))


def test_another_seed_gives_other_draws():
    assert digest(forecast(LARGER, draws=700)) != digest(forecast(LARGER, draws=700, seed=2))


@pytest.mark.parametrize("options", [{"threads": 1}, {"threads": 3}, {"chunk": 1}, {"chunk": 400}])
def test_threads_and_chunks_do_not_change_a_byte(options):
    assert digest(forecast(LARGER, draws=1300, **options)) == digest(forecast(LARGER, draws=1300))


def test_the_sides_asked_for_do_not_change_the_rest():
    every, one = forecast(LARGER), forecast(LARGER, sides=["B"])
    assert list(one.margins) == ["B"]
    assert (one.p_win == every.p_win).all()
    assert (one.margins["B"].density == every.margins["B"].density).all()


def test_the_answer_to_large_errors_has_their_size():
    # One party of .5 with a seat error of .02 against one without errors: the margin after scaling
    # is (.5 + e - .5) / (1 + e), so its standard deviation is about .02.
    contests = contests_of([[50, 50]] * 40)
    nothing = np.zeros(2)
    scales = ErrorScales(national=nothing, regional=nothing, seat=np.array([0.02, 0.0]))
    answer = forecast(contests, scales=scales, draws=4000)
    assert answer.margins["A"].sd.mean() == pytest.approx(0.02, rel=0.02)
    assert answer.p_win[:, 0].mean() == pytest.approx(0.5, abs=0.01)


def test_national_and_regional_errors_are_shared_and_t():
    # sd of a t with 6 degrees of freedom and scale .02: .02 * sqrt(6 / 4), and they add in squares.
    contests = contests_of([[50, 50]] * 4, regions=["east", "east", "west", "west"])
    scales = ErrorScales(
        national=np.array([0.02, 0.0]), regional=np.array([0.02, 0.0]), seat=np.zeros(2)
    )
    answer = forecast(contests, scales=scales, draws=20_000)
    assert answer.margins["A"].sd == pytest.approx(np.full(4, 0.02 * np.sqrt(3)), rel=0.05)
    # Seats of a region always fall together; the two regions share half of the variance.
    assert set(np.unique(answer.totals[:, 0])) == {0, 2, 4}
    # For two normals that correlate .5, both are above zero in a third of the draws.
    assert (answer.totals[:, 0] == 4).mean() == pytest.approx(1 / 3, abs=0.02)


def test_the_two_main_parties_lose_what_the_other_gains():
    contests = contests_of([[40, 40, 20]])
    size = np.array([0.02, 0.02, 0.0])
    apart = ErrorScales(national=size, regional=size, seat=size)
    against = replace(apart, main=(0, 1))
    wide, wider = (forecast(contests, scales=one, draws=20_000) for one in (apart, against))
    # The variance of a difference grows from 2 to 3 parts at a correlation of -.5.
    ratio = (wider.margins["A"].sd / wide.margins["A"].sd) ** 2
    assert ratio == pytest.approx([1.5], rel=0.07)


def test_a_seat_where_everything_falls_to_nothing_keeps_its_last_result():
    contests = contests_of([[60, 40]])
    answer = forecast(contests, change=np.full((1, 2), -2.0))
    assert answer.share_mean[0] == pytest.approx([0.6, 0.4], abs=1e-6)


def test_the_margin_of_a_party_that_does_not_stand_is_the_best_share_below_zero():
    contests = contests_of([[60, 40, 0], [20, 30, 50]])
    margins = forecast(contests, scales=no_errors(3), draws=2).margins["C"]
    assert margins.mean == pytest.approx([-0.6, 0.2], abs=1e-6)
    assert margins.quantile(0.5) == pytest.approx([-0.6, 0.2], abs=0.0025)
    assert margins.pivotality()[0] == 0


def test_independents_win_by_the_strongest_of_them():
    contests = replace(contests_of([[40, 60]]), strongest=np.array([[1.0, 0.5]]))
    answer = forecast(contests, scales=no_errors(2), draws=2)
    assert answer.p_win[0].tolist() == [1.0, 0.0]
    assert answer.margins["A"].mean == pytest.approx([0.1], abs=1e-6)


def test_progress_is_told_and_ends_with_all_draws():
    told = []
    forecast(LARGER, draws=900, chunk=250, on_chunk=lambda done, total: told.append((done, total)))
    assert told[-1] == (900, 900)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_work_stops_when_progress_says_so():
    with pytest.raises(Cancelled, match="Nothing was kept"):
        forecast(LARGER, draws=5000, chunk=125, on_chunk=lambda done, total: False)


def test_an_unknown_side_is_answered_with_the_parties():
    with pytest.raises(InputError, match="The parties are A, B"):
        forecast(LARGER, sides=["Q"])


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="shape"):
        forecast(LARGER, change=np.zeros((1, 1)))
    with pytest.raises(InputError, match="Errors are given for 2 parties"):
        forecast(LARGER, scales=no_errors(2))
    with pytest.raises(InputError, match="1 is the fewest"):
        forecast(LARGER, draws=0)
