"""What happens without a plan: the three rules that people follow when nobody tells them better."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.compiled import exact
from groundswell.engines.dispatch.curves import curves_of, slope_and_bend
from groundswell.engines.dispatch.flows import Ways, ways_of
from groundswell.engines.dispatch.grouping import reach_of_people
from groundswell.engines.dispatch.lanes import LANES
from groundswell.engines.dispatch.market import Market, open_market
from groundswell.engines.dispatch.network import Network, build_network
from groundswell.engines.dispatch.problem import FloatArray, IntArray, Problem
from groundswell.engines.dispatch.solve import true_objective

NEAREST, NEAREST_WITH_ROOM, SIGN_UP_ORDER = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Baseline:
    """What a rule comes to; values in expected seats, as in Plan."""

    placed: int
    turned_away: int
    expected_seats_gain: float
    travel_minutes: float
    objective: float
    crowd: IntArray  # (K,)


def baselines(problem: Problem, network: Network | None = None) -> dict[str, Baseline]:
    """Work out what each rule would gain, people coming in the order in which they signed up.

    nearest: everybody goes to the nearest shift of each slot; who comes after the places are taken
      has travelled for nothing.
    nearest_with_room: everybody goes to the nearest shift that still has a place.
    sign_up_order: everybody goes where one more person is worth most just then, less the travel.
    No rule looks at the size of teams.
    """
    network = network or build_network(problem)
    rules = {
        "nearest": NEAREST,
        "nearest_with_room": NEAREST_WITH_ROOM,
        "sign_up_order": SIGN_UP_ORDER,
    }
    return {name: _follow(problem, network, rule) for name, rule in rules.items()}


def _follow(problem: Problem, network: Network, rule: int) -> Baseline:
    ways = ways_of(network, problem.assumptions.travel_price)
    market = open_market(network, curves_of(problem), network.places)
    reach, people = network.reach, problem.volunteers
    n_reach = reach_of_people(reach.row_of, people.max_minutes, reach.ptr, reach.minutes)
    placed, away, minutes = _walk(
        rule,
        people.slots & _offered(problem.shifts.slot),
        reach.row_of,
        n_reach,
        reach.ptr,
        reach.minutes,
        ways,
        market,
        network.n_slots,
        network.venues,
    )
    gained, objective = true_objective(problem, market.seats["people"][:-1], minutes)
    crowd = market.sessions["crowd"][network.shift_session].astype(np.int64)
    return Baseline(placed, away, gained, minutes, objective, crowd)


def _offered(slot: IntArray) -> np.uint64:
    """The slots in which there is any shift, as a mask."""
    bits = np.uint64(1) << slot.astype(np.uint64)
    return np.uint64(np.bitwise_or.reduce(bits, initial=np.uint64(0)))


@exact
def _walk(
    rule: int,
    slots: NDArray[np.uint64],
    row_of: NDArray[np.int32],
    n_reach: NDArray[np.int32],
    ptr: IntArray,
    minutes: FloatArray,
    ways: Ways,
    market: Market,
    n_slots: int,
    venues: int,
) -> tuple[int, int, float]:
    """Let people choose one after the other: placed, turned away, minutes travelled."""
    sessions, seats = market.sessions, market.seats
    for j in range(len(seats) - 1):
        seats[j].slope = slope_and_bend(seats[j], 0.5)[0]
    placed, away, travelled = 0, 0, 0.0
    for i in range(len(slots)):
        begin = ptr[row_of[i]]
        for t in range(n_slots):
            if (slots[i] >> np.uint64(t)) & np.uint64(1) == 0:
                continue
            first = t // LANES * venues * LANES + t % LANES
            chosen, greatest = -1, 0.0
            for k in range(begin, begin + n_reach[i]):
                session = sessions[first + ways.venue_at[k]]
                if session.places == 0.0:
                    continue
                if rule != NEAREST and session.crowd >= session.places:
                    continue
                if rule != SIGN_UP_ORDER:
                    chosen = k
                    break
                value = seats[session.seat].slope - ways.cost[k]
                if value > greatest:
                    chosen, greatest = k, value
            if chosen < 0:
                continue
            session = sessions[first + ways.venue_at[chosen]]
            travelled += minutes[chosen]
            if session.crowd >= session.places:
                away += 1
                continue
            seat = seats[session.seat]
            session.crowd += 1.0
            seat.people += 1.0
            seat.slope = slope_and_bend(seat, seat.people + 0.5)[0]
            placed += 1
    return placed, away, travelled
