"""Each table that holds personal data leads to the person, or says why it doesn't."""

import pytest
from django.apps import apps
from django.db.models.sql import Query

from groundswell.apps.accounts.models import User
from groundswell.apps.privacy.registry import (
    class_of,
    registered_models,
    tables_of_people,
    way_to_account,
    way_to_person,
    why_no_way,
)

PERSONAL = ("P2", "P3")


def personal_fields(label):
    fields = apps.get_model(label)._meta.concrete_fields
    return [field for field in fields if class_of(label, field.name) in PERSONAL]


def leads_somewhere(label):
    if label in tables_of_people() or way_to_account(label) or why_no_way(label):
        return True
    # A foreign key to an account is a way to it; then nothing else may be personal.
    return all(field.related_model is User for field in personal_fields(label))


@pytest.mark.parametrize("label", sorted(registered_models()))
def test_a_table_with_personal_fields_has_a_way_or_a_reason(label):
    assert leads_somewhere(label), f"say in privacy/registry.py whose data {label} is"


@pytest.mark.parametrize("label", tables_of_people())
def test_a_way_leads_over_fields_that_exist(label):
    model = apps.get_model(label)
    for step in way_to_person(label).to:
        Query(model).names_to_path(step.split("__"), model._meta)


@pytest.mark.parametrize("label", tables_of_people())
def test_what_erasure_keeps_has_a_reason(label):
    way = way_to_person(label)
    assert way.erasure != "keep" or way.why


def test_the_person_is_erased_last():
    assert tables_of_people()[-1] == "people.person"
