"""Tables come in as they are in the file, or not at all and with one line that says why."""

import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.errors import InputError
from groundswell.exchange.tables import Column, parse_renames, read_table, write_csv

SEATS = [
    Column("seat_code", unique=True),
    Column("votes", "integer", minimum=0),
    Column("share", "number", minimum=0, maximum=1),
]
GOOD = b"seat_code,votes,share\nE1,412,0.5\nE2,7,0.25\n"


@pytest.fixture
def table_file(tmp_path):
    def write(data: bytes, name: str = "seats.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def refused(table_file):
    """The one line an unusable file is refused with."""

    def read(data: bytes, name: str = "seats.csv", columns=SEATS, **options) -> str:
        with pytest.raises(InputError) as error:
            read_table(table_file(data, name), columns, **options)
        line = str(error.value)
        assert "\n" not in line
        assert name in line
        assert line.endswith((".", "…", "?"))
        return line

    return read


def values(table, *names):
    return table.frame.select(names).rows()


def test_a_table_has_our_columns_in_their_kinds_and_the_rows_of_the_file(table_file):
    table = read_table(table_file(GOOD), SEATS)
    assert table.frame.columns == ["seat_code", "votes", "share", "row"]
    assert table.frame.rows() == [("E1", 412, 0.5, 2), ("E2", 7, 0.25, 3)]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"\n", b"\r"),
        GOOD.rstrip(b"\n"),
        GOOD + b"\n\r\n",
        b'"seat_code","votes","share"\n"E1","412","0.5"\n"E2","7","0.25"\n',
        b" seat_code , votes , share \n E1 , 412 , 0.5 \n E2 , 7 , 0.25 \n",
        b"share,note,seat_code,votes\n0.5,x,E1,412\n0.25,,E2,7\n",
        b"note,note,,seat_code,votes,share\n,,,E1,412,0.5\n,,,E2,7,0.25\n",
        b"seat_code,votes,share\nE1,412.0,.5\nE2,+7,25e-2\n",
        b'seat_code,note,votes,share\nE1,"two\nlines, ""quoted""",412,0.5\nE2,,7,0.25\n',
        b'seat_code, "votes", share\nE1, "412", 0.5\nE2, "7", 0.25\n',
    ],
    ids=[
        "byte-order mark",
        "CRLF",
        "CR",
        "no last line break",
        "blank lines at the end",
        "all quoted",
        "blanks around cells",
        "reordered, with an extra column",
        "extra columns of the same name",
        "other ways to write a number",
        "a line break in a quoted cell",
        "blanks before quotation marks",
    ],
)
def test_the_same_table_in_another_dress_reads_the_same(table_file, data):
    table = read_table(table_file(data), SEATS)
    assert values(table, "seat_code", "votes", "share") == [("E1", 412, 0.5), ("E2", 7, 0.25)]


def test_a_packed_file_reads_as_the_plain_one(table_file):
    path = table_file(gzip.compress(GOOD), "seats.csv.gz")
    assert read_table(path, SEATS).frame.rows() == read_table(table_file(GOOD), SEATS).frame.rows()


def test_a_parquet_file_reads_as_the_csv(table_file, tmp_path):
    path = tmp_path / "seats.parquet"
    pl.DataFrame(
        {
            "share": [0.5, 0.25],
            "extra": [[1], [2]],
            "votes": [412.0, 7.0],
            "seat_code": ["E1", "E2"],
        }
    ).write_parquet(path)
    assert read_table(path, SEATS).frame.rows() == read_table(table_file(GOOD), SEATS).frame.rows()


def test_rows_are_counted_as_a_spreadsheet_counts_them(table_file):
    data = b'seat_code,votes,share\n"E\n1",1,0\n\nE2,2,0\n'
    assert values(read_table(table_file(data), SEATS), "row", "votes") == [(2, 1), (4, 2)]


def test_a_published_file_is_used_under_its_own_names(table_file, refused):
    theirs = b"gss,n,share\nE1,412,0.5\nE1,7,0.25\n"
    renames = parse_renames("seat_code=gss, votes=n")
    assert "row 3, column gss: “E1” is there already, in row 2" in refused(theirs, renames=renames)


def test_an_absent_optional_column_takes_its_default(table_file):
    columns = [*SEATS, Column("weight", "number", required=False, default=2.5)]
    assert read_table(table_file(GOOD), columns).frame["weight"].to_list() == [2.5, 2.5]


def test_an_optional_column_without_default_is_empty(table_file):
    columns = [*SEATS, Column("day", "date", required=False)]
    day = read_table(table_file(GOOD), columns).frame["day"]
    assert day.dtype == pl.Date
    assert day.to_list() == [None, None]


def test_empty_cells_are_null_where_they_may_be_empty(table_file):
    columns = [Column("a", empty=True), Column("b", "number", empty=True)]
    table = read_table(table_file(b'a,b\n,1\n"", \n'), columns)
    assert values(table, "a", "b") == [(None, 1.0), (None, None)]


def test_dates_are_read_year_first(table_file):
    table = read_table(table_file(b"day\n2015-05-07\n"), [Column("day", "date")])
    assert table.frame["day"].to_list() == [date(2015, 5, 7)]


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        (b"E1,abc,0.5\n", "row 2, column votes", "not a whole number"),
        (b"E1,1.5,0.5\n", "row 2, column votes", "not a whole number"),
        (b"E1,1e300,0.5\n", "row 2, column votes", "not a whole number"),
        (b"E1,1,0.5\nE2,2,NaN\n", "row 3, column share", "not a number"),
        (b"E1,1,inf\n", "row 2, column share", "not a number"),
        (b"E1,1,1e999\n", "row 2, column share", "not a number"),
        (b"E1,1,45%\n", "row 2, column share", "Write 45% as 0.45"),
        (b'E1,1,"0,5"\n', "row 2, column share", "decimal point"),
        (b"E1,-3,0.5\nE2,-4,0.5\n", "row 2, column votes", "-3 is below 0, and so in 1 more row"),
        (b"E1,3,1.01\n", "row 2, column share", "1.01 is above 1"),
        (b"E1,1,0.5\nE2,1,0.5\nE1,1,0.5\n", "row 4, column seat_code", "already, in row 2"),
        (b"E1,1,0.5\n,1,0.5\n", "row 3, column seat_code", "is empty"),
        (b"E1,1,0.5\nE2,,0.5\n", "row 3, column votes", "is empty"),
        (b"E1,1,0.5\nE2,1\n", "row 3", "2 cells, but the header names 3"),
        (b"E1,1,0.5\nE2,1,0.5,9\n", "row 3", "4 cells, but the header names 3"),
        (b"E1,1,0.5,9\nE2,1\n", "row 2", "4 cells, but the header names 3"),
        (b'E1,1,0.5\n"E2,1,0.5\n', "row 3", "never closed"),
        (b'E1,1,0.5\n"E"2,1,0.5\n', "row 3", "quotation mark"),
        (b"E1,1,0.5\nE2,\0,0.5\n", "row 3", "NUL"),
        (b'"E\n1",1,0.5\nE\xe92,1,0.5\n', "row 3", "0xE9 is not UTF-8"),
        (b"E1,1," + b"9" * 200_000 + b"\n", "row 2, column share", "longer than"),
        (b'E1,1,0.5\n\n"' + b"9" * 200_000 + b'",1,0.5\n', "row 4", "longer than"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(refused, rows, place, words):
    line = refused(b"seat_code,votes,share\n" + rows)
    assert place in line
    assert words in line


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        (b"seat_code,votes,share\n", "no rows"),
        (b"seat_code,votes,share", "no rows"),
        (b"seat_code;votes;share\nE1;1;0,5\n", "separated by semicolons"),
        (b",,\n1,2,3\n", "header is blank"),
        (b'seat_code,"votes\nE1,2\n', "header can't be read"),
        (b"seat_code,votes,votes,share\nE1,1,1,0\n", "column votes: 2 columns have this name"),
        (b"seat_code,vote,share\nE1,1,0\n", "Is it “vote”? Then write --columns votes=vote."),
        (b"Seat_Code,votes,share\nE1,1,0\n", "Then write --columns seat_code=Seat_Code."),
        (b"x,y\n1,2\n", "The file has x, y: say which with --columns seat_code=…"),
        (GOOD.decode().encode("utf-16"), "UTF-16"),
        (GOOD.decode().encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (gzip.compress(GOOD, mtime=0), "packed with gzip"),
        (b"<!DOCTYPE html><html>", "web page"),
    ],
)
def test_a_file_that_is_no_table_of_ours_is_refused(refused, data, words):
    assert words in refused(data)


def test_a_packed_file_that_was_cut_off_is_refused(refused):
    whole = gzip.compress(GOOD * 1000)
    assert "cut off" in refused(whole[:-9], "seats.csv.gz")


def test_a_packed_file_with_a_flipped_byte_is_refused(refused):
    damaged = bytearray(gzip.compress(GOOD))
    damaged[len(damaged) - 6] ^= 0xFF
    assert "not a sound .gz" in refused(bytes(damaged), "seats.csv.gz")


def test_a_plain_file_named_as_packed_is_refused(refused):
    assert "not a sound .gz" in refused(GOOD, "seats.csv.gz")


def test_a_parquet_file_that_was_cut_off_is_refused(refused, tmp_path):
    whole = tmp_path / "whole.parquet"
    pl.DataFrame({"seat_code": ["E1"]}).write_parquet(whole)
    assert "can't be read as Parquet" in refused(whole.read_bytes()[:-9], "seats.parquet")


def test_lists_in_a_parquet_file_are_refused(refused, tmp_path):
    path = tmp_path / "lists.parquet"
    pl.DataFrame({"seat_code": [["E1"]], "votes": [1], "share": [0.5]}).write_parquet(path)
    assert "column seat_code" in refused(path.read_bytes(), "seats.parquet")


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.csv", "no such file"), (".", "is a folder"), ("seats.xlsx", ".csv.gz, .parquet")],
)
def test_a_path_that_is_no_table_is_refused(tmp_path, name, words):
    (tmp_path / "seats.xlsx").write_bytes(b"PK")
    with pytest.raises(InputError, match=words):
        read_table(tmp_path / name, SEATS)


def test_a_word_that_is_not_allowed_is_named_with_those_that_are(refused):
    columns = [Column("mode", choices=("car", "transit", "walk"))]
    line = refused(b"mode\ncar\nwalking\n", columns=columns)
    assert "row 3, column mode" in line
    assert "Write car, transit or walk. Did you mean walk?" in line


def test_what_a_terminal_would_obey_is_not_printed(refused):
    line = refused(b"seat_code,votes,share\nE1,\x1b[2Jboo,0\n")
    assert "\x1b" not in line


def test_a_misspelt_rename_is_refused(refused):
    line = refused(GOOD, renames={"votes": "vots"})
    assert "column vots" in line
    assert "--columns says it holds votes" in line


@pytest.mark.parametrize("text", ["votes", "=n", "votes=", "a=b,a=c"])
def test_renames_of_another_form_are_refused(text):
    with pytest.raises(InputError, match="--columns"):
        parse_renames(text)


def test_no_renames_are_no_renames():
    assert parse_renames(None) == parse_renames("") == {}


cells = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), max_codepoint=0x2FF)
    | st.sampled_from("\n\",=+-@'"),
    max_size=8,
)


@settings(deadline=None)  # it writes files
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
def test_what_we_write_we_read_back(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("tables")
    tidy = [tuple((cell.strip() or "x").removeprefix("'") or "x" for cell in row) for row in rows]
    tidy = [tuple(cell.strip() or "x" for cell in row) for row in tidy]
    frame = pl.DataFrame(tidy, schema={"a": pl.String, "b": pl.String}, orient="row")
    write_csv(folder, "t.csv", frame)
    back = read_table(folder / "t.csv", [Column("a"), Column("b")])
    assert values(back, "a", "b") == tidy


@settings(deadline=None)  # it writes files
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_are_written_in_full(tmp_path_factory, numbers):
    folder = tmp_path_factory.mktemp("tables")
    write_csv(folder, "t.csv", pl.DataFrame({"x": numbers}, schema={"x": pl.Float64}))
    back = read_table(folder / "t.csv", [Column("x", "number")])
    assert back.frame["x"].to_list() == numbers


@settings(deadline=None)  # it writes files
@given(
    st.lists(
        st.lists(st.sampled_from(["a", '"', ",", "\n", '""', "é", " ", ""]), max_size=8).map(
            "".join
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_quick_reader_says_what_the_exact_one_says(tmp_path_factory, lines):
    """Whatever the text, a row is never lost or shifted without a word."""
    path = tmp_path_factory.mktemp("tables") / "t.csv"
    path.write_text("p,q\n" + "\n".join(lines), encoding="utf-8", newline="")
    columns = [Column("p", empty=True), Column("q", empty=True)]
    try:
        quick = read_table(path, columns).frame.rows()
    except InputError:
        return
    import csv

    with path.open(newline="", encoding="utf-8") as handle:
        exact = list(csv.reader(handle, strict=True, skipinitialspace=True))[1:]
    clean = [tuple(cell.strip() or None for cell in row) for row in exact if row]
    assert [row[:2] for row in quick] == clean
