"""`groundswell targets`, from the folders of forecasts to a list."""

import pytest

from tests.cli.forecast_files import answer, complaint, read, run, write

HEADER = ["seat_code", "seat_name", "pivotality", "held"]


@pytest.fixture
def folder(tmp_path):
    """A function: a folder with the seats of a forecast."""

    def of(name, values, held=(1, 0, 0), seats=("N1", "N2", "S1")):
        (tmp_path / name).mkdir(exist_ok=True)
        rows = [
            [code, f"Seat {code}", *rest] for code, *rest in zip(seats, values, held, strict=True)
        ]
        write(tmp_path / name / "seats.csv", rows, HEADER)
        return tmp_path / name

    return of


@pytest.fixture
def listed(capsys, tmp_path):
    """A function: run the command, and read the list."""

    def of(*arguments):
        told = answer(capsys, "targets", *arguments, "--out", tmp_path / "out")
        return told, read(tmp_path / "out/targets.csv")

    return of


def test_seats_are_listed_by_their_weighted_value(folder, listed):
    one, two = folder("one", (4e-5, 0, 3e-5)), folder("two", (0, 2e-5, 3e-5))
    told, rows = listed(one, two, "--weights", "0.5,0.5", "--top", "2")
    assert list(rows[0])[:7] == (
        "rank seat_code seat_name value rank_1 rank_2 depends_on_scenario".split()
    )
    assert [row["seat_code"] for row in rows] == ["S1", "N1"]
    assert [float(row["value"]) for row in rows] == pytest.approx([3e-5, 2e-5])
    assert [row["depends_on_scenario"] for row in rows] == ["0", "1"]
    assert told["listed"] == 2
    assert told["depends_on_scenario"] == 1


def test_scenarios_weigh_the_same_unless_said(folder, listed):
    told, _ = listed(folder("one", (1e-5, 2e-5, 3e-5)), folder("two", (1e-5, 2e-5, 3e-5)))
    assert told["weights"] == [0.5, 0.5]


def test_attack_only_leaves_out_the_seats_that_are_held(folder, listed):
    _, rows = listed(folder("one", (9e-5, 1e-5, 2e-5)), "--attack-only")
    assert [row["seat_code"] for row in rows] == ["S1", "N2"]


def test_defence_is_the_default(folder, listed):
    one = folder("one", (9e-5, 1e-5, 2e-5))
    assert listed(one)[1] == listed(one, "--defence")[1]


def test_seats_may_come_in_another_order(folder, listed):
    one = folder("one", (1e-5, 2e-5, 3e-5))
    two = folder("two", (3e-5, 2e-5, 1e-5), seats=("S1", "N2", "N1"))
    _, rows = listed(one, two)
    assert [(row["rank_1"], row["rank_2"]) for row in rows] == [("1", "1"), ("2", "2"), ("3", "3")]


def test_a_forecast_lists_its_own_targets(capsys, listed, tmp_path):
    from tests.cli.forecast_files import candidacies

    results = write(tmp_path / "results.csv", candidacies())
    code, _, err = run(
        capsys, "forecast", results, "--base", "2015-05-07", "--side", "X", "--draws", "300",
        "--out", tmp_path / "forecast",
    )  # fmt: skip
    assert code == 0, err
    _, rows = listed(tmp_path / "forecast")
    seats = read(tmp_path / "forecast/seats.csv")
    best = max(seats, key=lambda seat: float(seat["pivotality"]))
    assert rows[0]["seat_code"] == best["seat_code"]


def test_a_seat_that_one_forecast_lacks_is_named(capsys, folder, tmp_path):
    one = folder("one", (1e-5, 2e-5, 3e-5))
    two = folder("two", (1e-5, 2e-5), held=(0, 0), seats=("N1", "N2"))
    told = complaint(capsys, "targets", one, two, "--out", tmp_path / "out")
    assert "1 seats of" in told
    assert "such as S1" in told
    told = complaint(capsys, "targets", two, one, "--out", tmp_path / "out")
    assert "row 4, column seat_code: S1 is not in" in told


def test_a_seat_under_two_names_is_named(capsys, folder, tmp_path):
    one = folder("one", (1e-5, 2e-5, 3e-5))
    two = folder("two", (1e-5, 2e-5, 3e-5))
    text = (two / "seats.csv").read_text().replace("Seat N2", "Elsewhere")
    (two / "seats.csv").write_text(text)
    told = complaint(capsys, "targets", one, two, "--out", tmp_path / "out")
    assert "row 3, column seat_name: seat N2 is Elsewhere here and Seat N2 in" in told


BAD_CALLS = {
    "too few weights": (["--weights", "1"], "1 for 2 forecasts"),
    "weights": (["--weights", "0.5,0.6"], "add up to 1"),
    "words": (["--weights", "half,half"], "no numbers"),
    "top": (["--top", "0"], "--top"),
}


@pytest.mark.parametrize(("more", "expected"), BAD_CALLS.values(), ids=BAD_CALLS)
def test_wrong_calls_are_answered_in_one_line(capsys, folder, tmp_path, more, expected):
    one, two = folder("one", (1e-5, 2e-5, 3e-5)), folder("two", (1e-5, 2e-5, 3e-5))
    told = complaint(capsys, "targets", one, two, *more, "--out", tmp_path / "out")
    assert expected in told


def test_a_folder_without_a_forecast_is_named(capsys, tmp_path):
    told = complaint(capsys, "targets", tmp_path / "nothing", "--out", tmp_path / "out")
    assert str(tmp_path / "nothing") in told


def test_attack_only_needs_to_know_what_is_held(capsys, folder, tmp_path):
    one = folder("one", (1e-5, 2e-5, 3e-5))
    text = (one / "seats.csv").read_text().replace("held", "unknown")
    (one / "seats.csv").write_text(text)
    told = complaint(capsys, "targets", one, "--attack-only", "--out", tmp_path / "out")
    assert "seats to attack" in told


def test_people_read_the_first_ten(capsys, folder, tmp_path):
    one = folder("one", (1e-5, 2e-5, 3e-5))
    code, out, _ = run(capsys, "targets", one, "--out", tmp_path / "out")
    assert code == 0
    assert "1 Seat S1" in out
