"""The key of this server's privacy work: for the stop list's hashes and for encrypted words.

It lies in the home folder, apart from the secret key: the secret key may be changed at any time,
and this one never, since hashes made with it must be found again as long as the organisation
exists. Whoever has both it and the database can try out every telephone number there is, so it is
backed up, but not beside the database.
"""

import hmac
import os
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

NAME = "privacy_key"
N_BYTES = 32


def key_for(use: str) -> bytes:
    """32 bytes for one use, e.g. "stops": no use can tell the key of another."""
    return hmac.digest(_master(settings.GROUNDSWELL.home / NAME), use.encode(), sha256)


@cache
def _master(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{NAME}.{secrets.token_hex(8)}")
    handle = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(N_BYTES))
        file.flush()
        os.fsync(file.fileno())
    # Two processes that start together must agree on one key: the first link wins, whole.
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
