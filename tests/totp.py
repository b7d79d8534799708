"""What an authenticator app does, after RFC 6238: a code for a secret and a moment."""

import base64
import hashlib
import hmac
import time


def code_now(secret: str) -> str:
    """Six digits, of the half minute that it is now."""
    counter = int(time.time()) // 30
    mac = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = mac[-1] & 0xF
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
