"""E-mail addresses in small letters, from what people type; domain names aren't looked up."""

import polars as pl

from groundswell.exchange.people.some_cells import made, mended

# Stricter than the standard, which allows blanks and quotation marks that nobody has.
LETTER = r"[a-z0-9\p{L}\p{M}.!#$%&'*+/=?^_`{|}~-]"
LABEL = r"[a-z0-9\p{L}](?:[a-z0-9\p{L}\p{M}-]*[a-z0-9\p{L}])?"
PLAIN = r"^[a-z0-9_][a-z0-9_.+-]*@[a-z0-9][a-z0-9.-]*\.[a-z]{2,}$"
ADDRESS = rf"[a-z0-9\p{{L}}_]{LETTER}*@(?:{LABEL}\.)+(?:[a-z\p{{L}}]{{2,}}|xn--[a-z0-9-]+)"
DOTS_ASTRAY = r"\.\.|\.@"
LONGEST = 254


def emails(cells: pl.Series) -> pl.Series:
    """Each cell's address, the first of several; null where there is none."""
    small = made(cells, lambda cell: cell.fill_null("").str.strip_chars().str.to_lowercase())
    plain = made(
        small, lambda cell: cell.str.contains(PLAIN) & ~cell.str.contains("..", literal=True)
    )
    kept = mended(small, ~plain, _unwrapped)
    if (kept.str.len_bytes().max() or 0) > LONGEST:  # type: ignore[operator]
        kept = made(kept, lambda cell: pl.when(cell.str.len_bytes() <= LONGEST).then(cell))
    return kept


def _unwrapped(cells: pl.Series) -> pl.Series:
    """The address in "Ceri Hopkin <ceri@example.org>" or in "a@example.org; b@example.org"."""

    def address(cell: pl.Expr) -> pl.Expr:
        cell = cell.str.replace_all("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "")
        cell = cell.str.replace(r"^mailto:", "").str.strip_chars(" '\"‘’“”<>.,;")
        whole = cell.str.extract(f"^({ADDRESS})$")
        parts = cell.str.extract(rf"(?:^|[\s<>,;:|/('\"\[])({ADDRESS})(?:$|[\s<>,;|/)'\"\]}}])")
        found = pl.coalesce(whole, parts)
        return pl.when(~found.str.contains(DOTS_ASTRAY)).then(found)

    return made(cells, address)
