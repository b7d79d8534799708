"""The box and the filters of the page of people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.reach import Reach
from groundswell.apps.people.models import Tag
from groundswell.apps.people.queries.filter_words import CHOICES, KIND_WORDS
from groundswell.apps.people.queries.person import LEVELS, area_choices
from groundswell.apps.people.queries.search import Filters
from groundswell.apps.privacy.consents import PURPOSES

ANY = [("", _("any"))]


class SearchForm(forms.Form):
    """A GET form; `Filters.from_query` reads what it sends, this one only shows it."""

    text = forms.CharField(
        label=_("Search people"),
        help_text=_("A name, a street, a postcode, an e-mail address or a telephone number."),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={
                "type": "search", "class": "input", "autocomplete": "off", "spellcheck": "false",
                "data-key": "/", "aria-keyshortcuts": "/", "enterkeyhint": "search",
            }
        ),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Read it as"),
        required=False,
        choices=[("", _("whatever fits")), *KIND_WORDS.items()],
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    volunteer = forms.ChoiceField(
        label=_("Help"), required=False, choices=[*ANY, *CHOICES["volunteer"].items()]
    )
    support = forms.MultipleChoiceField(
        label=_("Support level"), required=False, choices=[(str(n), str(n)) for n in LEVELS],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=_("Agreed"), required=False, choices=[*ANY, *PURPOSES.items()]
    )
    has_email = forms.ChoiceField(
        label=_("E-mail"), required=False, choices=[*ANY, *CHOICES["has_email"].items()]
    )
    has_phone = forms.ChoiceField(
        label=_("Telephone"), required=False, choices=[*ANY, *CHOICES["has_phone"].items()]
    )
    stopped = forms.ChoiceField(
        label=_("Contact"), required=False, choices=[*ANY, *CHOICES["stopped"].items()]
    )
    minor = forms.ChoiceField(
        label=_("Age"), required=False, choices=[*ANY, *CHOICES["minor"].items()]
    )
    came_with = forms.IntegerField(
        label=_("Came with import"), help_text=_("Its number."), required=False, min_value=1
    )
    tags = forms.MultipleChoiceField(
        label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *, reach: Reach, filters: Filters) -> None:
        shown = filters.to_rule()
        shown["support"] = [str(level) for level in filters.support]
        super().__init__(initial=shown)
        fields: Any = self.fields
        fields["area"].choices = [*ANY, *area_choices(reach, and_also=filters.area)]
        for name, kind in (("tags", Tag.Kind.TAG), ("skills", Tag.Kind.SKILL)):
            words = Tag.objects.filter(kind=kind).values_list("pk", "name")
            fields[name].choices = [(str(pk), word) for pk, word in words]
        for field in fields.values():
            if isinstance(field.widget, forms.Select) and not isinstance(
                field.widget, forms.CheckboxSelectMultiple
            ):
                field.widget.attrs["class"] = "select"
        fields["came_with"].widget.attrs["class"] = "input"


class NameForm(forms.Form):
    """The name of a universe or a tag."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("Give it a name.")},
        widget=forms.TextInput(attrs={"class": "input input-short", "autocomplete": "off"}),
    )
