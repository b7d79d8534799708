"""Figures and days as the pages say them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from math import ceil, floor, isfinite, log10

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groundswell.charts.scales import MINUS


def seats_text(seats: float, *, digits: int = 3) -> str:
    """Expected seats to three figures: 0.152, 3.62, 12.4; what rounds to nothing is 0."""
    if not isfinite(seats) or abs(seats) < 5e-7:
        return "0"
    decimals = max(0, digits - 1 - floor(log10(abs(seats))))
    text = f"{abs(seats):,.{min(decimals, 7)}f}"
    return MINUS + text if seats < 0 else text


def apart(values: Sequence[float], *, most: int = 7) -> list[str]:
    """Seats with as many decimals as tell them from one another: four, or more up to `most`."""
    for decimals in range(4, most + 1):
        texts = [f"{value:,.{decimals}f}" for value in values]
        if len(set(texts)) == len(set(values)):
            break
    return texts


def gap_text(gap: float) -> str:
    """A gap as a percentage that is never too small: 0.00412 % is called 0.005 %."""
    percent = 100 * gap
    if percent <= 0:
        return "0"
    if percent < 0.001:
        return "0.001"
    step = 10.0 ** floor(log10(percent))
    # A hair is taken off first, or 0.05 / 0.01 would be six steps.
    return f"{ceil(percent / step - 1e-9) * step:.{max(0, -floor(log10(percent)))}f}"


def change_text(value: float, base: float) -> str:
    """How much more one is than the other: "+7%"; a dash where there is nothing to compare with."""
    if base <= 0:
        return "–"
    percent = 100 * (value / base - 1)
    sign = MINUS if percent < -0.5 else "+" if percent >= 0.5 else ""
    return f"{sign}{abs(percent):,.0f}%"


def days_text(moments: Iterable[datetime]) -> str:
    """The days of a plan's shifts: "Saturday 3 and Sunday 4 June"."""
    days = sorted({timezone.localtime(moment).date() for moment in moments})
    if not days:
        return _("Shifts without a day")
    if len(days) > 3:
        return _("%(first)s to %(last)s") % {
            "first": date_format(days[0], "j F"),
            "last": date_format(days[-1], "j F"),
        }
    return list_text([_day(day, days) for day in days])


def _day(day: date, days: Sequence[date]) -> str:
    """A day, with its month where the next one isn't in the same."""
    later = [other for other in days if other > day]
    is_last_of_month = not later or later[0].month != day.month
    return date_format(day, "l j F" if is_last_of_month else "l j")


def list_text(words: Sequence[str]) -> str:
    """Words one after another: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(before)s and %(last)s") % {"before": ", ".join(words[:-1]), "last": words[-1]}
