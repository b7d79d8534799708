"""Keyed hashes of contact details: enough to know one again, not enough to read it.

HMAC-SHA-256 under a key of the organisation in scope, so that two organisations' lists can't be
held against each other. What is hashed for each kind:

    email       in small letters, without blanks around it
    phone       as people.Person keeps it, "+447700900123"
    source      source_value("register-uk", "AB1-234/0")
    home        home_value(name_key, street_key): one name at one address
    household   street_key: whoever lives there
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Literal

from groundswell.apps.accounts.scope import active_organisation_id
from groundswell.apps.privacy.key_file import key_for

Kind = Literal["email", "phone", "source", "home", "household"]
BLOCK = 64  # bytes that SHA-256 takes at once
KINDS: tuple[Kind, ...] = ("email", "phone", "source", "home", "household")


def keyed_hash(kind: Kind, value: str) -> str:
    """The hash of one detail, 64 hexadecimal digits; "" for an empty one."""
    return keyed_hashes(kind, [value])[0]


def keyed_hashes(kind: Kind, values: Iterable[str | None]) -> list[str]:
    """The hash of each value, in order; "" where there is none."""
    if kind not in KINDS:
        raise KeyError(f"{kind} is no kind of contact detail; keyed.py lists them")
    key = hmac.digest(key_for("stops"), f"{active_organisation_id()}|{kind}".encode(), sha256)
    # RFC 2104 by hand: begun once for the key and copied for each value, a third of the time.
    inner = sha256(bytes(byte ^ 0x36 for byte in key.ljust(BLOCK, b"\0")))
    outer = sha256(bytes(byte ^ 0x5C for byte in key.ljust(BLOCK, b"\0")))
    hashes = []
    for value in values:
        plain = _plain(kind, value) if value else ""
        if not plain:
            hashes.append("")
            continue
        first, second = inner.copy(), outer.copy()
        first.update(plain.encode())
        second.update(first.digest())
        hashes.append(second.hexdigest())
    return hashes


def source_value(source: str, source_id: str) -> str:
    """What is hashed of a list's number for a person; "" if there is none."""
    return f"{source}|{source_id}" if source_id else ""


def home_value(name_key: str, street_key: str) -> str:
    """What is hashed of a name at an address; "" unless both are known."""
    return f"{name_key}@{street_key}" if name_key and street_key else ""


def _plain(kind: Kind, value: str) -> str:
    return value.strip().lower() if kind == "email" else value.strip()
