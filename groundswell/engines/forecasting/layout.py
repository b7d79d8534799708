"""Candidacies in the order in which the simulation runs through them.

Seats are sorted by their number of candidacies, most first, and candidacy number j of every seat
that has one lies in slot j. So each slot is one straight stretch of rows that belongs to the first
seats of that order, and nothing is spent on parties that do not stand.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.forecasting.contests import Contests, Floats, Ints
from groundswell.engines.forecasting.scales import ErrorScales

Singles = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Layout:
    """One row for each of C candidacies, S seats in their sorted order, R regions, P parties."""

    order: Ints  # (S,) the contests' seat that stands at each sorted place
    slots: tuple[slice, ...]  # rows of each slot; its n-th row is the n-th sorted seat
    seat: Ints  # (C,) sorted place of the seat
    party: Ints  # (C,)
    slot_of: NDArray[np.int8]  # (S, P) slot of the party in the seat, -1 if it does not stand
    party_of_slot: Ints  # (S * slots,) the party in each slot of each sorted seat
    first_slot: Ints  # (S, 1) where a seat begins in it
    region: Ints  # (C,)
    mean: Singles  # (C, 1) expected share before errors
    expected: Singles  # (C, 1) the same, 0 at least and scaled to 1: what the sums are taken from
    seat_sd: Singles  # (C, 1)
    strongest: Singles | None  # (C, 1) part of the share that its strongest candidate takes
    main_rows: tuple[Ints, Ints]  # rows of the two main parties in the seats where both stand
    scales: ErrorScales
    n_regions: int

    @property
    def n_seats(self) -> int:
        """Number of seats."""
        return len(self.order)

    @property
    def n_parties(self) -> int:
        """Number of parties."""
        return int(self.slot_of.shape[1])


def lay_out(contests: Contests, change: Floats, scales: ErrorScales) -> Layout:
    """Put the candidacies of the contests in order."""
    stands = contests.stands
    order = np.argsort(-stands.sum(axis=1), kind="stable")
    stands = stands[order]
    place, party = np.nonzero(stands)
    slot = (np.cumsum(stands, axis=1) - 1)[place, party]
    by_slot = np.lexsort((place, slot))
    place, party, slot = place[by_slot], party[by_slot], slot[by_slot]
    slot_of = np.full(stands.shape, -1, dtype=np.int8)
    slot_of[place, party] = slot
    party_of_slot = np.zeros((len(order), int(slot.max()) + 1), dtype=np.int64)
    party_of_slot[place, slot] = party
    seat = order[place]
    strongest = None if contests.strongest is None else contests.strongest[seat, party]
    return Layout(
        order=order,
        slots=slices(slot),
        seat=place,
        party=party,
        slot_of=slot_of,
        party_of_slot=party_of_slot.ravel(),
        first_slot=np.arange(len(order))[:, None] * party_of_slot.shape[1],
        region=contests.region[seat],
        mean=column((contests.shares + change)[seat, party]),
        expected=column(scaled(contests.shares + change, contests)[seat, party]),
        seat_sd=column((scales.seat * scales.seat_multiplier)[party]),
        strongest=None if strongest is None else column(strongest),
        main_rows=pairs(slot_of, slices(slot), scales.main),
        scales=scales,
        n_regions=len(contests.regions),
    )


def column(values: Floats) -> Singles:
    """(C, 1) in single precision."""
    return values.astype(np.float32)[:, None]


def slices(slot: Ints) -> tuple[slice, ...]:
    """The stretch of rows of each slot."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(slot))])
    return tuple(slice(int(first), int(last)) for first, last in pairwise(starts))


def scaled(shares: Floats, contests: Contests) -> Floats:
    """(S, P) shares that are 0 at least, 0 where a party does not stand, and add up to 1.

    A seat in which nothing is left falls back on its last result.
    """
    kept = np.where(contests.stands, np.clip(shares, 0.0, None), 0.0)
    total = kept.sum(axis=1, keepdims=True)
    answer: Floats = np.where(total > 0, kept / np.where(total > 0, total, 1.0), contests.shares)
    return answer


def pairs(
    slot_of: NDArray[np.int8], stretches: tuple[slice, ...], main: tuple[int, int] | None
) -> tuple[Ints, Ints]:
    """Rows of the two main parties in the seats where both stand."""
    if main is None:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    one, other = (slot_of[:, party] for party in main)
    both = np.flatnonzero((one >= 0) & (other >= 0))
    starts = np.array([stretch.start for stretch in stretches])
    return starts[one[both]] + both, starts[other[both]] + both
