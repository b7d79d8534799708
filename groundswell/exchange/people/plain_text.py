"""One text made plain: small letters without marks, as `keys.folded` does for a column."""

import unicodedata


def without_marks(text: str) -> str:
    """Small letters, accents and other marks taken off."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
