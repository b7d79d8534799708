"""A plan as pictures: the hexagon map, and the data of the true map."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.dispatch.models import Flow, Plan
from groundswell.apps.dispatch.queries.plan_seats import PlanSeats, SeatRow, seats_of
from groundswell.apps.elections import words
from groundswell.apps.elections.queries.seat_maps import Place, short_region
from groundswell.apps.places import queries as places
from groundswell.apps.places.models import PostcodeDistrict
from groundswell.charts.hexagons import Cell, cartogram
from groundswell.charts.legend import scale_legend
from groundswell.charts.markup import Html, Svg
from groundswell.charts.scales import class_breaks, class_names, class_of

ADDED_VOTES = 100_000
MOST_LINES = 1_500
# The class of a seat where the side stands and there is nothing to show: below all in the legend.
NO_VALUE = 0
# Degrees around the outermost seats.
ROOM = 0.3
CHANCE_BREAKS = [0.2, 0.4, 0.6, 0.8]
# The seats worth most are few: the classes tell them apart, and lump the rest together.
VALUE_LEVELS = (0.5, 0.7, 0.85, 0.95)


@dataclass(frozen=True)
class Colouring:
    """One thing that the hexagons can show."""

    key: str
    name: str | Promise
    note: str | Promise
    value: Callable[[SeatRow, float], float | None]
    breaks: Callable[[list[float]], list[float]]


def _value(row: SeatRow, votes_per_shift: float) -> float | None:
    return ADDED_VOTES * row.price / votes_per_shift if votes_per_shift > 0 else None


def _chance(row: SeatRow, _votes: float) -> float | None:
    return row.chance.blend if row.chance else None


def _open(row: SeatRow, _votes: float) -> float | None:
    return float(row.still) if row.wanted else None


def _value_breaks(values: list[float]) -> list[float]:
    known = [value for value in values if value > 0]
    if not known:
        return []
    raw = np.quantile(known, VALUE_LEVELS)
    # A tenth is fine enough where the classes are whole seats apart.
    decimals = 1 if raw[-1] >= 2 else 6
    return sorted({round(float(f"{value:.2g}"), decimals) for value in raw} - {0.0})


COLOURINGS = (
    Colouring(
        "value",
        gettext_lazy("Value of the next hour"),
        gettext_lazy("One hexagon, one seat. Expected seats per 100,000 added votes."),
        _value,
        _value_breaks,
    ),
    Colouring(
        "chance",
        gettext_lazy("Chance to win"),
        gettext_lazy("One hexagon, one seat. Of 100 simulated elections, before anybody is sent."),
        _chance,
        lambda _values: CHANCE_BREAKS,
    ),
    Colouring(
        "open",
        gettext_lazy("Places still open"),
        gettext_lazy(
            "One hexagon, one seat. Places that the plan leaves open; the palest have no shift."
        ),
        _open,
        lambda values: class_breaks(values, method="equal"),
    ),
)


@dataclass(frozen=True)
class Picture:
    """The hexagon map with its legend, and what it shows."""

    colouring: Colouring
    legend: Html
    svg: Svg


def colouring_of(key: str) -> Colouring:
    """The colouring asked for; the first if there is none of that name."""
    return next((one for one in COLOURINGS if one.key == key), COLOURINGS[0])


def picture(seats: PlanSeats, plan: Plan, *, by: str = "") -> Picture:
    """Draw every seat of the election by one of the colourings."""
    colouring = colouring_of(by)
    assumed = plan.assumptions
    votes = assumed["votes_per_contact"] * assumed["contacts_per_shift"]
    values = {key: colouring.value(row, votes) for key, row in seats.rows.items()}
    known = [value for value in values.values() if value is not None]
    breaks = colouring.breaks(known)
    shown = [100 * value for value in breaks] if colouring.key == "chance" else breaks
    return Picture(
        colouring=colouring,
        legend=scale_legend(class_names(shown), without=_("no side")),
        svg=hexagons(
            seats.places,
            levels={
                key: NO_VALUE if value is None else class_of(value, breaks)
                for key, value in values.items()
            },
            titles=titles_of(seats.rows.values()),
            label=_("%(what)s in each of %(n)d seats")
            % {"what": colouring.name, "n": len(seats.places)},
            description=_("The table below has every figure."),
        ),
    )


def hexagons(
    places: list[Place],
    *,
    levels: dict[int, int | None],
    titles: dict[int, str],
    label: str,
    description: str = "",
    symbol: str = "h",
) -> Svg:
    """Draw the seats that have a hexagon."""
    cells = [
        Cell(
            code=place.code,
            name=place.name,
            q=place.q,
            r=place.r,
            region=place.region,
            level=levels.get(place.pk),
            title=titles.get(place.pk, place.name),
        )
        for place in places
        if place.q is not None and place.r is not None
    ]
    return cartogram(
        cells,
        label=label,
        description=description,
        region_names={cell.region: short_region(cell.region) for cell in cells},
        symbol=symbol,
    )


def titles_of(rows: Iterable[SeatRow]) -> dict[int, str]:
    """What pointing at each seat says: "Gower: 45 in 100 to win, 71 of 150 placed"."""
    # Translated once, not 650 times.
    to_win, both = _("%(chance)s to win"), _("%(seat)s: %(says)s")
    chance_of = cache(words.chance)
    titles = {}
    for row in rows:
        says = []
        if row.chance is not None:
            says.append(to_win % {"chance": chance_of(_rounded(row.chance.blend))})
        if row.wanted:
            says.append(placed_text(row.placed, row.wanted))
        titles[row.place.pk] = both % {"seat": row.place.name, "says": ", ".join(says)}
    return titles


def _rounded(chance: float) -> float:
    """To a thousandth, but what may still happen stays off 0 and 1."""
    return min(max(round(chance, 3), 0.001), 0.999) if 0 < chance < 1 else chance


def placed_text(placed: int, wanted: int) -> str:
    """How many of those wanted a plan places."""
    return _("%(placed)s of %(wanted)s placed") % {"placed": f"{placed:,}", "wanted": f"{wanted:,}"}


def plan_map(plan: Plan) -> str:
    """The true map's data as JSON, as `frontend/src/map.ts` describes them.

    Lines run from where people live, gathered on a grid, to the seats they are asked to; only the
    heaviest are sent. Dots stand in for the land where no outlines are loaded.
    """
    seats = seats_of(plan)
    outlines = places.outlines_url()
    data = {
        "bounds": _bounds(seats.places),
        "land_url": outlines,
        "areas": {row.place.code: {"class": "pick"} for row in seats.in_plan} if outlines else {},
        "dots": [] if outlines else _dots(),
        "lines": _lines(plan, seats),
        "spots": _spots(seats),
        "credits": places.credits(),
    }
    return json.dumps(data, separators=(",", ":"))


def _bounds(places_: list[Place]) -> list[float]:
    """From the westernmost to the northernmost seat, with some room around."""
    lon = [place.lon for place in places_ if place.lon is not None] or [0.0]
    lat = [place.lat for place in places_ if place.lat is not None] or [0.0]
    return [min(lon) - ROOM, min(lat) - ROOM, max(lon) + ROOM, max(lat) + ROOM]


def _dots() -> list[list[float]]:
    districts = PostcodeDistrict.objects.values_list("lon", "lat")
    return [[round(lon, 2), round(lat, 2)] for lon, lat in districts]


def _lines(plan: Plan, seats: PlanSeats) -> list[dict[str, Any]]:
    at = {place.pk: _point(place) for place in seats.places if place.lon is not None}
    flows = (
        Flow.objects.filter(plan=plan)
        .order_by("-n_people", "pk")
        .values_list("lon", "lat", "seat_id", "n_people")[:MOST_LINES]
    )
    return [
        {"from": [round(lon, 3), round(lat, 3)], "to": at[seat], "n": n}
        for lon, lat, seat, n in flows
        if seat in at
    ]


def _spots(seats: PlanSeats) -> list[dict[str, Any]]:
    return [
        {
            "at": _point(row.place),
            "name": row.place.name,
            "line": placed_text(row.placed, row.wanted),
            "n": row.placed,
            "full": 2 * row.placed >= row.wanted,
            "href": reverse("seat", args=[row.place.code]),
        }
        for row in seats.in_plan
        if row.place.lon is not None
    ]


def _point(place: Place) -> list[float]:
    return [round(place.lon or 0.0, 4), round(place.lat or 0.0, 4)]
