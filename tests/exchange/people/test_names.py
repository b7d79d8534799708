"""A full name is cut where people would cut it."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.people.names import split_names


def one(name: str | None, **options) -> tuple[str, str]:
    return split_names(pl.Series([name], dtype=pl.String), **options).row(0)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ceri Hopkin", ("Ceri", "Hopkin")),
        ("Ann-Marie O’Dowd", ("Ann-Marie", "O’Dowd")),
        ("Mary Jane Watson", ("Mary Jane", "Watson")),
        ("Jan van der Berg", ("Jan", "van der Berg")),
        ("Maria de la Cruz", ("Maria", "de la Cruz")),
        ("Rhys ap Gwilym", ("Rhys", "ap Gwilym")),
        ("Hopkin, Ceri", ("Ceri", "Hopkin")),
        ("van der Berg, Jan", ("Jan", "van der Berg")),
        ("Dr. Ceri Hopkin", ("Ceri", "Hopkin")),
        ("Mr & Mrs Hopkin", ("& Mrs", "Hopkin")),
        ("Hopkin, Mrs Ceri", ("Ceri", "Hopkin")),
        ("Martin King Jr.", ("Martin", "King Jr.")),
        ("Madonna", ("Madonna", "")),
        ("  Ceri   Hopkin ", ("Ceri", "Hopkin")),
        ("Van Morrison", ("Van", "Morrison")),
        ("", ("", "")),
        (None, ("", "")),
    ],
)
def test_a_name_is_cut_before_its_surname(name, parts):
    assert one(name) == parts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Smith John", ("John", "Smith")),
        ("Smith, John Paul", ("John Paul", "Smith")),
        ("van der Berg Jan", ("Jan", "van der Berg")),
        ("Smith", ("", "Smith")),
    ],
)
def test_on_a_register_the_surname_comes_first(name, parts):
    assert one(name, last_first=True) == parts


@given(st.text(alphabet=st.characters(categories=["L", "Zs", "Po"]), max_size=40), st.booleans())
def test_both_parts_come_from_the_name(name, last_first):
    first, last = one(name, last_first=last_first)
    assert set(first + last) <= set(name) | {" "}
