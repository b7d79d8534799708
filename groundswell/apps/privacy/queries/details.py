"""By what a person on a list can be known again."""

from django.apps import apps
from django.db import models

from groundswell.apps.privacy.queries.stops import Details


def details_of(person: models.Model) -> Details:
    """The details of a people.Person; the numbers in every list that knows them."""
    row: dict[str, str] = {
        name: getattr(person, name)
        for name in ("email", "phone", "source", "source_id", "name_key", "street_key")
    }
    own = [(row["source"], row["source_id"])] if row["source_id"] else []
    aliases = apps.get_model("people", "Alias").objects.filter(person=person)
    return Details(
        emails=(row["email"],),
        phones=(row["phone"],),
        sources=(*own, *aliases.values_list("source", "source_id")),
        name_key=row["name_key"],
        street_key=row["street_key"],
    )
