"""What somebody types to ask for a list to go out, and to find out where one came from."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.people.models import Universe
from groundswell.apps.people.planning.shapes import SHAPES
from groundswell.apps.privacy.consents import CHANNELS, PURPOSES

MOST_TRACED_BYTES = 20_000_000
WAYS = tuple(code for code in CHANNELS if code != "any")


class ExportForm(forms.Form):
    """Who, for what, how they are to be reached, in which kind of file.

    Whoever comes from a search brings it along (`rule`); else a universe is chosen.
    """

    universe: Any = forms.ModelChoiceField(
        label=gettext_lazy("Who"),
        help_text=gettext_lazy(
            "A universe you saved, or everybody you may see. To narrow it down, search on the "
            "page People and choose Export there."
        ),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Everybody I may see"),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("What they must have agreed to"),
        help_text=gettext_lazy("Whoever didn’t, or took it back, is left out and counted."),
        choices=PURPOSES.items,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How they will be reached"),
        help_text=gettext_lazy("Only the details that this way needs are in the file."),
        choices=[(code, CHANNELS[code]) for code in WAYS],
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Kind of file"),
        choices=[(shape.code, shape.name) for shape in SHAPES.values()],
    )
    purpose = forms.CharField(
        label=gettext_lazy("What it is for, and who will use it"),
        help_text=gettext_lazy(
            "Such as “Letters on the bus cuts, printed by the office on 3 May”. The second person "
            "and the data officer read this."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what the list is for.")},
    )

    def __init__(self, *args: Any, universes: Any, has_rule: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if has_rule:
            del self.fields["universe"]
        else:
            field: Any = self.fields["universe"]
            field.queryset = universes

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        shape, channel = SHAPES.get(data.get("format", "")), data.get("channel")
        if shape and channel and channel not in shape.channels:
            known = ", ".join(str(CHANNELS[code]) for code in shape.channels)
            words = _("%(format)s is for reaching people %(known)s. Choose another kind of file.")
            self.add_error("format", words % {"format": shape.name, "known": known})
        return data

    def rule(self) -> dict[str, Any]:
        """Whom the chosen universe holds."""
        universe: Universe | None = self.cleaned_data.get("universe")
        return dict(universe.rule) if universe else {}


class ReasonForm(forms.Form):
    """Why a list doesn't go out."""

    reason = forms.CharField(
        label=gettext_lazy("Why not"),
        help_text=gettext_lazy("Who asked will read this."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why, in a few words.")},
    )


class TraceForm(forms.Form):
    """A list that turned up somewhere."""

    file = forms.FileField(
        label=gettext_lazy("The list that turned up"),
        help_text=gettext_lazy("CSV, Excel or OpenDocument, up to 20 MB. A part of it will do."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz,.xlsx,.ods"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def __init__(self, *args: Any, was_cut: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if was_cut:
            self.fields["file"].error_messages["required"] = _(
                "This file is larger than 20 MB. A part of it will do."
            )
