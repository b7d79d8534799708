"""The plan: who goes where, what it is worth, and how little more anything could be worth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.curves import chance_of_winning, curves_of
from groundswell.engines.dispatch.network import Network, build_network
from groundswell.engines.dispatch.people import place_people
from groundswell.engines.dispatch.problem import FloatArray, IntArray, Problem
from groundswell.engines.dispatch.solve import (
    OnRound,
    Solution,
    Until,
    gap_between,
    solve_network,
    true_objective,
)


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan of whole people. All values are in expected seats.

    One entry for each person and shift, (P,), by person, then slot:
      person, shift: indices into the problem; minutes: one way.
      gain: what the plan would lose, at the margin, if this person dropped out of this shift:
        the seat's price less the place's and the travel's. nearest_gain: the same at
        nearest_shift, the nearest shift with places in that slot, nearest_minutes away.
    Prices that prove the bound: seat_price (M,), what one more person in the seat is worth;
      place_price (K,), what one more place in the shift would be worth.
    objective: expected_seats_gain less the price of the travel; doing nothing is worth 0.
    upper_bound: no plan that keeps the problem's rules is worth more.
    gap: (upper_bound − objective) / upper_bound.
    in_seat, chance_before, chance_after: (M,) people's shifts in each seat, and its chance of being
      won without and with them. crowd: (K,) people in each shift.
    shut: (K,) shifts left empty because fewer than a team would have come.
    """

    person: IntArray
    shift: IntArray
    minutes: FloatArray
    gain: FloatArray
    nearest_shift: IntArray
    nearest_minutes: FloatArray
    nearest_gain: FloatArray
    seat_price: FloatArray
    place_price: FloatArray
    objective: float
    upper_bound: float
    gap: float
    expected_seats_gain: float
    travel_minutes: float
    in_seat: FloatArray
    chance_before: FloatArray
    chance_after: FloatArray
    crowd: IntArray
    shut: NDArray[np.bool_]
    rounds: int

    @property
    def placed(self) -> int:
        """How many places are taken: a person in three slots counts three times."""
        return len(self.person)


def plan_dispatch(
    problem: Problem,
    *,
    gap: float = 1e-4,
    until: Until | None = None,
    on_round: OnRound | None = None,
) -> Plan:
    """Find the plan that gains the most expected seats net of travel, and prove how good it is.

    gap: how close to the best is close enough, as a share of the bound.
    until: ends the search before that; at most 400 rounds if left out.
    on_round: told after each round; answering False abandons the search with Cancelled.

    The same problem always gives the same plan. Where seats are far behind, the chance of winning
    starts convex and the bound is taken over its concave envelope: the gap then includes what
    that costs, and may stay above the one asked for.
    """
    network = build_network(problem)
    solution = solve_network(problem, network, gap=gap, until=until, on_round=on_round)
    return write_plan(problem, network, solution)


def write_plan(problem: Problem, network: Network, solution: Solution) -> Plan:
    """Name persons for the counts of a solution, and work out what each is worth."""
    assumed, shifts = problem.assumptions, problem.shifts
    placements = place_people(network, solution.flows, problem.volunteers.slots)
    shift_at = np.full(len(network.places), -1)
    shift_at[network.shift_session] = np.arange(shifts.count)
    shift, nearest = shift_at[placements.session], shift_at[placements.nearest_session]

    price = solution.session_price[network.shift_session]
    seat_price = solution.seat_price
    # Where there are no places, one more place is worth all that a person there would be.
    price = np.where(shifts.places > 0, price, 0.0)
    place_price = np.maximum(0.0, seat_price[shifts.seat] - price)
    worth = seat_price[shifts.seat] - place_price

    crowd = np.bincount(shift, minlength=shifts.count)
    in_seat: FloatArray = np.zeros(problem.seats.count)
    np.add.at(in_seat, shifts.seat, crowd)
    travel_minutes = float(placements.minutes.sum())
    gained, objective = true_objective(problem, in_seat, travel_minutes)
    curves = curves_of(problem)
    return Plan(
        person=placements.person,
        shift=shift,
        minutes=placements.minutes,
        gain=worth[shift] - assumed.travel_price * placements.minutes,
        nearest_shift=nearest,
        nearest_minutes=placements.nearest_minutes,
        nearest_gain=worth[nearest] - assumed.travel_price * placements.nearest_minutes,
        seat_price=seat_price,
        place_price=place_price,
        objective=objective,
        upper_bound=solution.upper_bound,
        gap=gap_between(objective, solution.upper_bound),
        expected_seats_gain=gained,
        travel_minutes=travel_minutes,
        in_seat=in_seat,
        chance_before=chance_of_winning(curves, np.zeros(problem.seats.count)),
        chance_after=chance_of_winning(curves, in_seat),
        crowd=crowd,
        shut=solution.shut[network.shift_session],
        rounds=solution.rounds,
    )
