"""Writing very many people at once: what is the same in all of them is said once."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db import connection, models

from groundswell.apps.people.many_rows import staged

# Names in the statements below come from our own models; values go as parameters or by COPY.


def insert_alike(
    model: type[models.Model], frame: pl.DataFrame, alike: Mapping[str, Any], *, once: bool = False
) -> int:
    """Insert a frame (see `many_rows.insert_frame`), with fields that are alike in all rows.

    once: leave out rows that are there already, by any unique constraint.
    """
    if frame.is_empty():
        return 0
    meta, quote = model._meta, connection.ops.quote_name
    table = quote(meta.db_table)
    own = [quote(_column(model, name)) for name in frame.columns]
    same = [quote(_column(model, name)) for name in alike]
    values = [_value(model, name, value) for name, value in alike.items()]
    into = f"INSERT INTO {table} ({', '.join([*own, *same])}) "
    conflict = " ON CONFLICT DO NOTHING" if once else ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with staged(model, frame) as incoming:
                marks = ", ".join([*own, *["%s"] * len(same)])
                cursor.execute(f"{into}SELECT {marks} FROM {incoming}{conflict}", values)  # noqa: S608
        else:
            marks = ", ".join([*["%s"] * len(own), *map(_literal, values)])
            cursor.executemany(f"{into}VALUES ({marks}){conflict}", frame.rows())
    return frame.height


def update_rows(model: type[models.Model], frame: pl.DataFrame) -> int:
    """Set the frame's fields in the rows that its `id` names."""
    if frame.is_empty():
        return 0
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = [quote(_column(model, name)) for name in frame.columns if name != "id"]
    with staged(model, frame, name="changing") as changing, connection.cursor() as cursor:
        sets = ", ".join(f"{column} = {changing}.{column}" for column in columns)
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM {changing} WHERE {table}.id = {changing}.id"  # noqa: S608
        )
    return frame.height


def _column(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.column)


def _value(model: type[models.Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    kind = field.target_field if field.is_relation else field
    return kind.get_db_prep_value(value, connection)


def _literal(value: Any) -> str:
    """A value of ours in SQLite's SQL: a parameter costs a tenth of a second a million."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(int(value))
    return "'" + str(value).replace("'", "''").replace("%", "%%") + "'"
