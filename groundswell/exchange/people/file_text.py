"""The text of a file that people brought: what it is written in, and its bytes as UTF-8."""

import codecs
import gzip
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from groundswell.errors import InputError
from groundswell.exchange.refusals import quoted, refusal

CHUNK = 1 << 22
UTF8, CP1252 = "utf-8", "windows-1252"

ENCODINGS: Mapping[str, str] = {
    UTF8: "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16, big-endian",
    "utf-32": "UTF-32",
    CP1252: "Windows-1252 (western Europe)",
    "windows-1250": "Windows-1250 (central Europe)",
    "windows-1251": "Windows-1251 (Cyrillic)",
    "windows-1253": "Windows-1253 (Greek)",
    "windows-1254": "Windows-1254 (Turkish)",
    "cp850": "Code page 850 (DOS)",
    "mac-roman": "Macintosh",
}
"""What a file may be written in, and how that is shown."""

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WHAT_IT_IS = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel file (.xls), or one with a password"),
    (b"%PDF", "is a PDF"),
    (b"PAR1", "is a Parquet file"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"{\\rtf", "is a text document"),
    (b"SQLite format 3", "is a database"),
    (b"7z\xbc\xaf", "is a 7-Zip archive"),
    (b"Rar!", "is a RAR archive"),
)
SAVE_AS = "Save it as CSV or as an Excel workbook (.xlsx) without a password."


def told_encoding(path: Path, name: str, *, is_packed: bool, most_bytes: int) -> str:
    """Which of `ENCODINGS` a file is written in: by its mark, else by what its bytes allow.

    Raises InputError if it is no text, too long once unpacked, or written in two ways at once.
    """
    decoder = codecs.getincrementaldecoder(UTF8)()
    read, could_be_ascii = 0, True
    for chunk in chunks(path, name, is_packed=is_packed, most_bytes=most_bytes):
        if read == 0:
            refuse_other_than_text(path, name, chunk)
            marked = next((code for mark, code in MARKS if chunk.startswith(mark)), None)
            marked = marked or _wide(chunk)
            if marked:
                return marked
        if not (could_be_ascii and chunk.isascii()):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                _refuse_two_at_once(name, could_be_ascii, error)
                return CP1252
            could_be_ascii = False
        read += len(chunk)
    if not read:
        raise _refused(name, "is empty", "The first row must name the columns.")
    if decoder.getstate()[0]:
        _refuse_two_at_once(name, True, None)
        return CP1252
    return UTF8


def utf8_chunks(
    path: Path, name: str, *, is_packed: bool, most_bytes: int, encoding: str
) -> Iterator[bytes]:
    """The file's bytes as UTF-8, without a mark in front and with LF for each line's end.

    Raises InputError where a byte doesn't belong to the encoding.
    """
    source = chunks(path, name, is_packed=is_packed, most_bytes=most_bytes)
    return _with_line_feeds(_as_utf8(source, name, encoding))


def chunks(path: Path, name: str, *, is_packed: bool, most_bytes: int) -> Iterator[bytes]:
    """The file's bytes, unpacked if need be, never more than `most_bytes`."""
    read = 0
    with _opened(path, name, is_packed) as file:
        while True:
            try:
                chunk = file.read(CHUNK)
            except EOFError as error:
                raise _refused(name, "was cut off", "Copy it again, whole.") from error
            except (gzip.BadGzipFile, zlib.error) as error:
                raise _refused(name, "is damaged", "Copy or export it again.") from error
            if not chunk:
                return
            read += len(chunk)
            if read > most_bytes:
                wrong = f"holds more than {most_bytes // 1_000_000:,} MB of text"
                raise _refused(name, wrong, "Split it into several files.")
            yield chunk


def refuse_other_than_text(path: Path, name: str, start: bytes) -> None:
    """Raise InputError, with its kind, if a file begins like something else than a table."""
    what = next((what for mark, what in WHAT_IT_IS if start.startswith(mark)), None)
    head = start[:300].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        what = "is a web page or XML"
    elif head.startswith((b"{", b"[{")):
        what = "is JSON"
    elif start.startswith((b"PK\x03\x04", b"\x1f\x8b")) and path.suffix:
        what = "holds another packed file"
    if what:
        raise _refused(name, what, SAVE_AS)


@contextmanager
def _opened(path: Path, name: str, is_packed: bool) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            file.seek(0)  # /dev/fd/… may stand where it was left
            yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if is_packed else file
    except gzip.BadGzipFile as error:
        raise _refused(name, "is damaged", "Copy or export it again.") from error
    except OSError as error:
        raise _refused(name, f"can't be read ({error.strerror})", "Check its name.") from error


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of western text is zero."""
    head = start[:4000]
    if len(head) < 4:
        return None
    for code, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) > len(zeros) // 3:
            return code
    return None


def _refuse_two_at_once(name: str, is_first: bool, error: UnicodeDecodeError | None) -> None:
    """Where some letters are proper UTF-8 and others aren't, two files were joined."""
    before = error.object[: error.start] if error else b""
    if is_first and before.isascii():
        return
    wrong = "is written partly in UTF-8 and partly in something else"
    if error:
        around = error.object[max(0, error.start - 15) : error.start + 8].decode(CP1252, "replace")
        wrong += f", as in {quoted(around)}"
    raise _refused(name, wrong, "Save it as “CSV UTF-8”.")


def _as_utf8(source: Iterator[bytes], name: str, encoding: str) -> Iterator[bytes]:
    if encoding == UTF8:
        # Whoever cuts the text into cells sees to it that it is UTF-8.
        yield next(source, b"").removeprefix(codecs.BOM_UTF8)
        yield from source
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield decoder.decode(next(source, b"")).removeprefix("\ufeff").encode()
        for chunk in source:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        raise other_letters(name, encoding) from error


def other_letters(name: str, encoding: str) -> InputError:
    """What to say where a byte doesn't belong to an encoding."""
    wrong = f"is not {ENCODINGS.get(encoding, encoding)} text"
    return _refused(name, wrong, "Save it as “CSV UTF-8”, or choose another kind.")


def _with_line_feeds(source: Iterator[bytes]) -> Iterator[bytes]:
    held = b""  # a return at the end of a chunk, whose line feed may come with the next
    for chunk in source:
        text = held + chunk
        held = b"\r" if text.endswith(b"\r") else b""
        text = text.removesuffix(b"\r")
        yield text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text
    if held:
        yield b"\n"


def _refused(name: str, wrong: str, remedy: str) -> InputError:
    return refusal(Path(name), row=None, column=None, wrong=wrong, remedy=remedy)
