"""From shares of people to whole people: round, empty what is too full, fill what has room."""

import numpy as np

from groundswell.engines.dispatch.compiled import exact, inlined
from groundswell.engines.dispatch.curves import slope_and_bend
from groundswell.engines.dispatch.flows import (
    HOME,
    NONE,
    SPLIT,
    WAYS,
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
from groundswell.engines.dispatch.market import SHUT, Market, Records, lent_market
from groundswell.engines.dispatch.problem import IntArray
from groundswell.engines.dispatch.sweeps import SAME

PASSES = 3


@exact
def finish(
    ways: Ways, fluid: Market, flows: Flows, market: Market, whole: Flows, fewest: int
) -> None:
    """Write a plan of whole people within all places into `market` and `whole`.

    fluid, flows: the plan in shares of people; left as they are. market, whole: all at home.
    fewest: nobody leaves a shift where fewer would stay, nor joins one where fewer would be.
    """
    round_people(ways, fluid, flows, market, whole)
    for j in range(len(market.seats) - 1):
        restate(market, market.seats[j])
    turn_away(ways, market, whole)
    for _ in range(PASSES):
        if improve_whole(ways, market, whole, fewest) == 0:
            break


@inlined
def restate(market: Market, seat: Records) -> None:
    """Work out a seat's slope; its full sessions are shut to whoever looks for a place."""
    seat.slope, seat.bend = slope_and_bend(seat, seat.people)
    for z in range(seat.first, seat.last):
        s = market.seat_sessions[z]
        session = market.sessions[s]
        session.price = seat.slope
        market.price_32[s] = seat.slope if session.crowd < session.places else SHUT


@inlined
def count_in(market: Market, s: int, people: float) -> None:
    """Count people into session s, or out of it."""
    market.sessions[s].crowd += people
    market.seats[market.sessions[s].seat].people += people


@exact
def round_people(ways: Ways, fluid: Market, flows: Flows, market: Market, whole: Flows) -> None:
    """Give each split node's people to its ways as whole people.

    Seen as a graph, split nodes join the shifts they are split over; it has few circles. A full
    shift with one node left to round leaves that node no choice, so such nodes go first, and
    most full shifts end exactly full. What is left over is carried on to the next node.
    """
    ways, flows = lent_ways(ways), lent_flows(flows)
    market, whole = lent_market(market), lent_flows(whole)
    home = len(market.sessions) - 1
    is_done = np.ones(len(flows.nodes), np.bool_)
    for i in range(len(flows.nodes)):
        node = flows.nodes[i]
        if node.held == SPLIT:
            is_done[i] = False
        else:
            hold(ways, whole.nodes[i], home, node.held)
            count_in(market, node.session, node.size)
    start, listed = split_nodes_by_session(ways, flows, home)
    left = np.empty(home + 1, np.int64)
    for s in range(home + 1):
        left[s] = start[s + 1] - start[s]
    forced = np.empty(home + 1, np.int64)
    n_forced = 0
    for s in range(home):
        if left[s] == 1 and fluid.sessions[s].place_price > 0.0:
            forced[n_forced] = s
            n_forced += 1
    owed = np.zeros(home + 1)
    begun, following = 0, 0
    while following < len(flows.nodes):
        i = following
        if begun < n_forced:
            for z in range(start[forced[begun]], start[forced[begun] + 1]):
                if not is_done[listed[z]]:
                    i = listed[z]
            begun += 1
        else:
            following += 1
        if not is_done[i]:
            is_done[i] = True
            node = flows.nodes[i]
            give_whole(ways, flows, market, whole, owed, node, whole.nodes[i], node.session)
            for z in range(flows.used[node.session]):
                s = session_of(ways, node, home, flows.way[node.session, z])
                left[s] -= 1
                if left[s] == 1 and s != home and fluid.sessions[s].place_price > 0.0:
                    forced[n_forced] = s
                    n_forced += 1


@exact
def split_nodes_by_session(ways: Ways, flows: Flows, home: int) -> tuple[IntArray, IntArray]:
    """The split nodes that are on each session: where each session's begin, and the nodes."""
    start = np.zeros(home + 2, np.int64)
    for i in range(len(flows.nodes)):
        node = flows.nodes[i]
        if node.held == SPLIT:
            for z in range(flows.used[node.session]):
                start[session_of(ways, node, home, flows.way[node.session, z]) + 1] += 1
    for s in range(home + 1):
        start[s + 1] += start[s]
    listed = np.empty(start[-1], np.int64)
    at = start.copy()
    for i in range(len(flows.nodes)):
        node = flows.nodes[i]
        if node.held == SPLIT:
            for z in range(flows.used[node.session]):
                s = session_of(ways, node, home, flows.way[node.session, z])
                listed[at[s]] = i
                at[s] += 1
    return start, listed


@inlined
def give_whole(
    ways: Ways,
    flows: Flows,
    market: Market,
    whole: Flows,
    owed: Records,
    node: Records,
    target: Records,
    at: int,
) -> None:
    """Round one split node: first all whole people, then one by one where most are owed."""
    home = len(market.sessions) - 1
    to = split_up(whole, target)
    left = node.size
    for z in range(flows.used[at]):
        s = session_of(ways, node, home, flows.way[at, z])
        people = np.floor(flows.people[at, z] + 1e-7)
        people = min(people, max(0.0, market.sessions[s].places - market.sessions[s].crowd))
        whole.way[to, z], whole.people[to, z] = flows.way[at, z], people
        count_in(market, s, people)
        owed[s] += flows.people[at, z] - people
        left -= people
    whole.used[to] = flows.used[at]
    while left > 0.5:
        most, best, chosen = -1e300, -1, home
        for z in range(flows.used[at]):
            s = session_of(ways, node, home, flows.way[at, z])
            if owed[s] > most and market.sessions[s].crowd < market.sessions[s].places:
                most, best, chosen = owed[s], z, s
        if best < 0:
            break
        whole.people[to, best] += 1.0
        count_in(market, chosen, 1.0)
        owed[chosen] -= 1.0
        left -= 1.0
    if left > 0.5:
        stay_home(ways, market, whole, target, left)
    tidy(ways, whole, target, home)


@inlined
def stay_home(ways: Ways, market: Market, whole: Flows, node: Records, people: float) -> None:
    """Count people of a split node, so far nowhere, as staying at home."""
    home = len(market.sessions) - 1
    at = node.session
    z = place_of(whole, at, HOME)
    if z < 0:
        # Eight shifts in use: the last of them gives its place to home.
        z = WAYS - 1
        s = session_of(ways, node, home, whole.way[at, z])
        count_in(market, s, -whole.people[at, z])
        people += whole.people[at, z]
        whole.way[at, z], whole.people[at, z] = HOME, 0.0
    whole.people[at, z] += people
    count_in(market, home, people)


@inlined
def tidy(ways: Ways, whole: Flows, node: Records, home: int) -> None:
    """Drop ways that nobody takes; a node left with one way is split no longer."""
    at, z = node.session, 0
    while z < whole.used[at]:
        if whole.people[at, z] < 0.5:
            drop_place(whole, at, z)
        else:
            z += 1
    if whole.used[at] == 1:
        join_up(whole, node)
        hold(ways, node, home, whole.way[at, 0])


@inlined
def change_over(
    ways: Ways, market: Market, whole: Flows, node: Records, way: int, to: int, people: float
) -> bool:
    """Move whole people of a node from one way to another, and restate both prices."""
    home = len(market.sessions) - 1
    if node.held != SPLIT:
        held, size = node.held, node.size
        at = split_up(whole, node)
        whole.used[at] = 1
        whole.way[at, 0], whole.people[at, 0] = held, size
    at = node.session
    source, target = place_of(whole, at, way), place_of(whole, at, to)
    has_room = source >= 0 and target >= 0
    if has_room:
        whole.people[at, source] -= people
        whole.people[at, target] += people
        here, there = session_of(ways, node, home, way), session_of(ways, node, home, to)
        count_in(market, here, -people)
        count_in(market, there, people)
        if here != home:
            restate(market, market.seats[market.sessions[here].seat])
        if there != home:
            restate(market, market.seats[market.sessions[there].seat])
    tidy(ways, whole, node, home)
    return bool(has_room)


@inlined
def best_with_room(ways: Ways, market: Market, node: Records) -> tuple[int, float]:
    """The way worth most to a node among shifts with a free place, and what it is worth."""
    greatest, best = 0.0, HOME
    for k in range(node.ptr, node.ptr + node.reach):
        session = market.sessions[node.first + ways.venue_at[k]]
        value = session.price - ways.cost[k]
        if value > greatest and session.crowd < session.places:
            greatest, best = value, k - node.ptr
    return best, greatest


@inlined
def people_on(whole: Flows, node: Records, way: int) -> float:
    """How many of a node take a way."""
    people = 0.0
    if node.held == SPLIT:
        for z in range(whole.used[node.session]):
            if whole.way[node.session, z] == way:
                people = whole.people[node.session, z]
    elif node.held == way:
        people = node.size
    return people


@inlined
def way_of(whole: Flows, node: Records, z: int) -> int:
    """The z-th way that people of a node take."""
    return int(whole.way[node.session, z] if node.held == SPLIT else node.held)


@inlined
def ways_used(whole: Flows, node: Records) -> int:
    """How many ways people of a node take, home included."""
    return int(whole.used[node.session] if node.held == SPLIT else 1)


@exact
def turn_away(ways: Ways, market: Market, whole: Flows) -> None:
    """Empty shifts that are too full, the people who lose least first."""
    ways, market, whole = lent_ways(ways), lent_market(market), lent_flows(whole)
    home = len(market.sessions) - 1
    found, most = 0, 0
    for s in range(home):
        if market.sessions[s].crowd > market.sessions[s].places:
            most += int(market.sessions[s].crowd)
    who, which, loss = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most)
    for i in range(len(whole.nodes) if most > 0 else 0):
        node = whole.nodes[i]
        for z in range(ways_used(whole, node)):
            way = way_of(whole, node, z)
            session = market.sessions[session_of(ways, node, home, way)]
            if way >= 0 and session.crowd > session.places:
                here = session.price - cost_of(ways, node, way)
                who[found], which[found] = i, way
                loss[found] = here - best_with_room(ways, market, node)[1]
                found += 1
    for a in np.argsort(loss[:found]):
        node, way = whole.nodes[who[a]], which[a]
        session = market.sessions[session_of(ways, node, home, way)]
        while session.crowd > session.places:
            here = people_on(whole, node, way)
            to = best_with_room(ways, market, node)[0]
            other = market.sessions[session_of(ways, node, home, to)]
            people = min(here, session.crowd - session.places, other.places - other.crowd)
            if people < 0.5 or not change_over(ways, market, whole, node, way, to, people):
                break


@inlined
def worst_way(ways: Ways, market: Market, whole: Flows, node: Records, but: int) -> int:
    """The way, other than `but`, whose people are worth least there; NONE if there is none."""
    home = len(market.sessions) - 1
    worst, least = NONE, 1e300
    if node.held == SPLIT:
        for z in range(whole.used[node.session]):
            way = whole.way[node.session, z]
            s = session_of(ways, node, home, way)
            value = market.sessions[s].price - cost_of(ways, node, way)
            if way != but and value < least:
                worst, least = way, value
    elif node.held != but:
        worst = node.held
    return worst


@inlined
def worthwhile(
    ways: Ways, market: Market, whole: Flows, node: Records, way: int, to: int, fewest: int
) -> float:
    """How many people of a node gain by changing from one way to another; 0 if none.

    The greatest number, halving, whose last person still gains.
    """
    home = len(market.sessions) - 1
    here, there = session_of(ways, node, home, way), session_of(ways, node, home, to)
    source, target = market.sessions[here], market.sessions[there]
    people = min(people_on(whole, node, way), target.places - target.crowd)
    found = 0.0
    while people >= 1.0 and found == 0.0:
        now, then = -cost_of(ways, node, way), -cost_of(ways, node, to)
        if here != home:
            seat = market.seats[source.seat]
            now += slope_and_bend(seat, seat.people - people + 0.5)[0]
        if there != home:
            seat = market.seats[target.seat]
            then += slope_and_bend(seat, seat.people + people - 0.5)[0]
        left = source.crowd - people
        breaks = here != home and 0.0 < left < fewest <= source.crowd
        starts = there != home and target.crowd + people < fewest
        if then > now + SAME and not breaks and not starts:
            found = people
        people = np.floor(0.5 * people)
    return found


@exact
def improve_whole(ways: Ways, market: Market, whole: Flows, fewest: int) -> int:
    """Let every node move whole people to a better shift with room; returns how many moves."""
    ways, market, whole = lent_ways(ways), lent_market(market), lent_flows(whole)
    best = np.empty(LANES, np.float32)
    moves = 0
    for b in range(len(ways.span_ptr)):
        begin, seen = ways.span_ptr[b], 0
        for t in range(LANES):
            best[t] = 0.0
        for i in range(ways.span_start[b], ways.span_start[b + 1]):
            node = whole.nodes[i]
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
            worth = -1e300
            if node.held != SPLIT:
                worth = market.sessions[node.session].price - node.cost
            if worth < best[node.lane] - SAME:
                to = best_with_room(ways, market, node)[0]
                way = worst_way(ways, market, whole, node, to)
                if way != NONE:
                    people = worthwhile(ways, market, whole, node, way, to, fewest)
                    if people > 0.5:
                        moves += change_over(ways, market, whole, node, way, to, people)
    return moves
