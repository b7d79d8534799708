"""The keys under which a person is found again: names, streets and telephone numbers, made plain.

`name_key` and `street_key` are polars expressions and say what a key is. `name_keys` and
`street_keys` make the same keys for long columns some six times faster: nearly all names need no
more than small letters, so only the others take the long way.
"""

import polars as pl

from groundswell.exchange.people.some_cells import made, mended

# Letters that are no letter with a mark, so that taking marks off leaves them as they are.
PLAIN_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}

# "flat 2 14b high street", "14 high street": what begins with a figure, up to the street's name.
HOUSE = r"^((?:flat |apartment |unit |apt )?\d+[a-z]?(?: \d+[a-z]?)*) "
HOUSE_AND_STREET = HOUSE + "(.*)$"


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


def name_keys(first_names: pl.Series, last_names: pl.Series) -> pl.Series:
    """`name_key` of each person; the columns hold no nulls."""
    names = pl.DataFrame({"first": first_names, "last": last_names})
    both = names.select(pl.concat_str("last", "first", separator=" ").alias("name_key"))
    return _cut(_folded(both["name_key"]), 161)


def street_keys(addresses: pl.Series, postcodes: pl.Series) -> pl.Series:
    """`street_key` of each address; the columns hold no nulls."""
    code = _folded(postcodes).str.replace_all(" ", "", literal=True)
    parts = pl.DataFrame({"plain": _folded(addresses), "code": code})
    # The house with the blank behind it.
    parts = parts.with_columns(house=pl.col("plain").str.extract(HOUSE, 0).fill_null(""))
    street = pl.col("plain").str.strip_prefix(pl.col("house"))
    whole = pl.concat_str(street, "code", "house", separator="|").str.strip_chars_end(" ")
    key = _cut(parts.select(whole.alias("street_key"))["street_key"], 220)
    is_blank = parts["plain"] == ""
    return key.set(is_blank, "") if is_blank.any() else key


def _cut(keys: pl.Series, longest: int) -> pl.Series:
    is_long = (keys.str.len_bytes().max() or 0) > longest  # type: ignore[operator]
    return keys.str.slice(0, longest) if is_long else keys


def _folded(text: pl.Series) -> pl.Series:
    """`folded` for a long column: each cell goes no longer way than it needs."""
    small = text.str.to_lowercase()
    is_rough = small.str.contains(r"[^a-z0-9 ]|^ | $|  ")
    if not is_rough.any():
        return small
    is_ascii = small.str.len_bytes() == small.str.len_chars()
    some = mended(small, is_rough & is_ascii, lambda cells: made(cells, _folded_ascii))
    return mended(some, ~is_ascii, lambda cells: made(cells, folded))


def _folded_ascii(text: pl.Expr) -> pl.Expr:
    text = text.str.replace_all("['`]", "").str.replace_all("[^a-z0-9]+", " ")
    return text.str.strip_chars(" ")


def name_key_of(first_name: str, last_name: str) -> str:
    """`name_key` of one person."""
    return str(pl.select(name_key(pl.lit(first_name), pl.lit(last_name))).item())


def street_key_of(address: str, postcode: str) -> str:
    """`street_key` of one address."""
    return str(pl.select(street_key(pl.lit(address), pl.lit(postcode))).item())
