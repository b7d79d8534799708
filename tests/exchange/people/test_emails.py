"""An e-mail address is picked out of what people type around it."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.people.emails import emails


def one(text: str | None) -> str | None:
    return emails(pl.Series([text], dtype=pl.String)).item()


@pytest.mark.parametrize(
    "text",
    [
        "ceri@example.org",
        " Ceri@Example.ORG ",
        "Ceri Hopkin <ceri@example.org>",
        "mailto:ceri@example.org",
        "ceri@example.org; other@example.org",
        "ceri@example.org,",
        "'ceri@example.org'",
        "\u202aceri@example.org\u202c",
        "[{'primary': True, 'address': 'ceri@example.org'}]",
    ],
)
def test_an_address_has_one_form(text):
    assert one(text) == "ceri@example.org"


@pytest.mark.parametrize("text", ["o'neil@example.org", "a+b@example.co.uk", "jürgen@exämple.de"])
def test_unusual_letters_are_kept(text):
    assert one(text) == text


@pytest.mark.parametrize(
    "text",
    [None, "", "n/a", "ceri", "ceri@", "ceri@example", "@example.org", "a b@c", "ceri@@example.org",
     "ceri@example..org", "=cmd@example.org", "x" * 250 + "@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_none(text):
    assert one(text) is None


@given(st.text(max_size=60))
def test_any_text_gives_an_address_or_none(text):
    found = one(text)
    assert found is None or (found.count("@") == 1 and found == found.strip())
