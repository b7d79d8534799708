"""`groundswell migrate`: brings the database to this release."""

import sys


def command() -> None:
    """Bring the database to this release. Safe to run again.

    Example:

        groundswell migrate
    """
    from django.db import connection

    from groundswell.cli import site

    site.set_up()
    site.migrate()
    print(f"The {connection.vendor} database is up to date.", file=sys.stderr)
