"""People with something in every table that speaks of people, and what privacy works on."""

from datetime import timedelta
from typing import Any
from uuid import uuid4
from zlib import crc32

from django.utils import timezone

from groundswell.apps.accounts.models import Organisation, User
from groundswell.apps.dispatch.models import Placement, Plan
from groundswell.apps.events.models import Shift
from groundswell.apps.people.models import (
    Alias,
    Import,
    ImportChange,
    Merge,
    Pair,
    Person,
    Reading,
    Support,
    Tag,
    Tagging,
    Volunteer,
)
from groundswell.apps.places.models import PostcodeDistrict
from groundswell.apps.privacy.actions import consents, policy, requests
from groundswell.apps.privacy.models import Proof
from tests.factories import dispatch, people

YES = "Yes, write to me about the campaign."


def decided(organisation: Organisation, *, by: User, mode: str = "B") -> None:
    """Let an organisation have decided what it keeps, with the usual grounds and times."""
    policy.take_defaults(by=by, organisation=organisation, mode=mode, document="Assessment 1")


def person_everywhere(*, of: Organisation, by: User, word: str) -> Person:
    """A person with a row in each table of the registry; `word` stands in each text of theirs."""
    now = timezone.now()
    person = people.person(
        of=of, first_name=f"{word}first", last_name=f"{word}last",
        email=f"{word.lower()}@example.org", phone=f"+4477009{crc32(word.encode()) % 10**5:05d}",
        address=f"1 {word} Street",
        town=f"{word}town", postcode="SA4 3AB", support_level=2, source="csv",
        source_id=f"{word}number",
    )  # fmt: skip
    other = people.person(of=of)
    first, second = sorted((person, other), key=lambda one: str(one.pk))
    one, two = (first, second) if first.pk < second.pk else (second, first)
    brought = _save(Import, of, number=_number(Import), file_name="list.csv", file_hash="",
                    file_bytes=1, format="csv", where_from="a stall", asked_by=by)  # fmt: skip
    person.created_in = brought
    person.save(update_fields=["created_in"])
    _save(Alias, of, person=person, source="van", source_id=f"{word}alias")
    _save(Support, of, person=person, level=2, said_at=now, how=f"{word}how", recorded_by=by)
    tag = _save(Tag, of, name=f"{word}tag")
    _save(Tagging, of, tag=tag, person=person)
    _save(ImportChange, of, of_import=brought, person_id=person.pk,
          before={"town": [f"{word}before", ""]})  # fmt: skip
    _save(Pair, of, one=one, other=two, score=0.9, reasons={"same": [f"{word}why"]}, found_at=now)
    _save(Merge, of, kept=person, gone_id=uuid4(), before={"town": f"{word}merged"},
          merged_at=now, undo_until=now + timedelta(days=30))  # fmt: skip
    _save(Reading, of, user=by, person_id=person.pk, reason=f"{word}reason", at=now)
    volunteer = _save(
        Volunteer, of, person=person, district=_district(), mode="car", max_minutes=40,
        slots=f"{word}-am", signed_up_at=now,
    )  # fmt: skip
    _placement(of, volunteer)
    consents.record(
        by=by, organisation=of,
        said=consents.Said(person.pk, "contact", "email", True, "form", YES, proof=f"{word}proof"),
    )  # fmt: skip
    requests.enter_request(
        by=by, organisation=of, kind="access", channel="post", contact=f"{word}contact",
        words=f"{word}words", subject=person.pk,
    )  # fmt: skip
    _save(Proof, of, kind="email", contact=f"{word}proved", contact_hash="", network_hash="",
          asked_at=now, subject=person.pk)  # fmt: skip
    return person


def _save(model: Any, of: Organisation, **fields: Any) -> Any:
    made = model(organisation=of, **fields)
    made.save(force_insert=True)
    return made


def _number(model: Any) -> int:
    return model.objects.count() + 1  # type: ignore[no-any-return]


def _district() -> PostcodeDistrict:
    made, _new = PostcodeDistrict.objects.get_or_create(
        code="SA4", defaults={"town": "Gorseinon", "lon": -4.0, "lat": 51.7, "population": 1}
    )
    return made


def _placement(of: Organisation, volunteer: Volunteer) -> None:
    made = dispatch.campaign(of=of, people=0) if not Plan.objects.exists() else None
    plan = dispatch.asked_plan(made) if made else Plan.objects.first()
    shift = Shift.objects.first()
    Placement.objects.create(
        plan=plan, volunteer=volunteer, shift=shift, minutes=30, gain=1e-5, nearest_gain=1e-5
    )
