"""A telephone number has one form, whatever people and spreadsheets made of it."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.people.phones import phones


def one(text: str | None, country: str = "GB") -> str | None:
    return phones(pl.Series([text], dtype=pl.String), country=country).item()


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "07700900123",
        "+44 7700 900123",
        "+447700900123",
        "0044 7700 900 123",
        "+44 (0)7700 900123",
        "+4407700900123",
        "44 7700 900123",
        "7700900123",  # a spreadsheet ate the zero
        "7700900123.0",
        "'07700900123",
        "(07700) 900-123",
        "07700.900.123",
        "Mob: 07700 900123",
        "07700 900123 (mobile)",
        "07700 900123; 01792 111111",
        "07700 900123 or 01792 111111",
        "tel:07700900123",
        "\u202a+44 7700 900123\u202c",  # as copied from an address book
        "０７７００ ９００１２３",
        "7.700900123E+09",  # no digit is lost
        "[{'primary': True, 'number': '07700900123'}]",
    ],
)
def test_a_british_mobile_has_one_form(text):
    assert one(text) == "+447700900123"


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("01792 123456", "GB", "+441792123456"),
        ("01792 123456 ext. 12", "GB", "+441792123456"),
        ("1792123456", "GB", "+441792123456"),
        ("(555) 234-5678", "US", "+15552345678"),
        ("1-555-234-5678", "US", "+15552345678"),
        ("+1 555.234.5678 x12", "US", "+15552345678"),
        ("514 234 5678", "CA", "+15142345678"),
        ("030/123456", "DE", "+4930123456"),
        ("0151 23456789", "DE", "+4915123456789"),
        ("+49 (0) 30 123456", "DE", "+4930123456"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("612345678", "FR", "+33612345678"),
        ("612 34 56 78", "ES", "+34612345678"),
        ("210 1234567", "GR", "+302101234567"),
        ("6912345678", "GR", "+306912345678"),
        ("02 1234567", "IT", "+39021234567"),
        ("087 123 4567", "IE", "+353871234567"),
        ("+33 6 12 34 56 78", "GB", "+33612345678"),
        ("+447700900123", "", "+447700900123"),
    ],
)
def test_numbers_of_other_countries_have_theirs(text, country, number):
    assert one(text, country) == number


@pytest.mark.parametrize(
    "text",
    ["call office", "n/a", "-", "12345", "0770", "4.47701E+11", "+44 123", "999", "+0044123456789",
     "ceri@example.org", "07700 90012345", "''", "1-800-FLOWERS"],
)  # fmt: skip
def test_what_is_no_number_is_none(text):
    assert one(text) is None


@pytest.mark.parametrize("text", [None, "", "  "])
def test_a_blank_is_no_number(text):
    assert one(text) is None


def test_without_a_country_a_number_needs_its_plus():
    assert one("07700900123", "") is None


@given(st.text(max_size=40))
def test_any_text_gives_a_number_in_its_one_form_or_none(text):
    number = one(text)
    assert number is None or (
        number[0] == "+" and number[1:].isdecimal() and 8 <= len(number) <= 16
    )


@given(st.integers(7_000_000_000, 7_999_999_999))
def test_a_number_made_plain_stays_as_it_is(digits):
    number = one(f"0{digits}")
    assert one(number) == number == f"+44{digits}"
