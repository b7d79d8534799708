"""What a plan does in each seat, as the table, the hexagons and the CSV show it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from groundswell.apps.dispatch.models import Plan, PlanSeat
from groundswell.apps.elections import words
from groundswell.apps.elections.models import SeatForecast
from groundswell.apps.elections.queries.seat_maps import Place, places_of
from groundswell.apps.elections.scenarios import BLEND
from groundswell.charts.bars import share_bar
from groundswell.charts.intervals import range_bar
from groundswell.charts.markup import Svg


@dataclass(frozen=True)
class Chance:
    """The side's chance to win a seat: the blend, and the lowest and highest of the scenarios."""

    blend: float
    low: float
    high: float


@dataclass(frozen=True)
class SeatRow:
    """One seat of a plan. price: expected seats of one more person on one shift there."""

    place: Place
    price: float
    weight: float
    wanted: int
    placed: int
    nearest: int
    minutes: float | None
    p_before: float
    p_after: float
    depends_on_scenario: bool
    chance: Chance | None
    top_price: float

    @property
    def still(self) -> int:
        """Places that the plan leaves open."""
        return max(self.wanted - self.placed, 0)

    @property
    def next_hour(self) -> int:
        """The value of the next hour, that of the highest seat of the plan being 100."""
        return round(100 * self.price / self.top_price) if self.top_price > 0 else 0

    @property
    def chance_text(self) -> str:
        """The chance of 100, without a base."""
        return words.hundred(self.chance.blend) if self.chance else "–"

    @property
    def range_text(self) -> str:
        """From the lowest to the highest scenario, of 100."""
        return words.chance_range(self.chance.low, self.chance.high) if self.chance else ""

    @property
    def range(self) -> Svg | None:
        """The chance as a bar over the scenarios with a dot for the blend."""
        c = self.chance
        return range_bar(c.low, c.blend, c.high) if c else None

    @property
    def bar(self) -> Svg:
        """How many of those wanted are placed."""
        return share_bar(self.placed, self.wanted)


@dataclass(frozen=True)
class PlanSeats:
    """Every seat of the election, with what the plan does in those where the side stands."""

    places: list[Place]
    rows: dict[int, SeatRow]

    @cached_property
    def in_plan(self) -> list[SeatRow]:
        """Seats with a shift, the highest value of the next hour first."""
        held = [row for row in self.rows.values() if row.wanted or row.placed]
        return sorted(held, key=lambda row: (-row.price, row.place.name))

    @cached_property
    def regions(self) -> list[str]:
        """Regions in which the plan has seats, by name."""
        return sorted({row.place.region for row in self.in_plan})

    @property
    def emptiest_region(self) -> str:
        """Where most places are left open; "" if none are."""
        still: dict[str, int] = defaultdict(int)
        for row in self.in_plan:
            still[row.place.region] += row.still
        most = max(still.values(), default=0)
        return next((name for name, n in still.items() if n == most), "") if most else ""


def seats_of(plan: Plan) -> PlanSeats:
    """Read all seats of a finished plan; three queries, whatever their number."""
    places = places_of(plan.forecast)
    by_id = {place.pk: place for place in places}
    chances = chances_of(plan.forecast_id, plan.side_id)
    rows = list(PlanSeat.objects.filter(plan=plan).values(*SEAT_COLUMNS))
    top = max((row["seat_price"] for row in rows if row["n_places"]), default=0.0)
    return PlanSeats(
        places=places,
        rows={
            row["seat_id"]: SeatRow(
                place=by_id[row["seat_id"]],
                price=row["seat_price"],
                weight=row["weight"],
                wanted=row["n_places"],
                placed=row["n_placed"],
                nearest=row["n_nearest"],
                minutes=row["median_minutes"],
                p_before=row["p_before"],
                p_after=row["p_after"],
                depends_on_scenario=row["depends_on_scenario"],
                chance=chances.get(row["seat_id"]),
                top_price=top,
            )
            for row in rows
            if row["seat_id"] in by_id
        },
    )


SEAT_COLUMNS = (
    *("seat_id", "seat_price", "weight", "n_places", "n_placed", "n_nearest"),
    *("median_minutes", "p_before", "p_after", "depends_on_scenario"),
)


def chances_of(forecast_id: UUID, side_id: int) -> dict[int, Chance]:
    """The side's chance in each seat where it stands, over all scenarios."""
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for seat, scenario, p_win in SeatForecast.objects.filter(
        forecast=forecast_id, party=side_id
    ).values_list("seat_id", "scenario", "p_win"):
        found[seat][scenario] = p_win
    chances = {}
    for seat, p in found.items():
        blend = p.pop(BLEND, None)
        if blend is None:
            continue
        ends = list(p.values()) or [blend]
        chances[seat] = Chance(blend, min(ends), max(ends))
    return chances
