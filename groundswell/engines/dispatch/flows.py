"""Where each node's people are while the plan is being made."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.compiled import borrowed, exact, inlined
from groundswell.engines.dispatch.lanes import LANES
from groundswell.engines.dispatch.market import Records
from groundswell.engines.dispatch.network import Network
from groundswell.engines.dispatch.problem import FloatArray, IntArray

WAYS = 8  # shifts that one node may be split over
HOME, SPLIT, NONE = -1, -2, -3

# size: people; ptr: first way of its row; reach: ways it may use; first: its way k leads to session
# first + venue_at[ptr + k]; lane: slot within the block. held: the way all are on, HOME or SPLIT;
# session, cost: where a node that isn't split is; of a split node, session is its number.
NODE = np.dtype(
    [
        ("size", "f8"),
        ("ptr", "i8"),
        ("first", "i8"),
        ("reach", "i4"),
        ("lane", "i4"),
        ("held", "i4"),
        ("session", "i4"),
        ("cost", "f4"),
    ],
    align=True,
)


class Ways(NamedTuple):
    """What rows can reach, nearest first: (A,) for all rows one after the other.

    venue_at: where the venue's eight prices start; cost, cost_32: price of the way, in units.
    Spans are the nodes of one row and one block of eight slots, (B+1,) and (B,): where they start,
    their row's first way, and where the block's prices start.
    """

    venue_at: NDArray[np.uint32]
    cost: FloatArray
    cost_32: NDArray[np.float32]
    span_start: IntArray
    span_ptr: IntArray
    span_shift: IntArray


class Flows(NamedTuple):
    """Where people are.

    nodes: (n,) NODE. Split nodes have a number; by it, used: (n,) how many ways they are on,
    way, people: (n, WAYS) which, and how many on each, in the first `used` places. What is in use
    thus lies close together. free: (n+1,) numbers not in use, and how many of them, last.
    split: (n,) split nodes found by the last sweep.
    """

    nodes: Records
    used: NDArray[np.int32]
    way: NDArray[np.int32]
    people: FloatArray
    free: NDArray[np.int32]
    split: NDArray[np.int32]


def ways_of(network: Network, price_of_a_minute: float) -> Ways:
    """Lay the ways out for the compiled loops; price_of_a_minute in units."""
    reach = network.reach
    cost = reach.minutes * price_of_a_minute
    return Ways(
        venue_at=(reach.venue * LANES).astype(np.uint32),
        cost=cost,
        cost_32=cost.astype(np.float32),
        span_start=network.span_start,
        span_ptr=reach.ptr[network.span_row],
        span_shift=network.span_block.astype(np.int64) * LANES * network.venues,
    )


def all_at_home(network: Network) -> Flows:
    """Everybody at home."""
    n = len(network.size)
    slot = network.node_slot.astype(np.int32)
    nodes = np.zeros(n, dtype=NODE)
    nodes["size"] = network.size
    nodes["ptr"] = network.reach.ptr[network.class_row[network.node_class]]
    nodes["first"] = slot // LANES * LANES * network.venues + slot % LANES
    nodes["reach"] = network.node_reach
    nodes["lane"] = slot % LANES
    nodes["held"] = HOME
    nodes["session"] = len(network.places)
    return Flows(
        nodes=nodes,
        used=np.empty(n, dtype=np.int32),
        way=np.empty((n, WAYS), dtype=np.int32),
        people=np.empty((n, WAYS)),
        free=np.append(np.arange(n)[::-1], n).astype(np.int32),
        split=np.empty(n, dtype=np.int32),
    )


def like_at_first(blank: Flows) -> Flows:
    """A fresh copy of flows in which everybody is at home; quicker than laying them out again."""
    return Flows(
        # As plain bytes: NumPy copies records field by field.
        nodes=blank.nodes.view(f"V{NODE.itemsize}").copy().view(NODE),
        used=np.empty_like(blank.used),
        way=np.empty_like(blank.way),
        people=np.empty_like(blank.people),
        free=blank.free.copy(),
        split=np.empty_like(blank.split),
    )


@inlined
def lent_ways(ways: Ways) -> Ways:
    """The same ways, their arrays borrowed."""
    return Ways(
        borrowed(ways.venue_at),
        borrowed(ways.cost),
        borrowed(ways.cost_32),
        borrowed(ways.span_start),
        borrowed(ways.span_ptr),
        borrowed(ways.span_shift),
    )


@inlined
def lent_flows(flows: Flows) -> Flows:
    """The same flows, their arrays borrowed."""
    return Flows(
        borrowed(flows.nodes),
        borrowed(flows.used),
        borrowed(flows.way),
        borrowed(flows.people),
        borrowed(flows.free),
        borrowed(flows.split),
    )


@inlined
def session_of(ways: Ways, node: Records, home: int, way: int) -> int:
    """The session that way `way` of a node leads to."""
    return home if way < 0 else int(node.first + ways.venue_at[node.ptr + way])


@inlined
def cost_of(ways: Ways, node: Records, way: int) -> float:
    """The price of way `way` of a node."""
    return 0.0 if way < 0 else float(ways.cost[node.ptr + way])


@inlined
def hold(ways: Ways, node: Records, home: int, way: int) -> None:
    """Note that all of a node are on one way."""
    node.held = way
    node.session = session_of(ways, node, home, way)
    node.cost = cost_of(ways, node, way)


@inlined
def split_up(flows: Flows, node: Records) -> int:
    """Give a node a number among the split, and return it; it is on no way yet."""
    free = flows.free
    free[-1] -= 1
    node.held = SPLIT
    node.session = free[free[-1]]
    flows.used[node.session] = 0
    return int(node.session)


@inlined
def join_up(flows: Flows, node: Records) -> None:
    """Give a split node's number back."""
    free = flows.free
    free[free[-1]] = node.session
    free[-1] += 1


@inlined
def place_of(flows: Flows, at: int, way: int) -> int:
    """Where the split node numbered `at` keeps a way, after making room; -1 if it has no room."""
    place = -1
    for z in range(flows.used[at]):
        if flows.way[at, z] == way:
            place = z
    if place < 0 and flows.used[at] < WAYS:
        place = flows.used[at]
        flows.way[at, place], flows.people[at, place] = way, 0.0
        flows.used[at] += 1
    return place


@inlined
def drop_place(flows: Flows, at: int, place: int) -> None:
    """Forget the way at `place`; the last one takes its place."""
    last = flows.used[at] - 1
    flows.way[at, place], flows.people[at, place] = flows.way[at, last], flows.people[at, last]
    flows.used[at] = last


@exact
def travel_cost(ways: Ways, flows: Flows) -> float:
    """The price of everybody's way, in units."""
    ways, flows = lent_ways(ways), lent_flows(flows)
    total = 0.0
    for i in range(len(flows.nodes)):
        node = flows.nodes[i]
        if node.held >= 0:
            total += node.size * ways.cost[node.ptr + node.held]
        elif node.held == SPLIT:
            at = node.session
            for z in range(flows.used[at]):
                total += flows.people[at, z] * cost_of(ways, node, flows.way[at, z])
    return total
