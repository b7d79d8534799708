"""What the organisation decides to keep."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.apps.privacy.actions.policy import OLDEST, YOUNGEST, Decision
from groundswell.apps.privacy.datasets import BASES, CONDITIONS, Kind
from groundswell.apps.privacy.models import DataPolicy, DataSet

MOST_DAYS = 3650


class PolicyForm(forms.Form):
    """The data mode, and the minimum age."""

    mode = forms.ChoiceField(
        label=_("Data mode"), choices=DataPolicy.Mode.choices, widget=forms.RadioSelect
    )
    minimum_age = forms.IntegerField(
        label=_("Minimum age"),
        help_text=_("Nobody younger is asked to help or gets an account. 16 is usual."),
        min_value=YOUNGEST,
        max_value=OLDEST,
    )


class DataSetForm(forms.Form):
    """The ground and the time for one kind of data."""

    purpose = forms.CharField(
        label=_("What for"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    basis = forms.ChoiceField(label=_("Ground to keep it (article 6)"), choices=BASES.items())
    condition = forms.ChoiceField(
        label=_("Ground to keep what shows an opinion (article 9)"), choices=CONDITIONS.items()
    )
    document = forms.CharField(
        label=_("Where the reasons are written down"),
        help_text=_("A statute, your assessment, a legal opinion: name and date."),
        max_length=200,
        required=False,
    )
    keep_days = forms.IntegerField(label=_("Days it is kept"), min_value=1, max_value=MOST_DAYS)
    longer_because = forms.CharField(
        label=_("Why longer than usual"), max_length=300, required=False
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["keep_days"].help_text = _(
            "From the last time the person’s row changed. %(usual)d is usual; fewer is always "
            "allowed, more needs a reason."
        ) % {"usual": kind.keep_days}
        if kind.code in ("roll", "support"):
            self.fields["document"].required = True

    @staticmethod
    def initial_of(kind: Kind, decided: DataSet | None) -> dict[str, Any]:
        if decided is None:
            return {
                "purpose": kind.says,
                "basis": kind.basis,
                "condition": kind.condition,
                "keep_days": kind.keep_days,
            }
        names = ("purpose", "basis", "condition", "document", "keep_days", "longer_because")
        return {name: getattr(decided, name) for name in names}

    def decision(self) -> Decision:
        return Decision(code=self.kind.code, **self.cleaned_data)


class ProcessorForm(forms.Form):
    """A supplier who works with the data."""

    name = forms.CharField(label=_("Name"), max_length=120)
    does = forms.CharField(
        label=_("What they do with the data"),
        help_text=_("For example: sends our mail, and sees address and text."),
        max_length=200,
    )
    country = forms.CharField(label=_("Country in which they do it"), max_length=80)
    contract = forms.CharField(label=_("Contract under article 28"), max_length=200, required=False)
    transfer_ground = forms.CharField(
        label=_("Ground for a transfer abroad"), max_length=200, required=False
    )
