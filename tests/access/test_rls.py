"""A-rls-*: the database's own wall, seen with plain SQL, as code without any other wall would.

Every table of organisations is tried, in a world where two organisations have a row in each.
"""
# ruff: noqa: S608 - the names in these statements are those of our own models

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, ProgrammingError, connection, models, transaction
from psycopg.pq import TransactionStatus

from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.unscoped import CROSSED, unscoped
from groundswell.apps.accounts.whose import GLOBAL, tables_of_organisations, whose
from groundswell.apps.audit.scope import crossing
from groundswell.apps.jobs.models import Job
from groundswell.apps.people.models import Person, Tag, Tagging
from groundswell.config.postgres import walls
from groundswell.config.start import every_table_of_organisations_has_its_policy
from tests.access.world import undone

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

OURS = list(tables_of_organisations())
every_table = pytest.mark.parametrize(
    ("model", "of"), OURS, ids=[model._meta.label_lower for model, _ in OURS]
)
ADDED_TO_ONLY = {"audit.entry", "privacy.consent", "privacy.wording"}


@pytest.fixture(autouse=True)
def kept(world):
    """What a test does to the world is undone."""
    with undone():
        yield


def ask(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall()


def do(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.rowcount


def ids_in(model):
    return {row[0] for row in ask(f'SELECT {model._meta.pk.column} FROM "{model._meta.db_table}"')}


def refused(statement, *values, says="row-level security"):
    with pytest.raises(ProgrammingError, match=says), transaction.atomic():
        do(statement, *values)


@every_table
def test_without_an_organisation_a_table_shows_no_row(world, model, of):
    """A-rls-none."""
    with scope(world.own.pk):
        assert ids_in(model), "the world has no row of it, so nothing would be proved"
    assert ids_in(model) == set()


@every_table
def test_a_table_shows_the_rows_of_the_organisation_in_scope_alone(world, model, of):
    """A-rls-read."""
    with scope(world.own.pk):
        ours = ids_in(model)
    with scope(world.other.pk):
        theirs = ids_in(model)
    assert ours
    assert theirs
    assert not ours & theirs


@every_table
def test_no_row_of_another_organisation_can_be_changed(world, model, of):
    """A-rls-write, UPDATE."""
    with scope(world.other.pk):
        theirs = list(ids_in(model))
    key, table = model._meta.pk.column, model._meta.db_table
    with scope(world.own.pk):
        statement = f'UPDATE "{table}" SET {key} = {key} WHERE {key} = ANY(%s)'
        if model._meta.label_lower in ADDED_TO_ONLY:
            refused(statement, theirs, says="permission denied")
        else:
            assert do(statement, theirs) == 0


@every_table
def test_no_row_of_another_organisation_can_be_removed(world, model, of):
    """A-rls-write, DELETE."""
    with scope(world.other.pk):
        theirs = list(ids_in(model))
    statement = f'DELETE FROM "{model._meta.db_table}" WHERE {model._meta.pk.column} = ANY(%s)'
    with scope(world.own.pk):
        if model._meta.label_lower in ADDED_TO_ONLY:
            refused(statement, theirs, says="permission denied")
        else:
            assert do(statement, theirs) == 0


@every_table
def test_no_row_can_be_added_for_another_organisation(world, model, of):
    """A-rls-write, INSERT: the very row that the other organisation holds."""
    table = model._meta.db_table
    stored = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in stored)
    one = f'SELECT {columns} FROM "{table}" LIMIT 1'
    with connection.cursor() as cursor:
        with scope(world.other.pk):
            cursor.execute(f"CREATE TEMP TABLE theirs ON COMMIT DROP AS {one}")
        with scope(world.own.pk):
            refused(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM theirs')


@every_table
def test_no_row_can_be_given_to_another_organisation(world, model, of):
    """A-rls-write: a row of ours that would become one of theirs."""
    table = model._meta.db_table
    to = world.other.pk
    if of.parent is not None:
        with scope(world.other.pk):
            to = ids_in(of.parent).pop()
    denied = "permission denied" if model._meta.label_lower in ADDED_TO_ONLY else "row-level"
    with scope(world.own.pk):
        refused(f'UPDATE "{table}" SET {of.column} = %s', to, says=denied)


@every_table
def test_nothing_is_copied_into_a_table(world, model, of):
    """A-rls-write, COPY."""
    says = f'COPY "{model._meta.db_table}" FROM STDIN'
    with (
        scope(world.own.pk),
        pytest.raises(psycopg.errors.FeatureNotSupported, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.cursor.copy(says),
    ):
        pass


@every_table
def test_nothing_of_another_organisation_is_copied_out_of_a_table(world, model, of):
    table, key = model._meta.db_table, model._meta.pk.column
    with scope(world.other.pk):
        theirs = {str(pk) for pk in ids_in(model)}
    with scope(world.own.pk), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with cursor.cursor.copy(f'COPY (SELECT {key} FROM "{table}") TO STDOUT') as copy:
            out = {row[0] for row in copy.rows()}
    assert out
    assert not out & theirs


def test_every_table_of_organisations_has_a_forced_policy():
    """A-rls-complete, by the models and by the catalogue."""
    assert every_table_of_organisations_has_its_policy() == ""


def test_every_other_table_is_known_to_be_everybodys():
    """A-rls-complete, from the other side: no table escapes by having no column of its own."""
    from django.apps import apps

    bare = {
        row[0]
        for row in ask(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relrowsecurity "
            "AND relnamespace = 'public'::regnamespace"
        )
    }
    known = {apps.get_model(label)._meta.db_table for label in GLOBAL}
    assert bare == known | {"django_migrations"}


def test_a_model_that_nobody_listed_stops_the_migration():
    class Forgotten(models.Model):
        class Meta:
            app_label = "tests"
            managed = False

    with pytest.raises(ImproperlyConfigured, match=r"whose the rows of tests\.Forgotten"):
        whose(Forgotten)


def test_a_second_migration_finds_every_policy_in_place(world):
    # The tests' own role may not build: what it would build is compared with what stands.
    with connection.cursor() as cursor:
        standing = walls._standing(cursor)["marks"]
    assert standing == {(p.table, p.name): p.mark for p in walls.policies()}


def test_a_row_cannot_point_at_a_row_of_another_organisation(world):
    with scope(world.other.pk):
        their_person = Person.objects.first()
    with scope(world.own.pk):
        tag = Tag.objects.first()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Tagging(organisation=world.own, tag=tag, person_id=their_person.pk).save()


def test_the_application_may_add_to_the_record_and_not_change_it(world):
    with scope(world.own.pk):
        refused("UPDATE audit_entry SET action = 'x'", says="permission denied")
        refused("DELETE FROM audit_entry", says="permission denied")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY gs_organisation ON people_person",
        "CREATE POLICY mine ON people_person USING (true)",
        "CREATE TABLE mine (id int)",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres",
    ],
)
def test_the_application_cannot_take_the_wall_down(statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        do(statement)


# The scope and the transaction.


def count_of(organisation):
    return len(ask("SELECT id FROM jobs_job WHERE organisation_id = %s", organisation.pk))


def test_a_scope_that_has_ended_is_over_within_the_same_transaction(world):
    with scope(world.own.pk):
        assert count_of(world.own)
    assert not count_of(world.own)


def test_an_inner_scope_gives_way_to_the_outer_one(world):
    with scope(world.own.pk):
        with scope(world.other.pk):
            assert count_of(world.other)
            assert not count_of(world.own)
        assert count_of(world.own)
        assert not count_of(world.other)


def test_a_rolled_back_savepoint_takes_no_scope_with_it_and_brings_none_back(world):
    with scope(world.own.pk):
        assert count_of(world.own)
        mark = transaction.savepoint()
        with scope(world.other.pk):
            assert count_of(world.other)
        transaction.savepoint_rollback(mark)
        assert count_of(world.own)
        assert not count_of(world.other)


def test_a_savepoint_is_rolled_back_after_a_failed_statement(world):
    with scope(world.own.pk):
        with pytest.raises(DatabaseError), transaction.atomic():
            do("SELECT 1 / 0")
        assert count_of(world.own)


def test_many_rows_at_once_carry_the_scope_too(world):
    with scope(world.own.pk), connection.cursor() as cursor:
        cursor.executemany("UPDATE jobs_job SET doing = %s", [("a",), ("b",)])
        assert set(ask("SELECT doing FROM jobs_job")) == {("b",)}
    with scope(world.other.pk):
        assert ("b",) not in ask("SELECT doing FROM jobs_job")


def test_rows_read_bit_by_bit_carry_the_scope_too(world):
    with scope(world.own.pk):
        assert {job.organisation_id for job in Job.objects.iterator(chunk_size=2)} == {world.own.pk}


# The named hole.


def test_a_crossing_reads_the_tables_it_is_for_across_organisations(world):
    assert {grant.organisation_id for grant in unscoped(Grant)} >= {world.own.pk, world.other.pk}


def test_a_crossing_is_closed_after_its_statement(world):
    list(unscoped(Grant))
    assert ask("SELECT id FROM accounts_grant") == []


def test_a_crossing_opens_one_table_and_no_other(world):
    with crossing("accounts_grant"):
        assert ask("SELECT id FROM accounts_grant")
        assert ask("SELECT id FROM jobs_job") == []


@every_table
def test_no_crossing_opens_a_table_that_is_not_named(world, model, of):
    if model._meta.label_lower not in CROSSED:
        with crossing(model._meta.db_table):
            assert ids_in(model) == set()


def test_a_crossing_writes_nothing(world):
    with crossing("accounts_grant"):
        assert do("UPDATE accounts_grant SET reason = 'x'") == 0
        assert do("DELETE FROM accounts_grant") == 0


def test_what_is_read_across_organisations_cannot_be_written_in_one_go(world):
    with pytest.raises(TypeError, match="only reads"):
        unscoped(Grant).update(reason="x")


def test_only_what_is_named_is_read_across_organisations():
    with pytest.raises(TypeError, match=r"people\.Person is not read across"):
        unscoped(Person)


def test_the_scope_leaves_nothing_on_the_connection(world):
    with scope(world.own.pk):
        count_of(world.own)
    assert connection.connection.info.transaction_status == TransactionStatus.INTRANS
    assert ask("SELECT current_setting('gs.org', true), current_setting('gs.crossing', true)") in (
        [("", "")],
        [("", None)],
    )
