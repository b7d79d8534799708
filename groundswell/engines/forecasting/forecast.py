"""What a forecast says: chances, shares, seat totals, margins, and what a vote is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.forecasting.contests import Floats
from groundswell.errors import InputError

# Margins from -1 to 1 are counted in this many bins, .0025 wide.
BINS = 800
# A seat is close if its margin lies within .02, which is this many bins, of zero.
NEAR = 8
SQRT_2 = sqrt(2)


@dataclass(frozen=True, eq=False)
class Margins:
    """One side's margin in each seat: its share less the best other share.

    mean, sd: (S,). density: (S, BINS) probability of each bin; bins run from -1 to 1. It is in
        single precision, being the largest part of a forecast by far.
    close: (K, S) probability of a margin within .02 of zero, one row for each scenario.
    others_mean, others_sd: (K, S) the side's other seats in the draws that were close here.
    """

    mean: Floats
    sd: Floats
    density: NDArray[np.float32]
    votes_cast: Floats
    close: Floats
    others_mean: Floats
    others_sd: Floats

    def quantile(self, level: float) -> Floats:
        """(S,) margin below which this part of the draws lies, to within a bin."""
        below = np.cumsum(self.density, axis=1, dtype=np.float64)
        wanted = level * below[:, -1:]
        place = np.minimum((below < wanted).sum(axis=1), BINS - 1)
        rows = np.arange(len(below))
        inside = self.density[rows, place]
        before = below[rows, place] - inside
        part = np.divide(
            wanted[:, 0] - before, inside, out=np.full(len(below), 0.5), where=inside > 0
        )
        quantile: Floats = (place + np.clip(part, 0.0, 1.0)) * (2 / BINS) - 1
        return quantile

    def histogram(self, bins: int = 100) -> tuple[Floats, Floats]:
        """Edges (bins + 1,) and probabilities (S, bins) of wider bins; `bins` divides 800."""
        if BINS % bins:
            raise InputError(f"{bins} bins do not divide {BINS}. Take 50, 80, 100, 200 or 400.")
        grouped = self.density.reshape(len(self.density), bins, -1).sum(axis=2, dtype=np.float64)
        return np.linspace(-1, 1, bins + 1), grouped

    def density_at_zero(self, h: float = 0.02) -> Floats:
        """(S,) probability per unit of margin around zero: that of |margin| < h, over 2 h."""
        width = round(h * BINS / 2)
        if width < 1:
            raise InputError(f"h is {h}; {2 / BINS} is the least, the width of a bin.")
        middle = BINS // 2
        near = self.density[:, middle - width : middle + width].sum(axis=1, dtype=np.float64)
        density: Floats = near * (BINS / 4 / width)
        return density

    def pivotality(self, h: float = 0.02) -> Floats:
        """(S,) expected seats for one more vote of margin; a voter who switches makes two."""
        value: Floats = self.density_at_zero(h) / self.votes_cast
        return value

    def majority_pivotality(self, majority: int) -> Floats:
        """(S,) chance of reaching the majority for one more vote of margin here.

        The side's other seats in the close draws are taken for normal, which is smoother than
        counting the few draws that have exactly one seat too few.
        """
        sd = np.maximum(self.others_sd, 0.5)
        short = majority - 1 - self.others_mean
        one_short = normal_below((short + 0.5) / sd) - normal_below((short - 0.5) / sd)
        h = NEAR * 2 / BINS
        value: Floats = (self.close * one_short).sum(axis=0) / (2 * h) / self.votes_cast
        return value


def normal_below(values: Floats) -> Floats:
    """Chance that a standard normal lies below each value."""
    # One value for each seat: SciPy would be quicker, but takes longer to load than this to run.
    below: Floats = np.array([0.5 * erfc(-value / SQRT_2) for value in values.flat])
    return below.reshape(values.shape)


@dataclass(frozen=True, eq=False)
class Forecast:
    """A forecast of S seats and P parties.

    p_win: (S, P). share_mean, share_sd: (S, P) shares of the vote.
    totals: (D, P) seats of each party in each draw; totals_weight: (D,) its probability.
    margins: by party, for the sides that were asked for.
    votes_cast: (S,) valid votes of the election the forecast starts from.
    """

    seats: tuple[str, ...]
    parties: tuple[str, ...]
    votes_cast: Floats
    draws: int
    p_win: Floats
    share_mean: Floats
    share_sd: Floats
    totals: NDArray[np.int32]
    totals_weight: Floats
    margins: Mapping[str, Margins]

    def expected_seats(self) -> Floats:
        """(P,) mean number of seats."""
        mean: Floats = np.round(self.totals_weight @ self.totals, 9)
        return mean

    def seats_quantile(self, level: float) -> NDArray[np.int32]:
        """(P,) the least number of seats that this part of the draws does not exceed."""
        order = np.argsort(self.totals, axis=0, kind="stable")
        below = np.cumsum(self.totals_weight[order], axis=0)
        place = (below < level * below[-1] - 1e-12).sum(axis=0)
        columns = np.arange(len(self.parties))
        quantile: NDArray[np.int32] = self.totals[order[place, columns], columns]
        return quantile

    def interval(self, level: float) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """(P,) ends of the interval that leaves out as much below as above."""
        return self.seats_quantile((1 - level) / 2), self.seats_quantile((1 + level) / 2)

    def p_majority(self, party: str, majority: int) -> float:
        """Chance that the party wins that many seats or more."""
        reached = self.totals[:, self.place(party)] >= majority
        return float(self.totals_weight[reached].sum())

    def p_largest(self, party: str) -> float:
        """Chance that the party wins more seats than any other; a tie is nobody's."""
        place = self.place(party)
        others = np.delete(self.totals, place, axis=1)
        most = others.max(axis=1) if others.shape[1] else np.zeros(len(others))
        return float(self.totals_weight[self.totals[:, place] > most].sum())

    def place(self, party: str) -> int:
        """Place of the party in `parties`."""
        if party not in self.parties:
            raise InputError(
                f"{party} is not in this forecast. The parties are {', '.join(self.parties)}."
            )
        return self.parties.index(party)


def blend(forecasts: Sequence[Forecast], weights: Sequence[float]) -> Forecast:
    """Mix scenarios: the draws of each count with its weight.

    All must be of the same seats and parties, with margins of the same sides.
    Raises InputError if they are not, or if the weights are not 0 or more and add up to 1.
    """
    share = np.array(weights, dtype=np.float64)
    if len(share) != len(forecasts) or not (share >= 0).all() or abs(share.sum() - 1) > 1e-6:
        raise InputError(
            f"The weights of {len(forecasts)} scenarios are {', '.join(map(str, weights))}. "
            "Give one of 0 or more for each; they add up to 1."
        )
    first = forecasts[0]
    for other in forecasts[1:]:
        if (other.seats, other.parties) != (first.seats, first.parties):
            raise InputError("Scenarios must forecast the same seats and parties to be mixed.")
    mean, sd = mixed([(one.share_mean, one.share_sd) for one in forecasts], share)
    return Forecast(
        seats=first.seats,
        parties=first.parties,
        votes_cast=first.votes_cast,
        draws=sum(one.draws for one in forecasts),
        p_win=np.einsum("k,ksp->sp", share, np.stack([one.p_win for one in forecasts])),
        share_mean=mean,
        share_sd=sd,
        totals=np.concatenate([one.totals for one in forecasts]),
        totals_weight=np.concatenate(
            [weight * one.totals_weight for weight, one in zip(share, forecasts, strict=True)]
        ),
        margins={
            side: blend_margins([one.margins[side] for one in forecasts], share)
            for side in first.margins
        },
    )


def blend_margins(margins: Sequence[Margins], share: Floats) -> Margins:
    """Mix one side's margins."""
    mean, sd = mixed([(one.mean, one.sd) for one in margins], share)
    density = np.zeros_like(margins[0].density)
    for weight, one in zip(share, margins, strict=True):
        density += np.float32(weight) * one.density
    return Margins(
        mean=mean,
        sd=sd,
        density=density,
        votes_cast=margins[0].votes_cast,
        close=np.concatenate(
            [weight * one.close for weight, one in zip(share, margins, strict=True)]
        ),
        others_mean=np.concatenate([one.others_mean for one in margins]),
        others_sd=np.concatenate([one.others_sd for one in margins]),
    )


def mixed(parts: Sequence[tuple[Floats, Floats]], share: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of a mixture from those of its parts."""
    mean = np.zeros_like(parts[0][0])
    square = np.zeros_like(mean)
    for weight, (part_mean, part_sd) in zip(share, parts, strict=True):
        mean += weight * part_mean
        square += weight * (part_sd**2 + part_mean**2)
    return mean, np.sqrt(np.clip(square - mean**2, 0.0, None))
