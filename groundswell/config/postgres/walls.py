"""The database's own wall between organisations: row-level policies on every table of theirs.

Built by the owner of the tables after each migration, from what the models say (accounts/whose.py),
so that no table can be forgotten. docs/decisions/0007 says why it is so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models

from groundswell.apps.accounts.unscoped import CROSSED
from groundswell.apps.accounts.whose import Whose, tables_of_organisations, whose
from groundswell.config.postgres.indexes import leave_functions

IN_SCOPE = "nullif(current_setting('gs.org', true), '')::uuid"
# What is only ever added to: the application may neither change nor remove it.
ADDED_TO_ONLY = ("audit.entry", "privacy.consent", "privacy.wording")


@dataclass(frozen=True)
class Policy:
    """One policy of one table; `says` is what stands behind CREATE POLICY name ON table."""

    table: str
    name: str
    says: str

    @property
    def mark(self) -> str:
        """Kept as the policy's comment, so that the next migration knows it is the same."""
        return sha256(self.says.encode()).hexdigest()[:16]


def after_migrations(*, app_config: Any, using: str, **_: Any) -> None:
    """Once for all apps, when the last has been brought to this release."""
    if app_config == list(apps.get_app_configs())[-1] and not _is_application(using):
        build(using)


def _is_application(using: str) -> bool:
    """Whether this connection is the application's own: it owns nothing, and builds nothing."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE oid = to_regclass('accounts_organisation') "
            "AND pg_has_role(relowner, 'USAGE')"
        )
        return cursor.fetchone() == (0,)


def build(using: str = "default") -> None:
    """Put up each wall that doesn't stand as it should, and give the application its rights."""
    connection = connections[using]
    with connection.cursor() as cursor:
        standing = _standing(cursor)
        wanted = list(policies())
        for table in dict.fromkeys(policy.table for policy in wanted):
            if table not in standing["forced"]:
                cursor.execute(
                    f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY'
                )
        for policy in wanted:
            if standing["marks"].pop((policy.table, policy.name), None) != policy.mark:
                _put_up(cursor, policy)
        for table, name in standing["marks"]:  # what no model asks for any more
            cursor.execute(f'DROP POLICY "{name}" ON "{table}"')
        role = connection.settings_dict.get("APP_ROLE", "")
        cursor.execute("SELECT current_user")
        if role and role != cursor.fetchone()[0]:
            _give_rights(cursor, role)


def policies() -> Iterator[Policy]:
    """Every policy there should be."""
    for model, of in tables_of_organisations():
        table = model._meta.db_table
        own = _own_rows(of)
        written = " AND ".join([own, *_parents_in_scope(model, of)])
        yield Policy(table, "gs_organisation", f"USING ({own}) WITH CHECK ({written})")
        if model._meta.label_lower in CROSSED:
            open_to = f"current_setting('gs.crossing', true) = '{table}'"
            yield Policy(table, "gs_crossing", f"FOR SELECT USING ({open_to})")


def _own_rows(of: Whose) -> str:
    """Rows of the organisation in scope; without one, none."""
    if of.parent is None:
        return f"{of.column} = {IN_SCOPE}"
    # The parent has a policy of its own, which answers for the organisation in scope.
    return f'{of.column} IN (SELECT id FROM "{of.parent._meta.db_table}")'  # noqa: S608 - our names


def _parents_in_scope(model: type[models.Model], of: Whose) -> Iterator[str]:
    """A row points at rows of its own organisation only: what it points at must be seen.

    Not asked of keys that the database doesn't check either (`db_constraint=False`), nor of a key
    to the same table, whose row may come in the same statement.
    """
    fields: list[Any] = list(model._meta.concrete_fields)
    for field in fields:
        parent = field.related_model
        if parent in (None, model) or field.column == of.column or not field.db_constraint:
            continue
        if whose(parent) is None:
            continue
        column = f'"{model._meta.db_table}".{field.column}'
        target = field.target_field.column
        seen = f'EXISTS (SELECT FROM "{parent._meta.db_table}" p WHERE p.{target} = {column})'
        yield f"({column} IS NULL OR {seen})" if field.null else seen


def _standing(cursor: Any) -> dict[str, Any]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity "
        "AND relnamespace = current_schema()::regnamespace"
    )
    forced = {row[0] for row in cursor.fetchall()}
    cursor.execute(
        "SELECT relname, polname, obj_description(p.oid, 'pg_policy') FROM pg_policy p "
        "JOIN pg_class c ON c.oid = p.polrelid "
        "WHERE polname LIKE 'gs@_%' ESCAPE '@' AND relnamespace = current_schema()::regnamespace"
    )
    return {"forced": forced, "marks": {(row[0], row[1]): row[2] for row in cursor.fetchall()}}


def _put_up(cursor: Any, policy: Policy) -> None:
    on = f'"{policy.name}" ON "{policy.table}"'
    cursor.execute(f"DROP POLICY IF EXISTS {on}")
    cursor.execute(f"CREATE POLICY {on} {policy.says}")
    cursor.execute(f"COMMENT ON POLICY {on} IS '{policy.mark}'")


def _give_rights(cursor: Any, role: str) -> None:
    """What the application needs, and no more: rows, not tables."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone():
        raise ImproperlyConfigured(
            f"PostgreSQL knows no role {role!r}, which database_url names. Make it with "
            f'CREATE ROLE "{role}" LOGIN; and run `groundswell migrate` again.'
        )
    to = '"' + role.replace('"', '""') + '"'
    cursor.execute("SELECT quote_ident(current_schema())")
    schema = cursor.fetchone()[0]
    cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {to}")
    every = f"ALL TABLES IN SCHEMA {schema}"
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {every} TO {to}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {to}")
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {to}")
    leave_functions(cursor, schema=schema, role=to)
    for label in ADDED_TO_ONLY:
        table = apps.get_model(label)._meta.db_table
        cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {to}')
