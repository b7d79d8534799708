"""A map of who travels where: lines from homes to seats, circles by the people placed there."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.charts.markup import Html, Svg, drawing, element, join, line, short

WIDTH = 420.0
MARGIN = 14.0
DOT = 5.0
"""Pitch of the dots that stand for land."""
HOME = 8.0
"""Homes within so many pixels of one another are drawn as one."""


@dataclass(frozen=True)
class Spot:
    """A seat on the map: where, how many people go there, and how many are wanted."""

    name: str
    lon: float
    lat: float
    people: float
    places: float


@dataclass(frozen=True)
class Projection:
    """Degrees to pixels: east and north true to scale in the middle of the map."""

    west: float
    north: float
    stretch: float
    scale: float
    height: float

    def __call__(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """x and y of points in degrees."""
        return (
            MARGIN + (lon - self.west) * self.stretch * self.scale,
            MARGIN + (self.north - lat) * self.scale,
        )


def flow_map(
    *,
    spots: Sequence[Spot],
    homes: ArrayLike,
    seats: ArrayLike,
    people: ArrayLike,
    land: ArrayLike | None = None,
    label: str,
    most_lines: int = 400,
) -> Svg:
    """Draw people's journeys in degrees of WGS84.

    spots: the seats; empty circles are filled by less than half. homes: (n, 2) lon and lat where
    people set out. seats: (n,) for each the index of its spot. people: (n,) how many.
    land: (m, 2) points that show where the country is; the homes, if not given.
    """
    origin = np.asarray(homes, dtype=np.float64).reshape(-1, 2)
    ground = origin if land is None else np.asarray(land, dtype=np.float64).reshape(-1, 2)
    at = np.array([(spot.lon, spot.lat) for spot in spots], dtype=np.float64).reshape(-1, 2)
    project = projection(np.concatenate([ground, origin, at]))
    x, y = project(at[:, 0], at[:, 1])
    trips = _trips(
        project(origin[:, 0], origin[:, 1]),
        (x, y),
        np.asarray(seats, dtype=np.int64),
        np.asarray(people, dtype=np.float64),
        most=most_lines,
    )
    return drawing(
        line(_dots(*project(ground[:, 0], ground[:, 1])), "land"),
        trips,
        _circles(spots, x, y),
        label=label,
        width=WIDTH,
        height=project.height,
    )


def projection(points: NDArray[np.float64]) -> Projection:
    """Fit points (n, 2) of lon and lat into the map: its width, or its height if they are tall."""
    low, high = (
        (points.min(axis=0), points.max(axis=0)) if len(points) else (np.zeros(2), np.ones(2))
    )
    stretch = max(cos(radians(float(low[1] + high[1]) / 2)), 0.05)
    wide, tall = float(high[0] - low[0]) * stretch, float(high[1] - low[1])
    room = WIDTH - 2 * MARGIN
    scale = min(room / max(wide, 0.01), 1.5 * room / max(tall, 0.01))
    west = float(low[0]) - (room / scale - wide) / 2 / stretch
    return Projection(west, float(high[1]), stretch, scale, tall * scale + 2 * MARGIN)


def _dots(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """A small square wherever a cell of the grid holds a point."""
    cells = sorted({(int(b // DOT), int(a // DOT)) for a, b in zip(x, y, strict=True)})
    return "".join(f"M{short(a * DOT)} {short(b * DOT)}h4v4h-4z" for b, a in cells)


def _trips(
    start: tuple[NDArray[np.float64], NDArray[np.float64]],
    end: tuple[NDArray[np.float64], NDArray[np.float64]],
    seats: NDArray[np.int64],
    people: NDArray[np.float64],
    *,
    most: int,
) -> Html:
    """The journeys that most people make, thicker if more than the middle one of them."""
    together: dict[tuple[int, int, int], float] = {}
    for x, y, seat, count in zip(*start, seats.tolist(), people.tolist(), strict=True):
        key = (int(x // HOME), int(y // HOME), seat)
        together[key] = together.get(key, 0.0) + count
    largest = sorted(together.items(), key=lambda item: (-item[1], item[0]))[:most]
    middle = largest[len(largest) // 2][1] if largest else 0.0
    drawn: dict[str, list[str]] = {"trip": [], "trip trip-2": []}
    for (column, row, seat), count in largest:
        x, y = (column + 0.5) * HOME, (row + 0.5) * HOME
        to_x, to_y = float(end[0][seat]), float(end[1][seat])
        far = hypot(to_x - x, to_y - y)
        if far < HOME:
            continue  # shorter than homes are told apart
        # Bend to the right a little, so that journeys both ways can be told apart.
        bend_x = (x + to_x) / 2 - 0.12 * (to_y - y)
        bend_y = (y + to_y) / 2 + 0.12 * (to_x - x)
        d = f"M{x:.0f} {y:.0f}Q{bend_x:.0f} {bend_y:.0f} {to_x:.0f} {to_y:.0f}"
        drawn["trip trip-2" if count > middle else "trip"].append(d)
    return join(line("".join(paths), class_) for class_, paths in drawn.items() if paths)


def _circles(spots: Sequence[Spot], x: NDArray[np.float64], y: NDArray[np.float64]) -> Html:
    """Large circles first, so that small ones lie on top."""
    most = max((spot.people for spot in spots), default=1.0) or 1.0
    drawn = []
    for k in sorted(range(len(spots)), key=lambda k: -spots[k].people):
        spot = spots[k]
        is_short = spot.people < spot.places / 2
        title = element("title", f"{spot.name}: {spot.people:,.0f} of {spot.places:,.0f}")
        drawn.append(
            element(
                "circle",
                title,
                class_="spot spot-short" if is_short else "spot",
                cx=float(x[k]),
                cy=float(y[k]),
                r=max(2.4, 7.0 * sqrt(spot.people / most)),
            )
        )
    return join(drawn)
