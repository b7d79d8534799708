"""What the finder asks: half a postcode, how one travels, how far, on which days."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groundswell.apps.dispatch.queries.finder import LIMITS, Wish
from groundswell.apps.places.models import PostcodeDistrict
from groundswell.apps.places.postcodes import district_of
from groundswell.errors import InputError

# A link needs a postcode only.
DEFAULTS = {"mode": "car", "minutes": "60"}


class FinderForm(forms.Form):
    """A GET form, so that an answer can be linked to. Nothing that is typed is kept."""

    postcode = forms.CharField(
        label=_("Your postcode"),
        help_text=_("The first half is enough. We don’t keep it."),
        # The reader's own words for "nothing there" come from district_of.
        required=False,
        widget=forms.TextInput(
            attrs={
                "class": "input input-big input-short",
                "autocomplete": "postal-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    mode = forms.ChoiceField(
        label=_("How you travel"),
        choices=[("car", _("By car")), ("transit", _("Bus or train")), ("walk", _("On foot"))],
        widget=forms.RadioSelect,
    )
    minutes = forms.TypedChoiceField(
        label=_("How far"),
        coerce=int,
        widget=forms.Select(attrs={"class": "select"}),
        choices=[(limit, format_lazy(_("Up to {n} min"), n=limit)) for limit in LIMITS],
    )
    on = forms.MultipleChoiceField(
        label=_("On which days"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, given: QueryDict | None, *, days: Iterable[date]) -> None:
        """given: the address's query; None for the page before any question."""
        self.days = {day.isoformat(): day for day in days}
        data = None if given is None else self._completed(given)
        first = {**DEFAULTS, "on": list(self.days)}
        super().__init__(data, initial=first)
        on = cast(forms.MultipleChoiceField, self.fields["on"])
        on.choices = [(iso, date_format(day, "D j M")) for iso, day in self.days.items()]
        if self.errors.get("postcode"):
            self.fields["postcode"].widget.attrs["aria-invalid"] = "true"

    def _completed(self, given: QueryDict) -> QueryDict:
        """Fill in what a short link leaves out. No day, or only days that are past: every day."""
        data = given.copy()
        for name, value in DEFAULTS.items():
            data.setdefault(name, value)
        known = [day for day in data.getlist("on") if day in self.days]
        data.setlist("on", known or list(self.days))
        return data

    def clean_postcode(self) -> PostcodeDistrict:
        """The district, and no more of the postcode than that."""
        try:
            code = district_of(self.cleaned_data["postcode"])
        except InputError as wrong:
            raise ValidationError(str(wrong)) from None
        near = {
            row.code: row for row in PostcodeDistrict.objects.filter(code__in=[code, code[:-1]])
        }
        if code in near:
            return near[code]
        if code[:-1] in near:
            raise ValidationError(
                gettext("We don’t know a postcode %(code)s. Did you mean %(near)s?")
                % {"code": code, "near": code[:-1]}
            )
        raise ValidationError(
            gettext(
                "We don’t know a postcode %(code)s. It may be new, or only for post boxes or a "
                "large office. Type one nearby."
            )
            % {"code": code}
        )

    def wish(self) -> Wish:
        """The question, once the form is valid."""
        given: dict[str, Any] = self.cleaned_data
        chosen = {self.days[iso] for iso in given["on"]}
        return Wish(
            district=given["postcode"],
            mode=given["mode"],
            max_minutes=given["minutes"],
            # All the days that can be chosen are any day: there may be later ones.
            days=frozenset() if len(chosen) == len(self.days) else frozenset(chosen),
        )
