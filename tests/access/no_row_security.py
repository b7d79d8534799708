"""A pytest plugin that switches the database's own wall off, to see whether anybody notices."""

from tests import postgres


def _become_application(become=postgres.become_application):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY'
            )
    become()


postgres.become_application = _become_application
