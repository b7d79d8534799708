"""Best possible values, by other people's solvers and by trying everything."""

from itertools import product

import numpy as np
from ortools.graph.python import min_cost_flow

from groundswell.engines.dispatch.check import minutes_again, objective_again, seat_value

SCALE = 10**13


def best_value(problem):
    """The best value of a problem without thin teams or S-shaped seats, by min-cost flow.

    A node for each person and slot, each shift and each seat; from each seat one arc for each
    further person, whose gains fall one by one, so that the best flow takes them in order.
    """
    people, shifts = problem.volunteers, problem.shifts
    tails, heads, rooms, costs = [], [], [], []
    supply = {}

    def arc(tail, head, room, cost):
        tails.append(tail)
        heads.append(head)
        rooms.append(room)
        costs.append(round(cost * SCALE))

    sink = 0
    seat_at = 1 + np.arange(problem.seats.count)
    shift_at = 1 + problem.seats.count + np.arange(shifts.count)
    following = 1 + problem.seats.count + shifts.count
    for i in range(people.count):
        times = minutes_again(problem, np.full(shifts.count, i), np.arange(shifts.count))
        for slot in np.unique(shifts.slot):
            if not int(people.slots[i]) >> int(slot) & 1:
                continue
            node, following = following, following + 1
            supply[node] = 1
            arc(node, sink, 1, 0.0)
            for s in np.flatnonzero((shifts.slot == slot) & (times <= people.max_minutes[i])):
                arc(node, shift_at[s], 1, problem.assumptions.travel_price * times[s])
    for s in range(shifts.count):
        arc(shift_at[s], seat_at[shifts.seat[s]], int(shifts.places[s]), 0.0)
    for j in range(problem.seats.count):
        total = int(shifts.places[shifts.seat == j].sum())
        gains = np.diff(seat_value(problem, j, np.arange(total + 1.0)))
        assert (np.diff(gains) <= 1e-15).all(), "this seat is S-shaped"
        for gain in gains:
            arc(seat_at[j], sink, 1, -gain)
    if not supply:
        return 0.0
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.array(tails), np.array(heads), np.array(rooms), np.array(costs)
    )
    supply[sink] = -len(supply)
    for node, amount in supply.items():
        flow.set_node_supply(int(node), amount)
    assert flow.solve() == flow.OPTIMAL
    return -flow.optimal_cost() / SCALE


def best_by_trying(problem):
    """The best value of a tiny problem, teams and S-shaped seats and all, by trying every plan."""
    people, shifts = problem.volunteers, problem.shifts
    choices, who = [], []
    for i in range(people.count):
        times = minutes_again(problem, np.full(shifts.count, i), np.arange(shifts.count))
        for slot in np.unique(shifts.slot):
            if int(people.slots[i]) >> int(slot) & 1:
                near = np.flatnonzero((shifts.slot == slot) & (times <= people.max_minutes[i]))
                choices.append([(None, 0.0), *((s, times[s]) for s in near)])
                who.append(i)
    best = 0.0
    for plan in product(*choices):
        crowd = np.zeros(shifts.count, dtype=np.int64)
        for s, _ in plan:
            if s is not None:
                crowd[s] += 1
        thin = (crowd > 0) & (crowd < problem.assumptions.min_team)
        if (crowd > shifts.places).any() or thin.any():
            continue
        minutes = np.array([time for _, time in plan])
        best = max(best, objective_again(problem, crowd, minutes))
    return best
