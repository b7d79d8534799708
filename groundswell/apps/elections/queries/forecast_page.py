"""Everything the forecast page shows, for one side under one scenario."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from groundswell.apps.elections import words
from groundswell.apps.elections.models import ExpectedShare, Forecast, Party
from groundswell.apps.elections.queries.backtests import tested
from groundswell.apps.elections.queries.results import results
from groundswell.apps.elections.queries.seat_chances import SeatChance, seat_chances
from groundswell.apps.elections.queries.seat_maps import (
    CHANCE,
    COLOURS,
    hexagons,
    seat_map,
)
from groundswell.apps.elections.queries.seat_table import seat_table
from groundswell.apps.elections.queries.totals import Totals, totals
from groundswell.apps.elections.queries.true_map import true_map
from groundswell.apps.elections.scenarios import BLEND
from groundswell.apps.places import queries as places
from groundswell.charts.scales import number_text

# A seat is in doubt while each outcome has this chance.
IN_DOUBT = 0.1


@dataclass(frozen=True)
class Asked:
    """What a reader asked the page for; what it doesn't know falls back to the usual."""

    scenario: str = BLEND
    by: str = CHANCE
    q: str = ""
    region: str = ""
    sort: str = ""
    page: str = "1"

    @classmethod
    def of(cls, given: Any, forecast: Forecast) -> "Asked":
        """Read a query string."""
        scenario, by = given.get("scenario", ""), given.get("by", "")
        return cls(
            scenario=scenario if scenario in forecast.scenarios else BLEND,
            by=by if by in COLOURS else CHANCE,
            q=given.get("q", "")[:80],
            region=given.get("region", ""),
            sort=given.get("sort", ""),
            page=given.get("page", "1"),
        )


def table_part(forecast: Forecast, party: Party, asked: Asked) -> dict[str, Any]:
    """The table of seats alone, for a search that shows as one types."""
    chances = seat_chances(forecast, party, scenario=asked.scenario)
    return {"asked": asked, "table": _table(chances, asked)}


def forecast_page(forecast: Forecast, party: Party, asked: Asked) -> dict[str, Any]:
    """Totals, maps, table, how it was made, and how good such forecasts were."""
    last = results(forecast.base)
    chances = seat_chances(forecast, party, scenario=asked.scenario, last=last)
    seats = totals(forecast, party, scenario=asked.scenario, last=last)
    coloured = seat_map(forecast, party, chances, by=asked.by, scenario=asked.scenario)
    return {
        "asked": asked,
        "table": _table(chances, asked),
        "totals": seats,
        "figures": _figures(forecast, party, seats, chances),
        "map": coloured,
        "hexagons": hexagons(coloured),
        "colours": list(COLOURS.items()),
        "scenarios": [(name, words.scenario_name(name)) for name in (BLEND, *forecast.scenarios)],
        "weights": [
            (words.scenario_name(name), one["weight"], one["horizon_days"])
            for name, one in forecast.scenarios.items()
        ],
        "polls": _polls(forecast),
        "tested": tested(party),
        "credits": places.credits(),
    }


def forecast_map(forecast: Forecast, party: Party, asked: Asked) -> str:
    """The seats where they really lie, as JSON text."""
    chances = seat_chances(forecast, party, scenario=asked.scenario)
    return true_map(seat_map(forecast, party, chances, by=asked.by, scenario=asked.scenario))


def _table(chances: list[SeatChance], asked: Asked) -> Any:
    return seat_table(chances, q=asked.q, region=asked.region, sort=asked.sort, page=asked.page)


def _figures(
    forecast: Forecast, party: Party, seats: Totals, chances: list[SeatChance]
) -> list[dict[str, str]]:
    """The four numbers on top, each with what to compare it with."""
    row = seats.side
    if row is None:
        return []
    n_doubt = sum(IN_DOUBT <= one.p_win <= 1 - IN_DOUBT for one in chances)
    return [
        {
            "name": _("Seats, %(side)s") % {"side": party.short_name},
            "value": number_text(row.seats_q50),
            "note": _("90 of 100 between %(low)s and %(high)s; %(last)s last time") % {
                "low": number_text(row.seats_q05),
                "high": number_text(row.seats_q95),
                "last": number_text(seats.seats_last),
            },
        },
        {
            "name": _("Chance of a majority"),
            "value": words.chance(row.p_majority),
            "note": _("%(n)s of %(all)s seats or more") % {
                "n": forecast.majority, "all": forecast.election.n_seats,
            },
        },
        {
            "name": _("Chance of being largest"),
            "value": words.chance(row.p_largest),
            "note": _("more seats than any other party"),
        },
        {
            "name": _("Seats in doubt"),
            "value": number_text(n_doubt),
            "note": _("of %(n)s where the side stands: a chance from 10 to 90 in 100") % {
                "n": len(chances),
            },
        },
    ]  # fmt: skip


def _polls(forecast: Forecast) -> dict[str, Any] | None:
    """The shares that the polls led one to expect, areas down and parties across."""
    rows = ExpectedShare.objects.filter(election=forecast.election).select_related("party")
    shares = {(row.area_name, row.party): row for row in rows}
    if not shares:
        return None
    parties = sorted({party for _area, party in shares}, key=lambda one: one.position)
    areas = sorted(
        {area for area, _party in shares}, key=lambda area: (-_n(shares, area, parties), area)
    )
    return {
        "parties": parties,
        "rows": [
            (area, [_share(shares.get((area, party))) for party in parties]) for area in areas
        ],
        "sources": sorted({row.source for row in shares.values()}),
    }


def _n(shares: dict[Any, Any], area: str, parties: list[Party]) -> int:
    return sum((area, party) in shares for party in parties)


def _share(row: ExpectedShare | None) -> str:
    return "–" if row is None else words.percent(row.share)
