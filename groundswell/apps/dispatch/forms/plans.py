"""What a user types to make a plan or to change a shift."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.dispatch.assumptions import MINUTES_PER_HOUR, PlanAssumptions
from groundswell.apps.events.actions import MOST_PLACES


def whole_number(
    label: Any, help_text: Any = "", *, low: int, high: int, required: Any = ""
) -> forms.IntegerField:
    """A field for a whole number, whose one error says what it takes. required: said if empty."""
    takes = lazy_takes(low, high)
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=low,
        max_value=high,
        error_messages={
            **dict.fromkeys(("invalid", "min_value", "max_value"), takes),
            "required": required or takes,
        },
    )


def _takes(low: float, high: float) -> str:
    return _("Give a whole number from %(low)s to %(high)s.") % {
        "low": f"{low:,}", "high": f"{high:,}",
    }  # fmt: skip


lazy_takes = lazy(_takes, str)


class PlanForm(forms.Form):
    """What a plan takes for granted, in the words of the page."""

    contacts_per_vote = whole_number(
        gettext_lazy("Conversations for one added vote"),
        gettext_lazy(
            "The evidence runs from 14 (an American handbook of 2004) over 40 (an average of 2013) "
            "to none at all (49 experiments on persuasion, 2018)."
        ),
        low=1,
        high=100_000,
        required=gettext_lazy(
            "Say how many conversations add one vote, or tick that they add none."
        ),
    )
    no_effect = forms.BooleanField(
        label=gettext_lazy("Conversations add no votes"),
        help_text=gettext_lazy("Nobody is then sent anywhere: a check on the plan, not a plan."),
        required=False,
    )
    contacts_per_shift = forms.FloatField(
        label=gettext_lazy("Conversations of one person in one shift"),
        help_text=gettext_lazy("People who open the door and talk; 12 is usual in three hours."),
        min_value=0.1,
        max_value=200,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Give a number from 0.1 to 200."),
        ),
    )
    places_percent = whole_number(
        gettext_lazy("Places to fill in every shift, of a hundred"),
        gettext_lazy("100 fills each shift; 120 asks for more, where one in six may not come."),
        low=1,
        high=300,
    )
    min_team = whole_number(
        gettext_lazy("Smallest team"),
        gettext_lazy("Nobody is sent to a shift with fewer people than this."),
        low=1,
        high=100,
    )
    hours_per_seat = whole_number(
        gettext_lazy("Hours on the way that one more seat is worth"),
        gettext_lazy(
            "The way there, of all people together. Fewer hours keep people nearer to their homes."
        ),
        low=1,
        high=100_000_000,
    )

    @staticmethod
    def initial_of(assumptions: PlanAssumptions) -> dict[str, Any]:
        """The fields as they stand before anything is changed."""
        return {
            "contacts_per_vote": assumptions.contacts_per_vote,
            "no_effect": not assumptions.votes_per_contact,
            "contacts_per_shift": f"{assumptions.contacts_per_shift:g}",
            "places_percent": assumptions.places_percent,
            "min_team": assumptions.min_team,
            "hours_per_seat": assumptions.hours_per_seat,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["no_effect"].widget
        if box.value_from_datadict(self.data, self.files, self.add_prefix("no_effect")):
            self.fields["contacts_per_vote"].required = False

    def assumptions(self) -> PlanAssumptions:
        """What was typed, in the engine's units. Only after `is_valid`."""
        given = self.cleaned_data
        per_vote = None if given["no_effect"] else given["contacts_per_vote"]
        return PlanAssumptions(
            votes_per_contact=1 / per_vote if per_vote else 0.0,
            contacts_per_shift=given["contacts_per_shift"],
            places_percent=given["places_percent"],
            # Four digits: 166,667 hours are then the usual price again, and not nearly.
            travel_price=float(f"{1 / (MINUTES_PER_HOUR * given['hours_per_seat']):.4g}"),
            min_team=given["min_team"],
        )


class PlacesForm(forms.Form):
    """How many people a shift can use."""

    places = whole_number(gettext_lazy("Places"), low=0, high=MOST_PLACES)
