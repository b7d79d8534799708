"""A postcode has the form that its country writes."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.people.postcodes import postcode_within, postcodes, without_postcode


def one(text: str | None, country: str = "GB") -> str | None:
    return postcodes(pl.Series([text], dtype=pl.String), country=country).item()


@pytest.mark.parametrize(
    "text", ["SA4 3AB", "sa43ab", " SA4  3AB ", "SA4-3AB", "'SA4 3AB'", "SA4\u00a03AB"]
)
def test_a_british_postcode_has_one_form(text):
    assert one(text) == "SA4 3AB"


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("EC1A 1BB", "GB", "EC1A 1BB"),
        ("SA4", "GB", "SA4"),
        ("02134", "US", "02134"),
        ("2134", "US", "02134"),
        ("2134.0", "US", "02134"),
        ("02134-1234", "US", "02134"),
        ("021341234", "US", "02134"),
        ("k1a0b1", "CA", "K1A 0B1"),
        ("D-10115", "DE", "10115"),
        ("1067", "DE", "01067"),
        ("75001", "FR", "75001"),
        ("8001", "ES", "08001"),
        ("104 31", "GR", "10431"),
        ("1012ab", "NL", "1012 AB"),
        ("D02X285", "IE", "D02 X285"),
        ("00-001", "PL", "00-001"),
        ("ABC 123", "BR", "ABC123"),
    ],
)
def test_codes_of_other_countries_have_theirs(text, country, code):
    assert one(text, country) == code


@pytest.mark.parametrize("text", [None, "", "Swansea", "12345", "SA4 3A", "ZZZ9 9ZZ"])
def test_what_is_no_british_postcode_is_none(text):
    assert one(text) is None


def test_a_postcode_at_the_end_of_an_address_is_found_and_taken_off():
    address = pl.Series(["14 High Street, Swansea, SA4 3AB", "14 High Street"])
    found = postcode_within(address)
    assert found.to_list() == ["SA4 3AB", None]
    assert without_postcode(address, found).to_list() == [
        "14 High Street, Swansea",
        "14 High Street",
    ]


@given(st.text(max_size=20), st.sampled_from(["GB", "US", "DE", "PL", "SE", "XX", ""]))
def test_any_text_gives_a_code_that_stays_as_it_is_or_none(text, country):
    code = one(text, country)
    assert code is None or one(code, country) == code
