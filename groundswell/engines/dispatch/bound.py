"""The greatest value any plan could have, from prices: weak duality, for any prices whatever.

D(r) = Σ people · max(0, max over their shifts of r − travel)
     + Σ seats · max over crowds y within their places of [envelope(Σy) − Σ r·y]

Each person can't do better than their best shift at these prices, each seat not better than its
best crowd; so no plan is worth more than D(r).
"""

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.compiled import compiled, exact
from groundswell.engines.dispatch.curves import envelope_value, people_at_slope, slope_and_bend
from groundswell.engines.dispatch.flows import Flows, Ways
from groundswell.engines.dispatch.lanes import LANES, raise_to_best
from groundswell.engines.dispatch.market import Market
from groundswell.engines.dispatch.problem import FloatArray

# What the sum of so many rounded numbers can be off by, many times over.
ROUNDING = 1e-11


@compiled
def people_estimate(ways: Ways, flows: Flows, price: NDArray[np.float32]) -> float:
    """The people's part of the bound in single precision: right to about one part in a million."""
    nodes, venue_at, cost = flows.nodes, ways.venue_at, ways.cost_32
    span_start, span_ptr, span_shift = ways.span_start, ways.span_ptr, ways.span_shift
    best = np.empty(LANES, np.float32)
    total = 0.0
    for b in range(len(span_ptr)):
        begin, seen = span_ptr[b], 0
        for t in range(LANES):
            best[t] = 0.0
        for i in range(span_start[b], span_start[b + 1]):
            node = nodes[i]
            if node.reach > seen:
                raise_to_best(
                    price, span_shift[b], venue_at, cost, begin + seen, begin + node.reach, best
                )
                seen = node.reach
            total += node.size * best[node.lane]
    return total


@exact
def people_bound(
    ways: Ways, flows: Flows, cost: FloatArray, price: FloatArray, lanes: int
) -> float:
    """The people's part of the bound. cost: of each way; price: of each session; same unit.

    lanes: how many of the eight slots of a block are in use.
    """
    nodes, venue_at = flows.nodes, ways.venue_at
    span_start, span_ptr, span_shift = ways.span_start, ways.span_ptr, ways.span_shift
    best = np.empty(LANES)
    total = 0.0
    for b in range(len(span_ptr)):
        seen, shift = span_ptr[b], span_shift[b]
        for t in range(LANES):
            best[t] = 0.0
        for i in range(span_start[b], span_start[b + 1]):
            node = nodes[i]
            for k in range(seen, node.ptr + node.reach):
                at = shift + venue_at[k]
                for t in range(lanes):
                    best[t] = max(best[t], price[at + t] - cost[k])
            seen = node.ptr + node.reach
            total += node.size * best[node.lane]
    return total


@exact
def seats_bound(market: Market, price: FloatArray) -> float:
    """The seats' part of the bound, in the market's unit; price: of each session."""
    all_sessions, seats = market.sessions, market.seats
    total = 0.0
    for j in range(len(seats) - 1):
        seat = seats[j]
        sessions = market.seat_sessions[seat.first : seat.last]
        crowd, paid = 0.0, 0.0
        # Cheapest places first, as long as one more person adds more than their price.
        for z in np.argsort(price[sessions]):
            s = sessions[z]
            full = crowd + all_sessions[s].places
            if slope_and_bend(seat, crowd)[0] <= price[s]:
                break
            if slope_and_bend(seat, full)[0] < price[s]:
                full = people_at_slope(seat, price[s], crowd, full)
                paid += price[s] * (full - crowd)
                crowd = full
                break
            paid += price[s] * (full - crowd)
            crowd = full
        total += max(0.0, envelope_value(seat, crowd) - paid)
    return total
