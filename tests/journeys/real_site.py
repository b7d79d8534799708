"""A server as somebody installs it: no demo, nothing in it, letters in a file.

Its address is http://localhost:PORT: passkeys work on names, not on numbers.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from groundswell.cli import site
from tests.journeys.demo_site import _free_port

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


@dataclass(frozen=True)
class RealSite:
    """A running server, and what its administrator can do at its terminal."""

    address: str
    letters: Path
    environment: dict[str, str]

    def command(self, *arguments: str) -> Any:
        """Run `groundswell …` and return the JSON it prints."""
        done = self._run([sys.executable, "-m", "groundswell.cli", *arguments, "--json"])
        return json.loads(done.splitlines()[-1])

    def python(self, code: str) -> str:
        """Run Python with the server's database, for rows that no page makes yet."""
        begin = "from groundswell.cli import site; site.set_up()\n"
        return self._run([sys.executable, "-c", begin + code])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=120,
            check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def letter_to(self, address: str, *, about: str) -> str:
        """The newest letter to somebody whose text holds some words; waits until it comes."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            letters = self.letters.read_text(encoding="utf-8").split("-" * 79)
            ours = [text for text in letters if f"To: {address}" in text and about in text]
            if ours:
                return ours[-1]
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} about {about!r}")

    def code_for(self, address: str) -> str:
        found = re.search(r"^\s+([A-Z0-9-]{6,12})\s*$", self.letter_to(address, about="code"), re.M)
        assert found is not None
        return found[1]

    def link_for(self, address: str, *, about: str) -> str:
        found = re.search(r"^\s+(http://\S+)", self.letter_to(address, about=about), re.M)
        assert found is not None
        return found[1]


@contextmanager
def real_site(folder: Path) -> Iterator[RealSite]:
    """Migrate an empty home and serve it until the block ends."""
    port = _free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GROUNDSWELL_", "DJANGO_"))}
    environment = kept | {
        "GROUNDSWELL_HOME": str(folder / "home"),
        "GROUNDSWELL_PORT": str(port),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    letters = folder / "letters.txt"
    migrate = [sys.executable, "-m", "groundswell.cli", "migrate"]
    subprocess.run(migrate, env=environment, check=True, capture_output=True, cwd=ROOT)
    with letters.open("wb") as out:
        web = subprocess.Popen(
            site.web_command(port=port, workers=1), env=environment, stdout=out,
            stderr=subprocess.STDOUT, start_new_session=True, cwd=ROOT,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/readyz", web, letters)
            yield RealSite(f"http://localhost:{port}", letters, environment)
        finally:
            site.end(web)


def _wait_for(address: str, web: "subprocess.Popen[bytes]", letters: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and web.poll() is None:
        try:
            with urlopen(address, timeout=2):  # noqa: S310 - our own address
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{letters.read_text()[-2000:]}")
