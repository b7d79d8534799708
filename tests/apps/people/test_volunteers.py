"""Volunteers: storing very many of them, counting those who came since."""

import time
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from django.db import IntegrityError
from django.utils import timezone

from groundswell.apps.accounts.scope import scope
from groundswell.apps.audit.models import Entry
from groundswell.apps.people import actions, queries
from groundswell.apps.people.demo_people import made_up_volunteers
from groundswell.apps.people.models import Person, Volunteer
from groundswell.errors import InputError
from tests.factories import accounts, elections, events

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


def made_up(n):
    for code in ("CH1", "LL11"):
        elections.district(code)
    districts = pl.DataFrame(
        {"district": ["CH1", "LL11"], "lon": [-2.9, -3.0], "lat": [53.2, 53.0],
         "population": [20_000, 30_000]}
    )  # fmt: skip
    return made_up_volunteers(n, districts, np.random.default_rng(5))


def test_every_row_becomes_a_volunteer_with_a_person(organisation):
    rows = made_up(50)
    opened_at = timezone.now()
    n = actions.add_volunteers(organisation=organisation, rows=rows, opened_at=opened_at)

    assert n == 50
    stored = Volunteer.objects.select_related("person", "district").get(
        person__email=rows["email"][7]
    )
    row = rows.row(7, named=True)
    assert str(stored.person) == f"{row['first_name']} {row['last_name']}"
    assert stored.person.phone == "+44" + row["phone"].replace(" ", "")[1:]
    assert (stored.district.code, stored.mode, stored.max_minutes, stored.car_seats) == (
        row["district"], row["mode"], row["max_minutes"], row["car_seats"],
    )  # fmt: skip
    assert (stored.is_trained, stored.slots) == (row["trained"], row["slots"])
    waited = stored.signed_up_at - opened_at
    assert waited.total_seconds() == pytest.approx(3600 * row["signed_up_hours"], abs=1e-3)


def test_adding_volunteers_is_written_down_without_names(organisation):
    actions.add_volunteers(organisation=organisation, rows=made_up(3))
    assert Entry.objects.get(action="volunteers.added").detail == {"people": 3}


def test_a_district_that_is_not_loaded_stores_nobody(organisation):
    rows = made_up(5).with_columns(district=pl.lit("ZZ99"))
    with pytest.raises(InputError, match=r"5 of 5 volunteers live in a district .* first ZZ99"):
        actions.add_volunteers(organisation=organisation, rows=rows)
    assert not Person.objects.exists()


def test_nobody_at_all_can_be_added(organisation):
    assert actions.add_volunteers(organisation=organisation, rows=made_up(0)) == 0


def test_a_row_the_database_refuses_stores_nobody(organisation):
    rows = made_up(5).with_columns(max_minutes=pl.lit(None, dtype=pl.Int64))
    with pytest.raises(IntegrityError):
        actions.add_volunteers(organisation=organisation, rows=rows)


def test_people_who_signed_up_later_are_counted(organisation):
    moment = timezone.now()
    district = elections.district()
    events.volunteer(of=organisation, district=district, signed_up_at=moment - timedelta(days=1))
    events.volunteer(of=organisation, district=district, signed_up_at=moment + timedelta(days=1))
    assert queries.n_signed_up_since(moment=moment, people_then=1) == 1


def test_people_loaded_later_with_older_dates_are_counted(organisation):
    moment = timezone.now()
    for _ in range(3):
        events.volunteer(of=organisation, district=elections.district())
    assert queries.n_signed_up_since(moment=moment, people_then=1) == 2


def test_people_who_left_are_not_counted_as_new(organisation):
    assert queries.n_signed_up_since(moment=timezone.now(), people_then=10) == 0


@pytest.mark.slow
def test_a_hundred_thousand_volunteers_are_stored_within_fifteen_seconds(organisation):
    rows = made_up(100_000)
    start = time.monotonic()
    actions.add_volunteers(organisation=organisation, rows=rows)
    assert time.monotonic() - start < 15
    assert Volunteer.objects.count() == 100_000
