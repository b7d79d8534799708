"""Very many rows at once: what went in comes out, and nobody else's row goes in."""
# ruff: noqa: S608 - the temporary table's name is our own

import json
from datetime import UTC, datetime

import polars as pl
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import JSONField

from groundswell.apps.accounts.ordered_ids import ordered_ids
from groundswell.apps.accounts.scope import scope
from groundswell.apps.people import many_rows
from groundswell.apps.people.many_rows import (
    insert_frame,
    insert_many,
    staged,
    without_indexes,
)
from groundswell.apps.people.models import Person, Tag
from tests.factories import accounts

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
AT_A_PART = datetime(2026, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC)


@pytest.fixture
def harbour():
    made = accounts.organisation()
    with scope(made.pk):
        yield made


def frame(organisation, n=3, **given):
    """Rows of people: each field with the default that Django would give it."""
    usual = {"id": ordered_ids(n), "organisation": organisation.pk.hex}
    for field in Person._meta.concrete_fields:
        if field.name not in usual and not (field.null or field.generated):
            plain = field.get_default()
            usual[field.name] = json.dumps(plain) if isinstance(field, JSONField) else plain
    return pl.DataFrame(usual | {"created_at": AT, "changed_at": AT} | given)


def indexes():
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "people_person"))


AWKWARD = [
    "",
    'she said "no", twice',
    "two\nlines",
    "\\N",
    "\\.",
    "tab\there",
    "Ångström 🙂",
    "NULL",
]


def test_texts_of_every_kind_come_back_as_they_went_in(harbour):
    insert_frame(Person, frame(harbour, len(AWKWARD), first_name=AWKWARD))
    assert list(Person.objects.order_by("id").values_list("first_name", flat=True)) == AWKWARD


def test_numbers_flags_and_nulls_come_back_as_they_went_in(harbour):
    insert_frame(
        Person,
        frame(harbour, support_level=pl.Series([1, None, 5]), is_minor=[True, False, True]),
    )
    assert list(Person.objects.order_by("id").values_list("support_level", "is_minor")) == [
        (1, True),
        (None, False),
        (5, True),
    ]


def test_times_are_as_django_itself_writes_them(harbour):
    insert_frame(Person, frame(harbour, 2, created_at=[AT, AT_A_PART]))
    assert list(Person.objects.order_by("id").values_list("created_at", flat=True)) == [
        AT,
        AT_A_PART,
    ]
    # Found by the same moment: on SQLite a time is text, and must be the same text.
    assert Person.objects.filter(created_at=AT).count() == 1
    assert Person.objects.filter(created_at=AT_A_PART).count() == 1


def test_ids_with_hyphens_are_the_same_ids(harbour):
    given = frame(harbour, 1)
    hyphened = f"{harbour.pk}"
    insert_frame(Person, given.with_columns(organisation=pl.lit(hyphened)))
    assert Person.objects.get().pk.hex == given["id"][0]


def test_a_frame_without_rows_is_no_work(harbour):
    assert insert_frame(Person, frame(harbour).clear()) == 0


def test_rows_and_frames_store_the_same(harbour):
    given = frame(harbour, 1)
    insert_many(Person, given.columns, [
        [AT if isinstance(value, datetime) else value for value in row] for row in given.rows()
    ])  # fmt: skip
    assert Person.objects.get().created_at == AT


def test_nothing_is_stored_if_one_row_is_wrong(harbour):
    with pytest.raises(DatabaseError), transaction.atomic():
        insert_frame(Person, frame(harbour, support_level=pl.Series([1, 2, 9])))
    assert Person.objects.count() == 0


def test_a_staged_frame_can_be_asked_with_sql_and_is_gone_after(harbour):
    with transaction.atomic(), connection.cursor() as cursor:
        with staged(Person, frame(harbour, first_name=["Ada", "Bo", "Cy"])) as table:
            cursor.execute(f"SELECT first_name FROM {table} ORDER BY first_name DESC")
            assert cursor.fetchall() == [("Cy",), ("Bo",), ("Ada",)]
        with staged(Person, frame(harbour)) as table:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchall() == [(3,)]
    assert Person.objects.count() == 0


@pytest.mark.postgresql
def test_rows_of_another_organisation_are_refused_all_together(harbour):
    other = accounts.organisation()
    mixed = pl.concat([frame(harbour), frame(other)])
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        insert_frame(Person, mixed)
    assert Person.objects.count() == 0


def test_indexes_are_off_while_a_first_list_comes_in_and_back_after(harbour):
    before = indexes()
    with transaction.atomic():
        with without_indexes(Person):
            assert len(indexes()) < len(before)
            insert_frame(Person, frame(harbour))
        assert indexes() == before


def test_an_error_puts_the_indexes_back(harbour):
    before = indexes()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), without_indexes(Person):
        raise ZeroDivisionError
    assert indexes() == before


def test_indexes_of_other_tables_are_left_alone(harbour):
    with transaction.atomic(), without_indexes(Tag):
        assert Tag.objects.count() == 0


@pytest.mark.sqlite
def test_indexes_of_a_long_list_are_left_alone(harbour, monkeypatch):
    insert_frame(Person, frame(harbour))
    before = indexes()
    monkeypatch.setattr(many_rows, "FEW_ROWS", 2)
    with transaction.atomic(), without_indexes(Person):
        assert indexes() == before


@pytest.mark.postgresql
@pytest.mark.slow
def test_indexes_of_a_table_of_many_megabytes_are_left_alone(harbour):
    insert_frame(Person, frame(harbour, 40_000, address="x" * 150))
    before = indexes()
    with transaction.atomic(), without_indexes(Person):
        assert indexes() == before
