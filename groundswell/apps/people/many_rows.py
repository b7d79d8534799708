"""Storing very many rows at once: about five times as fast as `bulk_create`, and nothing but rows.

No instances are made and no defaults filled in. For lists of people and for the placements of a
plan, which come by the hundred thousand.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction


@transaction.atomic
def insert_many(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows whose values stand in the order of `fields`; a field left out must be nullable
    or have its default in the database, as `id` has where it is a number.
    """
    of_model: list[Any] = [model._meta.get_field(name) for name in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in of_model)
    table = quote(model._meta.db_table)
    ready: Any = _prepared(rows, [_preparation(field) for field in of_model])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Django turns a driver's errors into its own only where it runs the statement itself.
            says = f"COPY {table} ({columns}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(says) as copy:
                for row in ready:
                    copy.write_row(row)
        else:
            # Names come from our own models, values go as parameters.
            marks = ", ".join(["%s"] * len(of_model))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", ready)  # noqa: S608


def _prepared(
    rows: Iterable[Sequence[Any]], preparations: Sequence[Callable[[Any], Any] | None]
) -> Iterator[list[Any]]:
    to_do = [(n, prepare) for n, prepare in enumerate(preparations) if prepare]
    for given in rows:
        row = list(given)
        for n, prepare in to_do:
            row[n] = prepare(row[n])
        yield row


def _preparation(field: Any) -> Callable[[Any], Any] | None:
    """What the database needs done to a value of this field; None for plain numbers and text."""
    kind = field.target_field if field.is_relation else field
    if isinstance(kind, models.UUIDField):
        return None if connection.features.has_native_uuid_field else _hex
    if isinstance(kind, models.DateTimeField):
        return lambda value: kind.get_db_prep_value(value, connection)
    return None


def _hex(key: UUID | str) -> str:
    """A key as SQLite keeps it; text is taken to be so written already."""
    return key if isinstance(key, str) else key.hex
