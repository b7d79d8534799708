"""Links that stand for a right: random, and kept as a hash only."""

import hashlib
import secrets


def new_token() -> str:
    """128 bits and more, in letters that an address can hold."""
    return secrets.token_urlsafe(24)


def hash_of_token(token: str) -> str:
    # The token is random already, so a quick hash is as good as a slow one.
    return hashlib.sha256(token.encode()).hexdigest()
