"""A-route-rule: a view without a rule fails here, and is refused in production too."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from groundswell.apps.accounts.access import access, public, rule_of
from groundswell.apps.accounts.third_party import THIRD_PARTY_RULES
from tests.access.routes import routes


def forgotten(request):
    return HttpResponse("seen")


@public
def meant(request):
    return HttpResponse("seen")


urlpatterns = [path("forgotten/", forgotten), path("meant/", meant)]


def test_every_route_has_a_rule():
    assert [
        pattern
        for pattern, view, name in routes()
        if rule_of(view) is None and name not in THIRD_PARTY_RULES
    ] == []


def test_every_route_has_a_name_of_its_own():
    names = [name for _, _, name in routes()]
    assert "" not in names
    assert len(names) == len(set(names))


def test_third_party_rules_name_only_routes_that_exist():
    assert set(THIRD_PARTY_RULES) <= {name for _, _, name in routes()}


@override_settings(ROOT_URLCONF="tests.access.test_routes")
@pytest.mark.django_db
def test_a_view_without_a_rule_is_not_found_by_anybody():
    assert Client().get("/meant/").status_code == 200
    assert Client().get("/forgotten/").status_code == 404


def test_a_rule_must_name_a_permission_that_some_role_has():
    with pytest.raises(KeyError):
        access("plan.raed")
