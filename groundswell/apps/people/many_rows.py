"""Storing very many rows at once: many times as fast as `bulk_create`, and nothing but rows.

No instances are made and no defaults filled in. For lists of people and for the placements of a
plan, which come by the hundred thousand.

    insert_frame(Person, frame)                   a polars frame: the fastest
    insert_many(Plan, ["id", "number"], rows)     any rows, as tuples
    with staged(Person, frame) as incoming:       a temporary table, for SQL of one's own
    with without_indexes(Person):                 around the first very large list

PostgreSQL refuses `COPY` straight into a table behind a row-level policy. So rows are copied into
a temporary table, which has none, and moved from there by one INSERT, which the policy checks: a
row of another organisation than the one in scope is refused, and nothing is stored.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from uuid import UUID

import polars as pl
from django.db import OperationalError, connection, models, transaction

ROWS_A_BLOCK = 50_000
FEW_ROWS = 25_000


@transaction.atomic
def insert_many(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows whose values stand in the order of `fields`; a field left out must be nullable
    or have its default in the database, as `id` has where it is a number.
    """
    columns = _columns(model, fields)
    ready = _prepared(rows, [_preparation(field) for field in _fields(model, fields)])
    if connection.vendor == "postgresql":
        with _temporary(model, columns, "many_rows") as table:
            with _copying(table, columns) as copy:
                for row in ready:
                    copy.write_row(row)
            _move(table, model, columns)
    else:
        _execute_many(_quote(model._meta.db_table), columns, ready)


@transaction.atomic
def insert_frame(model: type[models.Model], frame: pl.DataFrame) -> int:
    """Insert a frame whose columns are named after the model's fields; say how many rows went in.

    A column is a field's name or its column in the database: `organisation` and `organisation_id`
    both do. Fields left out must be nullable or have their default in the database. Values:
    ids as text (32 hexadecimal digits, as `ordered_ids` makes them, or with hyphens), times as
    Datetime with a zone, JSON as text. A null is NULL, and an empty text is an empty text.
    """
    if frame.is_empty():
        return 0
    columns = _columns(model, frame.columns)
    if connection.vendor == "postgresql":
        with staged(model, frame, name="many_rows") as table:
            _move(table, model, columns)
    else:
        _execute_many(_quote(model._meta.db_table), columns, _as_sqlite(model, frame).rows())
    return frame.height


@contextmanager
def staged(
    model: type[models.Model], frame: pl.DataFrame, *, name: str = "incoming"
) -> Iterator[str]:
    """Put a frame into a temporary table and yield its quoted name; it is dropped at the end.

    Columns and values as for `insert_frame`; the table has the frame's columns, with the model's
    types and the names that they have in the database (`organisation_id`). It is this connection's
    own, so it lies behind no policy. Must be called inside a transaction; read what you ask of it
    to the end, since SQLite drops no table that is still being read.
    """
    columns = _columns(model, frame.columns)
    with _temporary(model, columns, name) as table:
        if connection.vendor == "postgresql":
            with _copying(table, columns, options=" WITH (FORMAT csv, NULL '\\N')") as copy:
                for block in frame.iter_slices(ROWS_A_BLOCK):
                    copy.write(_as_csv(block))
        else:
            _execute_many(table, columns, _as_sqlite(model, frame).rows())
        yield table


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in names]


def _columns(model: type[models.Model], names: Sequence[str]) -> str:
    return ", ".join(_quote(field.column) for field in _fields(model, names))


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)


# The names in the statements below come from our own models; values go as parameters or by COPY.


@contextmanager
def _temporary(model: type[models.Model], columns: str, name: str) -> Iterator[str]:
    """An empty table of this connection's own, with some columns of a model's table."""
    of_model, table = _quote(model._meta.db_table), _quote(name)
    is_pg = connection.vendor == "postgresql"
    none = "WITH NO DATA" if is_pg else "WHERE 0"
    at_end = "ON COMMIT DROP" if is_pg else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {table} {at_end} AS SELECT {columns} FROM {of_model} {none}"  # noqa: S608
        )
        yield table
        # After an error the transaction ends, and takes the table with it.
        cursor.execute(f"DROP TABLE {table}")


@contextmanager
def _copying(table: str, columns: str, options: str = "") -> Iterator[Any]:
    """Psycopg's COPY. Django turns a driver's errors into its own only where it runs the statement
    itself, so they are turned here.
    """
    says = f"COPY {table} ({columns}) FROM STDIN{options}"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(says) as copy,
    ):
        yield copy


def _move(table: str, model: type[models.Model], columns: str) -> None:
    target = _quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {target} ({columns}) SELECT {columns} FROM {table}")  # noqa: S608


def _execute_many(table: str, columns: str, rows: Any) -> None:
    marks = ", ".join(["%s"] * (columns.count(",") + 1))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def _as_csv(block: pl.DataFrame) -> bytes:
    r"""Rows as PostgreSQL reads them: every text in quotes, so that a bare \N is NULL alone."""
    out = BytesIO()
    block.write_csv(out, include_header=False, quote_style="non_numeric", null_value="\\N")
    return out.getvalue()


def _as_sqlite(model: type[models.Model], frame: pl.DataFrame) -> pl.DataFrame:
    """Ids and times as Django writes them in SQLite: 32 digits; UTC without a zone."""
    changed = []
    for name, field in zip(frame.columns, _fields(model, frame.columns), strict=True):
        kind = field.target_field if field.is_relation else field
        if isinstance(kind, models.UUIDField):
            changed.append(pl.col(name).str.replace_all("-", "", literal=True))
        elif isinstance(frame.schema[name], pl.Datetime):
            changed.append(_utc_text(pl.col(name)))
    return frame.with_columns(changed)


def _utc_text(time: pl.Expr) -> pl.Expr:
    utc = time.dt.convert_time_zone("UTC")
    with_parts = utc.dt.strftime("%Y-%m-%d %H:%M:%S%.6f")
    return pl.when(utc.dt.microsecond() == 0).then(with_parts.str.head(19)).otherwise(with_parts)


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


@contextmanager
def without_indexes(model: type[models.Model]) -> Iterator[None]:
    """Around the first large list: secondary indexes are built once, after the rows.

    Only for `people.Person`, and only while its table holds few rows; otherwise, and where
    somebody else is using the table, it changes nothing. Must be called inside a transaction, all
    of it: others wait for the table until that ends, and an error puts the indexes back.
    """
    if model._meta.label_lower != "people.person":
        yield
    elif connection.vendor == "postgresql":
        taken = _taken_off()
        yield
        if taken:
            with connection.cursor() as cursor:
                cursor.execute("SELECT gs_build_person_indexes()")
    else:
        says = _taken_off_sqlite(model)
        yield
        with connection.cursor() as cursor:
            for statement in says:
                cursor.execute(statement)


def _taken_off() -> bool:
    """Ask the owner's function (config/postgres/indexes.py), which may refuse."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT gs_drop_person_indexes()")
            return bool(cursor.fetchone()[0])
    except OperationalError:  # it could not have the table to itself within two seconds
        return False


def _taken_off_sqlite(model: type[models.Model]) -> list[str]:
    """Drop the indexes of a nearly empty table; the statements that build them again."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {_quote(table)} LIMIT {FEW_ROWS + 1})"  # noqa: S608
        )
        if cursor.fetchone()[0] > FEW_ROWS:
            return []
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s "
            "AND sql LIKE 'CREATE INDEX%%'",
            [table],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {_quote(name)}")
        return [says for _, says in found]
