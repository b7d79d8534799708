"""People: who they are, what they offered and said, the lists they came from and go to."""

from groundswell.apps.people.models.duplicates import Merge, Pair
from groundswell.apps.people.models.exports import Export
from groundswell.apps.people.models.imports import Import, ImportChange, Mapping
from groundswell.apps.people.models.person import (
    Alias,
    Person,
    PersonManager,
    Support,
    corrected,
)
from groundswell.apps.people.models.reading import Reading
from groundswell.apps.people.models.tags import Tag, Tagging
from groundswell.apps.people.models.universes import Universe
from groundswell.apps.people.models.volunteer import Volunteer

__all__ = [
    "Alias",
    "Export",
    "Import",
    "ImportChange",
    "Mapping",
    "Merge",
    "Pair",
    "Person",
    "PersonManager",
    "Reading",
    "Support",
    "Tag",
    "Tagging",
    "Universe",
    "Volunteer",
    "corrected",
]
