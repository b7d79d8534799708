"""What somebody types about one person, cleaned by the same rules as a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.reach import Reach
from groundswell.apps.people.actions.person import TYPED, cleaned
from groundswell.apps.people.actions.reading import LONGEST_REASON
from groundswell.apps.people.models import Person, Tag
from groundswell.apps.people.queries.person import LEVELS, area_choices
from groundswell.apps.people.queries.reading import REASONS
from groundswell.apps.places.models import AreaNode

OTHER = "other"


class ReasonForm(forms.Form):
    """Why somebody looks at a person."""

    reason = forms.ChoiceField(
        label=_("Why do you look at this person?"),
        choices=[*REASONS.items(), (OTHER, _("Something else"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    words = forms.CharField(
        label=_("In a few words"),
        help_text=_("If it is something else. Write nothing about the person here."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("reason") == OTHER and not said.get("words"):
            self.add_error("words", _("Say in a few words why."))
        return said

    @property
    def said(self) -> str:
        """The reason as it is kept."""
        chosen: str = self.cleaned_data["reason"]
        return str(self.cleaned_data["words"]) if chosen == OTHER else chosen


class PersonForm(forms.Form):
    """One person's details. A name, and one way to reach them, is the least."""

    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    address = forms.CharField(
        label=_("Address"), help_text=_("House and street."), max_length=200, required=False
    )
    town = forms.CharField(label=_("Town"), max_length=80, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    is_minor = forms.BooleanField(label=_("Under 18"), required=False)
    although = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, reach: Reach, country: str, person: Person | None = None, **more: Any
    ) -> None:
        self.country = country
        if person is not None:
            first = {name: getattr(person, name) for name in (*TYPED, "is_minor")}
            more["initial"] = {**first, "area": str(person.area_id or "")}
        super().__init__(*args, **more)
        fields: Any = self.fields
        own = str(person.area.path) if person and person.area else ""
        nodes = area_choices(reach, and_also=own, by_id=True)
        fields["area"].choices = [("", _("no area")), *nodes] if reach.whole else nodes
        for field in fields.values():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs |= {"class": "input", "autocomplete": "off"}
        fields["area"].widget.attrs["class"] = "select"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        made = cleaned({name: said.get(name, "") for name in TYPED}, country=self.country)
        for field, words in made.wrong.items():
            self.add_error(field if field in self.fields else None, words)
        said["values"] = made.values
        said["node"] = (
            AreaNode.objects.filter(pk=said["area"]).first() if said.get("area") else None
        )
        return said


class SupportForm(forms.Form):
    """What a person told us of their support."""

    level = forms.TypedChoiceField(
        label=_("What they told us"),
        choices=[("", _("nothing, or no longer")), *LEVELS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "select select-s"}),
    )


class TagForm(forms.Form):
    """One word put on a person."""

    kind = forms.ChoiceField(choices=Tag.Kind.choices, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Add a word"),
        max_length=60,
        error_messages={"required": _("Write a word.")},
        widget=forms.TextInput(attrs={"class": "input input-short", "autocomplete": "off"}),
    )


class LiftForm(forms.Form):
    """Where the person's own wish to be contacted again is kept."""

    reference = forms.CharField(
        label=_("Where is their wish kept?"),
        help_text=_("A letter, a mail, a call: when, and who has it."),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": _("Say where their own wish is kept.")},
    )
