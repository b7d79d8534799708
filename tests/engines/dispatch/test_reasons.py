"""The figures behind one line of a plan."""

import numpy as np
import pytest

from groundswell.engines.dispatch import plan_dispatch, reason_of
from tests.engines.dispatch import made_up


@pytest.fixture(scope="module")
def problem():
    """300 shifts around one town."""
    return made_up.problem(7, people=400, seats=20, shifts=300, slots=4, places=8)


@pytest.fixture(scope="module")
def plan(problem):
    return plan_dispatch(problem)


def test_a_reason_gives_the_figures_of_its_line(problem, plan):
    line = int(np.argmax(plan.shift != plan.nearest_shift))
    reason = reason_of(problem, plan, line)
    assert not reason.is_nearest
    assert reason.extra_minutes == pytest.approx(plan.minutes[line] - plan.nearest_minutes[line])
    assert reason.times_nearest >= 0.99


def test_who_stays_at_the_nearest_goes_no_further(problem, plan):
    line = int(np.argmax(plan.shift == plan.nearest_shift))
    reason = reason_of(problem, plan, line)
    assert (reason.is_nearest, reason.extra_minutes) == (True, 0.0)
    assert reason.times_nearest == pytest.approx(1.0)
