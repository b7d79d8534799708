"""Making one plan from beginning to end, and making it again from what it kept."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from groundswell.apps.dispatch.assumptions import PlanAssumptions
from groundswell.apps.dispatch.models import Plan
from groundswell.apps.dispatch.planning.inputs import unpacked
from groundswell.apps.dispatch.planning.reading import read_inputs
from groundswell.apps.dispatch.planning.solving import place, simpler_rules
from groundswell.apps.dispatch.planning.storing import store
from groundswell.apps.dispatch.planning.summary import sent_by_nearest, summarise
from groundswell.engines import dispatch as engine
from groundswell.errors import InputError

Progress = Callable[[float, str], None]
# How far the work is when each part begins.
READ, PREPARE, PLACE, COMPARE, STORE = 0.0, 0.15, 0.2, 0.5, 0.6


@dataclass
class Seconds:
    """How long each part took."""

    parts: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, part: str) -> Iterator[None]:
        """Measure one part."""
        start = time.perf_counter()
        yield
        self.parts[part] = round(time.perf_counter() - start, 4)


def make_plan(plan: Plan, *, at: datetime, progress: Progress) -> None:
    """Read what the plan is made from, place people, compare with simpler rules, store it all.

    at: now. progress: told how far the work is; it raises Cancelled if somebody stopped it, and
    then nothing is stored. Raises InputError if a plan can't be made.
    """
    assumptions = PlanAssumptions.from_json(plan.assumptions)
    seconds = Seconds()
    progress(READ, _("Reading people, shifts and the forecast"))
    with seconds.of("read"):
        given = read_inputs(forecast=plan.forecast, side=plan.side, assumptions=assumptions, at=at)
    progress(PREPARE, _("Getting the engine ready; the first time takes half a minute"))
    with seconds.of("prepare"):
        engine.warm()
    words = _("Placing %(n)s people") % {"n": f"{len(given.people):,}"}
    progress(PLACE, words)
    with seconds.of("place"):
        answer = place(given.inputs, on_round=lambda: progress(PLACE, words))
    progress(COMPARE, _("Comparing with simpler rules"))
    with seconds.of("compare"):
        rules = simpler_rules(answer.problem, given.signed_up)
        summary = summarise(given, answer, rules)
        n_nearest = sent_by_nearest(answer, rules)
    progress(STORE, _("Storing the plan"))
    with seconds.of("store"):
        store(plan, given, answer.plan, n_nearest=n_nearest, summary=summary, at=at)
    # How long storing took is known only now.
    plan.summary = summary | {"seconds": seconds.parts}
    plan.save(update_fields=["summary"])


@dataclass(frozen=True)
class Repeated:
    """What came of making a plan again. is_equal: to the last digit."""

    objective: float
    is_equal: bool


def repeat(plan: Plan) -> Repeated:
    """Make a finished plan again from the inputs it kept; nothing is read or written besides.

    Raises InputError if it kept none, or in a form that this release can't read.
    """
    if plan.inputs is None or plan.summary is None:
        raise InputError(f"Plan {plan.number} isn't finished, so there is nothing to repeat.")
    objective = place(unpacked(bytes(plan.inputs))).plan.objective
    return Repeated(objective, objective == plan.summary["objective"])
