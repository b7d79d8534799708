"""The forecast where the seats really lie, as frontend/src/map.ts wants it."""

import json
from typing import Any

import numpy as np
from django.urls import reverse
from scipy.spatial import cKDTree

from groundswell.apps.elections.queries.seat_maps import SeatMap, SeatMark
from groundswell.apps.places import queries as places
from groundswell.apps.places.models import PostcodeDistrict

# Stand-ins for outlines: discs of at most this radius, so that neighbours don't overlap much.
LARGEST_KM, SMALLEST_KM = 9.0, 0.8
KM_PER_DEGREE = 111.195
CORNERS = 12
MARGIN_DEGREES = 0.15


def true_map(seat_map: SeatMap) -> str:
    """JSON text: the seats in their outlines, or as discs where none are loaded."""
    said = {mark.seat.code: _said(seat_map, mark) for mark in seat_map.marks}
    outlines = places.outlines_url()
    data: dict[str, Any] = {
        "bounds": _bounds(seat_map.marks),
        "land": None if outlines else _discs(seat_map, said),
        "land_url": outlines,
        "areas": said if outlines else {},
        "dots": [] if outlines else _dots(),
        "credits": places.credits(),
    }
    return json.dumps(data, separators=(",", ":"))


def _said(seat_map: SeatMap, mark: SeatMark) -> dict[str, Any]:
    """What a seat's feature says about itself."""
    said: dict[str, Any] = {
        "code": mark.seat.code,
        "name": mark.seat.name,
        "line": mark.line,
        "href": reverse("seat", args=[mark.seat.code]),
    }
    if mark.seat.lon is not None:
        said["at"] = [mark.seat.lon, mark.seat.lat]
    if mark.fill:
        said["fill"] = mark.fill
    else:
        said["class"] = seat_map.class_of(mark)
    return said


def _points(marks: list[SeatMark]) -> list[SeatMark]:
    return [mark for mark in marks if mark.seat.lon is not None]


def _bounds(marks: list[SeatMark]) -> list[float]:
    """West, south, east, north of all seats, with a little room."""
    at = np.array([[m.seat.lon, m.seat.lat] for m in _points(marks)] or [[0.0, 0.0]])
    low, high = at.min(axis=0) - MARGIN_DEGREES, at.max(axis=0) + MARGIN_DEGREES
    return [round(float(value), 4) for value in (*low, *high)]


def _discs(seat_map: SeatMap, said: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A disc around the centre of each seat, half as wide as the way to the next."""
    marks = _points(seat_map.marks)
    at = np.array([[m.seat.lon, m.seat.lat] for m in marks]).reshape(-1, 2)
    shrink = np.cos(np.radians(at[:, 1])) if len(at) else np.zeros(0)
    flat = np.column_stack([at[:, 0] * shrink, at[:, 1]])
    apart = cKDTree(flat).query(flat, k=2)[0][:, 1] if len(at) > 1 else np.full(len(at), np.inf)
    radius = np.clip(apart * KM_PER_DEGREE / 2, SMALLEST_KM, LARGEST_KM) / KM_PER_DEGREE
    turns = np.linspace(0, 2 * np.pi, CORNERS + 1)
    features = []
    for mark, (lon, lat), r, narrow in zip(marks, at, radius, shrink, strict=True):
        ring = np.round(
            np.column_stack([lon + r * np.cos(turns) / narrow, lat + r * np.sin(turns)]), 4
        ).tolist()
        ring[-1] = ring[0]
        features.append(
            {
                "type": "Feature",
                "properties": said[mark.seat.code],
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _dots() -> list[list[float]]:
    """Centres of postcode districts: where people live shows where the land is."""
    return [[lon, lat] for lon, lat in PostcodeDistrict.objects.values_list("lon", "lat")]
