"""What can be done with one person: added, corrected, their level of support written down."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.audit.actions import note
from groundswell.apps.people.models import Person, Support
from groundswell.apps.people.queries.person import why_no_support
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.actions import stops
from groundswell.apps.privacy.models import Stop
from groundswell.apps.privacy.queries.stops import Details, why_stopped
from groundswell.errors import InputError
from groundswell.exchange.people.cleaning import NOTES, REFUSALS, clean

# What a form brings; `clean` makes of it what an import would.
TYPED = ("first_name", "last_name", "email", "phone", "address", "town", "postcode")
# Which field a remark of `clean` belongs to.
REMARKS = {
    "phone-not-a-number": "phone",
    "phone-lost-digits": "phone",
    "email-not-an-address": "email",
    "postcode-unknown": "postcode",
}


@dataclass(frozen=True)
class Cleaned:
    """What was typed, as it would be kept, and what is wrong with it: field → words."""

    values: dict[str, Any]
    wrong: dict[str, str]


def cleaned(typed: dict[str, str], *, country: str) -> Cleaned:
    """Clean one person's details by the same rules as a list's."""
    # A list may lack a phone; somebody who typed one that is none wants to know.
    row = {name: typed.get(name, "") or "" for name in TYPED}
    raw = pl.DataFrame({"row": [1], **{name: [value] for name, value in row.items()}})
    made = clean(raw, {name: name for name in TYPED}, source="", country=country).row(0, named=True)
    wrong = {
        REMARKS.get(code, "__all__"): _sentence(NOTES[code]) for code in made["notes"] or ()
        if code != "made-text"
    }  # fmt: skip
    if made["refused"] and made["refused"] in REFUSALS:
        wrong["__all__"] = _sentence(REFUSALS[made["refused"]])
    return Cleaned({name: made[name] for name in TYPED}, wrong)


def _sentence(words: str) -> str:
    said = _(words)
    return said[:1].upper() + said[1:] + "."


@transaction.atomic
def add_person(
    *,
    by: User,
    organisation: Organisation,
    reach: Reach,
    values: dict[str, Any],
    area: AreaNode | None,
    is_minor: bool,
) -> Person:
    """Add one person, as `cleaned` has them.

    Raises InputError for somebody who was erased at their wish, and for an area outside the
    adder's reach. Whoever asked not to be contacted comes in marked so.
    """
    refuse_outside(reach, area)
    person = Person(organisation=organisation, area=area, is_minor=is_minor, **values)
    person.by_hand = Person.corrected(*_filled(values), *(["area"] if area else []))
    person.save(force_insert=True)
    why = why_stopped(
        Details(
            emails=(person.email,),
            phones=(person.phone,),
            name_key=person.name_key,
            street_key=person.street_key,
        )
    )
    if why == "erased":
        raise InputError(
            _(
                "Somebody with these details asked to be erased, so they can’t be added again. If "
                "they have come back of their own will, the data officer can help."
            )
        )
    if why == "asked":
        Person.objects.filter(pk=person.pk).update(is_stopped=True)
        person.is_stopped = True
    note("person.added", organisation_id=organisation.pk, by_id=by.pk, about=person)
    return person


def _filled(values: dict[str, Any]) -> list[str]:
    return [name for name, value in values.items() if value]


@transaction.atomic
def correct_person(
    *,
    by: User,
    organisation: Organisation,
    reach: Reach,
    person: Person,
    values: dict[str, Any],
    area: AreaNode | None,
    is_minor: bool,
) -> list[str]:
    """Put details right; says which fields changed. What was typed by hand no list overwrites.

    The record holds the names of the fields and nothing that stands in them.
    """
    if area != person.area:
        refuse_outside(reach, area)
    wanted = {**values, "area": area, "is_minor": is_minor}
    changed = sorted(name for name, value in wanted.items() if getattr(person, name) != value)
    if not changed:
        return []
    for name in changed:
        setattr(person, name, wanted[name])
    person.by_hand |= Person.corrected(*changed)
    person.changed_at = timezone.now()
    person.save(update_fields=[*changed, "by_hand", "changed_at"])
    _keep_stopped(by, organisation, person)
    note(
        "person.corrected", organisation_id=organisation.pk, by_id=by.pk, about=person,
        fields=changed,
    )  # fmt: skip
    return changed


def _keep_stopped(by: User, organisation: Organisation, person: Person) -> None:
    """New details of somebody who wants no contact go on the stop list too, and the other way."""
    details = stops.details_of(person)
    if person.is_stopped:
        stops.add_stops(
            by=by, organisation=organisation, why=Stop.Why.ASKED, hashes=details.hashes()
        )
    elif why_stopped(details) == Stop.Why.ASKED:
        Person.objects.filter(pk=person.pk).update(is_stopped=True)
        person.is_stopped = True


def refuse_outside(reach: Reach, area: AreaNode | None) -> None:
    """Raise InputError if somebody would put a person where they can't see them."""
    if reach.whole:
        return
    if area is None or not area.path.startswith(tuple(reach.areas)):
        raise InputError(_("Choose an area that you work in."))


@transaction.atomic
def set_support(
    *, by: User, organisation: Organisation, person: Person, level: int | None
) -> Support | None:
    """Write down what a person told us of their support; None takes the last word back.

    Raises InputError where the organisation has decided not to keep this. The record says that
    something was written, not what.
    """
    if level is not None and (why := why_no_support(person)):
        raise InputError(why)
    said = None
    if level is not None:
        said = Support(
            organisation=organisation, person=person, level=level, said_at=timezone.now(),
            how="typed in", recorded_by=by,
        )  # fmt: skip
        said.save(force_insert=True)
    Person.objects.filter(pk=person.pk).update(
        support_level=level,
        by_hand=person.by_hand | Person.corrected("support_level"),
        changed_at=timezone.now(),
    )
    note("person.support-recorded", organisation_id=organisation.pk, by_id=by.pk, about=person)
    return said
