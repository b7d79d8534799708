"""The demo as a user gets it: the command, its worker and its web server, on made-up data."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from groundswell.cli.site import end

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "groundswell.cli", "demo")
SECONDS_TO_FILL = 240


@contextmanager
def demo(home: Path) -> Iterator[str]:
    """Run `groundswell demo` in a folder of its own, and yield its address once it answers."""
    shutil.copytree(_filled(), home)
    port = _free_port()
    child = subprocess.Popen(
        [*COMMAND, "--home", home, "--port", str(port)],
        env=_environment(), start_new_session=True, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    said: list[str] = []
    is_up = threading.Event()
    threading.Thread(target=_listen, args=(child, said, is_up), daemon=True).start()
    try:
        is_up.wait(SECONDS_TO_FILL)
        if not any(line.startswith("Groundswell is at") for line in said):
            raise RuntimeError("the demo did not start:\n" + "".join(said[-30:]))
        yield f"http://127.0.0.1:{port}"
    finally:
        end(child)


@cache
def _filled() -> Path:
    """A demo as its first start leaves it: made once, and copied for each group of journeys."""
    folder = Path(tempfile.mkdtemp(prefix="groundswell-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    home = folder / "home"
    filling = subprocess.run(
        [*COMMAND, "--home", home, "--fill-only"],
        env=_environment(), capture_output=True, text=True, timeout=SECONDS_TO_FILL, check=False,
    )  # fmt: skip
    if filling.returncode:
        raise RuntimeError(f"the demo was not filled:\n{filling.stderr[-3000:]}")
    return home


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GROUNDSWELL_", "DJANGO_"))}
    return kept | {"PYTHONPATH": str(ROOT)}


def _listen(child: "subprocess.Popen[str]", said: list[str], is_up: threading.Event) -> None:
    """Keep what it says, so that it never waits for us, and tell when it is up or gone."""
    assert child.stderr is not None
    for line in child.stderr:
        said.append(line)
        if line.startswith("Groundswell is at"):
            is_up.set()
    is_up.set()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
