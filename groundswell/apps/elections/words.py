"""Figures as the pages about elections say them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groundswell.apps.elections.models import Party
from groundswell.apps.elections.scenarios import BLEND, NO_SWING, POLLS
from groundswell.charts.scales import number_text, of_hundred


def chance(share: float) -> str:
    """A chance: "31 in 100"."""
    return _("%(n)s in 100") % {"n": of_hundred(share)}


def hundred(share: float) -> str:
    """The figure alone: "31", "fewer than 1" as "< 1"."""
    if 0 < share < 0.01:
        return "< 1"
    return "> 99" if 0.99 < share < 1 else of_hundred(share)


def chance_range(low: float, high: float) -> str:
    """A range of chances, both of 100: "39–50"; one figure if they round to the same."""
    ends = f"{100 * low:.0f}", f"{100 * high:.0f}"
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def spread(low: float, high: float) -> str:
    """The same, or nothing where both ends round to one figure."""
    said = chance_range(low, high)
    return said if "–" in said else ""


def short(party: Party) -> str:
    """A party's name where there is room for six letters: "Labour", "Plaid", "Con", "LD"."""
    first = party.short_name.split()[0]
    if len(party.short_name) <= 6:
        return party.short_name
    if first != party.short_name and len(first) > 4:
        return first[:6]
    return party.code if len(party.code) <= 2 else party.code.capitalize()


def points(share: float, *, decimals: int = 1) -> str:
    """A difference of shares in points, with its sign: "−1.6"."""
    return number_text(100 * share, decimals=decimals, signed=True)


def points_range(low: float, high: float) -> str:
    """A range of differences in whole points: "−21 to +18"."""
    return _("%(low)s to %(high)s") % {
        "low": points(low, decimals=0),
        "high": points(high, decimals=0),
    }


def percent(share: float, *, decimals: int = 1) -> str:
    """A share as a percentage without its sign: "36.9"."""
    return number_text(100 * share, decimals=decimals)


def votes_per_seat(pivotality: float) -> str:
    """How many votes of margin make one more seat likely: two figures are all that is known."""
    if pivotality <= 0 or 1 / pivotality > 9_500_000:
        return "–"
    votes = 1 / pivotality
    step = 10 ** max(len(str(int(votes))) - 2, 0)
    return f"{round(votes / step) * step:,}"


def scenario_name(name: str) -> str:
    """What a scenario is called on pages."""
    return {BLEND: _("Blend"), POLLS: _("Polls"), NO_SWING: _("No swing")}.get(name, name)


def day(moment: date) -> str:
    """A day: "7 May 2015"."""
    return date_format(moment, "j F Y")


def ordinal(rank: int) -> str:
    """A place in a list, as a word where English has one that a page would use."""
    if rank % 100 in (11, 12, 13):
        return _("%(n)sth") % {"n": f"{rank:,}"}
    ending = {1: _("%(n)sst"), 2: _("%(n)snd"), 3: _("%(n)srd")}.get(rank % 10, _("%(n)sth"))
    return ending % {"n": f"{rank:,}"}
