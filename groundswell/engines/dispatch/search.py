"""One round of the search, and what can be known of it from outside."""

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.bound import people_estimate, seats_bound
from groundswell.engines.dispatch.compiled import exact
from groundswell.engines.dispatch.curves import Curves, envelope_value, in_units
from groundswell.engines.dispatch.finish import finish
from groundswell.engines.dispatch.flows import (
    Flows,
    Ways,
    all_at_home,
    like_at_first,
    travel_cost,
    ways_of,
)
from groundswell.engines.dispatch.market import (
    SHUT,
    Market,
    open_market,
    reprice_all,
    settle_place_prices,
)
from groundswell.engines.dispatch.network import Network
from groundswell.engines.dispatch.problem import FloatArray
from groundswell.engines.dispatch.sweeps import sweep_all, sweep_split

STIFFNESS = 0.4  # share of a seat's price by which a shift's falls when it is twice too full
LEAST_PRICE = 0.05  # in units; seats that are worth less count as this in the line above
BALANCING = 8  # sweeps of split nodes for each sweep of all


class Search:
    """A problem being solved: its state lives from round to round, and from solve to solve.

    All figures inside are in units: multiples of `unit` expected seats, the steepest slope of all.
    """

    def __init__(self, network: Network, curves: Curves, *, price_of_a_minute: float) -> None:
        """Put everybody at home. price_of_a_minute: in expected seats."""
        self.network = network
        self.unit = float(curves.chord_slope.max(initial=0.0)) or 1.0
        self.curves = in_units(curves, self.unit)
        self.ways = ways_of(network, price_of_a_minute / self.unit)
        self.nobody = all_at_home(network)
        self.flows = like_at_first(self.nobody)
        self.market = open_market(network, self.curves, network.places)
        self.rounds = 0
        slope = np.append(np.maximum(self.curves.chord_slope, LEAST_PRICE), 0.0)
        sessions = self.market.sessions
        crowd = np.maximum(sessions["places"], 1.0)
        sessions["stiffness"] = STIFFNESS * slope[sessions["seat"]] / crowd
        reprice_all(self.market)

    def round(self) -> None:
        """Move people, then prices."""
        self.rounds += 1
        play_round(self.ways, self.market, self.flows, min(self.rounds, BALANCING))

    def look(self) -> tuple[float, float, float]:
        """A bound and an estimate of the value, in units, and how many people are too many."""
        price = self.prices()
        found = measure(self.ways, self.market, self.flows, price, price.astype(np.float32))
        return float(found[0]), float(found[1]), float(found[2])

    def prices(self) -> FloatArray:
        """What one more person is worth in each session, in units, (S,)."""
        sessions = self.market.sessions[:-1]
        price = self.market.seats["slope"][sessions["seat"]] - sessions["place_price"]
        return np.where(sessions["places"] > 0, price, SHUT)

    def whole(self, fewest: int) -> tuple[Market, Flows, float]:
        """A plan of whole people within all places, and its value by the envelope, in units."""
        market = open_market(self.network, self.curves, self.market.sessions["places"][:-1])
        flows = like_at_first(self.nobody)
        finish(self.ways, self.market, self.flows, market, flows, fewest)
        return market, flows, float(seat_values(market) - travel_cost(self.ways, flows))

    def close(self, sessions: NDArray[np.bool_]) -> None:
        """Take these sessions (S,) off the market; whoever is there leaves in the next round."""
        self.market.sessions["places"][:-1][sessions] = 0.0
        self.market.sessions["place_price"][:-1][sessions] = -SHUT
        reprice_all(self.market)


@exact
def play_round(ways: Ways, market: Market, flows: Flows, balancing: int) -> None:
    """One sweep of all, some of the split nodes, and one step of the place prices."""
    split = sweep_all(ways, market, flows)
    for _ in range(balancing):
        split = sweep_split(ways, market, flows, split)
    settle_place_prices(market)
    reprice_all(market)


@exact
def seat_values(market: Market) -> float:
    """The envelope's value of all seats above doing nothing, in units."""
    total = 0.0
    for j in range(len(market.seats) - 1):
        total += envelope_value(market.seats[j], market.seats[j].people)
    return total


@exact
def measure(
    ways: Ways, market: Market, flows: Flows, price: FloatArray, price_32: NDArray[np.float32]
) -> tuple[float, float, float]:
    """The bound at these prices, a guess at the plan's value once it is whole, people too many.

    Someone too many loses between the place's price and all they are worth: halfway is guessed.
    """
    bound = people_estimate(ways, flows, price_32) + seats_bound(market, price)
    value = seat_values(market) - travel_cost(ways, flows)
    too_many = 0.0
    for s in market.seat_sessions:
        session = market.sessions[s]
        excess = session.crowd - session.places
        if excess > 0.0:
            too_many += excess
            value -= 0.5 * excess * (session.place_price + market.seats[session.seat].slope)
    return bound, value, too_many
