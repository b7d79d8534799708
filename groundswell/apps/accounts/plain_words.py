"""What is typed must read as it is stored: no hidden sign that turns the writing around.

A name that holds U+202E is shown with its end turned, and could pass for another one. Every text
field of every form refuses such signs; lists are cleaned of them as they come in (exchange/people).
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Embeddings, overrides and isolates. Marks for one letter (U+200E, U+200F) turn nothing around.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def refuse_turns(value: object) -> None:
    """Raise ValidationError if a text holds a sign that changes the direction of writing.

    Fields made of text that hold something else, such as an id, are validated here too.
    """
    if isinstance(value, str) and TURNS.search(value):
        raise ValidationError(
            _("This holds a hidden sign that turns the writing around. Type it in again."),
            code="turned",
        )


def watch_forms() -> None:
    """Let the text fields of all forms look for such signs, those of libraries too."""
    forms.CharField.default_validators = [refuse_turns]
