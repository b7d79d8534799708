"""Saying how much one seat counts beside the others."""

import math

from django.db import transaction

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.elections.models import Seat, SeatWeight
from groundswell.errors import InputError

LEAST, USUAL, MOST = 0.0, 1.0, 10.0


@transaction.atomic
def weigh_seat(
    *, by: User | None, organisation: Organisation, seat: Seat, weight: float
) -> SeatWeight | None:
    """Let a seat count `weight` times as much as others in the next plan; 1 undoes it.

    Returns the row, or None at the usual weight, which has none.
    Raises InputError for a weight that isn't between 0 and 10.
    """
    if not (math.isfinite(weight) and LEAST <= weight <= MOST):
        raise InputError(
            f"The weight of {seat.name} would be {weight:g}; it lies between 0 (leave it out) and "
            "10. 1 is the usual."
        )
    held = SeatWeight.objects.select_for_update().filter(seat=seat).first()
    before = held.weight if held else USUAL
    if before == weight:
        return held
    if weight == USUAL:
        SeatWeight.objects.filter(seat=seat).delete()
        held = None
    elif held:
        held.weight = weight
        held.save(update_fields=["weight"])
    else:
        held = SeatWeight(organisation=organisation, seat=seat, weight=weight)
        held.save(force_insert=True)
    note(
        "seat.weighed",
        organisation_id=organisation.pk,
        by_id=by.pk if by else None,
        about=seat,
        before=before,
        after=weight,
    )
    return held
