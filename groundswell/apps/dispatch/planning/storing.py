"""Writing a plan's rows: all of them in one transaction, at the end."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction

from groundswell.apps.dispatch.models import Flow, Placement, Plan, PlanSeat, PlanShift
from groundswell.apps.dispatch.planning.inputs import Inputs, IntArray, fingerprint
from groundswell.apps.dispatch.planning.reading import Given
from groundswell.apps.dispatch.planning.solving import FloatArray
from groundswell.apps.people.many_rows import insert_many
from groundswell.engines import dispatch as engine

# A quarter of a degree is about 28 km north to south: near enough for a national map.
CELLS_PER_DEGREE = 4
# Who is asked where is kept for accepted plans and for so many of the newest: of a plan that nobody
# took up, counts are enough, and a national one holds a hundred thousand rows.
PLANS_WITH_PEOPLE = 3


def store(
    plan: Plan,
    given: Given,
    found: engine.Plan,
    *,
    n_nearest: IntArray,
    summary: dict[str, Any],
    at: datetime,
) -> None:
    """Write everything that came out, and mark the plan made: all of it or nothing.

    n_nearest: (M,) how many people "everyone to the nearest" would place in each seat.
    """
    # All rows first: while they are written, SQLite lets nobody else write.
    tables = (
        (PlanSeat, SEAT_FIELDS, list(seat_rows(plan, given, found, n_nearest))),
        (PlanShift, SHIFT_FIELDS, list(shift_rows(plan, given.inputs, found))),
        (Placement, PLACEMENT_FIELDS, list(placement_rows(plan, given, found))),
        (Flow, FLOW_FIELDS, list(flow_rows(plan, given, found))),
    )
    plan.inputs = given.inputs.packed()
    plan.inputs_hash = fingerprint(plan.inputs)
    plan.summary, plan.made_at = summary, at
    with transaction.atomic():
        for model, fields, rows in tables:
            insert_many(model, fields, rows)
        plan.save(update_fields=["inputs", "inputs_hash", "summary", "made_at"])
    forget_people_of_old_plans()


def forget_people_of_old_plans() -> None:
    """Clear the placements of plans that nobody accepted and that newer ones have replaced."""
    finished = Plan.objects.filter(made_at__isnull=False).order_by("-number")
    newest = list(finished.values_list("pk", flat=True)[:PLANS_WITH_PEOPLE])
    old = finished.filter(accepted_at=None).exclude(pk__in=newest)
    Placement.objects.filter(plan__in=list(old.values_list("pk", flat=True))).delete()


SEAT_FIELDS = (
    *("plan", "seat", "weight", "n_places", "n_placed", "n_nearest", "median_minutes"),
    *("seat_price", "p_before", "p_after", "depends_on_scenario"),
)


def seat_rows(
    plan: Plan, given: Given, found: engine.Plan, n_nearest: IntArray
) -> Iterator[tuple[Any, ...]]:
    """One row for each seat where the side stands, shifts or not."""
    inputs = given.inputs
    seat_of = np.array([shift.seat for shift in inputs.shifts], dtype=np.int64)
    n_seats = len(inputs.seats)
    places = np.bincount(seat_of, inputs.places(), minlength=n_seats)
    minutes = medians(seat_of[found.shift], found.minutes, n_seats)
    for n, (key, one) in enumerate(zip(given.seat_ids, inputs.seats, strict=True)):
        yield (
            *(plan.pk, key, one.weight, int(places[n]), int(found.in_seat[n])),
            *(int(n_nearest[n]), minutes[n], float(found.seat_price[n])),
            *(float(found.chance_before[n]), float(found.chance_after[n])),
            given.depends_on_scenario[n],
        )


def medians(label: IntArray, values: FloatArray, n_labels: int) -> list[float | None]:
    """The median of the values under each label; None where there are none."""
    order = np.argsort(label, kind="stable")
    parts = np.split(values[order], np.searchsorted(label[order], np.arange(1, n_labels)))
    return [float(np.median(part)) if part.size else None for part in parts]


SHIFT_FIELDS = ("plan", "shift", "n_places", "n_placed", "seat_price", "place_price")


def shift_rows(plan: Plan, inputs: Inputs, found: engine.Plan) -> Iterator[tuple[Any, ...]]:
    """One row for each shift on offer."""
    places = inputs.places()
    for n, shift in enumerate(inputs.shifts):
        yield (
            *(plan.pk, UUID(shift.id), int(places[n]), int(found.crowd[n])),
            *(float(found.seat_price[shift.seat]), float(found.place_price[n])),
        )


PLACEMENT_FIELDS = ("plan", "volunteer", "shift", "minutes", "gain", "nearest_gain")


def placement_rows(plan: Plan, given: Given, found: engine.Plan) -> Iterator[tuple[Any, ...]]:
    """One row for each person asked to a shift."""
    shifts = [UUID(shift.id) for shift in given.inputs.shifts]
    columns = (found.person, found.shift, found.minutes, found.gain, found.nearest_gain)
    for person, shift, *figures in zip(*(column.tolist() for column in columns), strict=True):
        yield plan.pk, given.people[person], shifts[shift], *figures


FLOW_FIELDS = ("plan", "seat", "lon", "lat", "n_people")


def flow_rows(plan: Plan, given: Given, found: engine.Plan) -> Iterator[tuple[Any, ...]]:
    """People who set out in one cell of a grid for one seat, from where they live on average."""
    if not found.person.size:
        return
    inputs = given.inputs
    points = np.array([district[1:] for district in inputs.districts])
    home = points[np.repeat(inputs.groups[:, 0], inputs.groups[:, 4])[found.person]]
    seat = np.array([shift.seat for shift in inputs.shifts])[found.shift]
    cell = np.floor(home * CELLS_PER_DEGREE).astype(np.int64)
    _, first, flow = np.unique(
        np.column_stack([cell, seat]), axis=0, return_index=True, return_inverse=True
    )
    flow = flow.reshape(-1)
    n = np.bincount(flow)
    lon, lat = (np.bincount(flow, home[:, axis]) / n for axis in (0, 1))
    for k in range(len(n)):
        key = given.seat_ids[int(seat[first[k]])]
        yield plan.pk, key, float(lon[k]), float(lat[k]), int(n[k])
