"""A ZIP file's directory, checked before anything in it is opened."""

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from groundswell.errors import InputError
from groundswell.exchange.refusals import quoted, refusal

MOST_MEMBERS = 1_000
MOST_BYTES = 1_000_000_000
MOST_RATIO = 100
SMALL = 10_000_000  # unpacked bytes below which the ratio says nothing
ARCHIVES = (".zip", ".xlsx", ".xlsm", ".ods", ".gz", ".7z", ".rar", ".jar", ".docx")
SAVE_AS = "Open it in a spreadsheet program and save it as .xlsx or CSV."


@dataclass(frozen=True)
class Directory:
    """The names in an archive, and how many bytes they say they unpack to."""

    names: frozenset[str]
    n_bytes: int


def checked_directory(path: Path, name: str) -> Directory:
    """The directory of a ZIP file. Raises InputError if anything in it is not as in a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise _refused(name, "is damaged, or was cut off", "Copy or export it again.") from error
    if len(members) > MOST_MEMBERS:
        raise _refused(name, f"holds {len(members):,} files; a workbook needs few", SAVE_AS)
    for member in members:
        _refuse_strange(name, member)
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise _refused(name, "holds two files of one name", SAVE_AS)
    n_bytes = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if n_bytes > MOST_BYTES:
        wrong = f"would unpack to {n_bytes / 1e6:,.0f} MB; {MOST_BYTES / 1e6:,.0f} MB is the most"
        raise _refused(name, wrong, "Split it, or save it as CSV.")
    if n_bytes > SMALL and n_bytes > MOST_RATIO * max(packed, 1):
        wrong = f"would unpack to {n_bytes / max(packed, 1):,.0f} times its size"
        raise _refused(name, wrong, "Save it as CSV.")
    return Directory(frozenset(names), n_bytes)


def _refuse_strange(name: str, member: zipfile.ZipInfo) -> None:
    inner = member.filename
    path = PurePosixPath(inner)
    wrong = ""
    if path.is_absolute() or ".." in path.parts or "\\" in inner or ":" in inner or not inner:
        wrong = f"holds a file that would be written elsewhere, {quoted(inner)}"
    elif stat.S_ISLNK(member.external_attr >> 16):
        wrong = f"holds a link, {quoted(inner)}"
    elif member.flag_bits & 0x1:
        wrong = "has a password"
    elif path.suffix.lower() in ARCHIVES:
        wrong = f"holds another archive, {quoted(inner)}"
    if wrong:
        raise _refused(name, wrong, SAVE_AS)


def _refused(name: str, wrong: str, remedy: str) -> InputError:
    return refusal(Path(name), row=None, column=None, wrong=wrong, remedy=remedy)
