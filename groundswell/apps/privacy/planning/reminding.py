"""Telling data officers of requests before their month is over."""

from datetime import datetime

from django.utils.translation import gettext as _

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.privacy.notices import tell_data_officers
from groundswell.apps.privacy.queries.requests import REMIND_AT, clock_of, open_requests


def remind(*, organisation: Organisation, at: datetime) -> int:
    """Tell the data officers of requests whose time is half, three quarters, nine tenths gone.

    Each is told of once at each step, and when it is late. Returns how many were told of.
    """
    pressing = []
    for request in open_requests():
        reached = max((p for p in REMIND_AT if clock_of(request, at=at).percent >= p), default=0)
        if reached > request.told_percent:
            request.told_percent = reached
            request.save(update_fields=["told_percent"])
            pressing.append((request.number, reached))
    if pressing:
        lines = [
            _("Request %(number)d: its time is over.") % {"number": number}
            if reached == 100
            else _("Request %(number)d: %(percent)d in 100 of its time is gone.")
            % {"number": number, "percent": reached}
            for number, reached in pressing
        ]
        tell_data_officers(organisation, _("Requests about people’s data wait"), "\n".join(lines))
    return len(pressing)
