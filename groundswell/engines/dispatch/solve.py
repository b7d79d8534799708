"""The search from its first round to a plan that is proven close enough to the best."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.bound import ROUNDING, people_bound, seats_bound
from groundswell.engines.dispatch.curves import Curves, added_value, curves_of
from groundswell.engines.dispatch.flows import Flows
from groundswell.engines.dispatch.lanes import LANES
from groundswell.engines.dispatch.market import SHUT, Market, open_market
from groundswell.engines.dispatch.network import Network
from groundswell.engines.dispatch.problem import FloatArray, Problem
from groundswell.engines.dispatch.search import Search
from groundswell.engines.dispatch.teams import dissolve_thin, thin_sessions, worst_losses
from groundswell.errors import Cancelled

FIRST_LOOK = 6  # rounds before the first look at the bound
LOOK_EVERY = 2  # rounds between looks
# Whole people are tried once the plan in shares is this close, in multiples of the wanted gap:
# filling up what rounding leaves usually gains a little more.
CLOSE_ENOUGH = 1.6
PATIENCE = 6  # tries without a better plan, once the search has settled
SETTLED = 0.02  # of the wanted gap
NOBODY = 1e-3  # people
NEGLIGIBLE = 0.1  # of the wanted gap: less than this isn't worth solving again for
RESOLVES = 4  # times that thin teams are closed and the rest solved again
ROUNDS_AGAIN = 8  # rounds after closing some


@dataclass(frozen=True)
class Round:
    """How far the search has come. Values in expected seats; gap as in Plan."""

    number: int
    objective: float
    upper_bound: float
    gap: float


Until = Callable[[Round], bool]
OnRound = Callable[[Round], bool]


def at_most(rounds: int) -> Until:
    """The rule that ends a search after so many rounds, whether or not the gap is reached."""
    return lambda progress: progress.number >= rounds


@dataclass(frozen=True, eq=False)
class Solution:
    """A plan in counts. flows, market: whole people by node and session; values in expected seats.

    seat_price (M,), session_price (S,): the prices that prove upper_bound.
    shut: (S,) sessions left empty because too few people would have come.
    """

    flows: Flows
    market: Market
    seat_price: FloatArray
    session_price: FloatArray
    upper_bound: float
    rounds: int
    shut: NDArray[np.bool_]


class Tracker:
    """The best bound and the best plan so far."""

    def __init__(self, search: Search) -> None:
        """Nothing known: the bound is infinite, the plan is to stay at home."""
        self.search = search
        self.bound, self.value = np.inf, 0.0
        self.seat_price = search.market.seats["slope"][:-1] * search.unit
        self.session_price = search.prices() * search.unit
        self.flows = search.nobody
        self.market = open_market(search.network, search.curves, search.network.places)

    def note_bound(self, bound: float) -> None:
        """Keep the prices of the search if they prove more than any before."""
        if bound < self.bound:
            self.bound = bound
            self.seat_price = self.search.market.seats["slope"][:-1] * self.search.unit
            self.session_price = self.search.prices() * self.search.unit

    def note_plan(self, market: Market, flows: Flows, value: float) -> bool:
        """Keep a plan if it is better than any before."""
        better = value > self.value
        if better:
            self.market, self.flows, self.value = market, flows, value
        return better

    @property
    def gap(self) -> float:
        """Distance of the plan from the bound, as a share of the bound."""
        return gap_between(self.value, self.bound)

    def round(self, number: int) -> Round:
        """What to tell whoever is watching."""
        unit = self.search.unit
        return Round(number, self.value * unit, self.bound * unit, self.gap)


def gap_between(value: float, bound: float) -> float:
    """(bound − value) / bound; 0 if nothing can be gained at all."""
    if bound <= 0.0:
        return 0.0
    return (bound - value) / bound if np.isfinite(bound) else 1.0


def solve_network(
    problem: Problem,
    network: Network,
    *,
    gap: float = 1e-4,
    until: Until | None = None,
    on_round: OnRound | None = None,
) -> Solution:
    """Find whom to send where, in counts.

    gap: stop when the plan is proven to be this close to the best, as a share of the bound.
    until: ends the search before that (at most 400 rounds if left out). on_round: told after each
    round; the search is abandoned with Cancelled when it answers False.
    """
    until = until or at_most(400)
    curves = curves_of(problem)
    search = Search(network, curves, price_of_a_minute=problem.assumptions.travel_price)
    best = Tracker(search)
    fewest = problem.assumptions.min_team
    rounds = run_rounds(search, best, gap=gap, until=until, on_round=on_round)
    shut = np.zeros(len(network.places), dtype=bool)
    if fewest > 1:
        shut = keep_teams(search, best, fewest, NEGLIGIBLE * gap)
    upper_bound = proven_bound(problem, network, search, curves, best)
    return Solution(
        best.flows, best.market, best.seat_price, best.session_price, upper_bound, rounds, shut
    )


def run_rounds(
    search: Search, best: Tracker, *, gap: float, until: Until, on_round: OnRound | None
) -> int:
    """Play rounds until the gap is reached or the rule says so; returns how many."""
    number, tries_left = 0, PATIENCE
    while True:
        search.round()
        number += 1
        if number >= FIRST_LOOK and number % LOOK_EVERY == 0:
            bound, estimate, too_many = search.look()
            best.note_bound(bound)
            apart = gap_between(estimate, best.bound)
            if apart <= CLOSE_ENOUGH * gap:
                better = best.note_plan(*search.whole(1))
                if apart <= SETTLED * gap and too_many < NOBODY and not better:
                    tries_left -= 1
        progress = best.round(number)
        if on_round is not None and not on_round(progress):
            raise Cancelled("The plan was stopped before it was finished.")
        if progress.gap <= gap or tries_left == 0 or until(progress):
            break
    if best.value == 0.0 and number > 0:
        best.note_bound(search.look()[0])
        best.note_plan(*search.whole(1))
    return number


def keep_teams(search: Search, best: Tracker, fewest: int, negligible: float) -> NDArray[np.bool_]:
    """Leave no shift with fewer people than a team: close thin ones, solve the rest again.

    Half of the thin shifts are closed at a time, those whose people lose least by it first: others
    may grow to a team by those who come from them. Once no more than a negligible share of the
    value is at stake, the rest are closed at once. Returns what was closed, (S,).
    """
    shut = np.zeros(len(search.network.places), dtype=bool)
    thin = thin_sessions(best.market, fewest)
    for _ in range(RESOLVES):
        loss = worst_losses(search.ways, best.market, best.flows, thin)
        if loss.sum() <= negligible * best.value:
            break
        order = np.flatnonzero(thin)[np.argsort(loss[thin], kind="stable")]
        closing = np.zeros_like(shut)
        closing[order[: -(-len(order) // 2)]] = True
        shut |= closing
        search.close(closing)
        for _ in range(ROUNDS_AGAIN):
            search.round()
        best.market, best.flows, best.value = search.whole(fewest)
        thin = thin_sessions(best.market, fewest)
    dissolve_thin(search.ways, best.market, best.flows, fewest)
    return shut | thin


def proven_bound(
    problem: Problem, network: Network, search: Search, curves: Curves, best: Tracker
) -> float:
    """The bound at the best prices in full precision, in expected seats."""
    market = open_market(network, curves, network.places)
    market.seats["people"] = search.market.seats["people"]
    cost = network.reach.minutes * problem.assumptions.travel_price
    price = best.session_price
    people = people_bound(search.ways, search.flows, cost, price, min(network.n_slots, LANES))
    return float((people + seats_bound(market, price)) * (1.0 + ROUNDING))


def true_objective(problem: Problem, in_seat: FloatArray, minutes: float) -> tuple[float, float]:
    """Expected seats gained, and that less the price of the travel."""
    gained = float(added_value(curves_of(problem), in_seat).sum())
    return gained, gained - problem.assumptions.travel_price * minutes


def is_open(price: FloatArray) -> NDArray[np.bool_]:
    """Which sessions anybody can go to, by their prices."""
    return price > 0.5 * SHUT
