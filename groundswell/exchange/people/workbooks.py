"""Workbooks (.xlsx, .xlsm, .ods) turned into CSV text, in a process of its own with limits.

The parser is a stranger's code on a stranger's file. If it hangs, runs out of memory or crashes,
only that process ends, and the person is told in words. Macros are never run, formulas never
worked out: the values that were saved are read.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from groundswell.errors import InputError
from groundswell.exchange.people.archives import checked_directory
from groundswell.exchange.people.limits import Limits
from groundswell.exchange.refusals import refusal

SECONDS = 180
SAVE_AS_CSV = "Save the sheet as “CSV UTF-8”."


@dataclass(frozen=True)
class Unpacked:
    """A workbook's table as CSV text in a file without a name, gone when it is closed.

    path: where it can be read meanwhile. read_as: which sheet of what, to be shown.
    """

    path: Path
    read_as: str
    _text: IO[bytes] = field(repr=False)

    def close(self) -> None:
        """Forget the text."""
        self._text.close()


def is_archive(start: bytes) -> bool:
    """Do these first bytes belong to a ZIP file, as workbooks are?"""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpack_workbook(path: Path, name: str, limits: Limits) -> Unpacked:
    """The largest sheet of a workbook as CSV text in UTF-8.

    Raises InputError if the file isn't a sound workbook or holds more than `limits`.
    """
    inside = checked_directory(path, name)
    if "xl/workbook.bin" in inside.names:
        raise _refused(name, "is a binary workbook (.xlsb)", "Save it as .xlsx or CSV.")
    if "xl/workbook.xml" not in inside.names and "content.xml" not in inside.names:
        raise _refused(name, "is a ZIP file, not a workbook", "Unpack it and take a file in it.")
    # Without a name in any folder, the text is gone even if this process is killed.
    text = tempfile.TemporaryFile()  # noqa: SIM115 (closed with what is handed back)
    try:
        said = _run(path, text.fileno(), name, limits)
    except BaseException:
        text.close()
        raise
    kind = "Excel workbook" if "xl/workbook.xml" in inside.names else "OpenDocument spreadsheet"
    if "xl/vbaProject.bin" in inside.names:
        kind += " (its macros are not run)"
    sheet = f"{kind}, sheet “{said['sheet']}”"
    of = f" of {said['sheets']}" if said["sheets"] > 1 else ""
    return Unpacked(Path(f"/dev/fd/{text.fileno()}"), sheet + of, text)


def _run(path: Path, text: int, name: str, limits: Limits) -> dict[str, Any]:
    call = [
        sys.executable, "-m", "groundswell.exchange.people.workbook_reader",
        str(path.absolute()), f"/dev/fd/{text}", str(limits.rows), str(limits.columns),
        str(limits.cell_bytes),
    ]  # fmt: skip
    alone = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": "", "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(
            call,
            env=alone,
            pass_fds=[text],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd="/",
        )
    except subprocess.TimeoutExpired as error:
        raise _refused(name, "takes too long to read", SAVE_AS_CSV) from error
    if done.returncode:
        raise _refused(name, "is damaged, or holds more than we can read", SAVE_AS_CSV)
    said: dict[str, Any] = json.loads(done.stdout)
    if "wrong" in said:
        raise refusal(Path(name), row=None, column=None, wrong=said["wrong"], remedy=said["remedy"])
    return said


def _refused(name: str, wrong: str, remedy: str) -> InputError:
    return refusal(Path(name), row=None, column=None, wrong=wrong, remedy=remedy)
