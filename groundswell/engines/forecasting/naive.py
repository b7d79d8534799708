"""Models that a forecast must beat: no change, and uniform swing."""

import numpy as np

from groundswell.engines.forecasting.contests import Contests, Floats, margin_of
from groundswell.engines.forecasting.scoring import Score, rmse


def swung(contests: Contests, change: Floats) -> Floats:
    """(S, P) last shares plus the change, and nothing else: no floor, no scaling.

    A party that did not stand stays at 0. Uniform swing is this with one change for all seats or
    all seats of a nation; "no change" with none.
    """
    shares: Floats = np.where(contests.stands, contests.shares + change, 0.0)
    return shares


def as_one(contests: Contests, change: Floats) -> Floats:
    """(S, P) the average of gains that differ by area, for all seats that have any.

    Seats are weighted by their votes, so that it is the gain in share of all votes.
    """
    moves = (change != 0).any(axis=1)
    same = np.zeros_like(change)
    if moves.any():
        weights = contests.valid_votes[moves]
        same[moves] = weights @ change[moves] / weights.sum()
    return same


def score_naive(contests: Contests, change: Floats, truth: Contests, *, side: str) -> Score:
    """Compare last shares plus a change with the result of the same seats and parties."""
    shares = swung(contests, change)
    if contests.strongest is not None:
        shares = shares * contests.strongest
    winner = np.where(contests.stands, shares, -np.inf).argmax(axis=1)
    seats = [int(count) for count in np.bincount(winner, minlength=len(contests.parties))]
    margin = margin_of(shares, contests.place(side))
    return Score(
        wrong=int((winner != truth.winner).sum()),
        rmse_margin=rmse(margin, truth.margin(side)),
        seats_expected=tuple(float(count) for count in seats),
        seats_90=tuple((count, count) for count in seats),
    )
