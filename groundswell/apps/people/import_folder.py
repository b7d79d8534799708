"""Where an import's files lie: in the home folder, readable by the server alone, until done with.

file                  as it came
part-00000.arrow      cleaned rows, in the order of the file
verdicts-00000.arrow  what would become of each of them
refused.csv           the refused rows as they stood, with the reason; kept as long as undo
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from groundswell.apps.people.models import Import
from groundswell.errors import InputError

BLOCK = 1 << 20
FILE, REFUSED = "file", "refused.csv"


def folder_of(import_id: UUID) -> Path:
    """It is made when something is written in it."""
    return Path(settings.GROUNDSWELL.home) / "imports" / str(import_id)


def path_of(of: Import, name: str) -> Path:
    return folder_of(of.pk) / name


def file_of(of: Import) -> Path:
    """The file as it came. Raises InputError once it was deleted."""
    path = path_of(of, FILE)
    if not path.exists():
        raise InputError(
            f"{of.file_name} is no longer kept: it is deleted once its import is written or given "
            "up. Bring it again."
        )
    return path


def store(import_id: UUID, file: BinaryIO, *, most_bytes: int, file_name: str) -> tuple[str, int]:
    """Write the file down; its SHA-256 and its size. Raises InputError beyond `most_bytes`."""
    digest, n_bytes = sha256(), 0
    with private(folder_of(import_id) / FILE) as path, path.open("wb") as out:
        while block := file.read(BLOCK):
            n_bytes += len(block)
            if n_bytes > most_bytes:
                raise InputError(
                    f"{file_name} is larger than {most_bytes // 1_000_000} MB. Split it, or have "
                    "whoever runs the server import it with `groundswell people import`."
                )
            digest.update(block)
            out.write(block)
    return digest.hexdigest(), n_bytes


@contextmanager
def private(path: Path) -> Iterator[Path]:
    """An empty file that only the server can read, to be written by its name."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    yield path


def parts_of(of: Import) -> list[Path]:
    """The cleaned rows, in the order of the file."""
    return sorted(folder_of(of.pk).glob("part-*.arrow"))


def verdicts_of(of: Import) -> list[Path]:
    """What would become of them, piece by piece."""
    return sorted(folder_of(of.pk).glob("verdicts-*.arrow"))


def remove_parts(of: Import) -> None:
    """Delete what an earlier check made of the file."""
    for path in (*parts_of(of), *verdicts_of(of)):
        path.unlink()


def remove(import_id: UUID, *, but: tuple[str, ...] = ()) -> None:
    """Delete an import's files."""
    folder = folder_of(import_id)
    if not folder.exists():
        return
    for path in folder.iterdir():
        if path.name not in but:
            path.unlink()
    if not any(folder.iterdir()):
        shutil.rmtree(folder)
