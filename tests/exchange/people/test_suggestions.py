"""Columns of an unknown table are told by what stands above them, else by what is in them."""

import polars as pl
import pytest

from groundswell.exchange.people.fields import FIELDS
from groundswell.exchange.people.files import open_people_file
from groundswell.exchange.people.formats import FORMATS, suggest
from groundswell.exchange.people.header_words import SAID, meaning, plain
from tests.exchange.people import made_up_files as made_up


def table(**columns) -> pl.DataFrame:
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def one(header: str, cells: list[str | None]):
    return suggest([header], table(**{header: cells}))[0]


@pytest.fixture
def sign_ups(tmp_path):
    path = tmp_path / "sign-ups.csv"
    path.write_bytes(made_up.SIGN_UP_FORM)
    with open_people_file(path) as file:
        return {said.column: said for said in suggest(file.header, file.sample(1000))}


def test_a_sign_up_form_is_matched_without_help(sign_ups):
    assert {name: said.field for name, said in sign_ups.items()} == {
        "Vol_FullName": "full_name",
        "E-mail": "email",
        "Mob.": "mobile",
        "PCode": "postcode",
        "Avail": "slots",
        "OK_contact": "consent_contact",
        "Notes (health etc)": "",
    }


def test_what_does_not_fit_is_counted(sign_ups):
    mobile = sign_ups["Mob."]
    assert (mobile.fits, mobile.filled, mobile.of) == (2, 3, 4)
    assert mobile.warning == "1 is not a number"


def test_notes_that_mention_health_are_left_out_and_counted(sign_ups):
    notes = sign_ups["Notes (health etc)"]
    assert (notes.warning, notes.is_sensitive) == ("may hold health facts", True)
    assert notes.why.startswith("2 of its 3 notes mention health.")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("First Name", "first_name"), ("Frist name", "first_name"), ("SURNAME", "last_name"),
        ("Nachname", "last_name"), ("Prénom", "first_name"), ("Código postal", "postcode"),
        ("Τηλέφωνο", "phone"), ("Your e-mail address", "email"), ("Address line 2", "address_2"),
        ("Mobile Number (UK)", "mobile"), ("cellphone", "mobile"), ("f_name", "first_name"),
         ("fname", "first_name"),
        ("givenName", "first_name"), ("familyName", "last_name"), ("postalcode", "postcode"),
        ("Shoe size", ""),
    ],
)  # fmt: skip
def test_headers_are_understood(header, field):
    assert meaning(header).field == field


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["ceri@example.org", "d@example.org", "p@example.org"], "email"),
        (["07700 900123", "07700 900124", "01792 123456"], "phone"),
        (["SA4 3AB", "LL11 2AB", "CH5 4AB"], "postcode"),
        (["Ceri Hopkin", "Dafydd Lloyd", "Ann-Marie O’Dowd"], "full_name"),
        (["Hopkin, Ceri", "Lloyd, Dafydd", "O’Dowd, Ann-Marie"], "full_name_last_first"),
        (["14 High Street", "2 Mill Lane", "Flat 2 Park Road"], "address"),
        (["red", "green", "blue"], ""),
        ([None, None, "a@b.org"], ""),
    ],
)
def test_columns_without_a_telling_header_are_told_by_their_cells(cells, field):
    assert one("Column 1", cells).field == field


@pytest.mark.parametrize(
    ("header", "topic"),
    [("Religion", "religion"), ("Ethnicity", "ethnic"), ("Disability", "health"),
     ("Trade union member", "union"), ("Sexual orientation", "sexual"), ("Party", "political"),
     ("Gesundheit", "health"), ("Access needs", "health")],
)  # fmt: skip
def test_what_is_not_kept_is_left_out_with_the_reason(header, topic):
    said = one(header, ["a", "b", "c"])
    assert (said.field, said.is_sensitive) == ("", True)
    assert topic in said.warning


def test_sentences_are_taken_for_notes_whatever_stands_above():
    cells = [
        f"Spoke to her at the door on day {n}, she was ill and asked us back" for n in range(9)
    ]
    said = one("Column 5", cells)
    assert (said.field, said.is_sensitive) == ("", True)


def test_a_known_format_leaves_out_what_it_leaves_out():
    header = ["Voter File VANID", "Party", "Cell Phone"]
    said = suggest(header, table(**{name: ["1", "2"] for name in header}))
    assert [one.field for one in said] == ["source_id", "", "mobile"]
    assert said[1].is_sensitive


def test_two_columns_never_become_one_name():
    said = suggest(["Name", "Full name"], table(**{"Name": ["A B"] * 3, "Full name": ["A B"] * 3}))
    assert [one.field for one in said] == ["full_name", ""]


def test_each_word_for_a_header_means_one_field():
    words = [plain(word) for said in SAID.values() for word in said.split()]
    assert len(words) == len(set(words))
    assert set(SAID) <= set(FIELDS)


def test_formats_only_tell_themselves_by_headers_they_know():
    for one in FORMATS.values():
        for group in one.tells:
            assert one.recognises(group) == 1
