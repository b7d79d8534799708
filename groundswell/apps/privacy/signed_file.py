"""A file in the home folder that is added to, line by line, and never changed.

Each line is a piece of JSON, signed together with the line before it by the privacy key: one that
was changed or taken out of the middle is noticed. What is cut off the end isn't.
"""

import hmac
import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from groundswell.apps.privacy.key_file import NAME as KEY_NAME
from groundswell.apps.privacy.key_file import key_for
from groundswell.errors import InputError

try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None  # type: ignore[assignment]

MOST_BYTES_OF_A_LINE = 1 << 20
DIGITS = 64


def path_of(name: str) -> Path:
    return Path(settings.GROUNDSWELL.home) / name


def add_line(name: str, said: dict[str, Any]) -> None:
    """Add one line, durable when this returns."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as file:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        _drop_half_a_line(file)
        spelled = json.dumps(said, sort_keys=True, separators=(",", ":"))
        signature = _signature(name, _last_signature(file), spelled)
        file.write(f"{spelled} {signature}\n".encode())
        file.flush()
        os.fsync(handle)


def lines_of(name: str) -> Iterator[dict[str, Any]]:
    """Every line, the oldest first. Raises InputError at one that isn't as it was written."""
    path = path_of(name)
    if not path.exists():
        return
    before = ""
    with path.open(encoding="ascii", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith("\n"):
                return  # the power went while it was written; what it tells of never began
            spelled, _, signature = line.rstrip("\n").rpartition(" ")
            if not hmac.compare_digest(
                signature.encode(), _signature(name, before, spelled).encode()
            ):
                raise InputError(
                    f"Line {number} of {path} was changed or taken out of its place, so nobody "
                    f"can rely on it. Bring back the copy of this file and of the {KEY_NAME} file "
                    "that belongs to it."
                )
            before = signature
            yield json.loads(spelled)


def _signature(name: str, before: str, spelled: str) -> str:
    return hmac.digest(key_for(f"file {name}"), f"{before}\n{spelled}".encode(), sha256).hex()


def _last_signature(file: Any) -> str:
    """The digits that end the file; "" if it is empty."""
    end = file.seek(0, os.SEEK_END)
    if end == 0:
        return ""
    file.seek(end - DIGITS - 1)
    return str(file.read(DIGITS).decode("ascii"))


def _drop_half_a_line(file: Any) -> None:
    """Take away a last line that was cut off while it was written."""
    end = file.seek(0, os.SEEK_END)
    start = max(end - MOST_BYTES_OF_A_LINE, 0)
    file.seek(start)
    tail = file.read()
    if tail and not tail.endswith(b"\n"):
        file.truncate(start + tail.rfind(b"\n") + 1)
