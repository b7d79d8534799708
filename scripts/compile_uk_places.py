"""Where the seats and the postcode districts are."""

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

import polars as pl

CENTROIDS_FILE = "uk_wpc_2010_2023_centroids.csv"
OUTLINES_FILE = "uk_wpc_2010_2023_simplified.geojson.gz"
SMALL_AREAS_FILE = "uk_small_areas_2011_to_wpc.csv.gz"
DISTRICTS_FILE = "uk_postcode_districts.csv"

# What the source writes instead of a place.
NO_PLACE = ("Non-geographic", "Bulk users", "Large users")

Point = tuple[float, float]
Ring = list[list[float]]


def seat_rows(uk: Path, *, cartogram: Path) -> Iterator[tuple[object, ...]]:
    """One row a seat, with its centre of population and its hexagon."""
    with cartogram.open(newline="", encoding="utf-8") as file:
        hexagon = {row["seat_code"]: (row["q"], row["r"]) for row in csv.DictReader(file)}
    homes = small_areas(uk)
    outlines = Outlines(uk / OUTLINES_FILE)
    for row in pl.read_csv(uk / CENTROIDS_FILE).sort("gss_code").iter_rows(named=True):
        code = row["gss_code"]
        centre = (row["pop_lon"], row["pop_lat"])
        if not outlines.hold(centre):
            # The mean of two islands lies between them: go to the nearest place with people.
            centre = nearest(centre, homes[code])
        names = (row["name"], row["region"], row["nation"])
        yield (code, *names, *rounded(centre), *hexagon[code])


def district_rows(uk: Path) -> Iterator[tuple[object, ...]]:
    """One row a postcode district in use that has a place on the map."""
    homes = [(point, code) for code, points in small_areas(uk).items() for point in points]
    table = pl.read_csv(uk / DISTRICTS_FILE, infer_schema_length=None)
    in_use = table.filter((pl.col("postcodes_active") > 0) & pl.col("lon").is_not_null())
    for row in in_use.sort("district").iter_rows(named=True):
        point = (row["lon"], row["lat"])
        seat = row["wpc_gss_at_centroid"] or nearest_seat(point, homes)
        people = "" if row["population_2011"] is None else int(row["population_2011"])
        yield (row["district"], *rounded(point), people, town(row), seat)


def town(row: dict[str, str | None]) -> str:
    """The post town; where the source has none, its first place name that is one."""
    candidates = (row["post_town"], row["town_area"], row["local_area"])
    names = [part.strip() for names in candidates if names for part in names.split(",")]
    return next((name for name in names if name and name not in NO_PLACE), "")


def small_areas(uk: Path) -> dict[str, list[Point]]:
    """Points where people live, by seat."""
    points: dict[str, list[Point]] = defaultdict(list)
    table = pl.read_csv(uk / SMALL_AREAS_FILE).select("gss_code", "longitude", "latitude")
    for code, lon, lat in table.iter_rows():
        points[code].append((lon, lat))
    return points


def nearest(point: Point, others: Iterable[Point]) -> Point:
    return min(others, key=lambda other: (squared_distance(point, other), other))


def nearest_seat(point: Point, homes: list[tuple[Point, str]]) -> str:
    return min(homes, key=lambda home: (squared_distance(point, home[0]), home[1]))[1]


def squared_distance(one: Point, other: Point) -> float:
    """In degrees of latitude, good enough to rank what is near."""
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return east * east + (one[1] - other[1]) ** 2


def rounded(point: Point) -> Point:
    """Four decimals: about ten metres."""
    return round(point[0], 4), round(point[1], 4)


class Outlines:
    """The outlines of all seats, to tell land from sea."""

    def __init__(self, path: Path) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            features = json.load(file)["features"]
        self.polygons = [
            (box(polygon[0]), polygon) for f in features for polygon in polygons_of(f["geometry"])
        ]

    def hold(self, point: Point) -> bool:
        x, y = point
        return any(
            west <= x <= east and south <= y <= north and inside(point, polygon)
            for (west, south, east, north), polygon in self.polygons
        )


def polygons_of(geometry: dict[str, Any]) -> list[list[Ring]]:
    coordinates: list[Any] = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def box(ring: Ring) -> tuple[float, float, float, float]:
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    return min(lons), min(lats), max(lons), max(lats)


def inside(point: Point, polygon: list[Ring]) -> bool:
    """Whether a line due east from the point crosses the rings an odd number of times."""
    x, y = point
    odd = False
    for ring in polygon:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                odd = not odd
    return odd
