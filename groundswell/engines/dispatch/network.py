"""People gathered into counts, and what each count can reach: the problem without persons.

People with the same start, mode and reach are interchangeable, so only their number matters.
Nothing is lost: limits stay individual, because what a person reaches is always the first so many
of their row's venues in order of travel time.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch import grouping
from groundswell.engines.dispatch.lanes import LANES
from groundswell.engines.dispatch.problem import FloatArray, IntArray, Problem, Travel
from groundswell.engines.dispatch.travel import (
    MINUTES_PER_RADIAN,
    OVERHEAD_MINUTES,
    on_the_sphere,
)


@dataclass(frozen=True, eq=False)
class Reach:
    """What each row of people can get to, nearest first.

    row_of: (N,) row of each volunteer; ptr: (R+1,) where each row starts; venue, minutes: (A,).
    """

    row_of: NDArray[np.int32]
    ptr: IntArray
    venue: NDArray[np.int32]
    minutes: FloatArray


@dataclass(frozen=True, eq=False)
class Network:
    """Counts of people, and sessions they can go to.

    A venue is a seat at a point; a session is a shift: its venue in its slot. Where one venue has
    several shifts in one slot it counts as several venues. Sessions lie in blocks of eight slots:
    session = (block × venues + venue) × 8 + slot % 8, so one scan of a row prices eight slots.
    A venue without a shift in some slot has a session there all the same, with no places.
    """

    reach: Reach
    venue_seat: IntArray  # (V,)
    n_slots: int
    places: FloatArray  # (S,)
    shift_session: IntArray  # (K,)
    order: NDArray[np.int32]  # (N,) people sorted by class
    class_start: IntArray  # (Q+1,) where each class starts in `order`
    class_row: NDArray[np.int32]  # (Q,)
    node_class: NDArray[np.int32]  # (n,)
    node_slot: NDArray[np.int8]  # (n,)
    node_reach: NDArray[np.int32]  # (n,) venues of its row that the node may use
    size: FloatArray  # (n,) people in the node
    span_start: IntArray  # (B+1,) nodes of one row and one block of slots
    span_row: NDArray[np.int32]  # (B,)
    span_block: NDArray[np.int8]  # (B,)

    @property
    def venues(self) -> int:
        """How many venues there are."""
        return len(self.venue_seat)


def build_network(problem: Problem) -> Network:
    """Gather the problem's people and shifts."""
    if problem.travel is None:
        venue_of, venue_seat, reach = _reach(problem)
    else:
        venue_of, venue_seat, reach = _reach_by_table(problem, problem.travel)
    shifts = problem.shifts
    n_slots = int(shifts.slot.max()) + 1 if shifts.count else 1
    blocks = -(-n_slots // LANES)
    session = (shifts.slot // LANES * len(venue_seat) + venue_of) * LANES + shifts.slot % LANES
    n_sessions = blocks * len(venue_seat) * LANES
    places = np.bincount(session, weights=shifts.places, minlength=n_sessions)

    people = problem.volunteers
    offered = np.uint64(1) << shifts.slot.astype(np.uint64)
    wanted = np.bitwise_or.reduce(offered, initial=np.uint64(0))
    row_of = reach.row_of
    n_reach = grouping.reach_of_people(row_of, people.max_minutes, reach.ptr, reach.minutes)
    order = grouping.sort_by_group(row_of, n_reach, len(reach.ptr) - 1)
    class_row, class_reach, class_start = grouping.find_classes(order, row_of, n_reach)
    node_class, node_slot, size, span_start, span_row, span_block = grouping.count_nodes(
        class_row, class_reach, class_start, order, people.slots & wanted, n_slots
    )
    return Network(
        reach=reach,
        venue_seat=venue_seat,
        n_slots=n_slots,
        places=places.astype(np.float64),
        shift_session=session,
        order=order,
        class_start=class_start,
        class_row=class_row,
        node_class=node_class,
        node_slot=node_slot,
        node_reach=class_reach[node_class],
        size=size.astype(np.float64),
        span_start=span_start,
        span_row=span_row,
        span_block=span_block,
    )


def _earlier_equals(rows: FloatArray) -> IntArray:
    """For each row, how many rows before it are the same."""
    _, label = np.unique(rows, axis=0, return_inverse=True)
    label = label.reshape(-1)
    order = np.argsort(label, kind="stable")
    start = np.searchsorted(label[order], label[order])
    earlier = np.empty(len(label), dtype=np.int64)
    earlier[order] = np.arange(len(label)) - start
    return earlier


def _bits(degrees: FloatArray) -> IntArray:
    """The 64 bits of each number, with one zero instead of two."""
    return (degrees + 0.0).view(np.int64)


def _reach(problem: Problem) -> tuple[IntArray, IntArray, Reach]:
    """Find venues and what people reach by the straight-line rule."""
    shifts, people = problem.shifts, problem.volunteers
    point = on_the_sphere(shifts.lon, shifts.lat)
    # South to north: the search skips venues too far north or south to be within reach.
    where = np.stack([point[:, 2], shifts.seat, shifts.lon + 0.0, shifts.lat + 0.0], axis=1)
    key = np.column_stack([where, _earlier_equals(np.column_stack([where, shifts.slot]))])
    _, first, venue_of = np.unique(key, axis=0, return_index=True, return_inverse=True)
    row_of, start = grouping.group_starts(_bits(people.lon), _bits(people.lat), people.mode)
    mode = people.mode[start]
    ptr, venue, minutes = grouping.reach_by_distance(
        on_the_sphere(people.lon[start], people.lat[start]),
        OVERHEAD_MINUTES[mode],
        MINUTES_PER_RADIAN[mode],
        grouping.widest_limits(row_of, people.max_minutes, len(start)),
        point[first],
    )
    return venue_of.reshape(-1), shifts.seat[first], Reach(row_of, ptr, venue, minutes)


def _reach_by_table(problem: Problem, travel: Travel) -> tuple[IntArray, IntArray, Reach]:
    """Find what people reach from the problem's own travel table; each shift is its own venue."""
    people = problem.volunteers
    start_cell, row_of = np.unique(
        np.stack([travel.cell_of, people.mode.astype(np.int64)], axis=1),
        axis=0,
        return_inverse=True,
    )
    way = np.stack([travel.from_cell, travel.mode.astype(np.int64)], axis=1)
    both, label = np.unique(np.concatenate([start_cell, way]), axis=0, return_inverse=True)
    row_at = np.full(len(both), -1)
    row_at[label[: len(start_cell)]] = np.arange(len(start_cell))
    row = row_at[label[len(start_cell) :]]
    # The same way listed twice counts once, at its shortest.
    order = np.lexsort((travel.minutes, travel.shift, row))
    order = order[row[order] >= 0]
    same = np.zeros(len(order), dtype=bool)
    same[1:] = (np.diff(row[order]) == 0) & (np.diff(travel.shift[order]) == 0)
    kept = order[~same]
    kept = kept[np.lexsort((travel.shift[kept], travel.minutes[kept], row[kept]))]
    counts = np.bincount(row[kept], minlength=len(start_cell))
    ptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    reach = Reach(
        row_of.reshape(-1).astype(np.int32),
        ptr,
        travel.shift[kept].astype(np.int32),
        travel.minutes[kept],
    )
    return np.arange(problem.shifts.count), problem.shifts.seat, reach
