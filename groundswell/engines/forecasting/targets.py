"""Where a vote is worth most: target lists over several scenarios."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.engines.forecasting.contests import Bools, Floats, Ints
from groundswell.errors import InputError

# A seat depends on the scenario if its rank differs by more places than this between them.
STEADY = 25


@dataclass(frozen=True, eq=False)
class TargetList:
    """Seats by value, highest first.

    order: (N,) places of the listed seats. value: (S,) weighted pivotality. ranks: (K, S) rank
    under each scenario, 1 for the highest, 0 for seats that are not eligible.
    depends_on_scenario: (S,) whether its rank moves by more than 25 places between scenarios, or
    it is in the list by one scenario and not by another.
    """

    order: Ints
    value: Floats
    ranks: Ints
    depends_on_scenario: Bools


def target_list(
    pivotality: Floats,
    *,
    weights: Sequence[float],
    top: int = 100,
    held: Bools | None = None,
    attack_only: bool = False,
) -> TargetList:
    """Rank seats by pivotality, averaged over scenarios with visible weights.

    pivotality: (K, S) expected seats per margin vote under each scenario.
    held: (S,) seats the side holds; with `attack_only` they are left out.
    Equal values keep the order of the seats.

    Raises InputError if the weights do not fit, or seats to attack are asked for without `held`.
    """
    share = np.array(weights, dtype=np.float64)
    if len(share) != len(pivotality) or not (share >= 0).all() or abs(share.sum() - 1) > 1e-6:
        raise InputError(
            f"The weights of {len(pivotality)} scenarios are {', '.join(map(str, weights))}. "
            "Give one of 0 or more for each; they add up to 1."
        )
    if top < 1:
        raise InputError(f"The list has {top} places; 1 is the fewest.")
    if not np.isfinite(pivotality).all() or (pivotality < 0).any():
        raise InputError("A pivotality is missing or below 0. Make the forecast again.")
    if attack_only and held is None:
        raise InputError("Seats to attack can't be told apart: nothing says which seats are held.")
    eligible = np.ones(pivotality.shape[1], dtype=bool)
    if attack_only and held is not None:
        eligible = ~held
    value = share @ pivotality
    ranks = np.stack([rank(row, eligible) for row in pivotality])
    listed = ranks <= top
    moves = (ranks.max(axis=0) - ranks.min(axis=0) > STEADY) | (listed.any(0) & ~listed.all(0))
    order = np.argsort(-np.where(eligible, value, -1.0), kind="stable")[: int(eligible.sum())]
    return TargetList(
        order=order[:top], value=value, ranks=ranks, depends_on_scenario=moves & eligible
    )


def rank(values: Floats, eligible: Bools) -> Ints:
    """(S,) rank of each eligible seat, highest value first; 0 for the others."""
    order = np.argsort(-np.where(eligible, values, -1.0), kind="stable")
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[order] = np.arange(1, len(values) + 1)
    found: Ints = np.where(eligible, ranks, 0)
    return found
