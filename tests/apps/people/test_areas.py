"""Volunteers of whom only a postcode district is known are put into the nearest area."""

import pytest
from django.utils import timezone

from groundswell.apps.accounts.scope import scope
from groundswell.apps.people.actions.areas import place_volunteers
from groundswell.apps.people.models import Person, Volunteer
from groundswell.apps.places.models import Area, AreaNode, BoundarySet, PostcodeDistrict
from tests.factories import accounts
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def test_a_volunteer_goes_to_the_nearest_area_and_stays_where_somebody_put_them():
    organisation = accounts.organisation()
    boundaries = BoundarySet.objects.create(name="seats", in_force_from="2010-05-06")
    with scope(organisation.pk):
        nodes = {}
        for code, lon, lat in (("gower", -4.2, 51.6), ("ealing", -0.3, 51.5)):
            area = Area.objects.create(
                boundary_set=boundaries, code=code, name=code, lon=lon, lat=lat
            )
            nodes[code] = AreaNode(
                organisation=organisation, name=code, code=code, path=f"/{code}/", area=area
            )
            nodes[code].save(force_insert=True)
        people = [person(of=organisation), person(of=organisation, area=nodes["gower"])]
        for one, (code, lon, lat) in zip(
            people, (("SA4", -4.1, 51.7), ("W5", -0.3, 51.5)), strict=True
        ):
            district = PostcodeDistrict.objects.create(code=code, lon=lon, lat=lat)
            Volunteer(
                organisation=organisation, person=one, district=district, mode="car",
                max_minutes=30, slots="sat-am", signed_up_at=timezone.now(),
            ).save()  # fmt: skip
        assert place_volunteers(organisation=organisation) == 1
        assert {one.area_id for one in Person.objects.all()} == {nodes["gower"].pk}
