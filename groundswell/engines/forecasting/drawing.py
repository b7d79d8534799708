"""Draw elections: random shares for every candidacy, and who comes first."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.forecasting.contests import Floats
from groundswell.engines.forecasting.layout import Layout, Singles

Array = TypeVar("Array", Floats, Singles)


@dataclass(frozen=True, eq=False)
class Elections:
    """K drawn elections, in arrays that the next block writes over.

    shares, winning: (C, K) of all candidates of a label, and of its strongest (often the same).
    best, second: (S, K) the two highest winning shares. winner: (S, K) slot of the first.
    """

    shares: Singles
    winning: Singles
    best: Singles
    second: Singles
    winner: NDArray[np.int8]
    spare: Singles

    @classmethod
    def room_for(cls, layout: Layout, k: int) -> "Elections":
        """Empty arrays for K elections."""
        n_rows, n_seats = len(layout.seat), layout.n_seats
        shares = np.empty((n_rows, k), dtype=np.float32)
        return cls(
            shares=shares,
            winning=shares if layout.strongest is None else np.empty_like(shares),
            best=np.empty((n_seats, k), dtype=np.float32),
            second=np.empty((n_seats, k), dtype=np.float32),
            winner=np.empty((n_seats, k), dtype=np.int8),
            spare=np.empty((n_rows, k), dtype=np.float32),
        )


def draw_elections(layout: Layout, into: Elections, stream: np.random.Generator) -> None:
    """Fill the arrays with new elections."""
    draw_shares(layout, into, stream)
    scale_to_one(layout, into)
    if layout.strongest is not None:
        np.multiply(into.shares, layout.strongest, out=into.winning)
    find_winners(layout, into)


def draw_shares(layout: Layout, into: Elections, stream: np.random.Generator) -> None:
    """Expected share plus the three errors, 0 at least."""
    x, k, scales = into.shares, into.shares.shape[1], layout.scales
    shared = draw_shared_errors(layout, k, stream)
    # A normal divided by the root of a chi-square over its degrees of freedom is t.
    chi_square = 2 * stream.standard_gamma(scales.df / 2, (layout.n_seats, k), dtype=np.float32)
    width = np.sqrt(np.float32(scales.df - 2) / chi_square)
    stream.standard_normal(dtype=np.float32, out=x)
    one, other = layout.main_rows
    if len(one):
        x[other] = correlated(x[one], x[other], scales.correlation)
    x *= layout.seat_sd
    for rows in layout.slots:
        x[rows] *= width[: rows.stop - rows.start]
    np.take(shared, layout.party * layout.n_regions + layout.region, axis=0, out=into.spare)
    x += into.spare
    x += layout.mean
    np.maximum(x, np.float32(0), out=x)


def draw_shared_errors(layout: Layout, k: int, stream: np.random.Generator) -> Singles:
    """(P * R, K) national plus regional error; one weight makes both of a draw large or small."""
    scales = layout.scales
    weight = np.sqrt(scales.df / stream.chisquare(scales.df, k))
    national = stream.standard_normal((layout.n_parties, 1, k))
    regional = stream.standard_normal((layout.n_parties, layout.n_regions, k))
    if scales.main is not None:
        one, other = scales.main
        for error in (national, regional):
            error[other] = correlated(error[one], error[other], scales.correlation)
    national *= scales.national[:, None, None]
    regional *= scales.regional[:, None, None]
    both: Floats = (national + regional) * weight
    return both.astype(np.float32).reshape(-1, k)


def correlated(one: Array, other: Array, correlation: float) -> Array:
    """A normal error that correlates with the first, from two that are independent."""
    kind = one.dtype.type
    mixed: Array = one * kind(correlation) + other * kind(np.sqrt(1 - correlation**2))
    return mixed


def scale_to_one(layout: Layout, into: Elections) -> None:
    """Divide by the sum of the seat; a seat where every share fell to 0 has its expected ones."""
    x, n_seats = into.shares, layout.n_seats
    total = into.best
    total[:] = x[layout.slots[0]]
    for rows in layout.slots[1:]:
        total[: rows.stop - rows.start] += x[rows]
    if total.min() < 1e-6:
        seat, draw = np.nonzero(total < 1e-6)
        total[seat, draw] = 1.0
        for rows in layout.slots:
            here = seat < rows.stop - rows.start
            x[rows.start + seat[here], draw[here]] = layout.expected[rows.start + seat[here], 0]
    np.divide(np.float32(1), total, out=total)
    for rows in layout.slots:
        x[rows] *= total[: min(n_seats, rows.stop - rows.start)]


def find_winners(layout: Layout, into: Elections) -> None:
    """The highest and the second winning share of each seat, and the slot of the highest."""
    best, second, winner = into.best, into.second, into.winner
    best[:] = into.winning[layout.slots[0]]
    second[:] = 0
    winner[:] = 0
    for number, rows in enumerate(layout.slots[1:], start=1):
        n = rows.stop - rows.start
        share, spare = into.winning[rows], into.spare[:n]
        np.minimum(best[:n], share, out=spare)
        np.maximum(second[:n], spare, out=second[:n])
        np.copyto(winner[:n], number, where=share > best[:n])
        np.maximum(best[:n], share, out=best[:n])
