"""T-registry-complete: every field of every model has a class."""

import pytest
from django.apps import apps

from groundswell.apps.privacy.registry import class_of, fields_named, registered_models

OURS = [m for m in apps.get_models() if m.__module__.startswith("groundswell.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label_lower)
def test_every_field_of_a_model_has_a_class(model):
    fields = [field.name for field in model._meta.concrete_fields]
    assert [f for f in fields if class_of(model._meta.label_lower, f) is None] == []


def test_the_registry_names_no_model_that_is_gone():
    assert registered_models() == {model._meta.label_lower for model in OURS}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label_lower)
def test_the_registry_names_no_field_that_is_gone(model):
    fields = {field.name for field in model._meta.concrete_fields}
    assert fields_named(model._meta.label_lower) <= fields


def test_a_field_without_a_class_is_noticed():
    assert class_of("people.person", "shoe_size") is None
