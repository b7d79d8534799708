"""Why a person goes where they do, and where one person is needed most: read off the prices."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.plan import Plan
from groundswell.engines.dispatch.problem import FloatArray, IntArray, Problem, Shifts
from groundswell.engines.dispatch.travel import (
    LIMIT_TOLERANCE_MINUTES,
    MINUTES_PER_RADIAN,
    OVERHEAD_MINUTES,
    on_the_sphere,
)


@dataclass(frozen=True)
class Reason:
    """The figures behind one line of a plan.

    times_nearest: gain as a multiple of the nearest shift's; infinite if that isn't worth the way.
    extra_minutes: how much longer the way is than to the nearest. is_nearest: they are the same.
    nearest_is_full, is_full: places there are wanted by more people than there are.
    chance: of winning the seat with the plan.
    """

    times_nearest: float
    extra_minutes: float
    is_nearest: bool
    is_full: bool
    nearest_is_full: bool
    chance: float


def reason_of(problem: Problem, plan: Plan, line: int) -> Reason:
    """Say in figures why line `line` of the plan is as it is."""
    shift, nearest = int(plan.shift[line]), int(plan.nearest_shift[line])
    there = float(plan.nearest_gain[line])
    return Reason(
        times_nearest=float(plan.gain[line]) / there if there > 0.0 else float("inf"),
        extra_minutes=float(plan.minutes[line] - plan.nearest_minutes[line]),
        is_nearest=shift == nearest,
        is_full=bool(plan.place_price[shift] > 0.0),
        nearest_is_full=bool(plan.place_price[nearest] > 0.0),
        chance=float(plan.chance_after[problem.shifts.seat[shift]]),
    )


@dataclass(frozen=True, eq=False)
class Board:
    """The shifts on offer with their prices, (K,); values in expected seats."""

    point: FloatArray  # (K, 3)
    slot: NDArray[np.uint64]
    worth: FloatArray
    is_open: NDArray[np.bool_]
    travel_price: float


def price_board(
    shifts: Shifts,
    *,
    seat_price: FloatArray,
    place_price: FloatArray,
    travel_price: float,
    places_left: IntArray | None = None,
) -> Board:
    """Prepare shifts and the prices of a plan for `best_offers`.

    places_left: (K,) leave out shifts without a free place; all with places are open if left out.
    """
    left = shifts.places if places_left is None else places_left
    return Board(
        on_the_sphere(shifts.lon, shifts.lat),
        shifts.slot.astype(np.uint64),
        seat_price[shifts.seat] - place_price,
        left > 0,
        travel_price,
    )


@dataclass(frozen=True, eq=False)
class Offers:
    """The best shifts for one person, best first, and the nearest (−1: nothing within reach).

    shift: (n,) indices; minutes: one way; value: expected seats, net of travel.
    """

    shift: IntArray
    minutes: FloatArray
    value: FloatArray
    nearest: int
    nearest_minutes: float
    nearest_value: float


def best_offers(
    board: Board,
    *,
    lon: float,
    lat: float,
    mode: int,
    max_minutes: float,
    slots: int = 2**64 - 1,
    most: int = 3,
) -> Offers:
    """Find where one person is worth most, among shifts open to them; one pass over the board.

    slots: bit t is set if they are free in slot t. The nearest is among the same shifts.
    """
    start = on_the_sphere(np.array([lon]), np.array([lat]))
    apart = np.sqrt(((board.point - start) ** 2).sum(axis=1))
    angle = 2.0 * np.arcsin(np.minimum(1.0, 0.5 * apart))
    minutes = OVERHEAD_MINUTES[mode] + MINUTES_PER_RADIAN[mode] * angle
    is_free = (np.uint64(slots) >> board.slot) & np.uint64(1) == 1
    near = minutes <= max_minutes + LIMIT_TOLERANCE_MINUTES
    found = np.flatnonzero(board.is_open & is_free & near)
    if found.size == 0:
        return Offers(found, np.empty(0), np.empty(0), -1, float("nan"), float("nan"))
    value = board.worth[found] - board.travel_price * minutes[found]
    best = np.argsort(-value, kind="stable")[:most]
    nearest = int(np.argmin(minutes[found]))
    return Offers(
        found[best],
        minutes[found[best]],
        value[best],
        int(found[nearest]),
        float(minutes[found[nearest]]),
        float(value[nearest]),
    )
