"""Compile every loop of the engine, so that the first real plan doesn't wait for it."""

import numpy as np

from groundswell.engines.dispatch.baselines import baselines
from groundswell.engines.dispatch.plan import plan_dispatch
from groundswell.engines.dispatch.problem import Assumptions, Problem, Seats, Shifts, Volunteers


def warm() -> None:
    """Make a tiny plan that runs through all compiled code; the results are kept on disk."""
    problem = Problem(
        Seats(np.array([-200.0, -9000.0]), np.array([2000.0, 1500.0]), np.array([2e4, 2e4])),
        Shifts(
            np.array([0, 1, 1]),
            np.array([0, 1, 0]),
            np.array([0.0, 0.1, 0.1]),
            np.array([51.0, 51.0, 51.0]),
            np.array([1, 2, 1]),
        ),
        Volunteers(
            np.array([0.0, 0.01, 0.02, 0.02]),
            np.full(4, 51.0),
            np.full(4, 60.0),
            np.array([0, 1, 0, 0], dtype=np.int8),
            np.full(4, 3, dtype=np.uint64),
        ),
        Assumptions(min_team=2),
    )
    baselines(problem)
    plan_dispatch(problem)
