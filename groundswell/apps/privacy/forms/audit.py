"""Looking through the record."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = {"type": "date"}


class RecordForm(forms.Form):
    """Whose acts, which, and when."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.ChoiceField(label=_("What"), required=False)
    from_day = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs=DAY))
    to_day = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs=DAY))
    about = forms.CharField(
        label=_("About"), help_text=_("The id of a person, a list, …"), max_length=60,
        required=False,
    )  # fmt: skip

    def __init__(
        self, *args: Any, who: list[tuple[str, Any]], what: list[tuple[str, str]], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _("anybody")), *who]  # type: ignore[attr-defined]
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("", _("anything")), *sorted(what, key=lambda one: one[1])
        ]  # fmt: skip

    def wanted(self) -> dict[str, Any]:
        """Arguments of `audit.queries.entries`. Only after `is_valid`."""
        said = self.cleaned_data
        return {
            "actor_id": UUID(said["who"]) if said["who"] else None,
            "action": said["what"],
            "about_id": said["about"].strip(),
            "from_day": said["from_day"],
            "to_day": said["to_day"],
        }
