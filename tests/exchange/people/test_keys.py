"""The quick way to the keys of a long column gives what the definition gives."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.people.keys import (
    name_key,
    name_key_of,
    name_keys,
    street_key,
    street_key_of,
    street_keys,
)

texts = st.lists(st.one_of(st.text(max_size=30), st.sampled_from([
    "O'Brien", "O’Dowd", "Müller-Lüdenscheidt", "Łukasz", "Siân", "Flat 2, 14b High Street",
    "14 High Street", "12", "12 ", "3 4 5", "apartment 5 6 a", "Straße 4", "İstanbul", "ﬁn", "",
])), min_size=1, max_size=6)  # fmt: skip


@given(texts)
def test_name_keys_are_as_defined(words):
    frame = pl.DataFrame(
        {"first": words, "last": words[::-1]}, schema=dict.fromkeys(["first", "last"], pl.String)
    )
    defined = frame.select(name_key(pl.col("first"), pl.col("last")))
    assert name_keys(frame["first"], frame["last"]).to_list() == defined.to_series().to_list()


@given(texts)
def test_street_keys_are_as_defined(words):
    frame = pl.DataFrame(
        {"address": words, "code": words[::-1]},
        schema=dict.fromkeys(["address", "code"], pl.String),
    )
    defined = frame.select(street_key(pl.col("address"), pl.col("code")))
    assert street_keys(frame["address"], frame["code"]).to_list() == defined.to_series().to_list()


def test_marks_capitals_and_signs_make_no_difference():
    assert name_key_of("Siân", "O’Brien-Jones") == "obrien jones sian"


def test_a_household_shares_its_key_with_the_house_at_the_end():
    assert street_key_of("Flat 2, 14 High Street", "SA4 3AB") == "high street|sa43ab|flat 2 14"
