"""Files of people are read as they come, and what can't be read is said in one line."""

import gzip

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.errors import InputError
from groundswell.exchange.people import csv_blocks
from groundswell.exchange.people.csv_blocks import Shape, blocks, rows_of
from groundswell.exchange.people.files import Limits, open_people_file
from tests.exchange.people.made_up_files import as_csv


@pytest.fixture
def opened(tmp_path):
    """A file of these bytes, open."""
    files = []

    def write(data: bytes | str, name: str = "people.csv", **options):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        files.append(open_people_file(path, **options))
        return files[-1]

    yield write
    for file in files:
        file.close()


@pytest.fixture
def refused(opened):
    """The one line that a file is refused with."""

    def read(data: bytes | str, name: str = "people.csv", **options) -> str:
        with pytest.raises(InputError) as error:
            opened(data, name, **options).sample(1_000_000)
        line = str(error.value)
        assert name in line
        assert "\n" not in line
        assert line.endswith(".")
        return line

    return read


def cells(file) -> list[tuple]:
    return file.sample(1000).drop("row_fault").rows()


def faults(file) -> list[str | None]:
    return file.sample(1000)["row_fault"].to_list()


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"),
     ("utf-16-be", "UTF-16, big-endian"), ("cp1252", "Windows-1252"), ("utf-32", "UTF-32")],
)  # fmt: skip
def test_text_is_read_in_the_encoding_it_has_and_that_is_shown(opened, encoding, shown):
    file = opened("Name;Ort\r\nJürg;Köln\r\n".encode(encoding))
    assert cells(file) == [("Jürg", "Köln", 2)]
    assert shown in file.read_as


def test_another_encoding_can_be_named(opened):
    file = opened("Όνομα,Πόλη\nΆννα,Αθήνα\n".encode("cp1253"), encoding="windows-1253")
    assert file.header == ["Όνομα", "Πόλη"]


@pytest.mark.parametrize(
    ("separator", "shown"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
)
def test_the_separator_is_told_from_the_rows(opened, separator, shown):
    rows = [["Name", "Town, county"], ["Ceri", "Swansea"], ["Dafydd", "Wrexham"]]
    file = opened(as_csv(*rows, separator=separator))
    assert (file.header, shown in file.read_as) == (["Name", "Town, county"], True)


def test_excels_own_line_about_the_separator_is_no_row(opened):
    file = opened("sep=;\r\nName;Town\r\nCeri;Swansea\r\n")
    assert cells(file) == [("Ceri", "Swansea", 3)]


def test_titles_above_the_header_are_passed_over_and_rows_keep_their_numbers(opened):
    file = opened("Members of the branch\n\nName,Town,Phone\nCeri,Swansea,1\n\nDafydd,,2\n")
    assert file.header_row == 3
    assert cells(file) == [("Ceri", "Swansea", "1", 4), ("Dafydd", None, "2", 6)]


def test_a_file_without_a_header_gets_one(opened):
    file = opened("Ceri,ceri@example.org\nDafydd,d@example.org\n")
    assert (file.header, file.header_row) == (["Column 1", "Column 2"], 0)
    assert cells(file) == [("Ceri", "ceri@example.org", 1), ("Dafydd", "d@example.org", 2)]


def test_names_of_columns_are_made_unlike(opened):
    file = opened("Phone,phone,,row,Phone\n1,2,3,4,5\n")
    assert file.header == ["Phone", "phone (2)", "Column 3", "row (2)", "Phone (3)"]


def test_unseen_letters_in_the_header_are_gone(opened):
    assert opened("\ufeffNa\u202eme\u200b ,To\twn,\n1,2\n").header[:2] == ["Na me", "To wn"]


def test_lines_may_end_as_on_an_old_mac(opened):
    assert cells(opened("Name,Town\rCeri,Swansea\r")) == [("Ceri", "Swansea", 2)]


def test_a_quoted_cell_may_hold_line_breaks_and_marks(opened):
    file = opened('Name,Note\nCeri,"a\nb ""c"""\nDafydd,x\n')
    assert cells(file) == [("Ceri", 'a\nb "c"', 2), ("Dafydd", "x", 3)]


def test_a_mark_within_a_cell_is_a_mark(opened):
    assert cells(opened("Name,Height\nCeri,5'10\" tall\n")) == [("Ceri", "5'10\" tall", 2)]


def test_a_row_cut_off_at_the_end_of_the_file_is_marked(opened):
    assert faults(opened("a,b,c\n" + "1,2,3\n" * 50 + "4,5")) == [None] * 50 + ["cut-off"]


def test_a_short_row_among_whole_ones_is_marked(opened):
    assert faults(opened("a,b,c\n" + "1,2,3\n" * 50 + "4,5\n1,2,3\n"))[50] == "cut-off"


def test_a_file_that_leaves_out_blanks_at_the_end_of_rows_is_filled_up(opened):
    file = opened("a,b,c\n1,2,3\n4,5\n6\n7,8,9\n")
    assert faults(file) == [None] * 4
    assert cells(file)[1:3] == [("4", "5", None, 3), ("6", None, None, 4)]


def test_a_row_with_too_many_cells_is_marked_unless_they_are_blank(opened):
    assert faults(opened("a,b\n1,2,3\n1,2,,\n")) == ["too-many-cells", None]


def test_blank_rows_are_no_rows(opened):
    file = opened("a,b\n,\n1,2\n\n,,\n")
    assert (file.n_rows, cells(file)) == (1, [("1", "2", 3)])


def test_a_packed_file_is_unpacked(opened):
    assert cells(opened(gzip.compress(b"a,b\n1,2\n"), "people.csv.gz")) == [("1", "2", 2)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_batches_hold_all_rows_in_order(opened, size):
    file = opened("a,b\n" + "".join(f"{n},x\n" for n in range(7)))
    batches = list(file.batches(size))
    assert pl.concat(batches)["a"].to_list() == [str(n) for n in range(7)]
    assert {batch.height for batch in batches[:-1]} <= {size}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "no table"),
        (b"a,b\n\n", "no rows below"),
        (b'{"people": []}', "is JSON"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
        (gzip.compress(b"a,b\n1,2\n" * 99)[:-8] + bytes(8), "damaged"),
        (gzip.compress(b"a,b\n1,2\n" * 99)[:-20], "cut off"),
        (gzip.compress(gzip.compress(b"a,b\n")), "another packed file"),
        ("Name\nJürg\n".encode() + "Jürg\n".encode("cp1252"), "partly in UTF-8"),
        (b"a,b\n\x81,\xff\n", "not Windows-1252"),
        (b'a,b\n1,2\n"3,4\n5,6\n', "row 3: a quotation mark is opened and never closed"),
        (b"a,b\n1,2\n3," + b"x" * 65_537 + b"\n", "row 3, column b: a cell holds 65,537 bytes"),
        (b'a,b\n"' + b"x" * 200_000 + b'",1\n', "row 2"),
        (b",".join(b"c%d" % n for n in range(201)) + b"\n" + b"," * 200 + b"\n", "201 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(refused, data, words):
    assert words in refused(data)


def test_a_cell_of_64_kb_is_the_longest(opened):
    assert opened(b"a,b\n1," + b"x" * 65_536 + b"\n").sample(1).height == 1


def test_a_file_beyond_the_limits_is_refused(refused):
    assert "more than 3 rows" in refused("a\n1\n2\n3\n4\n", limits=Limits(rows=3))
    assert "1 MB is the most" in refused(b"a\n" + b"1\n" * 600_000, limits=Limits(megabytes=1))


def test_a_row_that_never_ends_is_refused(refused):
    assert "a row longer than 33 MB" in refused(b"a,b\n" + b"1,2\n" * 300_000 + b"x,y," * 9_000_000)


def test_a_small_packed_file_may_not_hold_a_large_one(refused):
    bomb = gzip.compress(b"a,b\n" + b"1,2\n" * 500_000)
    assert "holds more than 1 MB" in refused(bomb, "people.csv.gz", limits=Limits(megabytes=1))


def test_a_file_is_called_what_it_was_called(tmp_path):
    path = tmp_path / "0af3"
    path.write_bytes(b"")
    with pytest.raises(InputError, match=r"^members\.csv: is empty"):
        open_people_file(path, name="members.csv")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="can't be read"):
        open_people_file(tmp_path / "none.csv")


SHAPE = Shape("people.csv", ["a", "b"], ",", 65_536)
texts = st.lists(
    st.tuples(*[st.text(st.sampled_from('ab ,"\né'), max_size=6)] * 2), min_size=1, max_size=40
)


@given(texts, st.integers(20, 200))
def test_cutting_a_text_into_blocks_changes_nothing(monkeypatch_module, rows, block_bytes):
    monkeypatch_module.setattr(csv_blocks, "BLOCK", block_bytes)
    text = as_csv(*rows).replace(b"\r\n", b"\n")
    chunks = [text[k : k + 13] for k in range(0, len(text), 13)]
    frames, row = [], 2
    for block, is_last in blocks(chunks, name="people.csv", skip=0):
        frame, row = rows_of(block, SHAPE, first_row=row, is_last=is_last)
        frames.append(frame)
    found = pl.concat(frames).select("a", "b").rows()
    whole = [tuple(cell or None for cell in row) for row in rows]
    assert [tuple((c or "").strip(" ") for c in row) for row in found] == [
        tuple((c or "").strip(" ") for c in row) for row in whole if any(row)
    ]


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch
