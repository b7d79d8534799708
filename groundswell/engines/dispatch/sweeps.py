"""One round of improvement: every node looks at prices and moves people where they are worth most.

The steps are second order: as many people move as would make both ends worth the same, judged
from how fast the two prices change. Prices move at once, so each node answers to all before it.
"""

import numpy as np

from groundswell.engines.dispatch.compiled import compiled, inlined
from groundswell.engines.dispatch.flows import (
    HOME,
    SPLIT,
    Flows,
    Ways,
    cost_of,
    drop_place,
    hold,
    join_up,
    lent_flows,
    lent_ways,
    place_of,
    session_of,
    split_up,
)
from groundswell.engines.dispatch.lanes import LANES, raise_to_best
from groundswell.engines.dispatch.market import Market, Records, arrive, lent_market

# Prices are counted in units of the greatest; nobody moves for less than this.
SAME = 1e-6
CRUMB = 1e-6  # people; less than this is nobody


@inlined
def closing_speed(market: Market, here: int, there: int, people: float) -> float:
    """How fast the difference of two prices closes with each person who changes over."""
    source, target = market.sessions[here], market.sessions[there]
    speed = 0.0
    if source.price < market.seats[source.seat].slope:
        speed += source.stiffness
    too_full = target.crowd + people > target.places
    if too_full or target.price < market.seats[target.seat].slope:
        speed += target.stiffness
    if source.seat != target.seat:
        speed += market.seats[source.seat].bend + market.seats[target.seat].bend
    return speed


@inlined
def best_way(ways: Ways, market: Market, node: Records) -> int:
    """The way that is worth most to a node now; HOME if none is worth the travel."""
    greatest, best = np.float32(0.0), HOME
    for k in range(node.ptr, node.ptr + node.reach):
        value = market.price_32[node.first + ways.venue_at[k]] - ways.cost_32[k]
        if value > greatest:
            greatest, best = value, k - node.ptr
    return best


@inlined
def move_whole(ways: Ways, market: Market, flows: Flows, node: Records, to: int) -> None:
    """Move a node that is not split towards way `to`: all of it, or as many as gain by it."""
    home = len(market.sessions) - 1
    people, held = node.size, node.held
    source, target = session_of(ways, node, home, held), session_of(ways, node, home, to)
    gain = market.sessions[target].price - cost_of(ways, node, to)
    gain -= market.sessions[source].price - cost_of(ways, node, held)
    if gain > SAME:
        speed = closing_speed(market, source, target, people)
        moved = people if speed * people <= gain else gain / speed
        arrive(market, source, -moved)
        arrive(market, target, moved)
        if people - moved < CRUMB:
            hold(ways, node, home, to)
        else:
            at = split_up(flows, node)
            flows.used[at] = 2
            flows.way[at, 0], flows.people[at, 0] = held, people - moved
            flows.way[at, 1], flows.people[at, 1] = to, moved


@inlined
def move_split(ways: Ways, market: Market, flows: Flows, node: Records, place: int) -> None:
    """Move people of a split node from each of its worse ways to the one at `place`."""
    home = len(market.sessions) - 1
    at = node.session
    to = flows.way[at, place]
    target, cost_to = session_of(ways, node, home, to), cost_of(ways, node, to)
    z = 0
    while z < flows.used[at]:
        source = session_of(ways, node, home, flows.way[at, z])
        gain = market.sessions[target].price - cost_to
        gain -= market.sessions[source].price - cost_of(ways, node, flows.way[at, z])
        people = flows.people[at, z]
        moved = 0.0
        if z != place and gain > SAME:
            speed = closing_speed(market, source, target, people)
            moved = people if speed * people <= gain else gain / speed
            if people - moved < CRUMB:
                moved = people
            arrive(market, source, -moved)
            arrive(market, target, moved)
            flows.people[at, place] += moved
            flows.people[at, z] -= moved
        if z != place and moved == people:
            drop_place(flows, at, z)
            if place == flows.used[at]:
                place = z
        else:
            z += 1
    if flows.used[at] == 1:
        join_up(flows, node)
        hold(ways, node, home, to)


@compiled
def sweep_all(ways: Ways, market: Market, flows: Flows) -> int:
    """Let every node move towards its best way; returns how many are split, see flows.split."""
    ways, market, flows = lent_ways(ways), lent_market(market), lent_flows(flows)
    best = np.empty(LANES, np.float32)
    split = 0
    for b in range(len(ways.span_ptr)):
        begin, seen = ways.span_ptr[b], 0
        for t in range(LANES):
            best[t] = 0.0
        for i in range(ways.span_start[b], ways.span_start[b + 1]):
            node = flows.nodes[i]
            if node.reach > seen:
                raise_to_best(
                    market.price_32,
                    ways.span_shift[b],
                    ways.venue_at,
                    ways.cost_32,
                    begin + seen,
                    begin + node.reach,
                    best,
                )
                seen = node.reach
            if node.held == SPLIT:
                to = best_way(ways, market, node)
                place = place_of(flows, node.session, to)
                if place >= 0:
                    move_split(ways, market, flows, node, place)
            elif market.price_32[node.session] - node.cost < best[node.lane] - np.float32(SAME):
                to = best_way(ways, market, node)
                if to != node.held:
                    move_whole(ways, market, flows, node, to)
            if node.held == SPLIT:
                flows.split[split] = i
                split += 1
    return split


@compiled
def sweep_split(ways: Ways, market: Market, flows: Flows, split: int) -> int:
    """Let split nodes balance the ways they are already on; returns how many stay split."""
    ways, market, flows = lent_ways(ways), lent_market(market), lent_flows(flows)
    home = len(market.sessions) - 1
    left = 0
    for a in range(split):
        i = flows.split[a]
        node = flows.nodes[i]
        at = node.session
        best, place = -1e300, 0
        for z in range(flows.used[at]):
            s = session_of(ways, node, home, flows.way[at, z])
            value = market.sessions[s].price - cost_of(ways, node, flows.way[at, z])
            if value > best:
                best, place = value, z
        move_split(ways, market, flows, node, place)
        if node.held == SPLIT:
            flows.split[left] = i
            left += 1
    return left
