"""A row of any model, made from its fields alone, so that a new table is in the world at once."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone

from tests.access.markers import BY_NAME, OWN

_number = count(1)
# What fits each kind of field; text that isn't personal is the field's name.
PLAIN = (
    (models.DateTimeField, lambda field: timezone.now() + timedelta(days="until" in field.name)),
    (models.DateField, lambda field: timezone.now().date()),
    (models.UUIDField, lambda field: uuid4()),
    (
        models.CharField | models.TextField,
        lambda field: f"{field.name}-{next(_number)}"[: field.max_length],
    ),
    (models.BooleanField, lambda field: False),
    (models.JSONField, lambda field: {}),
    (models.FloatField, lambda field: 0.5),
    (models.BinaryField, lambda field: b""),
)


class NoRow(AssertionError):
    """The factory can't make a row of a model: say in `made.py` how."""


def row_of(model: type[models.Model], known: dict[type, Any], **given: Any) -> Any:
    """Save one row of a model. known: the row that a foreign key to each model points at."""
    values = dict(given)
    for field in model._meta.concrete_fields:
        if field.name not in values and field.attname not in values and _wants(field):
            values[field.name] = value_of(model, field, known)
    made = model(**values)
    try:
        made.save(force_insert=True)
    except Exception as wrong:
        raise NoRow(f"{model._meta.label}: {wrong}") from wrong
    known.setdefault(model, made)
    return made


def _wants(field: models.Field) -> bool:
    """Text is always given, so that it is marked; all else only if it must be."""
    if field.primary_key or getattr(field, "auto_now_add", False):
        return field.is_relation
    name = (field.model._meta.label_lower, field.name)
    return name in BY_NAME or field.is_relation or not (field.has_default() or field.null)


def value_of(model: type[models.Model], field: models.Field, known: dict[type, Any]) -> Any:
    """Something that fits one field."""
    if field.is_relation:
        return known.get(field.related_model) if not field.null else _nullable(field, known)
    if marked := BY_NAME.get((model._meta.label_lower, field.name)):
        return f"{marked.of(OWN)}-{next(_number)}" if is_unique(field) else marked.of(OWN)
    if field.choices:
        return field.choices[0][0]
    return next((plain(field) for kind, plain in PLAIN if isinstance(field, kind)), 1)


def is_unique(field: models.Field) -> bool:
    """Whether a value may stand once, alone or together with others."""
    together = {
        name for one in field.model._meta.constraints for name in getattr(one, "fields", ())
    }
    return field.unique or field.name in together


def _nullable(field: models.Field, known: dict[type, Any]) -> Any:
    """A row points at what is there; not at itself, and not at what would end it."""
    if field.related_model is field.model or field.name.startswith(("ended", "undone", "stopped")):
        return None
    return known.get(field.related_model)
