"""Ids that nobody can guess and that come in the order in which they were made.

UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits. Rows that are added by the
million then go to the end of the primary key's index rather than all over it. The time in them is
never read.
"""

import secrets
import time
from uuid import UUID

import numpy as np

VERSION_7 = 0x7000
VARIANT = 0x8000000000000000


def ordered_id() -> UUID:
    """One id."""
    return UUID(int=_head(time.time_ns() // 1_000_000) | secrets.randbits(12) << 64 | _tail())


def ordered_ids(n: int) -> list[str]:
    """n ids as 32 hexadecimal digits each, in ascending order."""
    milliseconds = time.time_ns() // 1_000_000
    tails = np.frombuffer(secrets.token_bytes(8 * n), dtype=">u8") & np.uint64((1 << 62) - 1)
    # The 12 bits after the version count up; each 4,096 ids borrow one millisecond.
    steps = np.arange(n, dtype=np.uint64)
    high = (
        (np.uint64(milliseconds) + (steps >> np.uint64(12))) << np.uint64(16)
        | np.uint64(VERSION_7)
        | (steps & np.uint64(0xFFF))
    )
    low = tails.astype(np.uint64) | np.uint64(VARIANT)
    packed = np.column_stack((high, low)).astype(">u8").tobytes().hex()
    return [packed[start : start + 32] for start in range(0, 32 * n, 32)]


def _head(milliseconds: int) -> int:
    return milliseconds << 80 | VERSION_7 << 64


def _tail() -> int:
    return VARIANT | secrets.randbits(62)
