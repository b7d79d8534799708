"""What people type as a postcode, and what they type instead of one."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.apps.places.postcodes import district_of
from groundswell.errors import InputError


@pytest.mark.parametrize(
    ("typed", "district"),
    [
        ("CH1", "CH1"),
        ("ch1 2hb", "CH1"),
        ("CH12HB", "CH1"),
        ("ch1  2hb ", "CH1"),
        ("CH1\u00a02HB", "CH1"),
        ("CH1 2", "CH1"),
        ("ch1 2h", "CH1"),
        # The six shapes of the Post Office's own list.
        ("M1 1AE", "M1"),
        ("B338TH", "B33"),
        ("CR2 6XH", "CR2"),
        ("DN551PT", "DN55"),
        ("W1A 1HQ", "W1A"),
        ("EC1A1BB", "EC1A"),
        # Four characters without a space are a district; with one, the beginning of a postcode.
        ("CH12", "CH12"),
    ],
)
def test_a_postcode_or_its_first_half_gives_the_district(typed, district):
    assert district_of(typed) == district


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "first half is enough"),
        (" \t ", "first half is enough"),
        ("CH", "number is missing"),
        ("c", "number is missing"),
        ("2HB", "second half"),
        ("BFPO 57", "no place on the map"),
        ("GIR 0AA", "no place on the map"),
        ("BX1 1LT", "no place on the map"),
        ("Chester", "can’t be read"),
        ("CH1 2HB, Chester", "can’t be read"),
        ("CH1 2CB", "can’t be read"),
        ("CHH1", "can’t be read"),
        ("1CH", "can’t be read"),
        ("ß1", "can’t be read"),
        ("CH\u0661", "can’t be read"),
        ("CH1\x00", "can’t be read"),
        ("' OR 1=1 --", "can’t be read"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(typed, words):
    with pytest.raises(InputError, match=words):
        district_of(typed)


anything = st.text(max_size=40) | st.text(string.ascii_letters + string.digits + " ", max_size=9)


@given(anything)
def test_whatever_is_typed_gives_a_district_or_words_that_do_not_repeat_it(typed):
    answer = district_or_words(typed)

    if re.fullmatch("[A-Z]{1,2}[0-9][0-9A-Z]?", answer):
        assert "".join(typed.split()).upper().startswith(answer)
    else:
        assert answer.endswith(".")
        # A whole postcode may say where somebody lives. (The words name CH1 as an example.)
        may_say_where = len(typed) >= 5 and any(letter.isdigit() for letter in typed)
        assert not may_say_where or typed not in answer


districts = st.from_regex(r"\A[A-PR-UWYZ][A-HK-PR-VY]?[1-9][0-9]?\Z").filter(
    lambda code: not code.startswith(("BF", "XX", "ZZ"))
)
second_halves = st.from_regex(r"\A[0-9][ABD-HJLNP-UW-Z]{2}\Z")


@given(districts, second_halves, st.sampled_from(["", " ", "  "]), st.booleans())
def test_the_second_half_never_changes_the_district(district, second_half, gap, is_lower):
    typed = f"{district}{gap}{second_half}"
    assert district_or_words(typed.lower() if is_lower else typed) == district


def district_or_words(typed):
    try:
        return district_of(typed)
    except InputError as refused:
        return str(refused)
