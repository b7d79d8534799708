"""Teams: nobody is sent to a shift where fewer than a team would be."""

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.compiled import exact
from groundswell.engines.dispatch.finish import (
    best_with_room,
    change_over,
    people_on,
    way_of,
    ways_used,
)
from groundswell.engines.dispatch.flows import (
    HOME,
    Flows,
    Ways,
    cost_of,
    lent_flows,
    lent_ways,
    session_of,
)
from groundswell.engines.dispatch.market import Market, Records, lent_market
from groundswell.engines.dispatch.problem import FloatArray


def thin_sessions(market: Market, fewest: int) -> NDArray[np.bool_]:
    """Sessions (S,) with somebody, but fewer than a team."""
    crowd = market.sessions["crowd"][:-1]
    return np.asarray((crowd > 0.5) & (crowd < fewest - 0.5))


@exact
def worst_losses(ways: Ways, market: Market, whole: Flows, thin: NDArray[np.bool_]) -> FloatArray:
    """What is lost, (S,), if the people of each thin session went to their next best."""
    ways, market, whole = lent_ways(ways), lent_market(market), lent_flows(whole)
    home = len(market.sessions) - 1
    loss = np.zeros(home)
    for i in range(len(whole.nodes)):
        node = whole.nodes[i]
        for z in range(ways_used(whole, node)):
            way = way_of(whole, node, z)
            s = session_of(ways, node, home, way)
            if way >= 0 and thin[s]:
                here = market.sessions[s].price - cost_of(ways, node, way)
                otherwise = best_with_room(ways, market, node)[1]
                loss[s] += people_on(whole, node, way) * max(0.0, here - otherwise)
    return loss


@exact
def dissolve_thin(ways: Ways, market: Market, whole: Flows, fewest: int) -> None:
    """Send the people of thin sessions where a team already is, or home."""
    ways, market, whole = lent_ways(ways), lent_market(market), lent_flows(whole)
    home = len(market.sessions) - 1
    for i in range(len(whole.nodes)):
        node = whole.nodes[i]
        z = 0
        while z < ways_used(whole, node):
            way = way_of(whole, node, z)
            session = market.sessions[session_of(ways, node, home, way)]
            z += 1
            if way >= 0 and 0.5 < session.crowd < fewest - 0.5:
                to = best_team(ways, market, node, fewest)
                other = market.sessions[session_of(ways, node, home, to)]
                people = min(people_on(whole, node, way), other.places - other.crowd)
                if change_over(ways, market, whole, node, way, to, people):
                    z = 0


@exact
def best_team(ways: Ways, market: Market, node: Records, fewest: int) -> int:
    """The way worth most to a node among shifts with a team and a free place; HOME if none."""
    greatest, best = 0.0, HOME
    for k in range(node.ptr, node.ptr + node.reach):
        session = market.sessions[node.first + ways.venue_at[k]]
        value = session.price - ways.cost[k]
        has_team = fewest - 0.5 < session.crowd < session.places
        if has_team and value > greatest:
            greatest, best = value, k - node.ptr
    return best
