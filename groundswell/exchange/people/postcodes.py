"""Postcodes and ZIP codes in their one form, "SA4 3AB" or "02134", checked for their shape."""

import polars as pl

from groundswell.exchange.people.countries import country_of
from groundswell.exchange.people.some_cells import made, mended

GB_WRITTEN = r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$"
GB_DISTRICT = r"^[A-Z]{1,2}[0-9][A-Z0-9]?$"
GB_WITHIN = r"\b((?i:[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}))\s*$"


def postcodes(cells: pl.Series, *, country: str) -> pl.Series:
    """Each cell's code as the country writes it; null where there is none.

    Of a British code the first half alone is kept too: people tell so much and no more. Of an
    American one, the first five digits. Zeros that a spreadsheet ate are put back.
    """
    cells = cells.fill_null("")
    if country.upper() == "GB":
        written = cells.str.contains(GB_WRITTEN)
    elif country_of(country).zip_digits == 5 and not country_of(country).break_before_last:
        written = cells.str.contains(r"^[0-9]{5}$")
    else:
        written = pl.Series([False]).new_from_index(0, cells.len())
    return mended(cells, ~written, lambda some: _put_right(some, country.upper()))


def postcode_within(addresses: pl.Series) -> pl.Series:
    """The British postcode at the end of an address; null where there is none."""
    return postcodes(addresses.str.extract(GB_WITHIN), country="GB")


def without_postcode(addresses: pl.Series, codes: pl.Series) -> pl.Series:
    """Addresses without the postcode at their end, where `postcode_within` has found one."""

    def shorter(some: pl.Series) -> pl.Series:
        return some.str.replace(GB_WITHIN, "").str.strip_chars_end(" ,")

    return mended(addresses, codes.is_not_null(), shorter)


def _put_right(cells: pl.Series, code: str) -> pl.Series:
    country = country_of(code)

    def right(cell: pl.Expr) -> pl.Expr:
        listed = cell.str.extract(r"postal_code['\"]?\s*:\s*['\"]?([^'\",}]+)")
        cell = pl.coalesce(listed, cell)
        bare = cell.str.normalize("NFKC").str.to_uppercase().str.strip_chars(" '\"")
        bare = bare.str.replace(r"\.0+$", "").str.replace(r"^[A-Z]{1,2}-([0-9])", "$1")
        if code == "US":
            bare = bare.str.replace(r"^([0-9]{5})(?:[- ]?[0-9]{4})$", "$1")
        bare = bare.str.replace_all(r"[^A-Z0-9]", "")
        if country.zip_digits:
            short = bare.str.contains(
                f"^[0-9]{{{country.zip_digits - 2},{country.zip_digits - 1}}}$"
            )
            bare = pl.when(short).then(bare.str.zfill(country.zip_digits)).otherwise(bare)
        shown = bare
        if country.break_before_last:
            n = country.break_before_last
            shown = bare.str.head(-n) + country.break_with + bare.str.tail(n)
        is_whole = bare.str.contains(f"^(?:{country.postcode})$")
        is_half = bare.str.contains(GB_DISTRICT) if code == "GB" else pl.lit(False)
        return pl.when(is_whole).then(shown).when(is_half).then(bare)

    return made(cells, right)
