"""Small elections made up for a test."""

import numpy as np
from hypothesis import strategies as st

from groundswell.engines.forecasting import Contests


def contests_of(votes, *, parties=None, regions=None, nations=None):
    """Contests from a table of votes, one row for each seat."""
    votes = np.asarray(votes, dtype=float)
    n_seats, n_parties = votes.shape
    names = regions or ["R"] * n_seats, nations or ["N"] * n_seats
    known = [tuple(sorted(set(one))) for one in names]
    return Contests(
        seats=tuple(f"seat {number}" for number in range(n_seats)),
        parties=tuple(parties or "ABCDEFGH"[:n_parties]),
        shares=votes / votes.sum(axis=1, keepdims=True),
        valid_votes=votes.sum(axis=1),
        region=np.array([known[0].index(name) for name in names[0]]),
        regions=known[0],
        nation=np.array([known[1].index(name) for name in names[1]]),
        nations=known[1],
    )


@st.composite
def elections(draw):
    """Any election: 1 to 6 seats, 1 to 5 parties, some of which do not stand everywhere."""
    n_parties = draw(st.integers(1, 5))
    votes = st.integers(0, 40_000)
    row = st.lists(votes, min_size=n_parties, max_size=n_parties).filter(lambda one: sum(one) > 0)
    table = draw(st.lists(row, min_size=1, max_size=6))
    places = st.lists(st.sampled_from(["east", "west"]), min_size=len(table), max_size=len(table))
    return contests_of(table, regions=draw(places), nations=draw(places))
