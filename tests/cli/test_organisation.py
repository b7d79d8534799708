"""`groundswell organisation`, as somebody at the server's terminal uses it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("organisation")
    run(folder, "migrate")
    return folder


def run(home, *arguments, code=0):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GROUNDSWELL_", "DJANGO_"))}
    env |= {"GROUNDSWELL_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "groundswell.cli", *arguments],
        env=env, capture_output=True, text=True, timeout=120, cwd=home, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done


def test_an_organisation_is_made_opened_and_closed_from_the_terminal(home):
    """One server from beginning to end: each command starts a process, so they share a test."""
    listed = json.loads(run(home, "organisation", "list", "--json").stdout)
    assert listed == {"organisations": []}

    made = run(
        home, "organisation", "create", "--name", "Harbour Lights", "--slug", "harbour-lights",
        "--organiser", "maya@example.org", "--data-officer", "noor@example.org", "--json",
    )  # fmt: skip
    said = json.loads(made.stdout.splitlines()[-1])
    assert [one["role"] for one in said["invitations"]] == ["national", "data-officer"]
    assert all("/invitation/" in one["link"] for one in said["invitations"])

    second = run(
        home, "organisation", "create", "--name", "Other", "--slug", "other",
        "--organiser", "ada@example.org", code=2,
    )  # fmt: skip
    assert "keeps one organisation only" in second.stderr

    assert "in set-up mode" in run(home, "organisation", "list").stdout

    run(home, "organisation", "operator", "ada@example.org", "--name", "Ada")
    opened = run(
        home, "organisation", "break-glass", "harbour-lights", "--operator", "ada@example.org",
        "--reason", "The import of 3 May hangs", "--hours", "2", "--json",
    )  # fmt: skip
    assert json.loads(opened.stdout.splitlines()[-1])["operator"] == "ada@example.org"

    closed = run(home, "organisation", "remove", "harbour-lights", "ada@example.org", "--json")
    assert json.loads(closed.stdout)["ended"]["roles"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["break-glass", "nowhere", "--operator", "x@example.org", "--reason", "y"], "nowhere"),
        (["invite", "nowhere", "x@example.org", "--role", "king"], "national or data-officer"),
        (["create", "--name", "X", "--slug", "a b", "--organiser", "x@example.org"], "--slug"),
        (["remove", "nowhere", "x@example.org"], "no organisation nowhere"),
    ],
    ids=["unknown organisation", "unknown role", "bad short name", "nothing to remove from"],
)
def test_what_can_not_be_done_is_said_in_a_line(home, arguments, words):
    refused = run(home, "organisation", *arguments, code=2)
    assert words in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
