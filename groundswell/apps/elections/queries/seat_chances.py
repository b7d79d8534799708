"""One party's chances in every seat, under one scenario beside the others."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from groundswell.apps.elections.models import Forecast, Party, SeatForecast
from groundswell.apps.elections.queries.results import Result, results
from groundswell.apps.elections.scenarios import BLEND


@dataclass(frozen=True)
class SeatChance:
    """One party in one seat. Margins are shares of the vote, chances 0 to 1.

    p_win, margins, pivotality and rank are of the scenario shown; p_low and p_high span all
    scenarios but the blend; ranks are by scenario. held: the party won the seat last time.
    """

    seat_id: int
    code: str
    name: str
    region: str
    p_win: float
    p_low: float
    p_high: float
    margin: float
    margin_q05: float
    margin_q95: float
    pivotality: float
    rank: int
    ranks: dict[str, int]
    depends_on_scenario: bool
    held: bool
    last: Result | None

    @property
    def value(self) -> float:
        """Expected seats for 100,000 added votes."""
        return 1e5 * self.pivotality


COLUMNS = (
    "scenario", "seat_id", "p_win", "margin_mean", "margin_q05", "margin_q95", "pivotality",
    "rank", "depends_on_scenario", "seat__code", "seat__name", "seat__region",
)  # fmt: skip


def seat_chances(
    forecast: Forecast,
    party: Party,
    *,
    scenario: str = BLEND,
    last: Mapping[int, Result] | None = None,
) -> list[SeatChance]:
    """Every seat where the party stands, by rank under the scenario.

    last: the results of the base election, by the seat's key, where they are at hand.
    """
    rows: dict[int, dict[str, tuple]] = defaultdict(dict)
    found = SeatForecast.objects.filter(forecast=forecast, party=party).values_list(*COLUMNS)
    for row in found:
        rows[row[1]][row[0]] = row
    last = results(forecast.base) if last is None else last
    chances = [
        _seat_chance(by_scenario, scenario, party, last.get(seat))
        for seat, by_scenario in rows.items()
        if scenario in by_scenario
    ]
    return sorted(chances, key=lambda one: (one.rank, one.name))


def _seat_chance(
    rows: dict[str, tuple], scenario: str, party: Party, last: Result | None
) -> SeatChance:
    _, seat, p_win, margin, low, high, value, rank, depends, code, name, region = rows[scenario]
    # Of a single scenario, its own chance is the range.
    spread = [row[2] for key, row in rows.items() if key != BLEND] or [p_win]
    return SeatChance(
        seat_id=seat,
        code=code,
        name=name,
        region=region,
        p_win=p_win,
        p_low=min(spread),
        p_high=max(spread),
        margin=margin,
        margin_q05=low,
        margin_q95=high,
        pivotality=value,
        rank=rank,
        ranks={key: row[7] for key, row in rows.items()},
        depends_on_scenario=depends,
        held=last is not None and last.winner_id == party.pk,
        last=last,
    )
