"""Letting the site take the indexes off the table of people for its first large list.

Indexes belong to the owner of the table, and the site's role owns nothing. So the owner leaves two
functions behind, which do this one thing with his rights: they take no argument, know the indexes
they were made with, and refuse once the table holds more than a few people.
"""

from typing import Any

TABLE = "people_person"
MOST_BYTES = 8_000_000  # of the table; some 25,000 people


def leave_functions(cursor: Any, *, schema: str, role: str) -> None:
    """Make or renew the two functions; `schema` and `role` are quoted names."""
    cursor.execute(
        "SELECT quote_ident(c.relname), pg_get_indexdef(c.oid) FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE i.indrelid = to_regclass(%s) AND NOT i.indisunique ORDER BY 1",
        [TABLE],
    )
    indexes = cursor.fetchall()
    drops = "".join(f"DROP INDEX IF EXISTS {schema}.{name}; " for name, _ in indexes)
    builds = "".join(
        says.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1) + "; " for _, says in indexes
    )
    taking_off = (
        f"IF pg_table_size('{schema}.{TABLE}') > {MOST_BYTES} THEN RETURN false; END IF; "
        f"{drops} RETURN true;"
    )
    putting_back = f"{builds} ANALYZE {schema}.{TABLE};"
    for name, gives, limit, body in (
        ("gs_drop_person_indexes", "boolean", "lock_timeout = '2s'", taking_off),
        ("gs_build_person_indexes", "void", "maintenance_work_mem = '256MB'", putting_back),
    ):
        function = f"{schema}.{name}()"
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {function} RETURNS {gives} LANGUAGE plpgsql "
            f"SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET {limit} "
            f"AS $body$ BEGIN {body} END $body$"
        )
        cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {role}")
