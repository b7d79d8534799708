"""Adding people who offered to help."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import polars as pl
from django.db import transaction
from django.utils import timezone

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.ordered_ids import ordered_ids
from groundswell.apps.audit.actions import note
from groundswell.apps.people.many_rows import insert_many
from groundswell.apps.people.models import Person, Volunteer
from groundswell.apps.places.models import PostcodeDistrict
from groundswell.errors import InputError
from groundswell.exchange.people.keys import name_key
from groundswell.exchange.people.phones import phones

PERSON = ("first_name", "last_name", "email", "phone", "name_key")
OFFER = ("mode", "max_minutes", "car_seats", "slots")


@transaction.atomic
def add_volunteers(
    *,
    organisation: Organisation,
    rows: pl.DataFrame,
    opened_at: datetime | None = None,
    by: User | None = None,
) -> int:
    """Store many volunteers at once, each with their person. Returns how many.

    rows: first_name, last_name, email, phone, district, mode, max_minutes, car_seats, trained,
    slots, and signed_up_hours after `opened_at` (now, if not given).

    Raises InputError if a district isn't loaded; then nobody is stored.
    """
    districts = dict(PostcodeDistrict.objects.values_list("code", "pk"))
    unknown = rows.filter(~pl.col("district").is_in(list(districts)))
    if unknown.height:
        raise InputError(
            f"{unknown.height} of {rows.height} volunteers live in a district that isn't loaded, "
            f"the first {unknown['district'][0]}. Load the districts first, or correct the code."
        )
    opened_at = opened_at or timezone.now()
    _add(organisation, rows, districts, opened_at)
    note(
        "volunteers.added",
        organisation_id=organisation.pk,
        by_id=by.pk if by else None,
        about=organisation,
        people=rows.height,
    )
    return rows.height


def _add(
    organisation: Organisation, rows: pl.DataFrame, districts: dict[str, int], opened_at: datetime
) -> None:
    now, unsaid = timezone.now(), _unsaid()
    keyed = rows.with_columns(
        name_key=name_key(pl.col("first_name"), pl.col("last_name")),
        # As people are looked for: "+447700900123".
        phone=phones(rows["phone"], country=organisation.country).fill_null(""),
    )
    ids = ordered_ids(rows.height)
    of_people = [
        (pk, organisation.pk, now, now, *row, *unsaid.values())
        for pk, row in zip(ids, keyed.select(PERSON).iter_rows(), strict=True)
    ]
    named = ("id", "organisation", "created_at", "changed_at", *PERSON, *unsaid)
    insert_many(Person, named, of_people)
    offers = rows.select("district", "signed_up_hours", "trained", *OFFER).iter_rows()
    insert_many(
        Volunteer,
        ("id", "organisation", "person", "district", "signed_up_at", "is_trained", *OFFER),
        (
            (
                *(uuid4(), organisation.pk, person[0], districts[district]),
                *(opened_at + timedelta(hours=hours), bool(trained), *offer),
            )
            for person, (district, hours, trained, *offer) in zip(of_people, offers, strict=True)
        ),
    )


def _unsaid() -> dict[str, Any]:
    """What these rows don't say of a person: the database has no defaults of its own."""
    said = {"id", "organisation", "created_at", "changed_at", *PERSON}
    fields = [f for f in Person._meta.concrete_fields if not f.generated and f.name not in said]
    return {field.name: field.get_default() for field in fields if not field.null}
