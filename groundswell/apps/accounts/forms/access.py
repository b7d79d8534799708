"""Giving a role, renewing one, sending a link for one shift."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.accounts import limits
from groundswell.apps.accounts.giving import (
    KINDS,
    LONGEST,
    WITH_A_SECOND,
    latest_end,
    roles_given_by,
)
from groundswell.apps.accounts.limits import Limit
from groundswell.apps.accounts.models import Grant
from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.reach import reach_of
from groundswell.errors import InputError

SEPARATOR = ":"


def end_of_day(day: Any) -> datetime:
    """The last minute of a day on the organisation's clocks."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


class UntilForm(forms.Form):
    """The last day of a role."""

    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("The role ends by itself at the end of this day."),
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Give a day, such as 31 May 2027.")
        ),
    )

    def clean_until(self) -> datetime | None:
        until = end_of_day(self.cleaned_data["until"])
        if until <= timezone.now():
            raise forms.ValidationError(_("This day is past. Choose one that is still to come."))
        return until


class GrantForm(UntilForm):
    """A role for an address: what, where, until when and why."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("Somebody new gets an invitation, good for seven days."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    where = forms.ChoiceField(
        label=gettext_lazy("Limited to"),
        help_text=gettext_lazy("They see nothing outside of it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("A few words for whoever looks at the list later."),
    )

    field_order = ("email", "role", "where", "until", "reason")

    def __init__(self, *args: Any, grants: Sequence[Grant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_given_by(grants)
        reach = reach_of(grants, "grant.manage")
        self._grants = grants
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["where"].choices = list(_places(roles, reach))  # type: ignore[attr-defined]
        self.fields["until"].required = False
        self.fields["until"].help_text = _(
            "Left empty, it is the latest that the role allows. The role ends by itself."
        )

    def clean_until(self) -> datetime | None:
        return super().clean_until() if self.cleaned_data.get("until") else None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        role = Role(given["role"])
        kind, _sep, limit_id = given["where"].partition(SEPARATOR)
        try:
            limit = limits.limit_of(kind, limit_id)
        except InputError as gone:
            raise forms.ValidationError({"where": str(gone)}) from gone
        if kind not in KINDS[role]:
            kinds = [str(Grant.Scope(k).label) for k in Grant.Scope if k in KINDS[role]]
            words = _("%(role)s is a role for %(kinds)s. Choose one of those.")
            raise forms.ValidationError(
                {"where": words % {"role": role.label, "kinds": ", ".join(kinds)}}
            )
        given |= {"role": role, "limit": limit}
        given["until"] = given.get("until") or self._latest(role, limit)
        return given

    def _latest(self, role: Role, limit: Limit) -> datetime:
        """As long as the role allows, and the giver's own role where that binds."""
        own = max(grant.valid_until for grant in self._grants)
        latest = longest_end(role, limit)
        return latest if role in WITH_A_SECOND else min(latest, own)


def longest_end(role: Role, limit: Limit) -> datetime:
    """The latest end that a role allows if it is given now."""
    # A minute less: what is typed now is stored a moment later.
    longest = timezone.now() + LONGEST[role] - timedelta(minutes=1)
    return min(longest, latest_end(role, limit) or longest)


def _places(roles: Sequence[Role], reach: Any) -> Any:
    """The choices of what a role can be limited to, in groups."""
    kinds = set().union(*(KINDS[role] for role in roles)) if roles else set()
    if reach.whole and Grant.Scope.ORGANISATION in kinds:
        whole = limits.whole_organisation()
        yield (_key(whole), _("The whole organisation"))
    groups = (
        (Grant.Scope.AREA, _("Areas")),
        (Grant.Scope.TEAM, _("Teams")),
        (Grant.Scope.EVENT, _("Events")),
    )
    for kind, title in groups:
        found = limits.within(kind, reach) if kind in kinds else []
        if found:
            yield (title, [(_key(limit), _indented(limit)) for limit in found])


def _key(limit: Limit) -> str:
    return f"{limit.kind}{SEPARATOR}{limit.id}"


def _indented(limit: Limit) -> str:
    depth = limit.id.count("/") - 2 if limit.kind == Grant.Scope.AREA else 0
    return "\u2007\u2007" * depth + limit.words


class NewcomerForm(forms.Form):
    """What somebody new is called; whoever has an account is known already."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)


class ShiftLinkForm(forms.Form):
    """Whom to let into one shift."""

    shift = forms.ChoiceField(label=gettext_lazy("Shift"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The link goes there. It works once, within 15 minutes."),
    )

    def __init__(self, *args: Any, grants: Sequence[Grant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        open_ones = [
            limit
            for limit in limits.within(Grant.Scope.SHIFT, reach_of(grants, "grant.manage"))
            if limit.ends_at and limit.ends_at > now
        ]
        self.fields["shift"].choices = [(limit.id, limit.words) for limit in open_ones]  # type: ignore[attr-defined]
