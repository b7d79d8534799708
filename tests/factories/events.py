"""People who offered help, and shifts to come to."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.elections.models import Seat
from groundswell.apps.events.models import Event, Shift
from groundswell.apps.people.models import Person, Volunteer
from groundswell.apps.places.models import PostcodeDistrict

_number = count(1)
SATURDAY = datetime(2017, 6, 3, 10, tzinfo=ZoneInfo("Europe/London"))


def volunteer(*, of: Organisation, district: PostcodeDistrict, **fields: Any) -> Volunteer:
    n = next(_number)
    person = Person(organisation=of, first_name=f"Aled{n}", email=f"aled{n}@example.org")
    person.save()
    given = {
        "mode": "car", "max_minutes": 60, "slots": "sat-am", "signed_up_at": SATURDAY,
    } | fields  # fmt: skip
    made = Volunteer(organisation=of, person=person, district=district, **given)
    made.save()
    return made


def event(*, of: Organisation, seat: Seat, **fields: Any) -> Event:
    given = {
        "name": f"Doors in {seat.name}", "venue": "Library steps", "is_published": True,
        "lon": seat.area.lon, "lat": seat.area.lat,
    } | fields  # fmt: skip
    made = Event(organisation=of, seat=seat, **given)
    made.save()
    return made


def shift(*, at: Event, slot: str = "sat-am", **fields: Any) -> Shift:
    given = {
        "starts_at": SATURDAY, "ends_at": SATURDAY + timedelta(hours=3), "places": 40,
    } | fields  # fmt: skip
    made = Shift(organisation=at.organisation, event=at, slot=slot, **given)
    made.save()
    return made
