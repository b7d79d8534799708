"""T-export-watermark: a leaked list says which copy it is, whole, cut, shuffled or stripped."""

import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.apps.people.planning.export_files import identities
from groundswell.apps.people.planning.watermarks import (
    cells_of,
    likeness,
    marked,
    order_likeness,
    row_key,
)

MARKS = [f"{n:032x}" for n in range(40)]


def people(n, seed=1):
    rng = random.Random(seed)
    streets = ["High Street", "Church Road", "Mill Lane", "Park Avenue", "The Crescent"]
    return [
        (
            f"Ann{k} Price{rng.randrange(900)}",
            f"+4477009{rng.randrange(10**5):05d}",
            f"SA{rng.randrange(1, 20)} {rng.randrange(10)}AB",
            f"{rng.randrange(1, 200)} {rng.choice(streets)}",
        )
        for k in range(n)
    ]


def copy_of(rows, mark):
    """A table as the copy with this mark writes it."""
    spelled = [
        (name, marked(mark, "phone", phone), marked(mark, "postcode", code),
         marked(mark, "street", street))
        for name, phone, code, street in rows
    ]  # fmt: skip
    return sorted(spelled, key=lambda row: row_key(mark, row[0]))


def best(cells):
    return min(MARKS, key=lambda mark: likeness(cells, mark).chance)


def test_a_whole_copy_is_known_again():
    copy = copy_of(people(100), MARKS[7])
    assert best(cells_of(copy)) == MARKS[7]
    assert likeness(cells_of(copy), MARKS[7]).chance < 1e-30


def test_another_copy_agrees_with_about_half():
    found = likeness(cells_of(copy_of(people(200), MARKS[7])), MARKS[8])
    assert 0.4 < found.agree / found.of < 0.6


def test_thirty_rows_in_any_order_are_enough():
    copy = copy_of(people(1000), MARKS[3])
    part = random.Random(2).sample(copy, 30)
    cells = cells_of(part)
    assert best(cells) == MARKS[3]
    assert likeness(cells, MARKS[3]).chance < 1e-9


def test_telephone_numbers_alone_are_enough():
    copy = [[row[1]] for row in copy_of(people(200), MARKS[3])]
    assert likeness(cells_of(copy), MARKS[3]).chance < 1e-30


def test_names_alone_in_the_order_of_the_copy_are_enough():
    names = [row[0] for row in copy_of(people(200), MARKS[3])]
    assert order_likeness(names, MARKS[3]).chance < 1e-30
    assert order_likeness(names, MARKS[4]).chance > 1e-3


def test_a_list_that_never_was_ours_agrees_with_none():
    cells = cells_of(people(300))
    assert min(likeness(cells, mark).chance for mark in MARKS) > 1e-6


def test_an_empty_list_says_nothing():
    assert likeness(set(), MARKS[0]).chance == 1.0


def test_a_value_that_stands_there_both_ways_says_nothing():
    cells = cells_of([["SA4 3AB", "SA43AB"]])
    assert likeness(cells, MARKS[0]).of == 0


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phone", "+447700900123"),
        ("phone", "07700 900123"),
        ("phone", "+15552345678"),
        ("postcode", "SA4 3AB"),
        ("postcode", "EC1A 1BB"),
        ("street", "12 High Street"),
        ("street", "Flat 2, 9 Church Rd"),
    ],
)
def test_the_mark_is_read_back_from_what_it_wrote(kind, text):
    for mark in MARKS:
        assert likeness(cells_of([[marked(mark, kind, text)]]), mark).agree == 1


@given(st.text(max_size=40))
def test_what_is_none_of_these_stays_as_it_is(text):
    for kind in ("phone", "postcode", "street"):
        if not cells_of([[text]]):
            assert marked(MARKS[0], kind, text) == text


@given(st.from_regex(r"\+[1-9][0-9]{9,13}", fullmatch=True))
def test_a_number_keeps_all_its_figures(phone):
    written = marked(MARKS[1], "phone", phone)
    assert written.replace(" ", "").removeprefix("+") == phone.removeprefix("+")


def test_a_name_is_the_same_row_however_it_is_split():
    first = pl.Series(["Ann-Marie", "ann marie", "Ceri Hopkin", "Ceri"])
    last = pl.Series(["O’Dowd", "o'dowd", "", "Hopkin"])
    one, other, joined, split = identities(first, last)
    assert one == other
    assert joined == split
