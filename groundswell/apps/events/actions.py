"""Making events and shifts, and saying how many people a shift can use."""

from collections.abc import Sequence

from django.db import transaction

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.elections.models import Seat
from groundswell.apps.events.demo_events import DemoEvent
from groundswell.apps.events.models import Event, Shift
from groundswell.errors import InputError

MOST_PLACES = 100_000
ROWS_AT_ONCE = 2_000


@transaction.atomic
def set_places(*, by: User, shift: Shift, places: int) -> Shift:
    """Say how many people a shift can use. Nobody who is placed there already is moved."""
    if not 0 <= places <= MOST_PLACES:
        raise InputError(
            f"A shift can have 0 to {MOST_PLACES:,} places; this would be {places:,}. "
            "Give a number in between."
        )
    held: Shift = Shift.objects.select_for_update().get(pk=shift.pk)
    before, held.places = held.places, places
    if before == places:
        return held
    held.save(update_fields=["places"])
    note(
        "shift.places-set",
        organisation_id=held.organisation_id,
        by_id=by.pk,
        about=held,
        before=before,
        after=places,
    )
    return held


@transaction.atomic
def add_events(
    *, organisation: Organisation, rows: Sequence[DemoEvent], by: User | None = None
) -> int:
    """Store many events with their shifts, published at once. Returns how many events.

    Raises InputError if an event is in a seat that isn't loaded, or a shift has more places than
    one can have; then nothing is stored.
    """
    seats = dict(Seat.objects.values_list("code", "pk"))
    unknown = sorted({row.seat_code for row in rows} - seats.keys())
    if unknown:
        raise InputError(
            f"{len(unknown)} seats of these events aren't loaded, the first {unknown[0]}. "
            "Load the seats first."
        )
    too_many = [s.places for row in rows for s in row.shifts if not 0 <= s.places <= MOST_PLACES]
    if too_many:
        raise InputError(
            f"{len(too_many)} shifts have a number of places outside 0 to {MOST_PLACES:,}, "
            f"the first {too_many[0]:,}."
        )
    events = [
        Event(
            organisation=organisation,
            seat_id=seats[row.seat_code],
            name=row.name,
            venue=row.venue,
            lon=row.lon,
            lat=row.lat,
            host_name=row.host,
            is_published=True,
        )
        for row in rows
    ]
    shifts = [
        Shift(
            organisation=organisation,
            event=event,
            slot=shift.slot,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            places=shift.places,
        )
        for event, row in zip(events, rows, strict=True)
        for shift in row.shifts
    ]
    Event.objects.bulk_create(events, batch_size=ROWS_AT_ONCE)
    Shift.objects.bulk_create(shifts, batch_size=ROWS_AT_ONCE)
    note(
        "events.added",
        organisation_id=organisation.pk,
        by_id=by.pk if by else None,
        about=organisation,
        events=len(events),
        shifts=len(shifts),
    )
    return len(events)
