"""Whose each table's rows are: an organisation's, or everybody's. No model may be on neither list.

The database's own wall is built from this (config/postgres/walls.py), and tests read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models

# Tables without an organisation, and why a row of them may be seen from any.
GLOBAL = {
    "accounts.organisation": "names of organisations are public",
    "accounts.user": "one account may hold grants in several organisations",
    "account.emailaddress": "of a user",
    "account.emailconfirmation": "of a user",
    "auth.group": "of a library, unused",
    "auth.group_permissions": "of a library, unused",
    "auth.permission": "of a library, unused",
    "contenttypes.contenttype": "names of our own tables",
    "django_q.ormq": "the queue: names of tasks and ids of jobs",
    "django_q.schedule": "the queue",
    "django_q.task": "the queue",
    "mfa.authenticator": "of a user",
    "sessions.session": "of a user",
    "usersessions.usersession": "of a user",
    "places.boundaryset": "open data",
    "places.area": "open data",
    "places.outline": "open data",
    "places.postcodedistrict": "open data",
    "elections.party": "open data",
    "elections.seat": "open data",
    "elections.election": "open data",
    "elections.contest": "open data",
    "elections.candidacy": "open data",
    "elections.expectedshare": "published polls",
    "elections.backtest": "scores of the model on past elections",
}


@dataclass(frozen=True)
class Whose:
    """How a row of an organisation's table says whose it is.

    column: of its own, `organisation_id`, or the foreign key that leads to `parent`.
    parent: the model, itself an organisation's, to which a row without such a column belongs.
    """

    column: str
    parent: type[models.Model] | None = None


def whose(model: type[models.Model]) -> Whose | None:
    """How rows of this model say whose they are; None for those of everybody.

    A model has a column `organisation_id`, or names the foreign key to what it is part of in
    `tenant_path`, or is on the list of global ones. Raises ImproperlyConfigured otherwise.
    """
    if model._meta.label_lower in GLOBAL:
        return None
    fields: list[Any] = list(model._meta.concrete_fields)
    if any(field.attname == "organisation_id" for field in fields):
        return Whose("organisation_id")
    path = getattr(model, "tenant_path", None)
    if path is None:
        raise ImproperlyConfigured(
            f"Nobody has said whose the rows of {model._meta.label} are. Build it on "
            "OfOrganisation, name its parent in `tenant_path`, or put it on the list of global "
            "tables in accounts/whose.py with the reason."
        )
    field: Any = model._meta.get_field(path)
    return Whose(field.column, field.related_model)


def tables_of_organisations() -> Iterator[tuple[type[models.Model], Whose]]:
    """Every model whose rows belong to an organisation, each table once."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        found = whose(model)
        if found is not None:
            yield model, found
