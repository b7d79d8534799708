"""What the server commands share: Django set up, child processes started and ended."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from groundswell.errors import InputError

SECONDS_TO_STOP = 8
PR_SET_PDEATHSIG = 1  # of prctl(2)


def set_up() -> None:
    """Read the settings and set Django up; a misspelt setting stops here, in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.django")
    import django

    django.setup()


def migrate() -> None:
    """Bring the database to this release, quietly, as the role that owns its tables."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command

    from groundswell.config.django import GROUNDSWELL
    from groundswell.config.postgres.owner import as_owner

    with as_owner(GROUNDSWELL.database_owner_url):
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except ImproperlyConfigured as wrong:
            raise InputError(str(wrong)) from wrong


def refuse_unsound() -> None:
    """Say what is wrong with settings, database or role, before anybody is served."""
    import groundswell.config.start  # noqa: F401 - adds the site's own checks
    from groundswell.apps.accounts.start import findings

    for name, says in findings():
        if says:
            raise InputError(
                f"Groundswell doesn't start. {name.capitalize()}: {says}. "
                "`groundswell doctor` shows all that it checks."
            )


def refuse_taken_port(port: int) -> None:
    """Say so if somebody else already listens, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise InputError(
                f"Port {port} on 127.0.0.1 is taken. Stop what uses it, or choose another: "
                f"--port {port + 1}."
            ) from taken


def web_command(*, port: int, workers: int) -> list[str]:
    """The web server: requests are read outside the threads that answer them."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
        "--workers-kill-timeout", "5", "--no-ws", "--log-level", "warning",
        "groundswell.config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The worker: one cluster of django-q2."""
    return [sys.executable, "-m", "groundswell.cli", "worker"]


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program beside us, in its own process group, and end it with all its children."""
    child = subprocess.Popen(
        command,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - before any thread of ours begins
    )
    try:
        yield child
    finally:
        end(child)


def _end_with_parent() -> None:
    """Have Linux end the child when we are killed outright and can't end it ourselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask a program to stop, and it asks its own children; what is left after that is killed."""
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(SECONDS_TO_STOP)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def stop_on_terminate() -> None:
    """Let `kill` end us the way Ctrl-C does, so that our children are ended too.

    Ctrl-C as well: a shell that starts us in the background would have us ignore it.
    """

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, interrupt)
