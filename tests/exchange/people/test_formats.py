"""Files of other tools are known by their headers, and their people come through whole."""

from datetime import date

import pytest

from groundswell.exchange.people.cleaning import COLUMNS, clean
from groundswell.exchange.people.fields import FIELDS, SHARED
from groundswell.exchange.people.files import open_people_file
from groundswell.exchange.people.formats import FORMATS, recognise
from tests.exchange.people import made_up_files as made_up


@pytest.fixture
def people_of(tmp_path):
    """The people of a file's bytes, and the format it was taken for."""

    def read(data: bytes, country: str = "GB"):
        path = tmp_path / "people.csv"
        path.write_bytes(data)
        with open_people_file(path) as file:
            of = recognise(file.header)
            raw = next(file.batches(1000))
            people = clean(
                raw,
                of.mapping(file.header),
                source=of.source,
                country=country,
                on=date(2026, 11, 22),
            )
        assert dict(people.schema) == dict(COLUMNS)
        return of.code, people.to_dicts()

    return read


def only(person: dict, *names: str) -> tuple:
    return tuple(person[name] for name in names)


HOPKIN = ("AB1-234", "Ceri", "HOPKIN", "14 High Street", "Gorseinon, Swansea", "SA4 3AB", False)
REGISTERED = ("source_id", "first_name", "last_name", "address", "town", "postcode", "is_minor")


@pytest.mark.parametrize(
    "data", [made_up.REGISTER_14, made_up.REGISTER_13, made_up.REGISTER_MONTHLY]
)
def test_an_elector_comes_through_each_shape_of_the_register_alike(people_of, data):
    code, people = people_of(data)
    assert code == "register-uk"
    assert only(people[0], *REGISTERED) == HOPKIN


def test_an_attainers_date_of_birth_is_kept_only_as_under_18(people_of):
    _, people = people_of(made_up.REGISTER_14)
    assert only(people[1], "source_id", "last_name", "address", "is_minor") == (
        "AB1-235/2", "O'DOWD", "Flat 2, 14 High Street", True
    )  # fmt: skip
    assert "2009" not in str(people[1])


def test_of_what_canvassers_add_to_a_register_only_do_not_knock_is_kept(people_of):
    _, people = people_of(made_up.REGISTER_CANVASSED)
    assert people[0]["do_not_contact"] is True
    assert "asthma" not in str(people)


def test_a_van_list_comes_through_with_its_trailing_blanks(people_of):
    code, people = people_of(made_up.VAN_LIST, "US")
    assert code == "van"
    fields = ("source_id", "first_name", "last_name", "phone", "address", "town", "postcode")
    assert only(people[0], *fields) == (
        "1234567", "Rosa", "Diaz", "+15552345678", "12 Elm St", "Boston", "02134"
    )  # fmt: skip
    assert people[1]["phone"] == "+15553456789"


def test_a_van_report_of_contacts_gives_its_people(people_of):
    code, people = people_of(made_up.VAN_CONTACT_HISTORY, "US")
    assert code == "van"
    assert only(people[0], "source_id", "first_name", "last_name") == ("1234567", "Rosa", "Diaz")


def test_an_action_network_report_comes_through_with_tags_and_subscription(people_of):
    code, people = people_of(made_up.ACTION_NETWORK, "US")
    assert code == "action-network"
    fields = ("source_id", "email", "phone", "town", "tags", "consent")
    assert only(people[0], *fields) == (
        "f0a1", "rosa@example.org", "+15552345678", "Boston", ["canvasser", "host"], True
    )  # fmt: skip
    assert only(people[1], "email", "consent", "refused") == ("omar@example.org", False, None)


def test_nationbuilder_people_come_through_with_level_and_tags(people_of):
    code, people = people_of(made_up.NATIONBUILDER, "US")
    assert code == "nationbuilder"
    fields = ("source_id", "phone", "support_level", "tags", "consent", "do_not_contact", "address")
    assert only(people[0], *fields) == (
        "77", "+15553456789", 2, ["canvasser", "host"], True, False, "12 Elm St"
    )  # fmt: skip


def test_mobilize_participations_fall_back_on_what_was_given_at_sign_up(people_of):
    code, people = people_of(made_up.MOBILIZE_MIRROR, "US")
    assert code == "mobilize"
    assert [person["source_id"] for person in people] == ["500", "500", "501"]
    fields = ("first_name", "email", "phone", "postcode", "do_not_contact")
    assert only(people[2], *fields) == ("Omar", "omar@example.org", "+15553456789", "02134", True)


def test_a_format_of_participations_says_that_people_repeat():
    assert [code for code, one in FORMATS.items() if one.is_repeating] == ["mobilize"]


def test_mobilize_people_unpacked_from_the_api_come_through(people_of):
    code, people = people_of(made_up.MOBILIZE_API, "US")
    assert code == "mobilize"
    fields = ("source_id", "first_name", "email", "phone", "postcode", "consent")
    assert only(people[0], *fields) == (
        "500", "Rosa", "rosa@example.org", "+15552345678", "02134", True
    )  # fmt: skip


def test_spoke_contacts_come_through_as_any_table(people_of):
    code, people = people_of(made_up.SPOKE, "US")
    assert code == "csv"
    fields = ("source_id", "first_name", "last_name", "phone", "postcode")
    assert only(people[0], *fields) == ("77", "Rosa", "Diaz", "+15552345678", "02134")


def test_every_column_of_every_format_becomes_a_field_or_nothing():
    for one in FORMATS.values():
        assert set(one.columns.values()) <= {"", *FIELDS}


@pytest.mark.parametrize(
    "data", [data for name, data in vars(made_up).items() if isinstance(data, bytes)]
)
def test_two_columns_become_one_field_only_where_that_is_meant(tmp_path, data):
    path = tmp_path / "people.csv"
    path.write_bytes(data)
    with open_people_file(path) as file:
        codes = [code for code in recognise(file.header).mapping(file.header).values() if code]
    assert {code for code in codes if codes.count(code) > 1} <= SHARED
