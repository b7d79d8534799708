"""`groundswell dispatch`, from its files to its answer."""

import gzip
import json

import numpy as np
import pytest

from tests.cli.dispatch_files import PEOPLE_HEAD, SEAT_HEAD, SEATS, SHIFT_HEAD, SHIFTS, campaign
from tests.cli.dispatch_files import people as made_up_people
from tests.cli.forecast_files import answer, candidacies, complaint, read, run, write

ANSWERS = [
    *("people", "offers", "placed", "expected_seats_gain", "travel_minutes", "objective"),
    *("upper_bound", "gap", "riders", "shifts_short_of_trained", "baselines", "seconds", "peak_mb"),
]


def with_cell(rows, row, column, value, head):
    """The rows with one cell changed; rows are counted from 0."""
    changed = [list(one) for one in rows]
    changed[row][head.index(column)] = value
    return changed


def people_like(tmp_path, **columns):
    """Arguments of a command whose volunteers have other columns: name → value or list."""
    rows = made_up_people()
    head = [name for name in PEOPLE_HEAD if columns.get(name, "") is not None]
    head += [name for name in columns if name not in PEOPLE_HEAD and columns[name] is not None]
    table = []
    for at, one in enumerate(rows):
        known = dict(zip(PEOPLE_HEAD, one, strict=True))
        given = {k: v[at] if isinstance(v, list) else v for k, v in columns.items()}
        table.append([{**known, **given}[name] for name in head])
    return campaign(tmp_path, volunteers=(head, table))


def test_the_answer_has_every_figure_that_was_promised(tmp_path, capsys):
    told = answer(capsys, *campaign(tmp_path))
    assert set(ANSWERS) <= set(told)
    assert set(told["baselines"]) == {"nearest", "nearest_with_room", "sign_up_order"}
    assert {"read", "aggregate", "solve", "write"} <= set(told["seconds"])
    assert told["people"] == 30


def test_the_gap_is_the_bound_less_the_objective(tmp_path, capsys):
    told = answer(capsys, *campaign(tmp_path))
    assert 0 <= told["gap"] <= 1e-4
    assert told["gap"] == pytest.approx(1 - told["objective"] / told["upper_bound"], abs=1e-12)


def test_the_files_have_the_columns_that_were_promised(tmp_path, capsys):
    told = answer(capsys, *campaign(tmp_path))
    plan, prices = read(tmp_path / "plan/plan.csv"), read(tmp_path / "plan/prices.csv")
    assert (
        list(plan[0])
        == "volunteer_id shift_id slot minutes ride_with trained gain nearest_gain".split()
    )
    assert list(prices[0]) == "seat_code shift_id seat_price place_price trained_price".split()
    assert len(plan) == told["placed"]
    assert [row["shift_id"] for row in prices] == [row[0] for row in SHIFTS]


def test_places_slots_and_limits_are_kept_in_the_file(tmp_path, capsys):
    answer(capsys, *campaign(tmp_path))
    plan = read(tmp_path / "plan/plan.csv")
    people = {row[0]: dict(zip(PEOPLE_HEAD, row, strict=True)) for row in made_up_people()}
    for row in plan:
        volunteer = people[row["volunteer_id"]]
        assert row["slot"] in volunteer["slots"].split()
        assert float(row["minutes"]) <= volunteer["max_minutes"]
    for shift in SHIFTS:
        assert sum(row["shift_id"] == shift[0] for row in plan) <= shift[-1]
    assert len({(row["volunteer_id"], row["slot"]) for row in plan}) == len(plan)


def test_the_same_files_give_the_same_bytes(tmp_path, capsys):
    names = ("plan.csv", "prices.csv", "plan.html")
    answer(capsys, *campaign(tmp_path))
    before = [(tmp_path / "plan" / name).read_bytes() for name in names]
    answer(capsys, *campaign(tmp_path), "--seed", "7")
    assert [(tmp_path / "plan" / name).read_bytes() for name in names] == before


def test_compare_shows_a_second_opinion(tmp_path, capsys):
    told = answer(capsys, *campaign(tmp_path), "--compare")
    assert told["check"]["sound"]
    assert told["check"]["bound"] == pytest.approx(told["upper_bound"], rel=1e-4)
    code, out, _ = run(capsys, *campaign(tmp_path), "--compare")
    assert code == 0
    assert "sign up order" in out
    assert "second opinion" in out


def test_the_report_carries_all_it_needs(tmp_path, capsys):
    answer(capsys, *campaign(tmp_path))
    page = (tmp_path / "plan/plan.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "Expected seats gained" in page


def test_a_forecast_of_ours_is_taken_as_it_is(tmp_path, capsys):
    results = write(tmp_path / "results.csv", candidacies())
    code, _, err = run(
        capsys, "forecast", results, "--base", "2019-12-12", "--side", "X", "--out", tmp_path / "f",
        "--draws", 500,
    )  # fmt: skip
    assert code == 0, err
    shifts = with_cell(SHIFTS, 3, "seat_code", "N2", SHIFT_HEAD)
    arguments = campaign(tmp_path, shifts=(SHIFT_HEAD, shifts))
    arguments[arguments.index("--seats") + 1] = tmp_path / "f/seats.csv"
    assert answer(capsys, *arguments)["placed"] > 0


def test_reachable_is_three_fifths_of_the_votes_unless_given(tmp_path, capsys):
    shares = [["N1", -0.006, 0.05, 50000], ["S1", 0.018, 0.05, 50000], ["S2", -0.05, 0.05, 50000]]
    head = ["seat_code", "margin_mean", "margin_sd", "votes_cast"]
    votes = [[code, 50000 * m, 50000 * sd, 30000] for code, m, sd, _ in shares]
    by_share = answer(capsys, *campaign(tmp_path, seats=(head, shares)))
    by_votes = answer(capsys, *campaign(tmp_path, seats=(SEAT_HEAD, votes)))
    assert by_share["objective"] == pytest.approx(by_votes["objective"], rel=1e-12)


def test_postcodes_stand_for_points(tmp_path, capsys):
    halves = [f"AB{k} 1CD" for k in range(30)]
    known = write(
        tmp_path / "postcodes.csv",
        [[f"ab{k}", row[1], row[2]] for k, row in enumerate(made_up_people())],
        ["postcode", "lon", "lat"],
    )
    told = answer(
        capsys, *people_like(tmp_path, lon=None, lat=None, postcode=halves), "--postcodes", known
    )
    assert told["objective"] == answer(capsys, *campaign(tmp_path))["objective"]


def test_travel_times_of_a_file_replace_the_rule(tmp_path, capsys):
    ways = [
        [f"v{k}", shift[0], 7, row[4]] for k, row in enumerate(made_up_people()) for shift in SHIFTS
    ]
    table = write(tmp_path / "travel.csv", ways, ["from_cell", "to_shift", "minutes", "mode"])
    answer(capsys, *campaign(tmp_path), "--travel", table, "--compare")
    assert {row["minutes"] for row in read(tmp_path / "plan/plan.csv")} == {"7.0"}


def test_columns_are_renamed_in_the_files_that_have_them(tmp_path, capsys):
    head = ["gss", *SEAT_HEAD[1:]]
    shift_head = [name.replace("seat_code", "gss") for name in SHIFT_HEAD]
    told = answer(
        capsys,
        *campaign(tmp_path, seats=(head, SEATS), shifts=(shift_head, SHIFTS)),
        "--columns",
        "seat_code=gss",
    )
    assert told["placed"] > 0


def test_a_column_can_be_renamed_in_one_file_alone(tmp_path, capsys):
    head = ["gss", *SEAT_HEAD[1:]]
    arguments = [*campaign(tmp_path, seats=(head, SEATS)), "--columns", "seats.seat_code=gss"]
    assert answer(capsys, *arguments)["placed"] > 0


def test_offers_for_slots_without_a_shift_are_counted(tmp_path, capsys):
    slots = ["sun-am sat-am", "", *[row[-1] for row in made_up_people()[2:]]]
    code, _, err = run(capsys, *people_like(tmp_path, slots=slots))
    assert code == 0
    assert "1 offer is for slots without a shift: “sun-am”" in err


def test_small_teams_are_left_out_and_counted(tmp_path, capsys):
    code, _, err = run(capsys, *campaign(tmp_path), "--min-team", "6")
    assert code == 0
    assert "--min-team 1 sends them alone" in err
    plan = read(tmp_path / "plan/plan.csv")
    assert min(sum(r["shift_id"] == s for r in plan) for s in {r["shift_id"] for r in plan}) >= 6


@pytest.mark.parametrize(
    "option", [["--rides"], ["--trained-per-team", "6"], ["--confirmed", "x"], ["--previous", "x"]]
)
def test_options_of_later_releases_say_so(tmp_path, capsys, option):
    assert "later release" in complaint(capsys, *campaign(tmp_path), *option)


BAD = [
    ("seats", (SEAT_HEAD[:-1], [row[:-1] for row in SEATS]), "column reachable"),
    ("seats", (["seat_code", "lead", *SEAT_HEAD[2:]], SEATS), "column lead_votes"),
    ("seats", (SEAT_HEAD, [*SEATS, SEATS[0]]), "row 5, column seat_code"),
    ("seats", (SEAT_HEAD, with_cell(SEATS, 1, "lead_votes", "NaN", SEAT_HEAD)), "row 3"),
    ("seats", (SEAT_HEAD, with_cell(SEATS, 1, "lead_sd", 0, SEAT_HEAD)), "row 3, column lead_sd"),
    ("seats", (SEAT_HEAD, with_cell(SEATS, 2, "reachable", "", SEAT_HEAD)), "column reachable"),
    ("seats", (SEAT_HEAD, []), "seats.csv"),
    ("shifts", (SHIFT_HEAD, [*SHIFTS, SHIFTS[1]]), "row 6, column shift_id"),
    (
        "shifts",
        (SHIFT_HEAD, with_cell(SHIFTS, 0, "places", -1, SHIFT_HEAD)),
        "row 2, column places",
    ),
    ("shifts", (SHIFT_HEAD, with_cell(SHIFTS, 0, "places", 2.5, SHIFT_HEAD)), "column places"),
    ("shifts", (SHIFT_HEAD, with_cell(SHIFTS, 3, "lat", 151, SHIFT_HEAD)), "row 5, column lat"),
    (
        "shifts",
        (SHIFT_HEAD, with_cell(SHIFTS, 3, "seat_code", "Q", SHIFT_HEAD)),
        "column seat_code",
    ),
    ("shifts", (SHIFT_HEAD, with_cell(SHIFTS, 3, "slot", "sat am", SHIFT_HEAD)), "column slot"),
    ("volunteers", (PEOPLE_HEAD, [*made_up_people(3), made_up_people(1)[0]]), "row 5"),
    ("volunteers", (PEOPLE_HEAD[:4], [row[:4] for row in made_up_people()]), "column mode"),
]


@pytest.mark.parametrize(("file", "table", "words"), BAD)
def test_bad_input_is_named_and_nothing_is_written(tmp_path, capsys, file, table, words):
    told = complaint(capsys, *campaign(tmp_path, **{file: table}))
    assert f"{file}.csv" in told
    assert words in told
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("lon", "NaN", "column lon"),
        ("lat", "", "column lat"),
        ("lon", 200, "column lon"),
        ("max_minutes", -5, "column max_minutes"),
        ("mode", "horse", "column mode"),
        ("trained", 2, "column trained"),
    ],
)
def test_a_volunteer_that_makes_no_sense_is_named(tmp_path, capsys, column, value, words):
    rows = with_cell(made_up_people(), 4, column, value, PEOPLE_HEAD)
    told = complaint(capsys, *campaign(tmp_path, volunteers=(PEOPLE_HEAD, rows)))
    assert "volunteers.csv, row 6" in told
    assert words in told


def test_a_postcode_that_nobody_knows_is_named(tmp_path, capsys):
    codes = ["AB1 1CD"] * 29 + ["ZZ9 9ZZ"]
    known = write(tmp_path / "places.csv", [["AB1 1CD", 0, 51]], ["postcode", "lon", "lat"])
    told = complaint(
        capsys, *people_like(tmp_path, lon=None, lat=None, postcode=codes), "--postcodes", known
    )
    assert "row 31, column postcode: “ZZ9 9ZZ” is not in" in told


def test_postcodes_without_their_places_say_what_is_missing(tmp_path, capsys):
    told = complaint(capsys, *people_like(tmp_path, lon=None, lat=None, postcode="AB1 1CD"))
    assert "--postcodes" in told


def test_volunteers_without_any_place_say_what_is_missing(tmp_path, capsys):
    assert "column lon" in complaint(capsys, *people_like(tmp_path, lon=None, lat=None))


def test_a_shift_that_travel_times_invent_is_named(tmp_path, capsys):
    rows = [["v0", "n-am", 5, "car"], ["v0", "nowhere", 5, "car"]]
    table = write(tmp_path / "travel.csv", rows, ["from_cell", "to_shift", "minutes", "mode"])
    told = complaint(capsys, *campaign(tmp_path), "--travel", table)
    assert "travel.csv, row 3, column to_shift" in told


def test_a_cut_off_gz_file_is_refused(tmp_path, capsys):
    arguments = campaign(tmp_path)
    path = arguments[arguments.index("--volunteers") + 1]
    packed = gzip.compress(path.read_bytes())
    short = tmp_path / "volunteers.csv.gz"
    short.write_bytes(packed[: len(packed) // 2])
    arguments[arguments.index("--volunteers") + 1] = short
    assert "volunteers.csv.gz" in complaint(capsys, *arguments)


def test_a_file_in_latin_1_is_refused(tmp_path, capsys):
    arguments = campaign(tmp_path)
    path = arguments[arguments.index("--seats") + 1]
    path.write_bytes(path.read_bytes().replace(b"N1", b"\xd4n"))
    assert "UTF-8" in complaint(capsys, *arguments)


def test_more_than_64_slots_are_refused(tmp_path, capsys):
    shifts = [[f"s{k}", "N1", f"slot{k}", 0, 51, 3] for k in range(65)]
    told = complaint(capsys, *campaign(tmp_path, shifts=(SHIFT_HEAD, shifts)))
    assert "row 66, column slot" in told


def test_an_option_of_no_use_is_refused(tmp_path, capsys):
    assert "no file has our column" in complaint(
        capsys, *campaign(tmp_path), "--columns", "seatcode=gss"
    )


@pytest.mark.slow
def test_its_bound_follows_from_its_own_files(tmp_path, capsys):
    """Recompute D(r) of DISPATCH.md §2 from prices.csv and the input, with nothing of ours."""
    told = answer(capsys, *campaign(tmp_path), "--min-team", "1")
    prices = read(tmp_path / "plan/prices.csv")
    worth = [float(row["seat_price"]) - float(row["place_price"]) for row in prices]
    total = 0.0
    for row in made_up_people():
        one = dict(zip(PEOPLE_HEAD, row, strict=True))
        for slot in one["slots"].split():
            best = 0.0
            for shift, price in zip(SHIFTS, worth, strict=True):
                minutes = minutes_by_hand(one, shift)
                if shift[2] == slot and minutes <= one["max_minutes"]:
                    best = max(best, price - 1e-7 * minutes)
            total += best
    for code, *figures in SEATS:
        shifts = [(w, s[-1]) for w, s in zip(worth, SHIFTS, strict=True) if s[1] == code]
        places = sorted(w for w, room in shifts for _ in range(room))
        value = [chance(*figures, people) for people in range(len(places) + 1)]
        paid = np.concatenate([[0.0], np.cumsum(places)])
        total += max(np.array(value) - value[0] - paid)
    assert told["upper_bound"] == pytest.approx(total, rel=1e-5)
    assert told["upper_bound"] >= total * (1 - 1e-9)
    assert told["objective"] <= total


def minutes_by_hand(one, shift):
    """Travel time by the rule of the reference page."""
    overhead, speed = {"car": (5, 45), "transit": (12, 24), "walk": (0, 4.8)}[one["mode"]]
    a, b = np.radians(one["lat"]), np.radians(shift[4])
    across = np.radians(shift[3] - one["lon"])
    cosine = np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(across)
    return overhead + 1.3 * 6371.0088 * np.arccos(min(1.0, cosine)) * 60 / speed


def chance(lead, spread, reachable, people):
    """Chance of winning a seat with so many people's shifts, by the published formula."""
    from scipy.stats import norm

    votes = 0.025 * reachable * (1 - np.exp(-12 * people / reachable))
    return norm.cdf((lead + votes) / spread)


def test_json_is_all_that_is_printed(tmp_path, capsys):
    code, out, _ = run(capsys, *campaign(tmp_path), "--json")
    assert code == 0
    assert json.loads(out)
    assert out.count("\n") == 1


def test_nothing_to_gain_is_an_answer_too(tmp_path, capsys):
    told = answer(capsys, *campaign(tmp_path), "--votes-per-contact", "0", "--compare")
    assert (told["placed"], told["objective"], told["upper_bound"], told["gap"]) == (0, 0, 0, 0)
    assert (tmp_path / "plan/plan.csv").read_text().count("\n") == 1
    assert "nothing can be gained" in (tmp_path / "plan/plan.html").read_text()
