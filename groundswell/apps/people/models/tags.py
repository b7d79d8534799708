"""Words that an organisation puts on people: tags, and skills they have."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.scope import OfOrganisation
from groundswell.apps.people.models.person import Person


class Tag(OfOrganisation):
    """One word of the organisation's own."""

    class Kind(models.TextChoices):
        TAG = "tag", _("a tag")
        SKILL = "skill", _("a skill")

    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.TAG)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "name"], name="tag_once")
        ]
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Tagging(OfOrganisation):
    """A tag on a person."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="taggings")
    came_with = models.ForeignKey(
        "people.Import", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "person"], name="tagged_once")]
