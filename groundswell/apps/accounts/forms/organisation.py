"""The organisation's name and clocks, its affiliates and teams; making one."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.accounts.models import Affiliate, Organisation


class OrganisationForm(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        help_text=gettext_lazy("All times on pages are shown so, e.g. Europe/London."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    country = forms.CharField(
        label=gettext_lazy("Country"),
        max_length=2,
        min_length=2,
        help_text=gettext_lazy("Two letters, e.g. GB. Phone numbers without a country are of it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        return {
            "name": organisation.name,
            "time_zone": organisation.time_zone,
            "language": organisation.language,
            "country": organisation.country,
        }

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise forms.ValidationError(
                _("There is no time zone “%(zone)s”. Europe/London is one, and Asia/Tokyo.")
                % {"zone": zone}
            )
        return zone

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        if not (country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("Give two letters, such as GB, FR or US."))
        return country


class AffiliateForm(forms.Form):
    """A branch, a chapter, a local party."""

    name = forms.CharField(label=gettext_lazy("Name of the affiliate"), max_length=120)


class TeamForm(forms.Form):
    """People who go out together."""

    name = forms.CharField(label=gettext_lazy("Name of the team"), max_length=120)
    affiliate: forms.ModelChoiceField[Affiliate] = forms.ModelChoiceField(
        label=gettext_lazy("Affiliate"), queryset=None, required=False,
        empty_label=gettext_lazy("None"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["affiliate"].queryset = Affiliate.objects.all()  # type: ignore[attr-defined]


class NewOrganisationForm(forms.Form):
    """What an operator says of a new organisation."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=50,
        help_text=gettext_lazy("For addresses: small letters, digits and hyphens."),
    )
    organiser = forms.EmailField(
        label=gettext_lazy("First national organiser"),
        help_text=gettext_lazy("An invitation goes to this address."),
    )
    data_officer = forms.EmailField(
        label=gettext_lazy("Data officer"),
        required=False,
        help_text=gettext_lazy("Another person. The organiser can also invite one later."),
    )
