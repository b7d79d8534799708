"""Reading plans and what they did."""

from groundswell.apps.dispatch.queries.comparison import MOST_TO_CHOOSE, compare
from groundswell.apps.dispatch.queries.plan_map import plan_map
from groundswell.apps.dispatch.queries.plan_page import plan_page
from groundswell.apps.dispatch.queries.plan_table import plan_table, seat_csv, weighed_seats
from groundswell.apps.dispatch.queries.plans import (
    Need,
    Readiness,
    current_plan,
    finished_plans,
    has_people,
    last_assumptions,
    plans,
    readiness,
)

__all__ = [
    "MOST_TO_CHOOSE",
    "Need",
    "Readiness",
    "compare",
    "current_plan",
    "finished_plans",
    "has_people",
    "last_assumptions",
    "plan_map",
    "plan_page",
    "plan_table",
    "plans",
    "readiness",
    "seat_csv",
    "weighed_seats",
]
