"""Whatever is done to a file, it is read or refused in words; nothing else ever escapes."""

import gzip
import random
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundswell.errors import InputError
from groundswell.exchange.people.cleaning import clean
from groundswell.exchange.people.files import open_people_file
from groundswell.exchange.people.formats import recognise, suggest
from tests.exchange.people import made_up_files as made_up
from tests.exchange.people.made_up_workbooks import ods, xlsx, xlsx_parts, zipped

ROWS = [["Name", "Mobile", "Town"], *([f"Ceri {n}", 7700900123.0, "Swansea"] for n in range(20))]
TEXTS = {
    "register.csv": made_up.REGISTER_14 * 3,
    "van.csv": made_up.VAN_LIST,
    "form.csv": made_up.SIGN_UP_FORM,
    "wide.csv": made_up.MOBILIZE_MIRROR.decode().encode("utf-16"),
    "old.csv": made_up.SIGN_UP_FORM.decode().replace("’", "é").encode("cp1252"),
    "packed.csv.gz": gzip.compress(made_up.ACTION_NETWORK * 20),
}
WORKBOOKS = {"people.xlsx": xlsx(ROWS), "people.ods": ods(ROWS)}
SPITE = (
    b'"',
    b"\0",
    b"\n",
    b"\r",
    b",",
    b";",
    b"=",
    b"\xff",
    b"\xe2\x80\xae",
    b"\x1f\x8b",
    b"PK\x03\x04",
)


def mutations(data: bytes, *, seed: int, n: int) -> Iterator[bytes]:
    """`n` variations of a file: bytes turned, cut out, doubled, put in, and the end cut off."""
    rng = random.Random(seed)
    for _ in range(n):
        made = bytearray(data)
        for _ in range(rng.choice((1, 1, 2, 5, 40))):
            place = rng.randrange(max(1, len(made)))
            match rng.randrange(6):
                case 0:
                    made[place : place + 1] = bytes([rng.randrange(256)])
                case 1:
                    del made[place : place + rng.choice((1, 3, 200))]
                case 2:
                    made[place:place] = made[place : place + rng.choice((1, 10, 500))]
                case 3:
                    made[place:place] = rng.choice(SPITE) * rng.choice((1, 1, 30))
                case 4:
                    del made[place:]
                case 5:
                    made[place : place + 4] = rng.randbytes(4)
        yield bytes(made)


def used(path: Path) -> str:
    """Read a file as an import does; the words it was refused with, or "" if it was read."""
    try:
        with open_people_file(path) as file:
            of = recognise(file.header)
            columns = of.mapping(file.header)
            assert file.n_rows >= 0
            suggest(file.header, file.sample(50))
            for batch in file.batches(7):
                assert clean(batch, columns, source=of.source).height == batch.height
    except InputError as error:
        said = str(error)
    else:
        said = ""
    assert "\n" not in said
    return said


@pytest.mark.parametrize("name", TEXTS)
def test_changed_texts_are_read_or_refused_in_words(tmp_path, name):
    path = tmp_path / name
    for data in mutations(TEXTS[name], seed=1, n=25):
        path.write_bytes(data)
        used(path)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_changed_workbooks_are_read_or_refused_in_words(tmp_path, name):
    path = tmp_path / name
    for data in mutations(WORKBOOKS[name], seed=1, n=8):
        path.write_bytes(data)
        used(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*TEXTS, *WORKBOOKS])
def test_hundreds_of_changes_let_nothing_else_escape(tmp_path, name):
    path = tmp_path / name
    for data in mutations({**TEXTS, **WORKBOOKS}[name], seed=2, n=100):
        path.write_bytes(data)
        used(path)


@pytest.mark.slow
def test_changed_sheets_within_a_sound_archive_are_read_or_refused_in_words(tmp_path):
    path = tmp_path / "people.xlsx"
    parts = xlsx_parts({"People": ROWS})
    sheet = str(parts["xl/worksheets/sheet1.xml"]).encode()
    for data in mutations(sheet, seed=3, n=60):
        path.write_bytes(zipped({**parts, "xl/worksheets/sheet1.xml": data}))
        used(path)


IN_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from groundswell.errors import InputError
from groundswell.exchange.people.files import open_people_file
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with open_people_file(Path(sys.argv[1])) as file:
        print(sum(batch.height for batch in file.batches(50_000)))
except InputError as error:
    print(error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def megabytes_for(path: Path) -> tuple[str, int]:
    """What reading a file ends with, and how many MB more the process held at most."""
    done = subprocess.run(
        [sys.executable, "-c", IN_LITTLE_MEMORY, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    *said, more = done.stdout.splitlines()
    return " ".join(said), int(more) // (1024 if sys.platform == "darwin" else 1)


@pytest.mark.slow
def test_a_large_file_is_never_whole_in_memory(tmp_path):
    path = tmp_path / "people.csv"
    row = b"Ceri,Hopkin,ceri@example.org,07700 900123,14 High Street,Swansea,SA4 3AB\n"
    path.write_bytes(b"a,b,c,d,e,f,g\n" + row * 1_500_000)
    said, megabytes = megabytes_for(path)
    assert said == "1500000"
    assert megabytes < 200  # a few blocks of 16 MB, each as text and as cells


@pytest.mark.slow
def test_a_packed_bomb_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "people.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(3000):
            file.write(b"a,b\n" * 262_144)
    said, megabytes = megabytes_for(path)
    assert "more than 200 MB" in said
    assert megabytes < 100


@pytest.mark.slow
def test_a_bomb_in_a_workbook_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "people.xlsx"
    parts = xlsx_parts({"People": ROWS})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(2000):
                part.write(b" " * 1_000_000)
    said, megabytes = megabytes_for(path)
    assert "unpack" in said
    assert megabytes < 100
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
