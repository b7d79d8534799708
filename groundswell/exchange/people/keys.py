"""The keys under which a person is found again: names, streets and telephone numbers, made plain.

Each is one polars expression, so that a million rows and a single one go the same way.
"""

import polars as pl

# Letters that are no letter with a mark, so that taking marks off leaves them as they are.
PLAIN_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}

# "flat 2 14b high street", "14 high street": what begins with a figure, up to the street's name.
HOUSE_AND_STREET = r"^((?:flat |apartment |unit |apt )?\d+[a-z]?(?: \d+[a-z]?)*) (.*)$"


def folded(text: pl.Expr) -> pl.Expr:
    """Small letters without marks; anything but letters and figures becomes one blank."""
    plain = text.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    plain = plain.str.replace_many(list(PLAIN_LETTERS), list(PLAIN_LETTERS.values()))
    # O'Brien is looked for as "obrien" more often than as "o brien".
    plain = plain.str.replace_all(r"['’`]", "")
    return plain.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def name_key(first_name: pl.Expr, last_name: pl.Expr) -> pl.Expr:
    """ "last first", folded: what a search by name begins with."""
    both = pl.concat_str(last_name.fill_null(""), first_name.fill_null(""), separator=" ")
    return folded(both).str.slice(0, 161)


def street_key(address: pl.Expr, postcode: pl.Expr) -> pl.Expr:
    """ "street|postcode|house": people of one household share it; a street's houses lie together.

    An address that begins with a number or "flat …" has it moved to the end; empty if there is
    no address.
    """
    plain = folded(address.fill_null(""))
    parts = plain.str.extract_groups(HOUSE_AND_STREET)
    house, street = parts.struct.field("1").fill_null(""), parts.struct.field("2").fill_null(plain)
    code = folded(postcode.fill_null("")).str.replace_all(" ", "")
    whole = pl.concat_str(street, code, house, separator="|").str.slice(0, 220)
    return pl.when(plain == "").then(pl.lit("")).otherwise(whole)


def name_key_of(first_name: str, last_name: str) -> str:
    """`name_key` of one person."""
    return str(pl.select(name_key(pl.lit(first_name), pl.lit(last_name))).item())


def street_key_of(address: str, postcode: str) -> str:
    """`street_key` of one address."""
    return str(pl.select(street_key(pl.lit(address), pl.lit(postcode))).item())
