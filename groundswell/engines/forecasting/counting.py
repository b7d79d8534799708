"""Count what happens in drawn elections, in whole numbers: no order of adding changes them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.forecasting.contests import Contests, Floats, Ints
from groundswell.engines.forecasting.drawing import Elections
from groundswell.engines.forecasting.forecast import BINS, NEAR, Forecast, Margins
from groundswell.engines.forecasting.layout import Layout, Singles

# Sums of shares are kept as whole numbers of this many parts of 1.
PARTS = 2.0**30
# The least number of close draws to say what happens elsewhere when a seat is close.
FEW = 30


@dataclass(frozen=True, eq=False)
class SideRows:
    """N seats in which one party stands; or, with no `rows`, seats seen by a party that doesn't.

    The margin of a party that does not stand is 0 less the best share, whichever party it is, so
    one of these serves them all.
    """

    party: int
    seats: Ints  # (N,) sorted places of the seats
    rows: Ints  # (N,) the party's rows in them, or none
    slot: NDArray[np.int8]  # (N, 1) its slot in them
    expected: Singles  # (N, 1) margin if every share is as expected

    @classmethod
    def of(cls, layout: Layout, party: int) -> "SideRows":
        """Find the seats of one party."""
        rows = np.flatnonzero(layout.party == party)
        rows = rows[np.argsort(layout.seat[rows])]
        seats = layout.seat[rows]
        others = expected_shares(layout)
        own = others[:, party].copy()
        others[:, party] = 0
        return cls(
            party=party,
            seats=seats,
            rows=rows,
            slot=layout.slot_of[seats][:, [party]],
            expected=(own - others.max(axis=1))[seats, None],
        )

    @classmethod
    def absent(cls, layout: Layout, sides: Sequence["SideRows"]) -> "SideRows":
        """The seats in which one or another of the sides does not stand."""
        standing = np.zeros(layout.n_seats, dtype=np.int64)
        for side in sides:
            standing[side.seats] += 1
        seats = np.flatnonzero(standing < len(sides))
        return cls(
            party=-1,
            seats=seats,
            rows=np.zeros(0, dtype=np.int64),
            slot=np.full((len(seats), 1), -1, dtype=np.int8),
            expected=-expected_shares(layout).max(axis=1)[seats, None],
        )


def expected_shares(layout: Layout) -> Singles:
    """(S, P) expected winning shares; 0 where a party does not stand."""
    shares = np.zeros(layout.slot_of.shape, dtype=np.float32)
    winning = layout.expected[:, 0]
    if layout.strongest is not None:
        winning = winning * layout.strongest[:, 0]
    shares[layout.seat, layout.party] = winning
    return shares


@dataclass(frozen=True, eq=False)
class SideDraws:
    """One side's margins in a chunk of K draws: bin and win of each, and sums as in `add_sums`."""

    bins: NDArray[np.int16]  # (N, K)
    won: NDArray[np.bool_]  # (N, K)
    sums: Ints  # (2, N)

    @classmethod
    def room_for(cls, side: SideRows, size: int) -> "SideDraws":
        """Empty arrays."""
        shape = (len(side.seats), size)
        return cls(
            bins=np.empty(shape, dtype=np.int16),
            won=np.empty(shape, dtype=np.bool_),
            sums=np.zeros((2, len(side.seats)), dtype=np.int64),
        )

    def take(self, drawn: Elections, side: SideRows, start: int) -> None:
        """Note the side's margin over the best other in each seat and election of a block."""
        here = slice(start, start + drawn.best.shape[1])
        # A party that stands everywhere needs no copy of what is there of each seat.
        at = slice(None) if len(side.seats) == len(drawn.best) else side.seats
        won = np.equal(drawn.winner[at], side.slot, out=self.won[:, here])
        if len(side.rows):
            margin = drawn.winning[side.rows]
            margin -= np.where(won, drawn.second[at], drawn.best[at])
        else:
            margin = -drawn.best[at]
        # A margin of exactly 1 belongs to the last bin.
        scaled = (margin + np.float32(1)) * np.float32(BINS / 2)
        np.minimum(scaled, np.float32(BINS - 1), out=scaled)
        self.bins[:, here] = scaled.astype(np.int16)
        margin -= side.expected
        add_sums(self.sums, margin)


@dataclass(frozen=True, eq=False)
class Chunk:
    """What one chunk of K draws holds until it is added to the counts."""

    first: int
    seats_won: NDArray[np.int32]  # (K, P)
    wins: Ints  # (C,)
    share_sums: Ints  # (2, C) of the difference from the expected share
    sides: list[SideDraws]

    @classmethod
    def room_for(
        cls, layout: Layout, sides: Sequence[SideRows], *, first: int, size: int
    ) -> "Chunk":
        """An empty chunk that begins with draw number `first`."""
        n_rows = len(layout.seat)
        return cls(
            first=first,
            seats_won=np.zeros((size, layout.n_parties), dtype=np.int32),
            wins=np.zeros(n_rows, dtype=np.int64),
            share_sums=np.zeros((2, n_rows), dtype=np.int64),
            sides=[SideDraws.room_for(side, size) for side in sides],
        )

    def take(self, layout: Layout, drawn: Elections, sides: Sequence[SideRows], start: int) -> None:
        """Note a block of elections, the first of which is number `start` of the chunk."""
        k = drawn.shares.shape[1]
        party = np.take(layout.party_of_slot, drawn.winner + layout.first_slot)
        party *= k
        party += np.arange(k)
        won = np.bincount(party.ravel(), minlength=layout.n_parties * k)
        self.seats_won[start : start + k] = won.reshape(layout.n_parties, k).T
        for number, rows in enumerate(layout.slots):
            winner = drawn.winner[: rows.stop - rows.start]
            self.wins[rows] += np.count_nonzero(winner == number, axis=1)
        for side, found in zip(sides, self.sides, strict=True):
            found.take(drawn, side, start)
        np.subtract(drawn.shares, layout.expected, out=drawn.spare)
        add_sums(self.share_sums, drawn.spare)


def add_sums(sums: Ints, values: Singles) -> None:
    """Add the sum of each row, and the sum of its squares, as whole parts."""
    total = values.sum(axis=1, dtype=np.float32)
    squares = np.einsum("ij,ij->i", values, values)
    sums[0] += np.rint(total.astype(np.float64) * PARTS).astype(np.int64)
    sums[1] += np.rint(squares.astype(np.float64) * PARTS).astype(np.int64)


@dataclass(frozen=True, eq=False)
class SideCounts:
    """All that was counted of one side."""

    sums: Ints  # (2, N)
    bins: NDArray[np.int32]  # (N, BINS)
    close: Ints  # (3, N), as in `close_draws`

    @classmethod
    def empty(cls, side: SideRows) -> "SideCounts":
        """Nothing counted yet."""
        n = len(side.seats)
        return cls(
            sums=np.zeros((2, n), dtype=np.int64),
            bins=np.zeros((n, BINS), dtype=np.int32),
            close=np.zeros((3, n), dtype=np.int64),
        )


@dataclass(eq=False)
class Counts:
    """Everything counted so far. Several threads may add to it.

    sides: those asked for, and last the one that stands for parties which do not.
    middle: (P,) seats won with the expected shares; sums of seats are taken from there.
    """

    layout: Layout
    sides: Sequence[SideRows]
    seats_won: NDArray[np.int32]  # (D, P)
    middle: Ints
    wins: Ints
    share_sums: Ints
    of_sides: list[SideCounts]
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def empty(cls, layout: Layout, sides: Sequence[SideRows], n_draws: int) -> "Counts":
        """Nothing counted yet."""
        n_rows = len(layout.seat)
        winner = expected_shares(layout).argmax(axis=1)
        return cls(
            layout=layout,
            sides=sides,
            seats_won=np.zeros((n_draws, layout.n_parties), dtype=np.int32),
            middle=np.bincount(winner, minlength=layout.n_parties),
            wins=np.zeros(n_rows, dtype=np.int64),
            share_sums=np.zeros((2, n_rows), dtype=np.int64),
            of_sides=[SideCounts.empty(side) for side in sides],
        )

    def add(self, chunk: Chunk) -> None:
        """Add a finished chunk."""
        with self.lock:
            self.seats_won[chunk.first : chunk.first + len(chunk.seats_won)] = chunk.seats_won
            self.wins += chunk.wins
            self.share_sums += chunk.share_sums
        for side, found, counts in zip(self.sides, chunk.sides, self.of_sides, strict=True):
            bins = histogram(found.bins)
            close = close_draws(found, chunk.seats_won[:, side.party] - self.middle[side.party])
            with self.lock:
                np.add(counts.sums, found.sums, out=counts.sums)
                np.add(counts.bins, bins, out=counts.bins, casting="unsafe")
                np.add(counts.close, close, out=counts.close)

    def forecast(self, contests: Contests, names: Sequence[str]) -> Forecast:
        """Turn the counts into a forecast, in the contests' own order of seats."""
        layout, n_draws = self.layout, len(self.seats_won)
        seat, party = layout.order[layout.seat], layout.party
        p_win, mean, sd = (np.zeros(contests.shares.shape) for _ in range(3))
        p_win[seat, party] = self.wins / n_draws
        mean[seat, party], sd[seat, party] = moments(
            self.share_sums, layout.expected[:, 0], n_draws
        )
        return Forecast(
            seats=contests.seats,
            parties=contests.parties,
            votes_cast=contests.valid_votes,
            draws=n_draws,
            p_win=p_win,
            share_mean=mean,
            share_sd=sd,
            totals=self.seats_won,
            totals_weight=np.full(n_draws, 1 / n_draws),
            margins={
                name: self.margins(number, contests.valid_votes)
                for number, name in enumerate(names)
            },
        )

    def margins(self, number: int, votes_cast: Floats) -> Margins:
        """One side's margins in all seats, in the contests' own order."""
        n_seats, n_draws = len(votes_cast), len(self.seats_won)
        density = np.zeros((n_seats, BINS), dtype=np.float32)
        mean, sd, count, others_mean, others_sd = (np.zeros(n_seats) for _ in range(5))
        # First as if it stood nowhere, then over that the seats in which it stands.
        for place in (-1, number):
            side, counts = self.sides[place], self.of_sides[place]
            here = self.layout.order[side.seats]
            density[here] = counts.bins / np.float32(n_draws)
            mean[here], sd[here] = moments(counts.sums, side.expected[:, 0], n_draws)
            count[here] = counts.close[0]
            others_mean[here], others_sd[here] = self.others(side, counts)
        return Margins(
            mean=mean,
            sd=sd,
            density=density,
            votes_cast=votes_cast,
            close=(count / n_draws)[None],
            others_mean=others_mean[None],
            others_sd=others_sd[None],
        )

    def others(self, side: SideRows, counts: SideCounts) -> tuple[Floats, Floats]:
        """(N,) mean and standard deviation of the side's other seats where one is close."""
        count, total, squares = counts.close.astype(np.float64)
        mean = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
        square = np.divide(squares, count, out=np.zeros_like(total), where=count > 0)
        # Too few close draws say little about the other seats: all draws stand in for them.
        seats = self.seats_won[:, side.party] - self.middle[side.party]
        variance = np.where(count < FEW, seats.var(), np.clip(square - mean**2, 0.0, None))
        mean = np.where(count < FEW, seats.mean(), mean) + self.middle[side.party]
        return mean, np.sqrt(variance)


def histogram(bins: NDArray[np.int16]) -> Ints:
    """(N, BINS) how many draws of each seat fell in each bin."""
    n = len(bins)
    flat = bins + (np.arange(n) * BINS)[:, None]
    return np.bincount(flat.ravel(), minlength=n * BINS).reshape(n, BINS)


def close_draws(found: SideDraws, seats: NDArray[np.int32]) -> Ints:
    """(3, N): draws within NEAR bins of zero; in them, the side's other seats, and their square.

    seats: (K,) the side's seats in each draw, less a constant. All are whole numbers far below
    2**53, so that the sums are exact. (Matrix products would wake threads of their own.)
    """
    middle = BINS // 2
    close = ((found.bins >= middle - NEAR) & (found.bins < middle + NEAR)).astype(np.float64)
    close_won = close * found.won
    won = seats.astype(np.float64)
    count = close.sum(axis=1)
    with_it = close_won.sum(axis=1)
    total = np.einsum("sk,k->s", close, won) - with_it
    twice = 2 * np.einsum("sk,k->s", close_won, won)
    squares = np.einsum("sk,k->s", close, won**2) - twice + with_it
    answer: Ints = np.stack([count, total, squares]).astype(np.int64)
    return answer


def moments(sums: Ints, middle: Singles, n_draws: int) -> tuple[Floats, Floats]:
    """Mean and standard deviation from sums around a middle."""
    mean = sums[0] / PARTS / n_draws
    variance = sums[1] / PARTS / n_draws - mean**2
    return mean + middle, np.sqrt(np.clip(variance, 0.0, None))
