"""Compiled loops that gather people who are alike: same place, means, reach and slot."""

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.compiled import exact
from groundswell.engines.dispatch.problem import FloatArray, IntArray
from groundswell.engines.dispatch.travel import LIMIT_TOLERANCE_MINUTES, angle_between


@exact
def group_starts(
    lon_bits: IntArray, lat_bits: IntArray, mode: NDArray[np.int8]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give equal (lon, lat, mode) one row: the row of each person, the first person of each row.

    Rows are numbered as they first appear, so the answer depends on the input alone.
    """
    people = len(lon_bits)
    size = 16
    while size < 2 * people:
        size *= 2
    table = np.full(size, -1, np.int32)
    row_of = np.empty(people, np.int32)
    first = np.empty(people, np.int32)
    rows = 0
    for i in range(people):
        mixed = np.uint64(lon_bits[i]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= (np.uint64(lat_bits[i]) + np.uint64(mode[i])) * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
        at = np.int64(mixed & np.uint64(size - 1))
        while True:
            row = table[at]
            if row < 0:
                table[at] = rows
                first[rows] = i
                row_of[i] = rows
                rows += 1
                break
            j = first[row]
            if lon_bits[j] == lon_bits[i] and lat_bits[j] == lat_bits[i] and mode[j] == mode[i]:
                row_of[i] = row
                break
            at = (at + 1) & (size - 1)
    return row_of, first[:rows].copy()


@exact
def widest_limits(row_of: NDArray[np.int32], max_minutes: FloatArray, rows: int) -> FloatArray:
    """The longest way anyone in each row accepts, in minutes."""
    widest = np.zeros(rows)
    for i in range(len(row_of)):
        widest[row_of[i]] = max(widest[row_of[i]], max_minutes[i])
    return widest


@exact
def reach_by_distance(
    starts: FloatArray,
    overhead: FloatArray,
    per_radian: FloatArray,
    widest: FloatArray,
    venues: FloatArray,
) -> tuple[IntArray, NDArray[np.int32], FloatArray]:
    """List what each row can reach, nearest first: (start of each row, venue, minutes).

    starts, venues: unit vectors (R, 3) and (V, 3), venues sorted by their third coordinate;
    overhead, per_radian, widest: minutes, minutes per radian and longest way of each row.
    """
    rows, n_venues = len(starts), len(venues)
    ptr = np.zeros(rows + 1, np.int64)
    room = max(1024, 16 * rows)
    venue = np.empty(room, np.int32)
    minutes = np.empty(room, np.float64)
    near = np.empty(n_venues, np.int32)
    times = np.empty(n_venues, np.float64)
    heights = venues[:, 2].copy()
    used = 0
    for row in range(rows):
        limit = widest[row] + LIMIT_TOLERANCE_MINUTES
        found = 0
        # |z - z'| never exceeds the angle between two points, so most venues need no arithmetic.
        angle = max(0.0, (limit - overhead[row]) / per_radian[row]) + 1e-12
        k = np.searchsorted(heights, starts[row, 2] - angle)
        while k < n_venues and heights[k] <= starts[row, 2] + angle:
            time = overhead[row] + per_radian[row] * angle_between(starts[row], venues[k])
            if time <= limit:
                near[found] = k
                times[found] = time
                found += 1
            k += 1
        if used + found > room:
            room = max(2 * room, used + found)
            venue_wider = np.empty(room, np.int32)
            minutes_wider = np.empty(room, np.float64)
            venue_wider[:used] = venue[:used]
            minutes_wider[:used] = minutes[:used]
            venue, minutes = venue_wider, minutes_wider
        order = np.argsort(times[:found])
        for z in range(found):
            venue[used + z] = near[order[z]]
            minutes[used + z] = times[order[z]]
        used += found
        ptr[row + 1] = used
    return ptr, venue[:used].copy(), minutes[:used].copy()


@exact
def reach_of_people(
    row_of: NDArray[np.int32], max_minutes: FloatArray, ptr: IntArray, minutes: FloatArray
) -> NDArray[np.int32]:
    """How many of their row's venues lie within each person's limit: always the first so many."""
    reach = np.empty(len(row_of), np.int32)
    for i in range(len(row_of)):
        low, high = ptr[row_of[i]], ptr[row_of[i] + 1]
        limit = max_minutes[i] + LIMIT_TOLERANCE_MINUTES
        while low < high:
            middle = (low + high) // 2
            if minutes[middle] <= limit:
                low = middle + 1
            else:
                high = middle
        reach[i] = low - ptr[row_of[i]]
    return reach


@exact
def sort_by_group(
    row_of: NDArray[np.int32], reach: NDArray[np.int32], rows: int
) -> NDArray[np.int32]:
    """Order people by row, then reach, then as they came; two passes of a counting sort."""
    people = len(row_of)
    counts = np.zeros(reach.max() + 2 if people else 2, np.int64)
    for i in range(people):
        counts[reach[i] + 1] += 1
    counts = np.cumsum(counts)
    by_reach = np.empty(people, np.int32)
    for i in range(people):
        by_reach[counts[reach[i]]] = i
        counts[reach[i]] += 1
    starts = np.zeros(rows + 1, np.int64)
    for i in range(people):
        starts[row_of[i] + 1] += 1
    starts = np.cumsum(starts)
    order = np.empty(people, np.int32)
    for z in range(people):
        i = by_reach[z]
        order[starts[row_of[i]]] = i
        starts[row_of[i]] += 1
    return order


@exact
def find_classes(
    order: NDArray[np.int32], row_of: NDArray[np.int32], reach: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], IntArray]:
    """Cut the sorted people into classes of equal row and reach.

    Returns the row and the reach of each class, and where its people start in `order`.
    People who reach nothing belong to no class.
    """
    people = len(order)
    class_row = np.empty(people, np.int32)
    class_reach = np.empty(people, np.int32)
    start = np.empty(people + 1, np.int64)
    n = 0
    for z in range(people):
        i = order[z]
        if z == 0 or row_of[i] != row_of[order[z - 1]] or reach[i] != reach[order[z - 1]]:
            class_row[n] = row_of[i]
            class_reach[n] = reach[i]
            start[n] = z
            n += 1
    start[n] = people
    return class_row[:n].copy(), class_reach[:n].copy(), start[: n + 1].copy()


@exact
def count_nodes(
    class_row: NDArray[np.int32],
    class_reach: NDArray[np.int32],
    class_start: IntArray,
    order: NDArray[np.int32],
    slots: NDArray[np.uint64],
    n_slots: int,
) -> tuple[
    NDArray[np.int32], NDArray[np.int8], IntArray, IntArray, NDArray[np.int32], NDArray[np.int8]
]:
    """Count the people of each class who are free in each slot; each count is one node.

    Nodes are ordered by row, then block of eight slots, then class, then slot, so that one scan of
    a row prices eight slots for all its classes. Returns class, slot and size of each node, where
    each (row, block) starts among the nodes, and the row and block of each.
    """
    classes = len(class_row)
    counts = np.zeros((classes, n_slots), np.int64)
    total = 0
    for c in range(classes):
        if class_reach[c] == 0:
            continue
        for z in range(class_start[c], class_start[c + 1]):
            mask = slots[order[z]]
            for t in range(n_slots):
                if (mask >> np.uint64(t)) & np.uint64(1):
                    counts[c, t] += 1
        for t in range(n_slots):
            total += counts[c, t] > 0
    node_class = np.empty(total, np.int32)
    node_slot = np.empty(total, np.int8)
    size = np.empty(total, np.int64)
    span_start = np.empty(total + 1, np.int64)
    span_row = np.empty(total, np.int32)
    span_block = np.empty(total, np.int8)
    n, spans, low = 0, 0, 0
    while low < classes:
        high = low
        while high < classes and class_row[high] == class_row[low]:
            high += 1
        for block in range((n_slots + 7) // 8):
            begun = n
            for c in range(low, high):
                for t in range(8 * block, min(8 * block + 8, n_slots)):
                    if counts[c, t] > 0:
                        node_class[n] = c
                        node_slot[n] = t
                        size[n] = counts[c, t]
                        n += 1
            if n > begun:
                span_start[spans] = begun
                span_row[spans] = class_row[low]
                span_block[spans] = block
                spans += 1
        low = high
    span_start[spans] = n
    return (
        node_class,
        node_slot,
        size,
        span_start[: spans + 1].copy(),
        span_row[:spans].copy(),
        span_block[:spans].copy(),
    )
