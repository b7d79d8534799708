"""T-dsar-complete: everything kept about one person, and nothing of anybody else's."""

import json

import pytest
from django.apps import apps

from groundswell.apps.people.models import Person
from groundswell.apps.privacy.queries.kept import kept_about_account, kept_about_person
from groundswell.apps.privacy.queries.own_data import as_json, data_of_person
from groundswell.apps.privacy.registry import class_of, tables_of_people
from tests.factories import privacy


@pytest.fixture
def planted(harbour, organiser):
    return privacy.person_everywhere(of=harbour, by=organiser, word="qzmine")


def test_one_person_is_planted_in_every_table_of_the_registry(planted):
    assert {table.label for table in kept_about_person(planted.pk)} == set(tables_of_people())


def test_every_personal_field_is_shown(planted):
    shown = {
        (table.label, line.code)
        for table in kept_about_person(planted.pk)
        for row in table.rows
        for line in row
    }
    personal = {
        (label, field.name)
        for label in tables_of_people()
        for field in apps.get_model(label)._meta.concrete_fields
        if class_of(label, field.name) in ("P2", "P3")
    }
    assert personal - shown == set()


def test_what_was_said_in_each_text_stands_in_the_copy(planted):
    said = json.dumps(as_json(data_of_person(planted.pk), organisation="Harbour"))
    for word in "first last town number alias how tag before why merged reason proof words".split():
        assert f"qzmine{word}" in said, word


def test_nobody_elses_data_shows(planted, harbour, organiser):
    privacy.person_everywhere(of=harbour, by=organiser, word="qztheirs")
    organiser.name = "Qzorganiser"
    organiser.save()
    said = json.dumps(as_json(data_of_person(planted.pk), organisation="Harbour"))
    assert "qztheirs" not in said.lower()
    assert "qzorganiser" not in said.lower()
    others = Person.objects.exclude(pk=planted.pk)
    assert [str(one.pk) for one in others if str(one.pk) in said] == []


def test_a_secret_is_not_shown(planted):
    codes = {
        line.code for table in kept_about_person(planted.pk) for row in table.rows for line in row
    }
    assert "codes" not in codes


def test_an_account_sees_what_it_did(planted, organiser):
    tables = {table.label for table in kept_about_account(organiser)}
    assert {"accounts.user", "accounts.grant", "people.reading", "people.import"} <= tables


def test_an_account_sees_its_own_name_and_address(planted, organiser):
    said = str(kept_about_account(organiser))
    assert organiser.email in said
    assert organiser.name in said


def test_an_account_does_not_see_to_whom_it_did_something(planted, organiser):
    personal = {
        line.text
        for table in kept_about_account(organiser)
        for row in table.rows
        for line in row
        if class_of(table.label, line.code) in ("P2", "P3")
    }
    assert personal <= {"you", organiser.email, organiser.name, ""}
