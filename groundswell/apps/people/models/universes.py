"""The people we mean to reach, by a rule."""

from django.conf import settings
from django.db import models

from groundswell.apps.accounts.scope import OfOrganisation


class Universe(OfOrganisation):
    """A saved search. It holds the rule, never the people: who fits is asked anew each time.

    rule: what `people.queries.search.Filters` holds, e.g. {"area": "/wales/", "tag": ["driver"]}.
    """

    name = models.CharField(max_length=80)
    rule = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="universe_one_name")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
