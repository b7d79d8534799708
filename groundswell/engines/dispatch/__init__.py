"""Who goes where, and when: volunteers to shifts, for the most expected seats net of travel.

`plan_dispatch` makes the plan and proves how close it is to the best one; `baselines` says what
would happen without it; `check_plan` checks it by other means; `reason_of` says why.
"""

from groundswell.engines.dispatch.baselines import Baseline, baselines
from groundswell.engines.dispatch.check import Check, check_plan
from groundswell.engines.dispatch.kernels import warm
from groundswell.engines.dispatch.network import Network, build_network
from groundswell.engines.dispatch.plan import Plan, plan_dispatch, write_plan
from groundswell.engines.dispatch.problem import (
    CAR,
    MODES,
    TRANSIT,
    WALK,
    Assumptions,
    Problem,
    Seats,
    Shifts,
    Travel,
    Volunteers,
)
from groundswell.engines.dispatch.reasons import Reason, reason_of
from groundswell.engines.dispatch.solve import Round, Solution, at_most, solve_network
from groundswell.engines.dispatch.travel import travel_minutes

__all__ = [
    "CAR",
    "MODES",
    "TRANSIT",
    "WALK",
    "Assumptions",
    "Baseline",
    "Check",
    "Network",
    "Plan",
    "Problem",
    "Reason",
    "Round",
    "Seats",
    "Shifts",
    "Solution",
    "Travel",
    "Volunteers",
    "at_most",
    "baselines",
    "build_network",
    "check_plan",
    "plan_dispatch",
    "reason_of",
    "solve_network",
    "travel_minutes",
    "warm",
    "write_plan",
]
