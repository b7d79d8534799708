"""The peer: OR-Tools' min-cost flow on the same counts of people, seats cut into pieces."""

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from groundswell.engines.dispatch import Network, Problem
from groundswell.engines.dispatch.curves import added_value, curves_of

FloatArray = NDArray[np.float64]
SCALE = 1e6  # whole-number costs: this many to the steepest slope


@dataclass(frozen=True)
class PeerResult:
    """Seconds to lay the model out and to solve it; what it found, in expected seats."""

    build: float
    solve: float
    objective: float
    arcs: int


def min_cost_flow_plan(problem: Problem, network: Network, *, pieces: int = 32) -> PeerResult:
    """Solve the aggregated model: node → session → seat → sink, with `pieces` slopes for each seat.

    Seats are taken as their true curve at the ends of the pieces, and as straight between; the
    plan's value is then worked out anew, without pieces. Right only where no seat is S-shaped.
    """
    start = perf_counter()
    curves = curves_of(problem)
    unit = float(curves.chord_slope.max())
    n, n_sessions, n_seats = len(network.size), len(network.places), problem.seats.count
    row = network.class_row[network.node_class]
    node = np.repeat(np.arange(n), network.node_reach)
    nth = np.arange(len(node)) - np.repeat(
        np.cumsum(network.node_reach) - network.node_reach, network.node_reach
    )
    way = network.reach.ptr[row[node]] + nth
    slot = network.node_slot.astype(np.int64)[node]
    session = (slot // 8 * network.venues + network.reach.venue[way]) * 8 + slot % 8
    has_places = network.places[session] > 0
    node, way, session = node[has_places], way[has_places], session[has_places]
    cost = network.reach.minutes[way] * problem.assumptions.travel_price / unit
    open_sessions = np.flatnonzero(network.places > 0)
    seat = np.tile(np.repeat(network.venue_seat, 8), n_sessions // (8 * network.venues))
    ends = np.round(np.linspace(0, 1, pieces + 1)[:, None] ** 1.5 * curves.most)
    value = np.array([added_value(curves, end) for end in ends]) / unit
    width = np.diff(ends, axis=0)
    slope = np.divide(np.diff(value, axis=0), width, out=np.zeros_like(width), where=width > 0)
    piece_seat = np.tile(np.arange(n_seats), pieces)[width.ravel() > 0]
    sink = n + n_sessions + n_seats
    arcs = [
        (node, n + session, network.size[node], cost),
        (
            n + open_sessions,
            n + n_sessions + seat[open_sessions],
            network.places[open_sessions],
            np.zeros(len(open_sessions)),
        ),
        (
            n + n_sessions + piece_seat,
            np.full(len(piece_seat), sink),
            width.ravel()[width.ravel() > 0],
            -slope.ravel()[width.ravel() > 0],
        ),
        (np.arange(n), np.full(n, sink), network.size, np.zeros(n)),
    ]
    tail, head, room, price = (np.concatenate(part) for part in zip(*arcs, strict=True))
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        tail, head, room.astype(np.int64), np.round(SCALE * price).astype(np.int64)
    )
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:n] = network.size
    supply[sink] = -int(network.size.sum())
    flow.set_nodes_supplies(np.arange(sink + 1), supply)
    built = perf_counter()
    assert flow.solve() == flow.OPTIMAL
    solved = perf_counter()
    people = flow.flows(np.arange(len(node)))
    in_seat = np.zeros(n_seats)
    np.add.at(in_seat, seat[session], people)
    travel = float((people * network.reach.minutes[way]).sum())
    objective = float(added_value(curves, in_seat).sum())
    objective -= problem.assumptions.travel_price * travel
    return PeerResult(built - start, solved - built, objective, len(tail))
