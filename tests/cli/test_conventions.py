"""What every command does alike: its exit codes, its one line of complaint, its one JSON object."""

import json
import math
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from groundswell.cli import COMMANDS
from groundswell.cli.output import Clock, peak_mb, progress, show

ROOT = Path(__file__).parents[2]

# A command for these tests, beside the real ones.
PROGRAM = '''
import sys, time, types
from pathlib import Path
from typing import Annotated

import typer

import groundswell.cli as cli
from groundswell.errors import InputError


def command(
    file: Path,
    out: Annotated[Path, typer.Option()],
    ending: str = "well",
    number: Annotated[int, typer.Option(min=1)] = 1,
):
    """Try how commands end.

    Words that are wrapped where the line is full, however they were broken
    in the source.

    Example:

        groundswell try a.csv \\\\
            --out b
    """
    if ending == "wrong input":
        raise InputError("a.csv, row 3, column share: it is\\nwrong. Mend it.")
    if ending == "bug":
        raise ZeroDivisionError("an impossible sum")
    if ending == "wait":
        print("waiting", flush=True)
        time.sleep(60)
    if ending == "talk":
        for k in range(1_000_000):
            print(k)
    print("done")


cli.COMMANDS["try"] = "Try how commands end."
sys.modules["groundswell.cli.try"] = types.SimpleNamespace(command=command)
cli.main()
'''


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return [sys.executable, str(path)]


@pytest.fixture
def run(program):
    def call(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*program, *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "60"},
        )

    return call


def test_a_command_that_is_done_exits_with_0(run):
    done = run("try", "a.csv", "--out", "b")
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Say which command"),
        (["trie"], "No such command: trie. There are forecast"),
        (["--nonsense"], "No such option: --nonsense"),
        (["try"], "Missing argument"),
        (["try", "a.csv"], "Missing option '--out'"),
        (["try", "a.csv", "--out"], "requires an argument"),
        (["try", "a.csv", "--out", "b", "--oot", "c"], "No such option: --oot"),
        (["try", "a.csv", "b.csv", "--out", "b"], "unexpected extra argument"),
        (["try", "a.csv", "--out", "b", "--number", "many"], "Invalid value for '--number'"),
        (["try", "a.csv", "--out", "b", "--number", "0"], "Invalid value for '--number'"),
        (
            ["try", "a.csv", "--out", "b", "--ending", "wrong input"],
            "a.csv, row 3, column share: it is wrong. Mend it.",
        ),
    ],
)
def test_a_wrong_call_or_input_exits_with_2_and_one_line(run, arguments, words):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith("\n")


def test_a_bug_exits_with_1_and_its_traceback(run):
    done = run("try", "a.csv", "--out", "b", "--ending", "bug")
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert done.stderr.endswith("ZeroDivisionError: an impossible sum\n")


def test_a_reader_that_has_heard_enough_hears_no_complaint(program):
    talking = subprocess.Popen(
        [*program, "try", "a.csv", "--out", "b", "--ending", "talk"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert talking.stdout.readline() == b"0\n"
    talking.stdout.close()
    assert talking.stderr.read() == b""
    assert talking.wait(timeout=60) == 128 + signal.SIGPIPE


def test_a_command_that_is_interrupted_leaves_quietly(program):
    waiting = subprocess.Popen(
        [*program, "try", "a.csv", "--out", "b", "--ending", "wait"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert waiting.stdout.readline() == b"waiting\n"
    waiting.send_signal(signal.SIGINT)
    _, complaint = waiting.communicate(timeout=60)
    assert complaint == b""
    assert waiting.returncode == 128 + signal.SIGINT


def test_help_shows_an_example_line_by_line(run):
    done = run("try", "--help")
    assert done.returncode == 0
    assert "  groundswell try a.csv \\\n          --out b\n" in done.stdout
    assert "where the line is full, however\n  they were broken in the source." in done.stdout


def test_help_of_all_loads_none_of_the_commands():
    check = (
        "import sys; from groundswell.cli import run; code = run(['--help']); "
        "slow = {'numpy', 'polars', 'numba', 'scipy', 'django', 'rich'} & set(sys.modules); "
        "sys.exit(f'{code} {slow}' if code or slow else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")
    for name, what in COMMANDS.items():
        assert name in done.stdout
        assert what.split()[0] in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name):
    path = [name, "load"] if name == "places" else [name]
    done = subprocess.run(
        [sys.executable, "-m", "groundswell.cli", *path, "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert "Example" in done.stdout
    assert f"groundswell {' '.join(path)}" in done.stdout.partition("Example")[2]


def test_json_is_exactly_one_object_with_the_kinds_json_knows(capsys):
    answer = {
        "seats": np.int64(650),
        "share": np.float64(0.1),
        "interval": (np.float64(1.5), 2),
        "by_party": {"LAB": np.array([1.0, math.nan])},
        "none": None,
        "is_open": np.bool_(True),
        "file": Path("a.csv"),
        "name": "Ynys Môn",
    }
    show(json_mode=True, answer=answer, table=[("seats", "650")])
    out = capsys.readouterr().out
    assert json.loads(out) == {
        "seats": 650,
        "share": 0.1,
        "interval": [1.5, 2],
        "by_party": {"LAB": [1.0, None]},
        "none": None,
        "is_open": True,
        "file": "a.csv",
        "name": "Ynys Môn",
    }
    assert out.count("\n") == 1


def test_people_get_a_table(capsys):
    show(json_mode=False, answer={}, table=[("seats", "650"), ("expected seats", "268.4")])
    assert capsys.readouterr().out == "seats           650\nexpected seats  268.4\n"


def test_without_a_table_people_get_the_answer_itself(capsys):
    show(json_mode=False, answer={"wrong_seats": 3, "seconds": {"read": 0.12345678}})
    assert capsys.readouterr().out == "wrong seats     3\nseconds · read  0.123457\n"


def test_progress_says_nothing_where_nobody_looks(capsys):
    with progress("Drawing", total=10) as done:
        done(5)
    assert capsys.readouterr() == ("", "")


def test_parts_of_one_name_add_up():
    clock = Clock()
    for _ in range(2):
        with clock.part("read"):
            sum(range(1000))
    with clock.part("write"):
        pass
    assert list(clock.seconds) == ["read", "write"]
    assert clock.seconds["read"] > clock.seconds["write"] >= 0


def test_the_peak_of_memory_is_in_megabytes():
    before = peak_mb()
    kept = np.ones(50_000_000 // 8)
    assert kept.nbytes == 50_000_000
    assert 10 < before < 20_000
    assert peak_mb() >= before
