"""Groundswell's own settings: typed, documented, and refused when misspelt.

A setting comes from the environment (`GROUNDSWELL_PORT=8000`) or from the TOML file that
`GROUNDSWELL_CONFIG` names (`port = 8000`); the environment wins. `docs/reference/settings.md`
lists them all, and a test notices one that it doesn't.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from groundswell.errors import InputError

PREFIX = "GROUNDSWELL_"
# Read by the build and by the tests, never by the server.
NOT_SETTINGS = {"CONFIG", "CHROMIUM", "TEST_PG_URL", "DATA", "SKIP_FRONTEND"}


@dataclass(frozen=True)
class Settings:
    """Everything an administrator may set. The metadata is what `docs/reference` says."""

    home: Path = field(default=Path("var"), metadata={"says": "folder for the database and keys"})
    database_url: str = field(
        default="",
        metadata={"says": "postgresql://user@host/name; empty: SQLite in the home folder"},
    )
    database_owner_url: str = field(
        default="",
        metadata={"says": "the same database, as the role that owns its tables; for migrate only"},
    )
    secret_key: str = field(
        default="", metadata={"says": "50 random characters; empty: made once, in the home folder"}
    )
    hosts: tuple[str, ...] = field(
        default=("localhost", "127.0.0.1"), metadata={"says": "names this server answers to"}
    )
    port: int = field(default=8000, metadata={"says": "port on 127.0.0.1"})
    web_workers: int = field(default=1, metadata={"says": "web processes"})
    task_workers: int = field(default=1, metadata={"says": "processes for long work"})
    https: bool = field(
        default=False, metadata={"says": "true behind TLS: secure cookies and HSTS"}
    )
    demo: bool = field(
        default=False, metadata={"says": "made-up data and one-click log-in, on this machine only"}
    )
    debug: bool = field(default=False, metadata={"says": "for developers: tracebacks in the page"})
    language: str = field(default="en-gb", metadata={"says": "language of pages"})
    time_zone: str = field(default="Europe/London", metadata={"says": "time zone of pages"})
    mail_from: str = field(
        default="groundswell@localhost", metadata={"says": "sender of log-in codes"}
    )
    smtp_host: str = field(
        default="", metadata={"says": "mail server; empty: mail is written to the terminal"}
    )
    smtp_port: int = field(default=587, metadata={"says": "its port"})
    smtp_user: str = field(default="", metadata={"says": "its user"})
    smtp_password: str = field(default="", metadata={"says": "its password"})


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment and the TOML file it names; refuse what isn't a setting."""
    given = _from_file(environ.get(f"{PREFIX}CONFIG"))
    for name, value in environ.items():
        bare = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and bare not in NOT_SETTINGS:
            given[bare.lower()] = (value, name)
    known = {f.name: f for f in fields(Settings)}
    for name, (_, where) in given.items():
        if name not in known:
            raise InputError(f"{where} is no setting of Groundswell. {_suggestion(name, known)}")
    values = {n: _typed(known[n].type, v, where) for n, (v, where) in given.items()}
    return _refuse_unsafe(Settings(**values))


def _from_file(path: str | None) -> dict[str, tuple[Any, str]]:
    if not path:
        return {}
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise InputError(
            f"The settings file {path} can't be read: {wrong}. Mend it, or unset {PREFIX}CONFIG."
        ) from wrong
    return {name: (value, f"{name} in {path}") for name, value in content.items()}


def _suggestion(name: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else "docs/reference/settings.md lists them all."


def _typed(kind: Any, value: Any, where: str) -> Any:
    """Turn text from the environment, or a TOML value, into the type of the field."""
    try:
        if kind is bool:
            if isinstance(value, bool):
                return value
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                value.lower()
            ]
        if kind is int:
            if isinstance(value, bool):
                raise ValueError
            return int(value)
        if kind == tuple[str, ...]:
            parts = value.split(",") if isinstance(value, str) else value
            return tuple(part.strip() for part in parts)
        if not isinstance(value, str):
            raise ValueError
        return Path(value) if kind is Path else value
    except (ValueError, KeyError, AttributeError, TypeError):
        wanted = {bool: "true or false", int: "a whole number"}.get(kind, "text")
        raise InputError(f"{where} is {value!r}; it must be {wanted}.") from None


def _refuse_unsafe(settings: Settings) -> Settings:
    """Refuse to start with settings that would hand people's data to strangers."""
    local = {"localhost", "127.0.0.1", "[::1]", "testserver"}
    public = [host for host in settings.hosts if host not in local]
    if "*" in settings.hosts:
        raise InputError("hosts is '*': name the hosts that this server answers to, one by one.")
    if public and (settings.debug or settings.demo):
        which = "debug" if settings.debug else "demo"
        raise InputError(
            f"{which} is on and {public[0]} is a public host. Take one of the two away."
        )
    if public and not settings.https:
        raise InputError(
            f"{public[0]} is a public host and https is off. "
            "Put the server behind TLS and set https = true."
        )
    if settings.secret_key and len(settings.secret_key) < 50:
        raise InputError(
            f"secret_key has {len(settings.secret_key)} characters; 50 is the fewest. "
            "Leave it empty to have one made."
        )
    return settings


def secret_key_of(settings: Settings) -> str:
    """The key given, or one made at the first start and kept in the home folder."""
    if settings.secret_key:
        return settings.secret_key
    settings.home.mkdir(parents=True, exist_ok=True)
    kept = settings.home / "secret_key"
    if not kept.exists():
        # O_EXCL: two processes that start together must agree on one key.
        try:
            handle = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
    return kept.read_text().strip()
