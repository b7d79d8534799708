"""Workbooks are read by a process with limits; bombs, lies and damage end in one line of words."""

import io
import stat
import zipfile

import pytest

from groundswell.errors import InputError
from groundswell.exchange.people import workbooks
from groundswell.exchange.people.files import Limits, open_people_file
from tests.exchange.people.made_up_workbooks import ods, sheet, xlsx, xlsx_parts, zipped

ROWS = [
    ["Name", "Mobile", "Town"],
    ["Ceri Hopkin", 7700900123.0, "Swansea"],
    ["Dafydd", None, None],
]


@pytest.fixture
def opened(tmp_path):
    files = []

    def write(data: bytes, name: str = "people.xlsx", **options):
        path = tmp_path / name
        path.write_bytes(data)
        files.append(open_people_file(path, **options))
        return files[-1]

    yield write
    for file in files:
        file.close()


@pytest.fixture
def refused(opened):
    """The one line that a file is refused with."""

    def read(data: bytes, name: str = "people.xlsx", **options) -> str:
        with pytest.raises(InputError) as error:
            opened(data, name, **options)
        line = str(error.value)
        assert (name in line, "\n" in line, line[-1]) == (True, False, ".")
        return line

    return read


def cells(file) -> list[tuple]:
    return file.sample(1000).drop("row_fault").rows()


def test_a_workbook_is_read_as_text_with_its_row_numbers(opened):
    file = opened(xlsx([["Members of the branch"], [], *ROWS]))
    assert file.read_as == "Excel workbook, sheet “Members”"
    assert cells(file) == [
        ("Ceri Hopkin", "7700900123", "Swansea", 4), ("Dafydd", None, None, 5)
    ]  # fmt: skip


def test_an_opendocument_spreadsheet_is_read(opened):
    file = opened(ods([["Name", "Town"], ["Ceri", "Swansea"]]), "people.ods")
    assert (file.header, cells(file)) == (["Name", "Town"], [("Ceri", "Swansea", 2)])


def test_the_largest_sheet_is_taken_and_named(opened):
    parts = xlsx_parts({"Notes": [["x"]], "People": ROWS})
    assert opened(zipped(parts)).read_as == "Excel workbook, sheet “People” of 2"


def test_formulas_are_not_worked_out_and_macros_not_run(opened):
    parts = xlsx_parts({"People": [["Name", "Town"], ["=HYPERLINK(A1)", "Swansea"]]})
    file = opened(zipped({**parts, "xl/vbaProject.bin": b"x"}), "people.xlsm")
    assert "macros are not run" in file.read_as
    assert cells(file) == [("0", "Swansea", 2)]


def test_a_quoted_cell_and_a_line_break_come_through(opened):
    file = opened(xlsx([["Name", "Note"], ['A "B", C', "one\ntwo"]]))
    assert cells(file) == [('A "B", C', "one\ntwo", 2)]


def test_what_is_unpacked_lies_in_no_folder_even_while_it_is_read(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks.tempfile, "tempdir", str(tmp_path / "unpacked"))
    (tmp_path / "unpacked").mkdir()
    file = opened(xlsx(ROWS))
    assert file.n_rows == 2
    assert list((tmp_path / "unpacked").iterdir()) == []


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new)


def lying_about_length(by: int) -> bytes:
    """A stored part whose directory entry gives another length than it has."""
    data = bytearray(zipped(xlsx_parts({"People": ROWS})))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        n = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    for place in range(len(data) - 4):
        if int.from_bytes(data[place : place + 4], "little") == n:
            data[place : place + 4] = (n + by).to_bytes(4, "little")
    return bytes(data)


PARTS = xlsx_parts({"People": ROWS})
GROWING = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + sheet(
    [["Name"], ["&b;"]]
).replace("&amp;", "&")


def linked() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in PARTS.items():
            archive.writestr(name, data)
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({**PARTS, "xl/media/big.bin": bytes(12_000_000)}), "times its size"),
        (zipped(PARTS | {f"xl/p{n}": "" for n in range(1_000)}), "a workbook needs few"),
        (zipped({**PARTS, "../evil.xml": ""}), "written elsewhere"),
        (zipped({**PARTS, "/etc/evil.xml": ""}), "written elsewhere"),
        (zipped({**PARTS, "xl\\..\\evil.xml": ""}).replace(b"xl/../evil", b"xl\\..\\evil"),
         "written elsewhere"),
        (zipped({**PARTS, "xl/embeddings/inner.xlsx": ""}), "another archive"),
        (linked(), "holds a link"),
        (zipped({"people.csv": "a,b"}), "not a workbook"),
        (zipped({**PARTS, "xl/workbook.bin": ""}), "binary workbook"),
        (zipped({**PARTS, "xl/worksheets/sheet1.xml": GROWING}), "document type"),
        (zipped({**PARTS, "xl/worksheets/sheet1.xml": GROWING.encode("utf-16")}), "document type"),
        (zipped({**PARTS, "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}), "."),
        (zipped({**PARTS, "xl/worksheets/sheet1.xml": ""}), "."),
        (zipped({**PARTS, "xl/workbook.xml": "<workbook/>"}), "no sheet with anything"),
        (zipped(xlsx_parts({"Empty": []})), "no sheet with anything"),
        (xlsx(ROWS)[:-30], "damaged"),
        (xlsx(ROWS)[:200], "damaged"),
        (lying_about_length(5), "not as long as it says"),
        (lying_about_length(-40), "damaged"),
        (b"PK\x05\x06" + bytes(18), "not a workbook"),
    ],
)  # fmt: skip
def test_what_is_no_sound_workbook_is_refused_in_one_line(refused, data, words):
    assert words in refused(data)


def test_a_sheet_that_says_it_fills_the_whole_grid_ends_only_its_reader(refused):
    corner = sheet(ROWS).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    assert "more than we can read" in refused(zipped({**PARTS, "xl/worksheets/sheet1.xml": corner}))


def test_a_reader_that_takes_too_long_is_ended(refused, monkeypatch):
    monkeypatch.setattr(workbooks, "SECONDS", 0.001)
    assert "too long" in refused(xlsx(ROWS))


def test_a_workbook_beyond_the_limits_is_refused(refused):
    many = [["Name"], *([f"N{n}"] for n in range(500))]
    assert "more than 3 rows" in refused(xlsx(many), limits=Limits(rows=3))
    assert "3 columns; 2 is the most" in refused(xlsx(ROWS), limits=Limits(columns=2))
    long = [["Name", "Town"], ["x" * 65_537, "y"]]
    assert "row 2" in refused(xlsx(long))
