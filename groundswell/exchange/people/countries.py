"""What telephone numbers and postcodes look like, country by country."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """A country's telephone numbers and postcodes.

    dials: its code after "+". trunk: the digit put before a number at home, dropped abroad.
    number: shape of a number without code and trunk. postcode: shape of a code, letters large,
    nothing but letters and digits. blank_before_last, hyphen_before_last: how it is written.
    zip_digits: how many digits it has, if a spreadsheet may have eaten zeros before them.
    """

    dials: str
    trunk: str
    number: str
    postcode: str
    zip_digits: int = 0
    break_before_last: int = 0
    break_with: str = " "


GB_POSTCODE = r"GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}"
FIVE, FOUR = r"[0-9]{5}", r"[0-9]{4}"

COUNTRIES: Mapping[str, Country] = {
    "GB": Country("44", "0", r"[1235789][0-9]{8,9}", GB_POSTCODE, break_before_last=3),
    "IE": Country(
        "353", "0", r"[1-9][0-9]{6,8}", r"[A-Z][0-9][0-9W][A-Z0-9]{4}", break_before_last=4
    ),
    "US": Country("1", "1", r"[2-9][0-9]{2}[2-9][0-9]{6}", FIVE, 5),
    "CA": Country(
        "1",
        "1",
        r"[2-9][0-9]{2}[2-9][0-9]{6}",
        r"[A-Z][0-9][A-Z][0-9][A-Z][0-9]",
        break_before_last=3,
    ),
    "DE": Country("49", "0", r"[1-9][0-9]{4,11}", FIVE, 5),
    "AT": Country("43", "0", r"[1-9][0-9]{3,12}", FOUR),
    "CH": Country("41", "0", r"[1-9][0-9]{8}", FOUR),
    "FR": Country("33", "0", r"[1-9][0-9]{8}", FIVE, 5),
    "BE": Country("32", "0", r"[1-9][0-9]{7,8}", FOUR),
    "NL": Country("31", "0", r"[1-9][0-9]{8}", r"[0-9]{4}[A-Z]{2}", break_before_last=2),
    "ES": Country("34", "", r"[6-9][0-9]{8}", FIVE, 5),
    "PT": Country("351", "", r"[29][0-9]{8}", r"[0-9]{7}|[0-9]{4}"),
    "IT": Country("39", "", r"[03][0-9]{5,10}", FIVE, 5),
    "GR": Country("30", "", r"[26][0-9]{9}", FIVE),
    "PL": Country("48", "", r"[1-9][0-9]{8}", FIVE, 5, 3, "-"),
    "SE": Country("46", "0", r"[1-9][0-9]{6,8}", FIVE, break_before_last=2),
    "NO": Country("47", "", r"[2-9][0-9]{7}", FOUR),
    "DK": Country("45", "", r"[2-9][0-9]{7}", FOUR),
    "FI": Country("358", "0", r"[1-9][0-9]{4,10}", FIVE, 5),
    "AU": Country("61", "0", r"[2-478][0-9]{8}", FOUR),
    "NZ": Country("64", "0", r"[2-9][0-9]{7,9}", FOUR),
    "IN": Country("91", "0", r"[1-9][0-9]{9}", r"[1-9][0-9]{5}"),
}
# Elsewhere numbers need their "+", and any short code of letters and digits is a postcode.
ELSEWHERE = Country("", "", r"\b\B", r"[A-Z0-9]{2,9}")


def country_of(code: str) -> Country:
    """The country of a two-letter code; `ELSEWHERE` if it isn't listed."""
    return COUNTRIES.get(code.upper(), ELSEWHERE)
