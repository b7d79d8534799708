"""The open data we ship: small, complete, true to published totals, and made by a script."""

import gzip
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
COMPILE = ROOT / "scripts" / "compile_uk_data.py"
TABLES = sorted(path.name for path in DATA.iterdir() if path.name != "README.md")
DAYS = {2010: "2010-05-06", 2015: "2015-05-07", 2017: "2017-06-08"}


def table(name: str) -> pl.DataFrame:
    return pl.read_csv(DATA / name)


def test_all_tables_together_are_under_700_kilobytes():
    assert sum((DATA / name).stat().st_size for name in TABLES) < 700_000


@pytest.mark.parametrize("name", TABLES)
def test_no_table_is_over_150_kilobytes(name):
    assert (DATA / name).stat().st_size < 150_000


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_column_is_described_with_its_number_of_rows(name):
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert name in readme
    content = table(name)
    for column in content.columns:
        assert re.search(rf"\b{column}\b", readme), column
    line = next(line for line in readme.splitlines() if line.startswith("|") and name in line)
    assert f"| {content.height:,}" in line


@pytest.mark.parametrize("name", [name for name in TABLES if name.endswith(".gz")])
def test_a_packed_table_carries_no_time(name):
    assert (DATA / name).read_bytes()[4:8] == bytes(4)


# Seats


def test_there_are_650_seats_as_the_boundary_commissions_drew_them():
    seats = table("uk_seats.csv")
    assert seats["seat_code"].n_unique() == seats["seat_name"].n_unique() == seats.height == 650
    nations = {"England": 533, "Scotland": 59, "Wales": 40, "Northern Ireland": 18}
    assert Counter(seats["nation"]) == nations


def test_seats_are_called_alike_in_both_tables():
    same = ["seat_code", "seat_name", "region", "nation"]
    named = table("uk_results.csv.gz").select(same).unique()
    assert named.sort("seat_code").equals(table("uk_seats.csv").select(same).sort("seat_code"))


def test_each_seat_has_a_hexagon_of_its_own_from_the_layout():
    hexagons = table("uk_seats.csv").select("seat_code", "q", "r")
    assert hexagons.select("q", "r").is_unique().all()
    assert hexagons.sort("seat_code").equals(table("uk_cartogram.csv").sort("seat_code"))


# The outermost points of the United Kingdom: Rockall apart, Fermanagh, Lowestoft, Scilly, Unst.
@pytest.mark.parametrize("name", ["uk_seats.csv", "uk_postcode_districts.csv"])
def test_every_place_lies_in_the_united_kingdom(name):
    places = table(name)
    assert places["lon"].is_between(-8.2, 1.8).all()
    assert places["lat"].is_between(49.85, 60.9).all()


def test_island_seats_lie_where_people_live():
    orkney_and_shetland = table("uk_seats.csv").row(
        by_predicate=pl.col("seat_name") == "Orkney and Shetland", named=True
    )
    # Between the two groups is 59.6 north and nothing but water.
    assert not 59.45 < orkney_and_shetland["lat"] < 59.8


# Results

# House of Commons Library briefing papers on the three elections; the Speaker apart.
WON = {
    2010: {
        **{"CON": 306, "LAB": 258, "LD": 57, "DUP": 8, "SNP": 6, "SF": 5, "PC": 3, "SDLP": 3},
        **{"GRN": 1, "APNI": 1, "IND": 1, "SPK": 1},
    },
    2015: {
        **{"CON": 330, "LAB": 232, "SNP": 56, "LD": 8, "DUP": 8, "SF": 4, "PC": 3, "SDLP": 3},
        **{"UUP": 2, "UKIP": 1, "GRN": 1, "IND": 1, "SPK": 1},
    },
    2017: {
        **{"CON": 317, "LAB": 262, "SNP": 35, "LD": 12, "DUP": 10, "SF": 7, "PC": 4},
        **{"GRN": 1, "IND": 1, "SPK": 1},
    },
}
VALID_VOTES = {2010: 29_687_604, 2015: 30_697_525, 2017: 32_204_184}


def results_of(year: int) -> pl.DataFrame:
    return table("uk_results.csv.gz").filter(pl.col("election_date") == DAYS[year])


@pytest.mark.parametrize("year", DAYS)
def test_the_seats_won_are_those_published(year):
    winners = results_of(year).sort("votes").group_by("seat_code").last()
    assert Counter(winners["party"]) == WON[year]


@pytest.mark.parametrize("year", DAYS)
def test_the_valid_votes_add_up_to_those_published_in_all_650_seats(year):
    totals = (pl.col("votes").sum(), pl.col("valid_votes").first())
    seats = results_of(year).group_by("seat_code").agg(totals)
    assert seats.height == 650
    assert (seats["votes"] == seats["valid_votes"]).all()
    assert seats["votes"].sum() == VALID_VOTES[year]


def test_every_party_code_of_the_results_has_a_name_and_a_colour_of_its_own():
    parties = table("uk_parties.csv")
    assert set(parties["code"]) == set(table("uk_results.csv.gz")["party"])
    assert parties["colour"].str.contains("^#[0-9a-f]{6}$").all()
    assert parties["colour"].is_unique().all()
    assert parties["order"].to_list() == list(range(1, parties.height + 1))


# Expected shares


def test_the_shares_expected_add_up_to_one_in_every_area():
    millionths = (pl.col("share") * 1_000_000).round().cast(pl.Int64).sum()
    sums = table("uk_national_expected.csv").group_by("election_date", "area").agg(millionths)
    assert sums.height == 8
    assert (sums["share"] == 1_000_000).all()


@pytest.mark.parametrize(("year", "base"), [(2015, 2010), (2017, 2015)])
def test_the_nations_weighted_by_their_last_votes_make_great_britain(year, base):
    votes = dict(results_of(base).group_by("nation").agg(pl.col("votes").sum()).iter_rows())
    total = sum(votes[nation] for nation in ("England", "Scotland", "Wales"))
    expected: dict[str, dict[str, float]] = {}
    shares = table("uk_national_expected.csv").filter(pl.col("election_date") == DAYS[year])
    for area, party, share in shares.select("area", "party", "share").iter_rows():
        expected.setdefault(area, {})[party] = share
    for party, share in expected.pop("Great Britain").items():
        parts = sum(votes[area] / total * of.get(party, 0) for area, of in expected.items())
        assert parts == pytest.approx(share, abs=2e-6)


# The averages that the forecast's published backtests started from, rounded there to .0005.
FINAL_POLLS = {
    2015: {"CON": 0.3365, "LAB": 0.333, "LD": 0.089, "UKIP": 0.130},
    2017: {"CON": 0.4325, "LAB": 0.365, "LD": 0.0775, "UKIP": 0.043},
}


@pytest.mark.parametrize("year", FINAL_POLLS)
def test_the_shares_expected_in_great_britain_are_the_final_poll_averages(year):
    shares = table("uk_national_expected.csv").filter(
        (pl.col("election_date") == DAYS[year]) & (pl.col("area") == "Great Britain")
    )
    found = dict(shares.select("party", "share").iter_rows())
    for party, share in FINAL_POLLS[year].items():
        # Scaling to one moves 2017's averages, which add up to 1.004 with the small parties, most.
        assert found[party] == pytest.approx(share, abs=0.002)


@pytest.mark.parametrize("year", FINAL_POLLS)
def test_the_table_for_the_national_option_holds_the_three_nations_as_expected(year):
    expected = table("uk_national_expected.csv").filter(
        (pl.col("election_date") == DAYS[year]) & (pl.col("area") != "Great Britain")
    )
    ready = table(f"uk_national_{year}.csv")
    assert ready.equals(expected.select("area", "party", "share"))
    assert set(ready["area"]) == set(table("uk_seats.csv")["nation"]) - {"Northern Ireland"}


# Postcode districts


def test_the_districts_hold_the_people_of_the_2011_census():
    # Office for National Statistics, 2011 census: 63,182,000 usual residents.
    assert table("uk_postcode_districts.csv")["population"].sum() == pytest.approx(
        63_182_000, rel=0.001
    )


def test_each_district_is_listed_once_with_a_town_and_a_seat():
    districts = table("uk_postcode_districts.csv")
    assert districts["district"].is_unique().all()
    assert districts["district"].str.contains("^[A-Z]{1,2}[0-9][0-9A-Z]?$").all()
    assert districts["town"].str.contains(r"^[A-Z][\w .'()-]*$").all()
    assert set(districts["seat_code"]) <= set(table("uk_seats.csv")["seat_code"])


@pytest.mark.parametrize(
    ("district", "seat", "town"),
    [
        ("SW1A", "Cities Of London and Westminster", "London"),
        ("M14", "Manchester, Gorton", "Manchester"),
        ("BT48", "Foyle", "Londonderry"),
        ("ZE1", "Orkney and Shetland", "Shetland"),
        ("TR21", "St Ives", "Isles of Scilly"),
    ],
)
def test_well_known_districts_lie_in_their_seats(district, seat, town):
    districts = table("uk_postcode_districts.csv").join(table("uk_seats.csv"), on="seat_code")
    row = districts.row(by_predicate=pl.col("district") == district, named=True)
    assert (row["seat_name"], row["town"]) == (seat, town)


# The script


@pytest.mark.slow
@pytest.mark.shared
def test_the_script_makes_the_same_tables_again(shared_data, tmp_path):
    command = [sys.executable, str(COMPILE), str(shared_data), "--out", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert sorted(p.name for p in tmp_path.iterdir()) == [n for n in TABLES if "cartogram" not in n]
    for made in tmp_path.iterdir():
        shipped = (DATA / made.name).read_bytes()
        if made.suffix == ".gz":
            # Releases of zlib may pack the same content differently.
            assert gzip.decompress(made.read_bytes()) == gzip.decompress(shipped), made.name
        else:
            assert made.read_bytes() == shipped, made.name


def test_the_script_says_what_it_needs_when_the_folder_is_another(tmp_path):
    command = [sys.executable, str(COMPILE), str(tmp_path), "--out", str(tmp_path / "out")]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert answer.returncode != 0
    assert "holds no folder uk/" in answer.stderr
    assert not (tmp_path / "out").exists()
