"""One human being, once; the other names under which lists know them; what they said."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Substr, Trim
from django.utils import timezone

from groundswell.apps.accounts.ordered_ids import ordered_id
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.accounts.scope import OfOrganisation, ScopedManager
from groundswell.apps.people.models.key_field import KeyField
from groundswell.apps.places.models import AreaNode
from groundswell.exchange.people.keys import name_key_of, street_key_of

# One bit of `Person.by_hand` for each field that somebody may correct.
CORRECTED = {
    name: 1 << bit
    for bit, name in enumerate(
        (
            *("first_name", "last_name", "email", "phone", "address", "town", "postcode", "area"),
            *("support_level", "is_minor"),
        )
    )
}


def corrected(*fields: str) -> int:
    """The bits to add to `Person.by_hand` when somebody has typed these fields in."""
    return sum(CORRECTED[name] for name in fields)


class PersonManager(ScopedManager["Person"]):
    def within(self, reach: Reach) -> models.QuerySet["Person"]:
        """The people that a reader may see."""
        return self.get_queryset().filter(reach.area_filter("area__path"))


class Person(OfOrganisation):
    """One human being, once; all else is a fact about them.

    Lists come by the million, so this table carries few indexes and no constraint that costs a
    look-up for each row: its foreign keys are checked by the actions that write them, and by the
    database's own wall for the organisation.

    phone: international, "+447700900123". postcode: with its blank, "SA4 3AB".
    source, source_id: the list and the number in it under which a row of that list is known
        again, e.g. "register-uk", "AB1-234/0". Empty for people who came one by one.
    name_key: "last first" without marks and capitals. street_key: "street|postcode|house".
    given_key: the first names in name_key, kept by the database itself: nothing else writes it.
    list_hash: the row of that list as it last came, as a number; the same number again means that
        the list has nothing new to say.
    by_hand: which fields somebody typed in or corrected (`corrected`): no list overwrites them.
    support_level: 1 (strong) to 5 (against), what they last told us; never a guess.
    """

    id = models.UUIDField(primary_key=True, default=ordered_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, db_constraint=False, db_index=False
    )
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    email = KeyField(max_length=254, blank=True)
    phone = KeyField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=80, blank=True)
    postcode = KeyField(max_length=10, blank=True)
    area = models.ForeignKey(
        AreaNode, null=True, on_delete=models.SET_NULL, db_constraint=False, db_index=False
    )
    support_level = models.PositiveSmallIntegerField(null=True)
    is_minor = models.BooleanField(default=False)
    is_stopped = models.BooleanField(default=False)
    source = models.CharField(max_length=20, blank=True)
    source_id = models.CharField(max_length=80, blank=True)
    list_hash = models.BigIntegerField(null=True)
    by_hand = models.PositiveSmallIntegerField(default=0)
    name_key = KeyField(max_length=161)
    street_key = KeyField(max_length=220, blank=True)
    given_key = models.GeneratedField(
        # The end of name_key, as long as the first name; a mark that was taken off leaves a blank.
        expression=Trim(Substr("name_key", Length("name_key") - Length("first_name") + 1)),
        output_field=KeyField(max_length=161),
        db_persist=True,
    )
    created_in = models.ForeignKey(
        "people.Import", null=True, on_delete=models.SET_NULL, db_constraint=False, db_index=False,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = PersonManager()
    # For apps below this one, which know the model by its name only.
    corrected = staticmethod(corrected)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(support_level=None) | Q(support_level__gte=1, support_level__lte=5),
                name="support_level_1_to_5",
            )
        ]
        # What is looked for comes before the organisation: an index is built in half the time when
        # its first column tells rows apart. A number in a list is looked for by imports only,
        # which read them all.
        indexes = [
            # With area and first names: a walk in the order of names needn't visit the rows.
            models.Index(
                fields=["name_key", "organisation", "area", "given_key"], name="person_by_name"
            ),
            models.Index(fields=["street_key", "organisation"], name="person_by_street"),
            models.Index(fields=["postcode", "organisation"], name="person_by_postcode"),
            models.Index(fields=["email"], name="person_by_email"),
            models.Index(fields=["phone"], name="person_by_phone"),
            models.Index(fields=["given_key", "organisation", "area"], name="person_by_given"),
            models.Index(fields=["area", "name_key", "organisation"], name="person_by_area"),
            # Of few people: they cost an import next to nothing.
            models.Index(fields=["name_key"], condition=Q(is_stopped=True), name="person_stopped"),
            models.Index(fields=["name_key"], condition=Q(is_minor=True), name="person_minor"),
            models.Index(
                fields=["support_level", "name_key"],
                condition=Q(support_level__isnull=False),
                name="person_by_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The keys follow what they are made of; many rows at once bring their own."""
        self.name_key = name_key_of(self.first_name, self.last_name)
        self.street_key = street_key_of(self.address, self.postcode)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_key", "street_key"}
        super().save(*args, **kwargs)


class Alias(OfOrganisation):
    """Another list's number for a person who was already known when that list came."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")
    source = models.CharField(max_length=20)
    source_id = models.CharField(max_length=80)
    came_with = models.ForeignKey(
        "people.Import", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source", "source_id"], name="alias_of_one_person"
            )
        ]


class Support(OfOrganisation):
    """What a person said of their support, once: when, to whom, by which way."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="said")
    level = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField()
    how = models.CharField(max_length=40)  # "import", "typed in", later "at the door"
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    came_with = models.ForeignKey(
        "people.Import", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="said_level_1_to_5"
            )
        ]
        ordering = ["-said_at"]
