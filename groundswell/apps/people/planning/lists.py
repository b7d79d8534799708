"""Under which name a list's own numbers are known, so that two lists' numbers never mix."""

from hashlib import sha256

# Numbers of these are given anew by each council, server or spreadsheet. The others number people
# once for all who use them.
NUMBERED_APART = frozenset({"csv", "register-uk"})


def source_of(format: str, where_from: str) -> str:
    """At most 20 letters: "van", or "csv:1f3a09bc" for a list whose owner numbers as they please.

    where_from: the same words again, however written, mean the same list.
    """
    if format not in NUMBERED_APART:
        return format[:20]
    words = " ".join(where_from.casefold().split())
    return f"{format}:{sha256(words.encode()).hexdigest()[:8]}"
