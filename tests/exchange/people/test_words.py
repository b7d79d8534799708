"""Answers in other people's words: yes and no, levels, lists, times, dates, roll numbers."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.people.addresses import door_and_town, joined
from groundswell.exchange.people.dates import birth_dates, is_minor
from groundswell.exchange.people.roll_numbers import roll_numbers, whole_roll_numbers
from groundswell.exchange.people.slots import slot_lists, slots_of
from groundswell.exchange.people.words import levels, says_neither, word_lists, yes_no


def of(rule, *cells, **options):
    return rule(pl.Series(cells, dtype=pl.String), **options).to_list()


def test_yes_and_no_are_known_in_several_languages():
    said = [
        "Y",
        "yes",
        "TRUE",
        "1",
        "x",
        "Ja",
        "oui",
        "Sí",
        "ναι",
        "subscribed",
        "OPT_IN",
        "Yes, by phone",
    ]
    refused = ["N", "no", "0", "Nein", "non", "όχι", "unsubscribed", "OPT_OUT", "bouncing"]
    assert of(yes_no, *said) == [True] * len(said)
    assert of(yes_no, *refused) == [False] * len(refused)


def test_what_says_neither_is_told_apart_from_what_says_nothing():
    assert of(yes_no, "maybe", "UNSPECIFIED", "", None) == [None] * 4
    assert of(says_neither, "maybe", "UNSPECIFIED", "", None) == [True, False, False, False]


def test_support_levels_are_read_from_numbers_and_words():
    cells = [
        "1",
        "5.0",
        "2 - Lean D",
        "Strong support",
        "Undecided",
        "6",
        "12",
        "-1",
        "soon",
        "",
        None,
    ]
    assert of(levels, *cells) == [1, 5, 2, 1, 3, None, None, None, None, None, None]


def test_words_are_cut_at_commas_semicolons_bars_and_lines():
    assert of(word_lists, "driver, poster; Poster|a\nb", "", None) == [
        ["driver", "poster", "Poster", "a", "b"], [], []
    ]  # fmt: skip


def test_a_word_said_twice_counts_once_and_json_loses_its_marks():
    assert of(word_lists, '["driver", "driver"]', "=cmd") == [["driver"], ["cmd"]]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Sat am; Sun am", ["sat-am", "sun-am"]),
        ("weekends", ["sat-am", "sat-pm", "sun-am", "sun-pm"]),
        ("evenings", ["mon-eve", "tue-eve", "wed-eve", "thu-eve", "fri-eve"]),
        ("Tuesday evenings", ["tue-eve"]),
        ("Sat, Sun mornings", ["sat-am", "sat-pm", "sun-am"]),
        ("Saturday morning and afternoon", ["sat-am", "sat-pm"]),
        ("sat-am sun-pm", ["sat-am", "sat-pm", "sun-am", "sun-pm"]),
        ("when my knee allows", None),
        ("", []),
    ],
)
def test_times_are_read_as_people_write_them(text, slots):
    assert slots_of(text) == slots


def test_a_list_of_times_may_be_blank():
    assert of(slot_lists, "Sat am", None, "never") == [["sat-am"], [], None]


@pytest.mark.parametrize(
    ("text", "country", "day"),
    [
        ("2008-03-04", "GB", date(2008, 3, 4)),
        ("04/03/2008", "GB", date(2008, 3, 4)),
        ("03/04/2008", "US", date(2008, 3, 4)),
        ("25/12/2008", "US", date(2008, 12, 25)),
        ("4.3.2008", "DE", date(2008, 3, 4)),
        ("04-Mar-2008", "GB", date(2008, 3, 4)),
        ("4 March 2008", "GB", date(2008, 3, 4)),
        ("04/03/08", "GB", date(2008, 3, 4)),
        ("04/03/62", "GB", date(1962, 3, 4)),
        ("2008-03-04 00:00:00", "GB", date(2008, 3, 4)),
        ("2008-03-04T00:00:00Z", "GB", date(2008, 3, 4)),
        ("20080304", "GB", date(2008, 3, 4)),
        ("39511", "GB", date(2008, 3, 4)),
        ("2008", "GB", date(2008, 12, 31)),
        ("31/02/2008", "GB", None),
        ("soon", "GB", None),
        ("", "GB", None),
    ],
)
def test_dates_of_birth_are_read_as_countries_write_them(text, country, day):
    assert of(birth_dates, text, country=country) == [day]


def test_somebody_is_of_age_on_the_eighteenth_birthday():
    births = pl.Series([date(2008, 6, 8), date(2008, 6, 9), None])
    assert is_minor(births, on=date(2026, 6, 8)).to_list() == [False, True, False]


def test_somebody_born_on_a_leap_day_is_of_age_on_the_first_of_march():
    births = pl.Series([date(2008, 2, 29)])
    assert is_minor(births, on=date(2026, 2, 28)).to_list() == [True]
    assert is_minor(births, on=date(2026, 3, 1)).to_list() == [False]


def test_a_number_on_the_roll_shows_its_suffix_only_if_it_is_not_nought():
    parts = pl.DataFrame({"p": ["AB1", "ab1", None, "X"], "n": ["234", "0012", "7", None],
                          "s": ["0", "2", None, "1"]})  # fmt: skip
    made = parts.select(roll_numbers(pl.col("p"), pl.col("n"), pl.col("s")).alias("r"))["r"]
    assert made.to_list() == ["AB1-234", "AB1-12/2", "7", None]


def test_a_number_on_the_roll_in_one_cell_has_the_same_form():
    cells = pl.DataFrame({"n": ["AB1-234/0", "AB1-0234/2", "ab1 234", "234", "?", None]})
    made = cells.select(whole_roll_numbers(pl.col("n")).alias("r"))["r"]
    assert made.to_list() == ["AB1-234", "AB1-234/2", "AB1-234", "234", "?", None]


@pytest.mark.parametrize(
    ("lines", "address", "town"),
    [
        (["14 High Street", "Gorseinon", "Swansea"], "14 High Street", "Gorseinon, Swansea"),
        (["Flat 2", "14 High Street", "Swansea"], "Flat 2, 14 High Street", "Swansea"),
        (["Rose Cottage", "Mill Lane", "Penclawdd"], "Rose Cottage, Mill Lane", "Penclawdd"),
        (["14", "High Street", "Swansea"], "14 High Street", "Swansea"),
        (["Flat 2", "Rose Court", "14a High Street", "Swansea"],
         "Flat 2, Rose Court, 14a High Street", "Swansea"),
        (["The Forge", "Llanrhidian", None], "The Forge, Llanrhidian", ""),
        ([None, None, None], "", ""),
    ],
)  # fmt: skip
def test_the_lines_of_a_register_are_parted_into_door_and_town(lines, address, town):
    frame = pl.DataFrame({str(k): [line] for k, line in enumerate(lines)}, schema_overrides={
        str(k): pl.String for k in range(len(lines))})  # fmt: skip
    door, rest = door_and_town([pl.col(name) for name in frame.columns])
    assert frame.select(door.fill_null(""), rest.fill_null("").alias("town")).row(0) == (
        address,
        town,
    )


def test_a_house_number_alone_is_followed_by_its_street_without_a_comma():
    frame = pl.DataFrame({"h": ["14", "Flat 2"], "s": ["High Street", "14 High Street"]})
    whole = frame.select(joined([pl.col("h"), pl.col("s")]).alias("a"))["a"]
    assert whole.to_list() == ["14 High Street", "Flat 2, 14 High Street"]


@given(st.lists(st.text(max_size=30), max_size=5))
def test_no_text_upsets_a_reading(cells):
    for rule in (yes_no, levels, word_lists, slot_lists):
        assert len(of(rule, *cells)) == len(cells)
    assert len(of(birth_dates, *cells, country="US")) == len(cells)
