"""Working as the role that owns the tables, which the site itself never is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from groundswell.config.database import database_of

WHO_AND_WHERE = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner(owner_url: str) -> Iterator[None]:
    """Work as the role that owns the tables; without an address of its own, as the site's role.

    For migrations only: rights and policies bind the site's role, not the owner.
    """
    if connection.vendor != "postgresql":
        yield
        return
    own = {name: connection.settings_dict[name] for name in WHO_AND_WHERE}
    connection.close()
    if owner_url:
        given = database_of(owner_url, Path())
        connection.settings_dict.update({name: given[name] for name in WHO_AND_WHERE})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(own)
