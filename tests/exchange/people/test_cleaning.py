"""Rows become people: each cell in its one form, what can't be used said, nothing else kept."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.exchange.people.cleaning import COLUMNS, NOTES, REFUSALS, clean
from groundswell.exchange.people.fields import FIELDS
from groundswell.exchange.people.keys import name_key_of, street_key_of

ON = date(2026, 11, 22)


def rows(*cells: dict[str, str | None], fault: str | None = None, **options) -> list[dict]:
    """Rows whose headers are codes of fields, cleaned."""
    names = list(dict.fromkeys(name for row in cells for name in row))
    kept = {"row": list(range(2, 2 + len(cells))), "row_fault": [fault] * len(cells)}
    text = {name: [row.get(name) for row in cells] for name in names}
    schema = {"row": pl.Int64, **dict.fromkeys(["row_fault", *names], pl.String)}
    frame = pl.DataFrame({**kept, **text}, schema=schema)
    columns = {name: name.rstrip("'") for name in names}
    people = clean(frame, columns, source="list", on=ON, **options)
    assert dict(people.schema) == dict(COLUMNS)
    return people.to_dicts()


def one(**cells: str | None) -> dict:
    return rows(cells)[0]


CERI = {"first_name": "Ceri", "last_name": "Hopkin", "email": "ceri@example.org"}


def test_a_whole_row_becomes_a_person():
    person = one(
        **CERI, mobile="07700 900114", address="14 High Street", town="Swansea", postcode="sa43ab",
        area="/wales/", source_id="77", support_level="2", tags="poster; driver",
         skills="first aid",
        slots="Sat am", birth_date="2010-01-01", consent_contact="Y", do_not_contact="",
    )  # fmt: skip
    assert person == {
        "row": 2, **CERI, "phone": "+447700900114", "address": "14 High Street", "town": "Swansea",
        "postcode": "SA4 3AB", "area": "/wales/", "source_id": "77", "support_level": 2,
        "tags": ["poster", "driver"], "skills": ["first aid"], "slots": ["sat-am"],
        "is_minor": True, "consent": True, "do_not_contact": False, "name_key": "hopkin ceri",
        "street_key": "high street|sa43ab|14", "refused": None, "notes": [],
    }  # fmt: skip


def test_what_is_missing_is_blank_and_what_is_unknown_null():
    person = one(**CERI)
    assert (person["phone"], person["address"], person["tags"]) == ("", "", [])
    assert (person["support_level"], person["consent"], person["is_minor"]) == (None, None, False)


def test_blanks_of_all_kinds_around_and_within_a_cell_are_one_blank():
    person = one(**{**CERI, "first_name": " \u00a0Ann\t\n Marie\u200b "})
    assert person["first_name"] == "Ann Marie"


def test_a_full_name_is_cut_in_two():
    person = one(full_name="Ann-Marie O’Dowd", email="a@example.org")
    assert (person["first_name"], person["last_name"]) == ("Ann-Marie", "O’Dowd")


def test_a_name_of_ones_own_goes_before_one_cut_in_two():
    both = rows(
        {"first_name": "Ceri", "full_name": "C Hopkin-Jones", "email": "a@example.org"},
        {"first_name": "", "full_name": "Dafydd Lloyd", "email": "d@example.org"},
    )
    assert [(row["first_name"], row["last_name"]) for row in both] == [
        ("Ceri", ""),
        ("Dafydd", "Lloyd"),
    ]


def test_a_mobile_goes_before_another_telephone():
    person = one(**CERI, phone="01792 123456", mobile="07700 900114")
    assert person["phone"] == "+447700900114"


def test_of_two_columns_with_one_field_the_first_filled_in_counts():
    person = one(**{**CERI, "email": "", "email'": "Second@example.org"})
    assert person["email"] == "second@example.org"


def test_words_of_several_columns_come_together():
    assert one(**CERI, tags="a, b", **{"tags'": "b; c"})["tags"] == ["a", "b", "c"]


def test_house_and_street_are_joined():
    person = one(**CERI, house="14", street="High Street")
    assert person["address"] == "14 High Street"


def test_a_postcode_is_found_in_an_address_if_it_has_no_column():
    person = one(**CERI, address="14 High Street, Swansea SA4 3AB")
    assert (person["address"], person["postcode"]) == ("14 High Street, Swansea", "SA4 3AB")


@pytest.mark.parametrize("said", ["Y", "yes", "1", "2017-05-02", "asked us on 2 May", "x"])
def test_anything_but_no_under_do_not_contact_leaves_somebody_in_peace(said):
    assert one(**CERI, do_not_contact=said)["do_not_contact"] is True


@pytest.mark.parametrize("said", ["", None, "N", "no", "0", "false", "n/a", "-"])
def test_no_under_do_not_contact_is_no(said):
    assert one(**CERI, do_not_contact=said)["do_not_contact"] is False


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"first_name": "", "email": " "}, "blank"),
        ({"first_name": "T."}, "unreachable"),
        ({"address": "14 High Street", "postcode": "SA4 3AB"}, "nameless"),
        ({"source_id": "77"}, "nameless"),
        ({**CERI, "last_name": "x" * 81}, "too-long"),
        ({**CERI, "source_id": "x" * 81}, "too-long"),
        ({**CERI, "first_name": "Ceri\0"}, "strange-letters"),
        ({**CERI, "last_name": "\u202enikpoH"}, "strange-letters"),
        ({**CERI, "town": "a\x07b"}, "strange-letters"),
        ({**CERI, "tags": "a\u2066b"}, "strange-letters"),
    ],
)
def test_rows_that_are_no_person_are_refused_with_the_reason(cells, code):
    assert one(**cells)["refused"] == code
    assert code in REFUSALS


@pytest.mark.parametrize(
    "cells",
    [
        {"email": "ceri@example.org"},
        {"mobile": "07700 900114"},
        {"first_name": "Ceri", "source_id": "77"},
        {"last_name": "Hopkin", "address": "14 High Street"},
        {"first_name": "Ceri", "postcode": "SA4"},
    ],
)
def test_a_row_by_which_somebody_can_be_found_again_is_kept(cells):
    assert one(**cells)["refused"] is None


def test_a_row_that_was_not_whole_in_the_file_is_refused():
    assert rows(CERI, fault="cut-off")[0]["refused"] == "cut-off"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"mobile": "call office"}, "phone-not-a-number"),
        ({"mobile": "4.47701E+11"}, "phone-lost-digits"),
        ({"email": "none"}, "email-not-an-address"),
        ({"postcode": "Wales"}, "postcode-unknown"),
        ({"support_level": "9"}, "level-not-1-to-5"),
        ({"support_level": "-1"}, "level-not-1-to-5"),
        ({"birth_date": "soon"}, "date-not-understood"),
        ({"birth_date": "2031-01-01"}, "date-not-understood"),
        ({"consent_contact": "maybe"}, "yes-no-not-understood"),
        ({"slots": "when my knee allows"}, "slots-not-understood"),
        ({"source_id": "1.23457E+11"}, "number-lost-digits"),
        ({"town": "=1+1"}, "made-text"),
        ({"address": "x" * 201}, "cut"),
    ],
)
def test_what_is_left_out_of_a_row_is_noted(cells, code):
    person = one(**{"first_name": "Ceri", "source_id": "7", "address": "1 High St", **cells})
    assert person["notes"] == [code]
    assert code in NOTES


def test_a_good_number_beside_a_bad_one_needs_no_note():
    assert one(**CERI, mobile="call office", phone="01792 123456")["notes"] == []


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        " =1",
        '"=1',
        "'=1",
        "＝1",
        "＋1",
        "@SUM(1)",
        "=cmd|' /C calc'!A0",
    ],
)
def test_no_text_that_is_kept_begins_like_a_formula(cell):
    person = one(**{**CERI, "first_name": cell, "town": cell, "address": cell, "area": cell})
    for name in ("first_name", "town", "address", "area"):
        assert person[name][:1] not in tuple("=+-@\t\r＝＋－＠'\" ")


def test_a_date_of_birth_is_in_no_column():
    assert "1980" not in str(one(**CERI, birth_date="1980-05-06"))


def test_columns_that_are_left_out_are_in_no_column():
    frame = pl.DataFrame({"row": [2], "A": ["Ceri"], "B": ["c@example.org"], "C": ["has asthma"]})
    people = clean(frame, {"A": "first_name", "B": "email", "C": ""}, source="list")
    assert "asthma" not in str(people.to_dicts())


def test_no_rows_give_no_people():
    assert rows() == []


anything = st.dictionaries(
    st.sampled_from([*FIELDS, "email'", "tags'"]),
    st.one_of(st.none(), st.text(max_size=30), st.sampled_from(["0770", "=1", "SA4 3AB", "\0",
     "a@b.org"])),
    max_size=8,
)  # fmt: skip


@given(st.lists(anything, min_size=1, max_size=6), st.sampled_from(["GB", "US", "DE", "XX"]))
def test_any_cells_give_one_row_each_with_keys_as_defined(cells, country):
    people = rows(*cells, country=country)
    assert [person["row"] for person in people] == list(range(2, 2 + len(cells)))
    for person in people:
        assert person["name_key"] == name_key_of(person["first_name"], person["last_name"])
        assert person["street_key"] == street_key_of(person["address"], person["postcode"])
        assert person["refused"] is None or person["refused"] in REFUSALS
        assert set(person["notes"]) <= set(NOTES)
        if person["refused"] is None:
            assert len(person["first_name"]) <= 80
            assert "\0" not in str([value for value in person.values() if isinstance(value, str)])


@given(st.lists(anything, min_size=2, max_size=6), st.data())
def test_a_row_is_cleaned_alike_alone_and_among_others(cells, data):
    names = list(dict.fromkeys(name for row in cells for name in row))
    cells = [{name: row.get(name) for name in names} for row in cells]
    k = data.draw(st.integers(0, len(cells) - 1))
    alone = rows(cells[k])[0]
    assert {**rows(*cells)[k], "row": 2} == alone
