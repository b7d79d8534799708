"""Asking the engine, and asking it again under other assumptions."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.apps.dispatch.planning.inputs import Inputs, IntArray
from groundswell.engines.dispatch import (
    Network,
    Plan,
    Problem,
    baselines,
    build_network,
    solve_network,
    write_plan,
)
from groundswell.engines.dispatch.curves import added_value, curves_of

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Answer:
    """The engine's plan, with the problem it was made for.

    offers: how many times somebody is free for a shift they can reach; n_in_reach: how many people
    have any such shift.
    """

    problem: Problem
    plan: Plan
    offers: int
    n_in_reach: int


def place(inputs: Inputs, *, on_round: Callable[[], None] | None = None) -> Answer:
    """Let the engine place everybody. on_round: called now and then; what it raises stops the work.

    The same inputs give the same answer to the last digit: nothing is drawn at random.
    """

    def go_on(_round: object) -> bool:
        if on_round is not None:
            on_round()
        return True

    problem = inputs.problem()
    network = build_network(problem)
    solution = solve_network(problem, network, on_round=go_on)
    return Answer(
        problem=problem,
        plan=write_plan(problem, network, solution),
        offers=int(network.size.sum()),
        n_in_reach=_n_in_reach(problem, network),
    )


def _n_in_reach(problem: Problem, network: Network) -> int:
    """People who are free in some slot of some shift within their limit."""
    has_node = np.zeros(len(network.class_row), dtype=bool)
    has_node[network.node_class] = True
    somewhere = network.order[np.repeat(has_node, np.diff(network.class_start))]
    offered = np.bitwise_or.reduce(
        np.uint64(1) << problem.shifts.slot.astype(np.uint64), initial=np.uint64(0)
    )
    return int(np.count_nonzero(problem.volunteers.slots[somewhere] & offered))


def simpler_rules(problem: Problem, signed_up: IntArray) -> dict[str, dict[str, Any]]:
    """What three simple rules would do with the same people, first signed up first served.

    signed_up: (N,) each person's place in the order of sign-up.
    """
    first = np.argsort(signed_up)
    people = problem.volunteers
    in_order = replace(
        people,
        lon=people.lon[first],
        lat=people.lat[first],
        max_minutes=people.max_minutes[first],
        mode=people.mode[first],
        slots=people.slots[first],
    )
    found = baselines(replace(problem, volunteers=in_order))
    return {name: asdict(rule) for name, rule in found.items()}


def gain_at(problem: Problem, in_seat: FloatArray, *, votes_per_contact: float) -> float:
    """What so many people in each seat would gain, were a conversation worth something else."""
    assumed = replace(problem.assumptions, votes_per_contact=votes_per_contact)
    curves = curves_of(replace(problem, assumptions=assumed))
    return float(added_value(curves, in_seat).sum())
