"""A word of its own in every personal field of every organisation, so that a leak names itself.

"qzk017" is the seventeenth personal field of the first organisation; "qzw017" the same field of
the second. A page that shows either tells us which field of whose it shows.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from groundswell.apps.privacy.registry import class_of

# No English word, no hash and no id holds these letters.
OWN, OTHER = "qzk", "qzw"
# Telephone numbers hold no letters: 07700 911017 is ours, 07700 922017 theirs.
PHONES = {OWN: "7700911", OTHER: "7700922"}
MARKED = ("P2", "P3", "S")
TEXT = (models.CharField, models.TextField)


@dataclass(frozen=True)
class Marked:
    """A text field that holds a marker in every row of the world."""

    label: str
    field: str
    number: int

    def __str__(self) -> str:
        return f"{self.label}.{self.field}"

    def of(self, letters: str) -> str:
        """The marker of this field in the organisation with these letters."""
        if self.field in ("phone", "mobile"):
            return f"+44{PHONES[letters]}{self.number:03d}"
        word = f"{letters}{self.number:03d}"
        return f"{word}@example.org" if self.field in ("email", "contact") else word


def is_text(field: models.Field) -> bool:
    """Whether a marker can stand in this field: free text, long enough."""
    return isinstance(field, TEXT) and not field.choices and (field.max_length or 99) >= 6


def _marked() -> list[Marked]:
    ours = sorted(
        (m for m in apps.get_models() if m.__module__.startswith("groundswell.")),
        key=lambda model: model._meta.label_lower,
    )
    found = [
        (model._meta.label_lower, field.name)
        for model in ours
        for field in model._meta.concrete_fields
        if is_text(field) and class_of(model._meta.label_lower, field.name) in MARKED
    ]
    return [Marked(label, field, number) for number, (label, field) in enumerate(found, 1)]


FIELDS = _marked()
BY_NAME = {(one.label, one.field): one for one in FIELDS}
BY_NUMBER = {one.number: one for one in FIELDS}


def has_marker(value: object) -> bool:
    """Whether a value of ours is marked already."""
    return OWN in str(value) or PHONES[OWN] in str(value)


def markers_in(text: str, letters: str) -> set[str]:
    """The fields of one organisation that a text shows, e.g. {"people.person.email"}."""
    # Pages write telephone numbers with blanks, and names in capitals.
    plain = re.sub(r"\s+", "", text).lower()
    numbers = re.findall(rf"{letters}(\d{{3}})", plain)
    numbers += re.findall(rf"{PHONES[letters]}(\d{{3}})", plain)
    return {str(BY_NUMBER.get(int(n), f"unknown {letters}{n}")) for n in numbers}


def without_own_name(world: Any, actor: Any, text: str) -> str:
    """A page without what it says of the reader's own account."""
    if user := world.users.get(actor):
        return text.replace(user.email, "").replace(user.name, "")
    return text
