"""How many seats each party could win."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from groundswell.apps.elections.models import Forecast, Party, PartyForecast
from groundswell.apps.elections.queries.results import Result
from groundswell.charts.histogram import seat_totals
from groundswell.charts.intervals import range_bar
from groundswell.charts.markup import Svg

# Parties that are likely to win fewer seats than this, and won none, need no row.
FEWEST_SEATS = 0.05
# A majority is in sight if some draw reaches this part of it.
NEAR = 0.6


@dataclass(frozen=True)
class PartyTotal:
    """One party's seats; `bar` draws its range beside those of the others."""

    row: PartyForecast
    seats_last: int
    is_side: bool
    bar: Svg

    @property
    def party(self) -> Party:
        return self.row.party


@dataclass(frozen=True)
class Totals:
    """All parties' seats under one scenario, and the side's in full."""

    side: PartyForecast | None
    seats_last: int
    rows: list[PartyTotal]
    histogram: Svg | None


def totals(
    forecast: Forecast, party: Party, *, scenario: str, last: Mapping[int, Result]
) -> Totals:
    """Seats of each party that could win any, the most expected first; `last` is what happened."""
    rows = list(
        PartyForecast.objects.filter(forecast=forecast, scenario=scenario)
        .select_related("party")
        .order_by("-seats_mean", "party__position")
    )
    won = Counter(result.winner_id for result in last.values())
    most = max((row.seats_q95 for row in rows), default=1.0)
    side = next((row for row in rows if row.party_id == party.pk), None)
    return Totals(
        side=side,
        seats_last=won[party.pk],
        rows=[
            PartyTotal(
                row=row,
                seats_last=won[row.party_id],
                is_side=row.party_id == party.pk,
                bar=range_bar(row.seats_q05, row.seats_q50, row.seats_q95, end=max(most, 1.0)),
            )
            for row in rows
            if row.party_id == party.pk or row.seats_mean >= FEWEST_SEATS or row.party_id in won
        ],
        histogram=_histogram(side, forecast.majority) if side else None,
    )


def _histogram(row: PartyForecast, majority: int) -> Svg:
    held = row.seats_histogram
    counts = np.zeros(held["first"] + len(held["shares"]))
    counts[held["first"] :] = held["shares"]
    # A party that comes nowhere near gets no line, which would press its bars into a corner.
    is_near = len(counts) > NEAR * majority
    return seat_totals(
        counts,
        majority=majority if is_near else None,
        side=row.party.short_name,
        below=_("no majority in {} of 100"),
        reached=_("majority in {}"),
    )
