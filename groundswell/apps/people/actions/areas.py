"""Putting people into the organisation's areas, where only the half of their postcode is known."""

from math import cos, radians

import numpy as np
from django.db import transaction
from django.utils import timezone
from scipy.spatial import cKDTree

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.audit.actions import note
from groundswell.apps.people.models import Person
from groundswell.apps.places.models import AreaNode, PostcodeDistrict

MIDDLE_LATITUDE = 54.0  # of Britain; near enough for "which is nearest"


@transaction.atomic
def place_volunteers(*, organisation: Organisation, by: User | None = None) -> int:
    """Give volunteers without an area the one whose centre is nearest to their district's.

    Only areas with a place on the map, and none below them, are given. Returns how many people
    were placed. A district crosses borders, so this is a guess: somebody's address decides better.
    """
    nodes = list(
        AreaNode.objects.filter(children=None, area__lon__isnull=False).select_related("area")
    )
    if not nodes:
        return 0
    centres = cKDTree([_point(node.area.lon, node.area.lat) for node in nodes])
    homeless = Person.objects.filter(area=None, volunteer__isnull=False)
    used = homeless.values("volunteer__district").distinct()
    districts = list(PostcodeDistrict.objects.filter(pk__in=used))
    if not districts:
        return 0
    _far, nearest = centres.query([_point(one.lon, one.lat) for one in districts])
    by_node: dict[int, list[int]] = {}
    for district, place in zip(districts, np.atleast_1d(nearest).tolist(), strict=True):
        by_node.setdefault(place, []).append(district.pk)
    n = 0
    for place, ids in by_node.items():
        theirs = Person.objects.filter(area=None, volunteer__district__in=ids)
        n += theirs.update(area=nodes[place], changed_at=timezone.now())
    note(
        "people.placed",
        organisation_id=organisation.pk,
        by_id=by.pk if by else None,
        about=organisation,
        people=n,
    )
    return n


def _point(lon: float, lat: float) -> tuple[float, float]:
    return lon * cos(radians(MIDDLE_LATITUDE)), lat
