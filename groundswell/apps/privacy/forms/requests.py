"""What a data officer types about a request or a breach."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.apps.privacy.models import PrivacyRequest

Channel = PrivacyRequest.Channel
BY_HAND = [(one.value, one.label) for one in (Channel.EMAIL, Channel.POST, Channel.PHONE)]


class RequestForm(forms.Form):
    """A request that came by post, e-mail or telephone."""

    kind = forms.ChoiceField(label=_("They want to"), choices=PrivacyRequest.Kind.choices)
    channel = forms.ChoiceField(label=_("It came by"), choices=BY_HAND)
    received_at = forms.DateField(
        label=_("It came on"),
        help_text=_("The month to answer in begins on this day."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    contact = forms.CharField(label=_("Where the answer goes"), max_length=254)
    words = forms.CharField(
        label=_("What they wrote"),
        help_text=_("Kept encrypted, until 30 days after the answer."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PersonForm(forms.Form):
    """Which of the people found it is, and how we know."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    identity = forms.CharField(
        label=_("How do you know that it is they?"),
        help_text=_("No more than needed: it came from the address we have, we called back, …"),
        max_length=200,
    )


class AnswerForm(forms.Form):
    """What was answered."""

    answer = forms.CharField(
        label=_("What you answered"),
        help_text=_("Kept encrypted for 30 days. A refusal needs its reasons."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    refused = forms.BooleanField(label=_("It was refused"), required=False)


class BreachForm(forms.Form):
    """What is known of a breach; all but the first can follow."""

    what = forms.CharField(
        label=_("What happened"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    whose = forms.CharField(
        label=_("Whose data, and which"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    n_people = forms.IntegerField(label=_("About how many people"), min_value=0, required=False)
    likely = forms.CharField(
        label=_("What may come of it for them"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    measures = forms.CharField(
        label=_("What was done, and what will be"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class NewBreachForm(BreachForm):
    """A breach that has just been noticed."""

    noticed_at = forms.DateTimeField(
        label=_("Noticed on"),
        help_text=_("The 72 hours begin then, not when it happened."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    field_order = ("noticed_at", "what")


class ClosingForm(forms.Form):
    """Why nothing more is to be done about a breach."""

    because = forms.CharField(
        label=_("Why it can be closed"),
        help_text=_("If nobody was told: why there is no risk to people (article 33)."),
        max_length=300,
    )
