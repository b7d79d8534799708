"""Telephone numbers in their one international form, "+447700900123", from what people type."""

import polars as pl

from groundswell.exchange.people.countries import Country, country_of
from groundswell.exchange.people.some_cells import made, mended

# With "+", a country's code and the number: 8 to 15 digits in all (ITU-T E.164 allows up to 15).
ANY_COUNTRY = r"\+[1-9][0-9]{7,14}"
SCIENTIFIC = r"^\+?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}$"


def phones(cells: pl.Series, *, country: str) -> pl.Series:
    """Each cell's number with "+" and the country's code; null where there is none.

    country: two letters; numbers without a code are taken to be from there. "" for none.
    Digits that a spreadsheet's "4.47701E+11" has lost can't be brought back: null.
    """
    home = country_of(country)
    given = cells.fill_null("")
    bare = given.str.replace_all(" ", "", literal=True)
    if not home.dials:
        return _international(_unwrapped(given), home)
    # Nearly all are written as one dials at home, or abroad; the others take the long way.
    is_national = made(bare, lambda cell: cell.str.contains(f"^{home.trunk}(?:{home.number})$"))
    known = made(bare, lambda cell: f"+{home.dials}" + cell.str.slice(len(home.trunk)))
    known = known.set(~is_national, None)
    is_other = ~is_national & (bare != "")
    if not is_other.any():
        return known
    is_whole = made(bare, lambda cell: cell.str.contains(rf"^\+{home.dials}(?:{home.number})$"))
    known = mended(known, is_whole, lambda _: bare.filter(is_whole))
    rest = is_other & ~is_whole
    return mended(known, rest, lambda _: _international(_unwrapped(given.filter(rest)), home))


def is_cut_short(cells: pl.Expr) -> pl.Expr:
    """Is the cell a number that a spreadsheet has rounded?"""
    return cells.str.strip_chars().str.contains(SCIENTIFIC)


def _international(bare: pl.Series, home: Country) -> pl.Series:
    def written(cell: pl.Expr) -> pl.Expr:
        cell = pl.when(cell.str.starts_with("00")).then("+" + cell.str.slice(2)).otherwise(cell)
        if home.dials:
            cell = _from_home(cell, home)
        fits = cell.str.contains(f"^{ANY_COUNTRY}$")
        if home.dials:
            # A number of this country must be one by its own rules, and "+1" is dialled by several.
            ours = cell.str.starts_with(f"+{home.dials}")
            fits &= ~ours | cell.str.contains(rf"^\+{home.dials}(?:{home.number})$")
        return pl.when(fits).then(cell)

    return made(bare, written)


def _from_home(cell: pl.Expr, home: Country) -> pl.Expr:
    code = f"+{home.dials}"
    number = f"(?:{home.number})$"
    national = cell.str.strip_prefix(home.trunk) if home.trunk else cell
    is_national = cell.str.contains(f"^{home.trunk}{number}")
    # Spreadsheets eat the first zero, and people leave out the plus.
    is_bare = cell.str.contains(f"^{number}")
    is_coded = cell.str.contains(f"^{home.dials}{home.trunk or ''}?{number}".replace("??", "?"))
    doubled = (
        cell.str.contains(rf"^\+{home.dials}{home.trunk}{number}") if home.trunk else pl.lit(False)
    )
    return (
        pl.when(is_national)
        .then(code + national)
        .when(is_bare)
        .then(code + cell)
        .when(is_coded)
        .then("+" + cell)
        .when(doubled)
        .then(code + cell.str.slice(len(code) + len(home.trunk)))
        .otherwise(cell)
    )


def _unwrapped(cells: pl.Series) -> pl.Series:
    """What is left of "Mob: (01792) 123-456 / 7 ext. 12" when all but the first number is gone."""

    def digits(cell: pl.Expr) -> pl.Expr:
        cell = cell.str.normalize("NFKC").str.to_lowercase()
        cell = cell.str.replace_all("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "")
        # What the API's lists hold: [{'primary': True, 'number': '15551234567'}].
        listed = cell.str.extract(r"number['\"]?\s*:\s*['\"]?([^'\",}]+)")
        cell = pl.coalesce(listed, cell)
        cell = cell.str.replace(r"\s*[;,|&]\s*.*$|\s+(?:or|oder|ou|o)\s+.*$", "")
        cell = cell.str.replace(r"(?:ext|extn|x|#|durchwahl|poste|int)\.?\s*[0-9]{1,6}\s*$", "")
        cell = cell.str.replace(
            r"^[\s'‘’\"=]*(?:tel|phone|mobile|mob|cell|home|work|[tmphwc])?[.:\s]*", ""
        )
        cell = cell.str.replace_all(r"\([^0-9()]*\)", "")
        cell = cell.str.replace(r"(\+[0-9]{1,3})\s*\(0\)", "$1")
        cell = cell.str.replace(r"^([0-9]{6,15})\.0+$", "$1")
        exact = _whole(cell)
        bare = cell.str.replace_all(r"[\s().\-–—‑/·_]", "")
        two = cell.str.extract(r"^\+?([0-9 ().\-]{9,}?)\s*/\s*[0-9 ().\-]{9,}$")
        bare = pl.coalesce(two.str.replace_all(r"[^0-9+]", ""), bare)
        bare = pl.coalesce(exact, bare)
        return pl.when(bare.str.contains(r"^\+?[0-9]{5,20}$")).then(bare).otherwise(pl.lit("?"))

    return made(cells.fill_null(""), digits)


def _whole(cell: pl.Expr) -> pl.Expr:
    """The digits of "4.47700900123e+11" if none is lost; null if some are, or if it isn't such."""
    lead = cell.str.extract(r"^\+?([0-9])(?:[.,][0-9]+)?e\+?[0-9]{1,2}$")
    rest = cell.str.extract(r"^\+?[0-9][.,]([0-9]+)e")
    power = cell.str.extract(r"e\+?([0-9]{1,2})$").cast(pl.Int64)
    return pl.when(rest.str.len_bytes() == power).then(lead + rest)
