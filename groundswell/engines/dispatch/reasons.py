"""Why a person goes where they do: read off the prices."""

from dataclasses import dataclass

from groundswell.engines.dispatch.plan import Plan
from groundswell.engines.dispatch.problem import Problem


@dataclass(frozen=True)
class Reason:
    """The figures behind one line of a plan.

    times_nearest: gain as a multiple of the nearest shift's; infinite if that isn't worth the way.
    extra_minutes: how much longer the way is than to the nearest. is_nearest: they are the same.
    nearest_is_full, is_full: places there are wanted by more people than there are.
    chance: of winning the seat with the plan.
    """

    times_nearest: float
    extra_minutes: float
    is_nearest: bool
    is_full: bool
    nearest_is_full: bool
    chance: float


def reason_of(problem: Problem, plan: Plan, line: int) -> Reason:
    """Say in figures why line `line` of the plan is as it is."""
    shift, nearest = int(plan.shift[line]), int(plan.nearest_shift[line])
    there = float(plan.nearest_gain[line])
    return Reason(
        times_nearest=float(plan.gain[line]) / there if there > 0.0 else float("inf"),
        extra_minutes=float(plan.minutes[line] - plan.nearest_minutes[line]),
        is_nearest=shift == nearest,
        is_full=bool(plan.place_price[shift] > 0.0),
        nearest_is_full=bool(plan.place_price[nearest] > 0.0),
        chance=float(plan.chance_after[problem.shifts.seat[shift]]),
    )
