"""What the documents promise is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from groundswell.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "data/README.md"]
    if path.is_file()
)
REFERENCE = "\n".join(path.read_text() for path in ROOT.glob("docs/reference/*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_reference(name):
    assert f"`groundswell {name}" in REFERENCE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example(name):
    done = subprocess.run(
        [sys.executable, "-m", "groundswell.cli", name, "--help"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert f"groundswell {name}" in done.stdout


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text()
    assert "make demo" in readme
    assert "make test" in readme


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in ROOT.glob("docs/decisions/[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def commands_in(page: Path) -> list[str]:
    """The `groundswell` commands in a page's shell blocks, each on one line."""
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text(), re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    starts = ("groundswell ", ".venv/bin/groundswell ")
    return [line.split("#")[0] for line in lines if line.startswith(starts)]


@pytest.mark.parametrize(("page", "n"), [("README.md", 4), ("docs/reference/forecast.md", 4)])
def test_the_commands_of_a_page_work_as_they_stand(tmp_path, page, n):
    (tmp_path / "data").symlink_to(ROOT / "data")
    commands = commands_in(ROOT / page)
    assert len(commands) == n
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "groundswell.cli", *command.split()[1:]],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
