"""The tables that come with the package are found, typed and complete."""

import gzip
from datetime import date

import polars as pl
import pytest

from groundswell.errors import InputError
from groundswell.exchange import open_data


def test_the_seats_carry_names_places_and_hexagons():
    seats = open_data.uk_seats()
    assert seats.columns == ["seat_code", "seat_name", "region", "nation", "lon", "lat", "q", "r"]
    assert seats.height == 650
    hallam = seats.row(by_predicate=pl.col("seat_name") == "Sheffield, Hallam", named=True)
    assert hallam["nation"] == "England"
    assert hallam["lon"] == pytest.approx(-1.54, abs=0.05)


def test_the_results_have_the_columns_that_the_forecast_reads():
    results = open_data.uk_results()
    assert results.columns == [
        *("election_date", "seat_code", "seat_name", "region", "nation"),
        *("electorate", "valid_votes", "party", "votes"),
    ]
    assert results.schema["election_date"] == pl.Date
    assert results.schema["votes"] == pl.Int64
    assert results["election_date"].unique().sort().to_list() == [
        *(date(2010, 5, 6), date(2015, 5, 7), date(2017, 6, 8))
    ]


def test_the_shares_expected_are_those_of_the_election_asked_for():
    shares = open_data.uk_national(date(2017, 6, 8))
    assert shares.columns == ["area", "party", "share", "source"]
    scottish = shares.filter(pl.col("area") == "Scotland").sort("share", descending=True)
    assert scottish["party"][0] == "SNP"


def test_an_election_without_expected_shares_is_refused_with_those_there_are():
    with pytest.raises(InputError, match=r"2019-12-12.*2015-05-07, 2017-06-08"):
        open_data.uk_national(date(2019, 12, 12))


def test_a_district_without_counted_people_has_no_population_rather_than_zero():
    districts = open_data.uk_postcode_districts()
    assert districts.columns == ["district", "lon", "lat", "population", "town", "seat_code"]
    assert districts["population"].null_count() > 0
    assert districts["population"].min() > 0


def test_the_parties_come_in_their_order():
    parties = open_data.uk_parties()
    assert [party.order for party in parties] == list(range(1, len(parties) + 1))
    assert parties[-1].code == "OTH"


def test_an_installed_package_reads_its_own_copy(tmp_path, monkeypatch):
    copy = tmp_path / "groundswell" / "_data"
    copy.mkdir(parents=True)
    monkeypatch.setattr(open_data, "files", lambda package: tmp_path / package)
    assert open_data.open_data_folder() == copy


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(open_data, "open_data_folder", lambda: tmp_path)
    return tmp_path


def test_a_missing_table_is_named_with_the_way_to_make_it(folder):
    with pytest.raises(InputError, match=r"uk_seats\.csv is missing.*compile_uk_data"):
        open_data.uk_seats()


def test_a_table_cut_short_is_refused(folder):
    whole = gzip.compress(b"election_date,votes\n" + b"2017-06-08,1\n" * 5000)
    (folder / "uk_results.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"uk_results\.csv\.gz can't be read"):
        open_data.uk_results()


def test_a_table_of_another_release_is_refused(folder):
    (folder / "uk_seats.csv").write_text("seat_code,seat_name\nE14000530,Aldershot\n")
    with pytest.raises(InputError, match="no column lon, lat, q"):
        open_data.uk_seats()
