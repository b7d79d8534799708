"""Each of the five walls switched off, one at a time: what a test may do and nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db import models

from groundswell.apps.accounts import middleware, scope
from groundswell.apps.accounts.reach import Reach
from groundswell.apps.dispatch.models import Plan
from groundswell.apps.dispatch.views import plans as plan_views
from groundswell.apps.people.models import PersonManager


@contextmanager
def no_route_rule() -> Iterator[None]:
    """Wall 1: whoever is logged in with any grant holds every permission, everywhere."""
    with mock.patch.object(middleware, "reach_in", return_value=Reach(whole=True)):
        yield


@contextmanager
def no_scoped_manager() -> Iterator[None]:
    """Wall 2: `objects` answers for all organisations, with a scope or without."""
    with mock.patch.object(scope.ScopedManager, "get_queryset", models.Manager.get_queryset):
        yield


@contextmanager
def no_look_at_the_object() -> Iterator[None]:
    """Wall 3: a row is found whatever area it lies in."""
    with (
        mock.patch.object(Reach, "area_filter", return_value=models.Q()),
        mock.patch.object(PersonManager, "within", lambda self, _: self.get_queryset()),
    ):
        yield


@contextmanager
def one_column_more() -> Iterator[None]:
    """Wall 4: a table for other programs is written with a column that is on no list."""
    honest = plan_views.queries.seat_csv

    def careless(plan: Plan) -> str:
        head, _, rest = honest(plan).partition("\n")
        return f"{head.rstrip()},volunteer\n{rest}"

    with mock.patch.object(plan_views.queries, "seat_csv", careless):
        yield
