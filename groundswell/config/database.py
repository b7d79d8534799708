"""Which database: SQLite in the home folder, or PostgreSQL by its address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from groundswell.errors import InputError


def database_of(url: str, home: Path) -> dict[str, Any]:
    """Django's DATABASES entry for an address; an empty one means SQLite.

    SQLite: WAL so that readers never wait, IMMEDIATE so that two writers queue up rather than
    fail, FULL so that what was acknowledged survives a power cut.
    """
    if not url:
        home.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "groundswell.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
                    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise InputError(
            f"database_url begins with {parts.scheme!r}; it must be postgresql://user@host/name, "
            "or empty for SQLite."
        )
    if not parts.path.strip("/"):
        raise InputError("database_url names no database: postgresql://user@host/NAME.")
    return {
        "ENGINE": "groundswell.config.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        # Whom the owner of the tables gives the rights that the site needs.
        "APP_ROLE": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 2, **dict(parse_qsl(parts.query))},
    }
