"""Lists that go out are in the published columns, add up, and come back in as they were."""

import csv
import io
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.people import action_network, plain, spoke, van
from groundswell.exchange.people.cleaning import COLUMNS, clean
from groundswell.exchange.people.files import open_people_file
from groundswell.exchange.people.formats import recognise

BLANK = {
    "email": "",
    "phone": "",
    "source_id": "",
    "tags": [],
    "do_not_contact": False,
    "consent": True,
}
PEOPLE = pl.DataFrame(
    [
        BLANK | {"first_name": "Rosa", "last_name": "Diaz", "email": "rosa@example.org",
         "phone": "+15552345678",
                 "address": "12 Elm St", "town": "Boston", "postcode": "02134",
                  "source_id": "1234567",
                 "tags": ["canvasser", "host"]},
        BLANK | {"first_name": "Omar", "last_name": "Okafor", "phone": "+15552345678",
         "consent": False},
        BLANK | {"first_name": "Eva", "last_name": "", "email": "eva@example.org",
         "do_not_contact": True},
    ]
)  # fmt: skip


@pytest.fixture
def back(tmp_path):
    """People as our reader finds them in a list that went out."""

    def read(data: bytes, country: str = "US") -> pl.DataFrame:
        path = tmp_path / "out.csv"
        path.write_bytes(data)
        with open_people_file(path) as file:
            of = recognise(file.header)
            return clean(
                next(file.batches(1000)), of.mapping(file.header), source=of.source, country=country
            )

    return read


def header(data: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_van_sheet_has_its_four_columns_first_and_no_blank_id():
    written = van.write(PEOPLE.with_columns(
        pl.lit(date(2024, 5, 1)).alias("contacted_on"), pl.lit("Canvassed").alias("result"),
        pl.lit("Strong").alias("question: Support"),
    ))  # fmt: skip
    assert written.table.columns == [*van.RESULTS, "Support"]
    assert written.table.rows() == [("1234567", "05/01/2024", "5552345678", "Canvassed", "Strong")]
    assert (written.rows_in, written.rows_out, dict(written.dropped)) == (3, 1, {van.NO_ID: 2})


def test_vans_bulk_import_begins_with_vanid_and_comes_back(back):
    written = van.write_contacts(PEOPLE)
    assert tuple(header(written.as_csv())) == van.CONTACTS
    person = back(written.as_csv()).row(0, named=True)
    for name in ("source_id", "first_name", "last_name", "email", "phone", "address", "postcode"):
        assert person[name] == PEOPLE[name][0]


def test_the_number_of_another_list_is_no_van_id():
    written = van.write(PEOPLE.with_columns(pl.lit("nationbuilder").alias("source")))
    assert written.rows_out == 0


def test_spoke_contacts_have_one_row_for_each_number_and_come_back(back):
    written = spoke.write(PEOPLE)
    assert header(written.as_csv()) == [
        "firstName",
        "lastName",
        "cell",
        "zip",
        "external_id",
        "tags",
    ]
    assert dict(written.dropped) == {spoke.STOPPED: 1, spoke.TWICE: 1}
    person = back(written.as_csv()).row(0, named=True)
    assert (person["first_name"], person["phone"], person["tags"]) == (
        "Rosa", "+15552345678", ["canvasser", "host"]
    )  # fmt: skip


def test_an_action_network_upload_holds_only_who_agreed_and_comes_back(back):
    written = action_network.write(PEOPLE)
    assert dict(written.dropped) == {action_network.STOPPED: 1, action_network.NO_EMAIL: 1}
    person = back(written.as_csv()).row(0, named=True)
    assert (person["email"], person["town"], person["tags"]) == (
        "rosa@example.org", "Boston", ["canvasser", "host"]
    )  # fmt: skip


def test_who_has_not_agreed_is_left_out_of_an_upload():
    people = PEOPLE.head(1).with_columns(pl.lit(None, dtype=pl.Boolean).alias("consent"))
    assert dict(action_network.write(people).dropped) == {action_network.NO_CONSENT: 1}


def test_a_plain_list_comes_back_as_it_was(back):
    again = back(plain.write(PEOPLE).as_csv())
    assert again["tags"].to_list() == PEOPLE["tags"].to_list()
    assert again["do_not_contact"].to_list() == PEOPLE["do_not_contact"].to_list()
    for name in ("first_name", "last_name", "email", "phone", "address"):
        assert again[name].to_list() == PEOPLE[name].fill_null("").to_list()


@pytest.mark.parametrize(
    "write", [van.write, van.write_contacts, spoke.write, action_network.write, plain.write]
)
def test_a_receipt_adds_up(write):
    written = write(PEOPLE)
    assert written.rows_out + sum(written.dropped.values()) == written.rows_in == 3


@pytest.mark.parametrize(
    "write", [van.write, van.write_contacts, spoke.write, action_network.write, plain.write]
)
def test_nobody_gives_a_list_without_rows(write):
    written = write(pl.DataFrame(schema=dict(COLUMNS)))
    assert (written.rows_in, written.rows_out) == (0, 0)


def test_excel_gets_the_mark_and_the_line_ends_it_knows():
    data = plain.write(PEOPLE).as_csv(for_excel=True)
    assert data.startswith(b"\xef\xbb\xbfID,")
    assert data.count(b"\r\n") == 4


RISKY = st.text(st.sampled_from("=+-@\t＝ '\"aé1,;\n"), min_size=1, max_size=8)


@given(st.lists(RISKY, min_size=1, max_size=5))
def test_no_cell_that_goes_out_would_run(cells):
    data = plain.write(pl.DataFrame({"last_name": cells, "first_name": "x"})).as_csv()
    for row in list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]:
        for cell in row:
            bare = cell.lstrip(" \n\"'“”‘’")
            risky = (
                bare[:1] in tuple("=+-@\t＝＋－＠") and not bare[1:].replace(".", "").isdecimal()
            )
            assert cell.startswith("'") or not risky
