"""Making an organisation's area tree from the seats that are loaded."""

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.elections.models import Seat
from groundswell.apps.places import actions as places
from groundswell.apps.places.area_list import AreaLine, code_of
from groundswell.errors import InputError


@transaction.atomic
def areas_from_seats(*, by: User | None, organisation: Organisation) -> int:
    """Add each nation, its regions if it has several, and its seats. Returns how many are new.

    What is there already stays as it is, so it may be asked for again after new boundaries.
    """
    seats = list(Seat.objects.order_by("nation", "region", "name"))
    if not seats:
        raise InputError(_("No seats are loaded yet, so there is nothing to make areas from."))
    regions: dict[str, set[str]] = {}
    for seat in seats:
        regions.setdefault(seat.nation, set()).add(seat.region)
    lines = [AreaLine(code_of(nation), nation) for nation in regions]
    for nation, names in regions.items():
        if len(names) > 1:
            lines += [AreaLine(code_of(name), name, code_of(nation)) for name in sorted(names)]
    lines += [
        AreaLine(
            code_of(seat.code),
            seat.name,
            code_of(seat.region if len(regions[seat.nation]) > 1 else seat.nation),
            seat.area_id,
        )
        for seat in seats
    ]
    return places.add_areas(by=by, organisation=organisation, lines=lines)
