"""The demo as a user gets it: the command, its worker and its web server, on made-up data."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from groundswell.cli.site import end

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_FILL = 240


@contextmanager
def demo(home: Path) -> Iterator[str]:
    """Run `groundswell demo` in a folder of its own, and yield its address once it answers."""
    port = _free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GROUNDSWELL_", "DJANGO_"))}
    child = subprocess.Popen(
        [sys.executable, "-m", "groundswell.cli", "demo", "--home", home, "--port", str(port)],
        env=env | {"PYTHONPATH": str(ROOT)}, start_new_session=True, text=True,
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
