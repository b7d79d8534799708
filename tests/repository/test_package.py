"""The package holds all that a server needs, and starts in an empty place."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The wheel as pip would build it, unpacked somewhere else."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--wheel-dir", folder, ROOT],
        check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = folder.glob("groundswell-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(unpacked, home, *arguments, **settings):
    """Run the unpacked package, from an empty folder; what it is built on comes from here."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GROUNDSWELL_", "DJANGO_"))}
    env |= {"PYTHONPATH": str(unpacked), "GROUNDSWELL_HOME": str(home / "var"), **settings}
    return subprocess.run(
        [sys.executable, "-m", "groundswell.cli", *arguments],
        cwd=home, env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_every_template_and_table_is_in_the_package(unpacked):
    wanted = [
        *(ROOT / "groundswell").rglob("templates/**/*.html"),
        *(ROOT / "groundswell/static/groundswell").glob("*.css"),
    ]
    inside = {path.relative_to(ROOT) for path in wanted}
    assert {path for path in inside if not (unpacked / path).exists()} == set()
    assert (unpacked / "groundswell/static/groundswell/dist/manifest.json").exists()
    assert (unpacked / "groundswell/_data/uk_seats.csv").exists()


def test_the_package_makes_its_database_in_an_empty_place(unpacked, tmp_path):
    assert run(unpacked, tmp_path, "migrate").returncode == 0
    done = run(unpacked, tmp_path, "doctor", "--json")
    assert (done.returncode, '"ok": true' in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_package_refuses_a_misspelt_setting_in_one_line(unpacked, tmp_path):
    done = run(unpacked, tmp_path, "doctor", GROUNDSWELL_PROT="1")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "GROUNDSWELL_PROT" in done.stderr
