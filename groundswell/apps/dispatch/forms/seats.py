"""What a user types about one seat."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.apps.elections.actions.weights import LEAST, MOST


class WeightForm(forms.Form):
    """How much a seat counts beside the others."""

    weight = forms.FloatField(
        label=_("Weight of this seat"),
        help_text=_("1 is the usual, 0 leaves it out, 10 is the most."),
        min_value=LEAST,
        max_value=MOST,
        error_messages={
            name: _("Write a number from 0 to 10.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weight"].widget.attrs |= {"class": "input", "step": "0.1"}
