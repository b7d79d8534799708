"""`groundswell forecast`, from its files to its files."""

import gzip
import re

import polars as pl
import pytest

from tests.cli.forecast_files import (
    HEADER,
    SEATS,
    answer,
    candidacies,
    complaint,
    read,
    run,
    write,
)

UK = "uk/uk_ge_results_long.csv.gz"
UK_COLUMNS = "seat_code=gss_code,seat_name=constituency_name"


@pytest.fixture
def results(tmp_path):
    return write(tmp_path / "results.csv", candidacies())


@pytest.fixture
def call(results, tmp_path):
    """The arguments of a forecast that succeeds, with more of them at the end."""

    def of(*more, file=None):
        return [
            "forecast", file or results, "--base", "2015-05-07", "--side", "X", "--draws", "300",
            "--out", tmp_path / "out", *more,
        ]  # fmt: skip

    return of


def shares(tmp_path, *rows, name="national.csv"):
    return write(tmp_path / name, rows, header=["area", "party", "share"])


def test_the_answer_holds_what_the_interface_names(capsys, call):
    told = answer(capsys, *call())
    assert told["seats"] == 4
    assert told["draws"] == 300
    assert set(told["expected_seats"]) == set(told["interval_90"]) == {"X", "Y", "Z"}
    assert sum(told["expected_seats"].values()) == pytest.approx(4)
    assert 0 <= told["p_majority"] <= told["p_largest"] <= 1
    assert set(told["seconds"]) == {"read", "model", "write"}
    assert told["peak_mb"] > 1


def test_the_tables_hold_what_the_interface_names(capsys, call, tmp_path):
    told = answer(capsys, *call())
    seats, parties, totals = (
        read(tmp_path / "out" / name) for name in ("seats.csv", "parties.csv", "totals.csv")
    )
    assert (
        list(seats[0])[:11]
        == (
            "seat_code seat_name region p_win margin_mean margin_sd margin_q05 margin_q50 "
            "margin_q95 votes_cast pivotality"
        ).split()
    )
    assert list(parties[0]) == "seat_code party share_mean share_sd p_win".split()
    assert list(totals[0]) == "party seats_mean q05 q25 q50 q75 q95".split()
    assert [row["seat_name"] for row in seats] == [seat[1] for seat in SEATS]
    assert [row["votes_cast"] for row in seats] == ["1000"] * 4
    assert sum(float(row["p_win"]) for row in seats) == pytest.approx(told["expected_seats"]["X"])
    assert len(parties) == 12
    assert (tmp_path / "out/forecast.html").read_text().startswith("<!doctype html>")


def test_the_report_loads_nothing_from_elsewhere(capsys, call, tmp_path):
    answer(capsys, *call())
    page = (tmp_path / "out/forecast.html").read_text()
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"|url\((?!#)', page)


def test_the_same_seed_writes_the_same_bytes(capsys, call, tmp_path):
    def written():
        return {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}

    answer(capsys, *call("--seed", "7"))
    first = written()
    answer(capsys, *call("--seed", "7"))
    assert written() == first
    answer(capsys, *call("--seed", "8"))
    assert written()["seats.csv"] != first["seats.csv"]


def test_exact_shares_move_the_expected_seats(capsys, call, tmp_path):
    # X had .3925 of the four seats, Y .42, Z .1875.
    up = shares(tmp_path, ["all", "X", "0.6"], ["all", "Y", "0.25"], ["all", "Z", "0.15"])
    still, moved = (
        answer(capsys, *call(*more))["expected_seats"]["X"]
        for more in ([], ["--national", up, "--horizon-days", "0"])
    )
    assert moved > still + 1


def test_scenarios_are_mixed_by_their_weights(capsys, call, tmp_path):
    up = shares(tmp_path, ["all", "X", "0.6"], ["all", "Y", "0.25"], ["all", "Z", "0.15"])
    polls = answer(capsys, *call("--national", up))["expected_seats"]["X"]
    still = answer(capsys, *call())["expected_seats"]["X"]
    mixed = answer(capsys, *call("--national", up, "--scenarios", "polls=0.25,no-swing=0.75"))[
        "expected_seats"
    ]["X"]
    assert mixed == pytest.approx(0.25 * polls + 0.75 * still)


def test_polls_are_averaged_on_a_day(capsys, call, tmp_path):
    polls = write(
        tmp_path / "polls.csv",
        [
            ["2019-12-01", pollster, "1000", "all", party, share]
            for pollster in "PQR"
            for party, share in (("X", "0.6"), ("Y", "0.25"), ("Z", "0.15"))
        ],
        header="fieldwork_end,pollster,sample_size,area,party,share".split(","),
    )
    by_polls = answer(capsys, *call("--polls", polls, "--as-of", "2019-12-03"))
    up = shares(tmp_path, ["all", "X", "0.6"], ["all", "Y", "0.25"], ["all", "Z", "0.15"])
    given = answer(capsys, *call("--national", up))
    assert by_polls["expected_seats"] == pytest.approx(given["expected_seats"], abs=1e-9)
    assert by_polls["notes"] == ["Polls of all: 3 polls, the last of each pollster in 7 days."]


def test_a_majority_may_be_named(capsys, call):
    one, all_four = (answer(capsys, *call("--majority", n))["p_majority"] for n in (1, 4))
    assert answer(capsys, *call())["majority"] == 3
    assert one > all_four


def test_people_read_a_table_and_notes_go_to_standard_error(capsys, call, results):
    rows = candidacies()
    rows[0][-1] = "499"
    write(results, [*rows, [*rows[0][:-2], "IND", "1"], [*rows[0][:-2], "IND", "0"]])
    code, out, err = run(capsys, *call())
    assert code == 0
    assert "majority of X" in out
    assert "only the strongest can win" in err


@pytest.mark.parametrize("shape", ["bom", "crlf", "gz", "reordered", "parquet"])
def test_a_file_may_come_in_any_of_the_usual_shapes(capsys, call, results, tmp_path, shape):
    expected = answer(capsys, *call())
    text = results.read_bytes()
    file = tmp_path / {"gz": "other.csv.gz", "parquet": "other.parquet"}.get(shape, "other.csv")
    if shape == "bom":
        file.write_bytes(b"\xef\xbb\xbf" + text)
    elif shape == "crlf":
        file.write_bytes(text.replace(b"\n", b"\r\n"))
    elif shape == "gz":
        file.write_bytes(gzip.compress(text))
    elif shape == "reordered":
        write(file, [["extra", *row[::-1]] for row in candidacies()], ["note", *HEADER[::-1]])
    else:
        pl.read_csv(results, try_parse_dates=True).write_parquet(file)
    assert answer(capsys, *call(file=file))["expected_seats"] == expected["expected_seats"]


# What is done to the rows of a good file, and what the complaint must name.
BAD_ROWS = {
    "a party twice": (lambda rows: [*rows, rows[0]], "row 26, column party: X is in seat N1"),
    "two names": (
        lambda rows: [[*rows[0][:2], "Elsewhere", *rows[0][3:]], *rows[1:]],
        "row 3, column seat_name: Northfield for seat N1",
    ),
    "not a number": (
        lambda rows: [rows[0], [*rows[1][:-1], "NaN"], *rows[2:]],
        "row 3, column votes",
    ),
    "negative": (lambda rows: [[*rows[0][:-1], "-5"], *rows[1:]], "row 2, column votes"),
    "an empty party": (
        lambda rows: [[*rows[0][:-2], " ", "5"], *rows[1:]],
        "row 2, column party",
    ),
    "too many votes": (
        lambda rows: [[*rows[0][:-1], "5000"], *rows[1:]],
        "row 2, column valid_votes: the votes of seat N1 add up to 5,500, not 1,000",
    ),
    "no date": (lambda rows: [["7 May", *rows[0][1:]], *rows[1:]], "row 2, column election_date"),
    "no rows": (lambda rows: [], "no rows"),
}


@pytest.mark.parametrize("bad", BAD_ROWS)
def test_bad_rows_are_named_and_nothing_is_written(capsys, call, results, tmp_path, bad):
    change, expected = BAD_ROWS[bad]
    write(results, change(candidacies()))
    told = complaint(capsys, *call())
    assert str(results) in told
    assert expected in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("missing", ["votes", "seat_code", "nation", "valid_votes"])
def test_a_missing_column_is_named(capsys, call, results, missing):
    header = [f"{name}_" if name == missing else name for name in HEADER]
    write(results, candidacies(), header)
    assert f"column {missing}" in complaint(capsys, *call())


BAD_BYTES = {
    "empty": b"",
    "latin": "Stéphane".encode("latin-1") + b",x\n1,2\n",
    "cut off": gzip.compress(b"a,b\n1,2\n" * 1000, mtime=0)[:-40],
}


@pytest.mark.parametrize("data", BAD_BYTES.values(), ids=BAD_BYTES)
def test_files_that_are_no_tables_are_refused(capsys, call, tmp_path, data):
    file = tmp_path / ("bad.csv.gz" if data[:2] == b"\x1f\x8b" else "bad.csv")
    file.write_bytes(data)
    assert str(file) in complaint(capsys, *call(file=file))


def test_a_date_without_an_election_is_answered_with_those_there_are(capsys, call):
    told = complaint(capsys, *call("--base", "2016-01-01"))
    assert "Choose --base from 2015-05-07, 2019-12-12" in told


def test_an_unknown_side_is_answered_with_the_parties(capsys, call):
    assert "The parties are Y, X, Z" in complaint(capsys, *call("--side", "Q"))


BAD_SHARES = {
    "more than 1": ([("all", "X", "0.9"), ("all", "Y", "0.4")], "row 2, column share", "1.300"),
    "too little": ([("all", c, "0.2") for c in "XYZ"], "row 2, column share", "0.600"),
    "per cent": ([("all", "X", "40")], "row 2, column share", "40 is above 1"),
    "nobody's": (
        [("all", "X", "0.5"), ("all", "Y", "0.3"), ("all", "Q", "0.2")],
        "row 4, column party", "Q has no votes",
    ),
    "misspelt": ([("Beelnd", "X", "0.5")], "row 2, column area", "did you mean Beeland"),
    "twice": ([("all", "X", "0.5"), ("all", "X", "0.5")], "row 3, column party", "two shares"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD_SHARES)
def test_expected_shares_that_do_not_fit_are_named(capsys, call, tmp_path, bad):
    rows, place, wrong = BAD_SHARES[bad]
    file = shares(tmp_path, *rows)
    told = complaint(capsys, *call("--national", file))
    assert f"{file}, {place}" in told
    assert wrong in told


BAD_CALLS = {
    "weights": (["--scenarios", "polls=0.5,no-swing=0.6"], "add up to 1.1"),
    "unknown scenario": (["--scenarios", "hope=1"], "hope=1 is not understood"),
    "polls of nothing": (["--scenarios", "polls=1"], "Give --national or --polls"),
    "no day": (["--polls", "x.csv"], "--as-of"),
    "a day alone": (["--as-of", "2015-01-01"], "there is no --polls"),
    "both": (["--polls", "x.csv", "--as-of", "2015-01-01", "--national", "y.csv"], "Give one"),
    "majority": (["--majority", "5"], "there are 4 seats"),
    "horizon": (["--horizon-days", "-1"], "--horizon-days is -1"),
    "draws": (["--draws", "0"], "--draws"),
    "columns": (["--columns", "wrong=x"], "wrong is none of our columns"),
    "where": (["--where", "party"], "--where"),
    "no such rows": (["--where", "party=Q"], "no row holds Q"),
    "no file": (["--national", "absent.csv"], "absent.csv"),
}


@pytest.mark.parametrize(("more", "expected"), BAD_CALLS.values(), ids=BAD_CALLS)
def test_wrong_calls_are_answered_in_one_line(capsys, call, more, expected):
    assert expected in complaint(capsys, *call(*more))


def test_the_published_british_file_is_read_as_it_is(capsys, call, shared_data, tmp_path):
    told = answer(
        capsys, "forecast", shared_data / UK, "--columns", UK_COLUMNS, "--base", "2015-05-07",
        "--side", "LAB", "--draws", "500", "--out", tmp_path / "out",
    )  # fmt: skip
    assert told["seats"] == 650
    assert told["majority"] == 326
    # The Speaker, and the independent of North Down.
    assert told["expected_seats"]["SPK"] == pytest.approx(1)
    assert told["expected_seats"]["IND"] == pytest.approx(1, abs=0.05)
    belfast = [
        row for row in read(tmp_path / "out/seats.csv") if row["region"] == "Northern Ireland"
    ]
    assert len(belfast) == 18
    assert {row["p_win"] for row in belfast} == {"0.0"}


def test_shares_for_great_britain_leave_northern_ireland_as_it_was(capsys, shared_data, tmp_path):
    rows = [
        ("GB", "CON", "0.44"),
        ("GB", "LAB", "0.37"),
        ("GB", "LD", "0.08"),
        ("GB", "OTH", "0.11"),
    ]
    told = answer(
        capsys, "forecast", shared_data / UK, "--columns", UK_COLUMNS, "--base", "2015-05-07",
        "--side", "LAB", "--draws", "100", "--national", shares(tmp_path, *rows),
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert any("Northern Ireland is left out of GB" in note for note in told["notes"])


def test_a_german_election_is_read_with_one_of_its_two_votes(capsys, shared_data, tmp_path):
    columns = "seat_code=wkr_nr,seat_name=wkr_name,region=land,nation=land,electorate=electors"
    told = answer(
        capsys, "forecast", shared_data / "de/de_bundestag_2017_results_long.csv.gz",
        "--columns", columns,
        "--where", "vote_type=first", "--base", "2017-09-24", "--side", "SPD", "--draws", "200",
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert told["seats"] == 299
    assert told["expected_seats"]["CDU"] > told["expected_seats"]["SPD"] > 20


def test_an_american_election_is_read_by_year_with_two_of_a_party(capsys, shared_data, tmp_path):
    file = shared_data / "us/us_house_results_1976_2016_long.csv.gz"
    columns = (
        "election_date=year,seat_code=district_id,seat_name=district_id,region=state,nation=state,"
        "electorate=total_votes,valid_votes=total_votes"
    )
    call = [
        "forecast", file, "--columns", columns, "--base", "2014", "--side", "DEM",
        "--draws", "200", "--out", tmp_path / "out",
    ]  # fmt: skip
    assert "a second time" in complaint(capsys, *call)
    told = answer(capsys, *call, "--several", "DEM,REP")
    assert told["seats"] == 435
    assert 150 < told["expected_seats"]["DEM"] < 220
