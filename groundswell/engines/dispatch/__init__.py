"""Who goes where, and when: volunteers to shifts, for the most expected seats net of travel.

`plan_dispatch` makes the plan and proves how close it is to the best one; `baselines` says what
would happen without it; `check_plan` checks it by other means; `best_offers` answers for one.
"""

from groundswell.engines.dispatch.baselines import Baseline, baselines
from groundswell.engines.dispatch.check import Check, check_plan
from groundswell.engines.dispatch.kernels import warm
from groundswell.engines.dispatch.network import Network, build_network
from groundswell.engines.dispatch.offers import (
    Board,
    Offers,
    Reason,
    best_offers,
    price_board,
    reason_of,
)
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
from groundswell.engines.dispatch.solve import Round, Solution, at_most, solve_network
from groundswell.engines.dispatch.travel import travel_minutes

__all__ = [
    "CAR",
    "MODES",
    "TRANSIT",
    "WALK",
    "Assumptions",
    "Baseline",
    "Board",
    "Check",
    "Network",
    "Offers",
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
    "best_offers",
    "build_network",
    "check_plan",
    "plan_dispatch",
    "price_board",
    "reason_of",
    "solve_network",
    "travel_minutes",
    "warm",
    "write_plan",
]
