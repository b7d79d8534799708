"""`groundswell backtest`, from its files to its answer."""

import pytest

from tests.cli.forecast_files import SEATS, answer, candidacies, complaint, run, write

UK = "uk/uk_ge_results_long.csv.gz"
UK_COLUMNS = "seat_code=gss_code,seat_name=constituency_name"
MODELS = ["no_change", "uniform", "uniform_by_nation", "groundswell"]
SCORES = ["brier", "log_score", "crps_margin", "coverage_80", "coverage_95"]


@pytest.fixture
def results(tmp_path):
    return write(tmp_path / "results.csv", candidacies())


@pytest.fixture
def call(results):
    def of(*more):
        return [
            "backtest", results, "--base", "2015-05-07", "--truth", "2019-12-12",
            "--draws", "300", *more,
        ]  # fmt: skip

    return of


def test_the_answer_holds_what_the_interface_names(capsys, call):
    told = answer(capsys, *call())
    assert told["seats"] == 4
    assert [model["model"] for model in told["models"]] == MODELS
    for model in told["models"]:
        assert model["seats_true"] == {"Y": 3, "X": 1, "Z": 0}
        assert set(model["seats_90"]) == {"X", "Y", "Z"}
        assert model["rmse_margin"] > 0
        is_ours = model["model"] == "groundswell"
        assert [model[name] is not None for name in SCORES] == [is_ours] * len(SCORES)


def test_no_change_is_wrong_where_the_winner_changed(capsys, call):
    # N1 went from X to Y, N2 from Y to X; S1 stayed; B1 was a tie, which the first party has.
    told = answer(capsys, *call("--side", "X"))
    assert told["models"][0]["wrong"] == 2


def test_the_true_shares_bring_the_nations_to_their_result(capsys, call):
    told = answer(capsys, *call("--national-true"))
    # In Beeland, which is one seat, swing by nation is exact.
    assert told["models"][2]["rmse_margin"] < told["models"][0]["rmse_margin"]


def test_expected_shares_come_from_a_file(capsys, call, tmp_path):
    file = write(
        tmp_path / "national.csv",
        [["all", "X", "0.385"], ["all", "Y", "0.435"], ["all", "Z", "0.18"]],
        header=["area", "party", "share"],
    )
    told = answer(capsys, *call("--national", file))
    assert told["horizon_days"] == 7
    assert told["models"][1]["rmse_margin"] == told["models"][2]["rmse_margin"]


def test_seats_of_one_election_only_are_left_out_and_counted(capsys, call, results):
    rows = [row for row in candidacies() if (row[0], row[1]) != ("2019-12-12", "B1")]
    write(results, [*rows, ["2019-12-12", "W1", "Weston", "West", "Ayland", "9", "5", "X", "5"]])
    told = answer(capsys, *call())
    assert told["seats"] == 3
    assert told["left_out"] == {"base": 1, "truth": 1}


def test_a_seat_under_two_names_is_named(capsys, call, results):
    rows = candidacies()
    for row in rows[12:15]:
        row[2] = "Somewhere"
    write(results, rows)
    told = complaint(capsys, *call())
    assert f"{results}, row 14, column seat_name: seat N1 is Somewhere here and Northfield" in told


def test_names_may_differ_in_case_and_blanks(capsys, call, results):
    rows = candidacies()
    for row in rows[12:15]:
        row[2] = "NORTHFIELD"
    write(results, rows)
    assert answer(capsys, *call())["seats"] == len(SEATS)


BAD_CALLS = {
    "no base": (["--base", "1999-01-01"], "Choose --base from 2015-05-07, 2019-12-12"),
    "no truth": (["--truth", "1999-01-01"], "Choose --truth from"),
    "the same": (["--truth", "2015-05-07"], "Name two elections"),
    "both shares": (["--national", "x.csv", "--national-true"], "Give one"),
    "side": (["--side", "Q"], "The parties are"),
    "errors": (["--errors", "1066"], "1979-2010 or 1979-2017"),
}


@pytest.mark.parametrize(("more", "expected"), BAD_CALLS.values(), ids=BAD_CALLS)
def test_wrong_calls_are_answered_in_one_line(capsys, call, more, expected):
    assert expected in complaint(capsys, *call(*more))


def test_people_read_a_line_for_each_model(capsys, call):
    code, out, _ = run(capsys, *call())
    assert code == 0
    for model in MODELS:
        assert model in out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("base", "truth", "wrong"), [("2010-05-06", "2015-05-07", 38), ("2015-05-07", "2017-06-08", 52)]
)
def test_all_650_seats_of_the_published_file_are_scored(capsys, shared_data, base, truth, wrong):
    told = answer(
        capsys, "backtest", shared_data / UK, "--columns", UK_COLUMNS, "--base", base,
        "--truth", truth, "--side", "LAB", "--national-true",
    )  # fmt: skip
    models = {model["model"]: model for model in told["models"]}
    assert told["seats"] == 650
    # With Northern Ireland and the Speaker's seat, a few more than the published 630 have.
    assert models["uniform_by_nation"]["wrong"] == pytest.approx(wrong, abs=5)
    assert models["groundswell"]["wrong"] == pytest.approx(wrong, abs=6)
    assert models["groundswell"]["brier"] < 2 * models["no_change"]["wrong"] / 650
    low, high = models["groundswell"]["seats_90"]["LAB"]
    assert low <= models["groundswell"]["seats_true"]["LAB"] <= high
