"""What somebody types on the page of their own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.apps.privacy.actions.own_data import CORRECTABLE
from groundswell.apps.privacy.models import PrivacyRequest
from groundswell.apps.privacy.queries.requests import plain_phone

Kind = PrivacyRequest.Kind


class AddressForm(forms.Form):
    """The e-mail address, or the telephone number, under which somebody may be kept."""

    contact = forms.CharField(
        label=_("Your e-mail address or telephone number"),
        help_text=_("As you gave it to us. A code goes to the e-mail address kept with it."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )

    def clean_contact(self) -> str:
        typed = str(self.cleaned_data["contact"]).strip()
        if "@" not in typed and not plain_phone(typed):
            raise forms.ValidationError(
                _("This is neither an e-mail address nor a telephone number. Look at it again.")
            )
        return typed


class CodeForm(forms.Form):
    """What was mailed."""

    code = forms.CharField(
        label=_("The code from the letter"),
        help_text=_("Eight letters; blanks and dashes don’t matter."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class NameForm(forms.Form):
    """Who somebody is, where several share an address."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)


class CorrectForm(forms.Form):
    """One's own details."""

    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    town = forms.CharField(label=_("Town"), max_length=80, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)

    @staticmethod
    def initial_of(person: Any) -> dict[str, str]:
        return {name: getattr(person, name) for name in CORRECTABLE}

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"]).strip()
        if typed and not plain_phone(typed):
            raise forms.ValidationError(
                _("This isn’t a telephone number. Begin with + and the country’s code.")
            )
        return plain_phone(typed)

    def clean_postcode(self) -> str:
        return " ".join(str(self.cleaned_data["postcode"]).upper().split())


class StopForm(forms.Form):
    """Not to be contacted."""

    household = forms.BooleanField(
        label=_("Nobody at my address either"),
        help_text=_("If all who live with you agree."),
        required=False,
    )


class EraseForm(forms.Form):
    """To be erased, said twice."""

    sure = forms.BooleanField(
        label=_("Erase everything about me. I know that this can’t be undone."),
        error_messages={"required": _("Tick this if you mean it.")},
    )


class AskForm(forms.Form):
    """A wish that a person must read."""

    kind = forms.ChoiceField(
        label=_("I want to"),
        choices=[
            (Kind.CORRECT.value, _("put something else right, such as my e-mail address")),
            (Kind.ACCESS.value, _("know something that isn’t shown here")),
            (Kind.ERASE.value, _("have my account erased")),
            (Kind.OBJECT.value, _("object to something")),
        ],
    )
    words = forms.CharField(
        label=_("In your words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
