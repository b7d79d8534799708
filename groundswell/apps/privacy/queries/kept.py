"""Everything kept about one person, read from the registry, so that no table is forgotten."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import User
from groundswell.apps.accounts.scope import OfOrganisation, active_organisation_id
from groundswell.apps.privacy.consents import CHANNELS, PURPOSES
from groundswell.apps.privacy.models import Stop
from groundswell.apps.privacy.queries.details import details_of
from groundswell.apps.privacy.registry import (
    Way,
    class_of,
    registered_models,
    tables_of_people,
    way_to_account,
    way_to_person,
)
from groundswell.apps.privacy.words import field_name, place_of, row_name, table_name

# Where an account's own address and name stand.
OWN_OF_ACCOUNTS = ("accounts.user", "accounts.invitation")
Cell = str | int | float | bool | None | dict[str, Any] | list[Any]


@dataclass(frozen=True)
class Line:
    """One field of one row: its code, its name in words, what it holds; `text` is for people."""

    code: str
    name: str
    value: Cell
    text: str

    @property
    def is_self(self) -> bool:
        """Whether it says no more than that the row is about the reader."""
        return self.value == _("you")


@dataclass(frozen=True)
class Table:
    """The rows of one table that speak of the person."""

    label: str
    name: str
    rows: tuple[tuple[Line, ...], ...]


def rows_about(label: str, people: Collection[UUID]) -> QuerySet[Any]:
    """The rows of a table that lead to any of these people, of the organisation in scope."""
    model: Any = apps.get_model(label)
    return _rows(model, _leads(way_to_person(label), people))


def kept_about_person(person_id: UUID) -> list[Table]:
    """Every table with rows about a person on a list; secrets are left out."""
    tables = []
    for label in sorted(tables_of_people(), key=place_of):
        rows = rows_about(label, [person_id])
        if table := _table(label, rows, own={person_id}):
            tables.append(table)
    person = apps.get_model("people", "Person").objects.filter(pk=person_id).first()
    stops = _table("privacy.stop", stops_of(person), own={person_id}) if person else None
    return [*tables, stops] if stops else tables


def stops_of(person: models.Model) -> QuerySet[Stop]:
    """The lines of the stop list that one of the person's details meets."""
    wanted = Q(pk=None)
    for kind, keyed in details_of(person).hashes(with_household=True):
        wanted |= Q(kind=kind, keyed_hash=keyed)
    return Stop.objects.filter(wanted)


def kept_about_account(user: User) -> list[Table]:
    """Every table with rows that name an account, within the organisation in scope.

    Of what the account did to others, it says that and when, and nothing about them.
    """
    tables = []
    for label in sorted(registered_models(), key=lambda label: (label != "accounts.user", label)):
        model: Any = apps.get_model(label)
        leads = _leads_to_account(model, user)
        of_own = {user.pk, user.email, user.name} if label in OWN_OF_ACCOUNTS else {user.pk}
        others = label == "accounts.user"
        if leads and (table := _table(label, _rows(model, leads), own=of_own, others=others)):
            tables.append(table)
    return tables


def _leads_to_account(model: Any, user: User) -> Q | None:
    label = model._meta.label_lower
    leads = Q()
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is User:
            leads |= Q(**{field.name: user.pk})
    if way := way_to_account(label):
        leads |= _leads(way, [user.email if "email" in way.to else user.pk])
    return leads or None


def _leads(way: Way, keys: Collection[UUID | str]) -> Q:
    leads = Q()
    for step in way.to:
        leads |= Q(**{f"{step}__in": keys})
    return leads


def _rows(model: Any, leads: Q) -> QuerySet[Any]:
    """Rows of the organisation in scope; a table without organisation is reached by its rows."""
    rows = model.objects.filter(leads)
    names = {field.name for field in model._meta.concrete_fields}
    if not issubclass(model, OfOrganisation) and "organisation_id" in names:
        rows = rows.filter(organisation_id=active_organisation_id())
    return rows.order_by("pk")


def _table(label: str, rows: QuerySet[Any], *, own: set[Any], others: bool = True) -> Table | None:
    """others: whether personal fields show that aren't one of `own`."""
    shown = tuple(tuple(_lines(row, own, others)) for row in rows.iterator(chunk_size=500))
    return Table(label, table_name(label), shown) if shown else None


def _lines(row: models.Model, own: set[Any], others: bool) -> Iterator[Line]:
    label = row._meta.label_lower
    for field in row._meta.concrete_fields:
        of_class = class_of(label, field.name)
        if of_class == "S" or field.name in ("id", "organisation", "organisation_id"):
            continue
        is_personal = of_class in ("P2", "P3")
        if is_personal and not others and getattr(row, field.attname) not in own:
            continue
        value = _value(row, field, own)
        yield Line(field.name, field_name(field), value, _text(row, field, value))


def _value(row: models.Model, field: Any, own: set[Any]) -> Cell:
    """What a field holds. Another human being in it is told of, and not named."""
    value = getattr(row, field.attname)
    if value is None:
        return None
    if _names_somebody(row, field):
        return _("you") if value in own else _("somebody else")
    if isinstance(value, UUID) and value in own:
        return _("you")
    return _plain(row, field, value)


def _plain(row: models.Model, field: Any, value: Any) -> Cell:
    if field.is_relation:
        return _row_in_words(getattr(row, field.name))
    if field.choices:
        return str(row._get_FIELD_display(field))  # type: ignore[attr-defined]
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, (date, UUID)):
        return str(value)
    return value


def _row_in_words(other: models.Model) -> str:
    """What another row is called: by itself, or else by its table."""
    if type(other).__str__ is models.Model.__str__:
        return row_name(other._meta.label_lower)
    return str(other)


def _text(row: models.Model, field: Any, value: Cell) -> str:
    """What a field holds, as its owner reads it."""
    kept = getattr(row, field.attname)
    if isinstance(kept, datetime):
        return date_format(timezone.localtime(kept), "j F Y, H:i")
    if row._meta.label_lower == "privacy.consent" and field.name in ("purpose", "channel"):
        return str((PURPOSES | CHANNELS).get(kept, kept))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _names_somebody(row: models.Model, field: Any) -> bool:
    """Whether a field holds the id of a person on a list or of an account."""
    if field.is_relation:
        return field.related_model._meta.label in (settings.AUTH_USER_MODEL, "people.Person")
    label = row._meta.label_lower
    return (
        isinstance(field, models.UUIDField)
        and label in tables_of_people()
        and field.name in way_to_person(label).to
    )
