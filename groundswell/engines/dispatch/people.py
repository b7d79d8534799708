"""From counts back to persons: who of a node goes where."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.compiled import exact
from groundswell.engines.dispatch.flows import SPLIT, Flows
from groundswell.engines.dispatch.lanes import LANES
from groundswell.engines.dispatch.network import Network
from groundswell.engines.dispatch.problem import FloatArray, IntArray


class Placements(NamedTuple):
    """One entry for each person and shift, (P,), by person, then slot.

    session, minutes: where they go; nearest_session, nearest_minutes: the nearest with any places.
    """

    person: IntArray
    session: IntArray
    minutes: FloatArray
    nearest_session: IntArray
    nearest_minutes: FloatArray


def place_people(network: Network, flows: Flows, slots: NDArray[np.uint64]) -> Placements:
    """Choose persons for each node's counts: who signed up first goes to the nearest shift."""
    found = _place(
        network.node_class,
        network.node_slot,
        network.class_start,
        network.order,
        slots,
        flows,
        network.reach.venue,
        network.reach.minutes,
        network.places,
        network.venues,
    )
    order = np.lexsort((found[1] % LANES, found[1] // (LANES * network.venues), found[0]))
    person, session, minutes, nearest, least = found
    return Placements(person[order], session[order], minutes[order], nearest[order], least[order])


@exact
def _place(
    node_class: NDArray[np.int32],
    node_slot: NDArray[np.int8],
    class_start: IntArray,
    order: NDArray[np.int32],
    slots: NDArray[np.uint64],
    flows: Flows,
    venue: NDArray[np.int32],
    minutes: FloatArray,
    places: FloatArray,
    venues: int,
) -> tuple[IntArray, IntArray, FloatArray, IntArray, FloatArray]:
    """Walk through the nodes; see place_people."""
    total = 0
    for i in range(len(flows.nodes)):
        node = flows.nodes[i]
        if node.held >= 0:
            total += int(node.size)
        elif node.held == SPLIT:
            for z in range(flows.used[node.session]):
                if flows.way[node.session, z] >= 0:
                    total += int(flows.people[node.session, z])
    person, session = np.empty(total, np.int64), np.empty(total, np.int64)
    nearest = np.empty(total, np.int64)
    taken, least = np.empty(total), np.empty(total)
    n = 0
    ways = np.empty(8, np.int64)
    left = np.empty(8, np.int64)
    for i in range(len(flows.nodes)):
        node, used = flows.nodes[i], 0
        if node.held >= 0:
            ways[0], left[0], used = node.held, int(node.size), 1
        elif node.held == SPLIT:
            at = node.session
            for z in range(flows.used[at]):
                if flows.way[at, z] >= 0:
                    ways[used], left[used] = flows.way[at, z], int(flows.people[at, z])
                    used += 1
        if used == 0:
            continue
        close = node.ptr
        while places[node.first + venue[close] * 8] <= 0:
            close += 1
        slot = np.uint64(node_slot[i])
        at_class = node_class[i]
        x = class_start[at_class]
        for _ in range(used):
            # Ways are sorted by travel time, so the smallest number is the nearest.
            z = 0
            for y in range(1, used):
                if ways[y] < ways[z]:
                    z = y
            k = node.ptr + ways[z]
            while left[z] > 0:
                someone = order[x]
                x += 1
                if (slots[someone] >> slot) & np.uint64(1):
                    person[n], session[n] = someone, node.first + venue[k] * 8
                    nearest[n] = node.first + venue[close] * 8
                    taken[n], least[n] = minutes[k], minutes[close]
                    left[z] -= 1
                    n += 1
            ways[z] = 2**60
    return person, session, taken, nearest, least
