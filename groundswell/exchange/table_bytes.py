"""The bytes of a table's file: found, unpacked, and known to be UTF-8 text."""

import codecs
import gzip
import zlib
from pathlib import Path

from groundswell.exchange.refusals import quoted, refusal

KINDS = (".csv", ".csv.gz", ".parquet")

# What a file may turn out to be, by its first bytes.
OTHER_FORMATS = (
    (codecs.BOM_UTF32_LE, "is UTF-32 text"),
    (codecs.BOM_UTF16_LE, "is UTF-16 text"),
    (codecs.BOM_UTF16_BE, "is UTF-16 text"),
    (b"PK\x03\x04", "is a spreadsheet or a ZIP file, not CSV"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel file, not CSV"),
    (b"%PDF", "is a PDF, not CSV"),
    (b"\x1f\x8b", "is packed with gzip, though its name ends in .csv"),
    (b"PAR1", "is a Parquet file, though its name ends in .csv"),
)
SAVE_AS_UTF8 = "Save it as “CSV UTF-8”."


def kind_of(path: Path) -> str:
    """Which of `KINDS` a path is by its name; refuses folders, missing files and other names."""
    kind = next((kind for kind in KINDS if path.name.lower().endswith(kind)), None)
    wrong, remedy = "", ""
    try:
        if path.is_dir():
            wrong, remedy = "is a folder", "Name a file in it."
        elif not path.exists():
            wrong, remedy = "there is no such file", "Check the name and the folder."
        elif kind is None:
            wrong = f"ends in {quoted(path.suffix or path.name)}"
            remedy = f"Tables come as {', '.join(KINDS)}."
    except OSError as error:
        wrong, remedy = f"can't be reached ({error.strerror})", "Check its name and permissions."
    if wrong or kind is None:
        raise refusal(path, row=None, column=None, wrong=wrong, remedy=remedy)
    return kind


def read_csv_bytes(path: Path, *, packed: bool) -> bytes:
    """The text of a .csv or .csv.gz file as UTF-8 bytes, without a byte-order mark.

    Raises InputError if it can't be read, is empty, was cut off, or isn't UTF-8 text.
    """
    data = _unpack(path) if packed else _read(path)
    for mark, what in OTHER_FORMATS:
        if data.startswith(mark):
            raise refusal(path, row=None, column=None, wrong=what, remedy=_remedy(what))
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data or data.isspace():
        raise refusal(
            path,
            row=None,
            column=None,
            wrong="is empty",
            remedy="The first row must name the columns, and data must follow.",
        )
    if data[:200].lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise refusal(
            path, row=None, column=None, wrong="is a web page, not CSV", remedy="Download it again."
        )
    _refuse_other_than_utf8(path, data)
    if b"\n" not in data and b"\r" in data:  # as written by very old Macs
        data = data.replace(b"\r", b"\n")
    return data


def _remedy(what: str) -> str:
    if "though its name" in what:
        ending = ".csv.gz" if "gzip" in what else ".parquet"
        return f"Give it a name that ends in {ending}."
    return SAVE_AS_UTF8


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal(
            path,
            row=None,
            column=None,
            wrong=f"can't be read ({error.strerror})",
            remedy="Check who may read it.",
        ) from error


def _unpack(path: Path) -> bytes:
    try:
        return gzip.decompress(_read(path))
    except EOFError as error:
        wrong = "the .gz file was cut off"
        raise refusal(
            path, row=None, column=None, wrong=wrong, remedy="Copy or download it again, whole."
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        wrong = f"is not a sound .gz file ({error})"
        raise refusal(
            path,
            row=None,
            column=None,
            wrong=wrong,
            remedy="Copy or download it again, or name it .csv if it isn't packed.",
        ) from error


def _refuse_other_than_utf8(path: Path, data: bytes) -> None:
    if b"\0" in data:
        pairs = data[:1000]
        if max(pairs[0::2].count(0), pairs[1::2].count(0)) > len(pairs) // 4:
            raise refusal(path, row=None, column=None, wrong="is UTF-16 text", remedy=SAVE_AS_UTF8)
        place = data.index(b"\0")
        raise refusal(
            path,
            row=_row_at(data, place),
            column=None,
            wrong=f"holds a NUL byte (byte {place:,} of the text)",
            remedy="The file is damaged, or not CSV: export it again.",
        )
    if data.isascii():
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Bytes above 127 that aren't UTF-8 are nearly always Windows-1252.
        line = data[data.rfind(b"\n", 0, error.start) + 1 :]
        guess = line[: line.find(b"\n")].decode("cp1252", "replace")
        at = len(data[: error.start]) - (len(data) - len(line))
        around = guess[max(0, at - 12) : at + 12]
        raise refusal(
            path,
            row=_row_at(data, error.start),
            column=None,
            wrong=f"byte 0x{data[error.start]:02X} is not UTF-8; it may be Windows-1252, "
            f"as in {quoted(around)}",
            remedy=SAVE_AS_UTF8,
        ) from error


def _row_at(data: bytes, place: int) -> int:
    """The row a byte lies in, not counting line breaks inside quoted cells."""
    before = data[:place]
    outside = b"".join(before.split(b'"')[0::2])
    return outside.count(b"\n") + 1
