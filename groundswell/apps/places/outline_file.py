"""Reading a GeoJSON file of areas, and refusing what no map could draw."""

import gzip
import json
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from groundswell.errors import InputError

GZIP = b"\x1f\x8b"
# How deep the points of each kind of geometry lie: polygons hold rings, rings hold points.
DEPTHS = {"Polygon": 2, "MultiPolygon": 3}


@dataclass(frozen=True)
class Feature:
    """One area of a file; `number` counts from 1, as a person would."""

    number: int
    properties: dict[str, Any]
    geometry: dict[str, Any]


def read_features(path: Path) -> list[Feature]:
    """All areas of a GeoJSON FeatureCollection, checked.

    Raises InputError naming the file, the feature, what is wrong and what to do.
    """
    content = _parse(path, _bytes(path))
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        kind = content.get("type", "none") if isinstance(content, dict) else "none"
        raise InputError(
            f"{path} is no GeoJSON FeatureCollection (its type is {kind}). "
            "Export the areas as GeoJSON."
        )
    found = content.get("features")
    if not isinstance(found, list) or not found:
        raise InputError(f"{path} has no features. Export the areas again.")
    return [_feature(path, number, one) for number, one in enumerate(found, 1)]


def _bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if raw.startswith(GZIP) else raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
        raise InputError(f"{path} is cut off or damaged ({broken}). Fetch it again.") from broken
    except OSError as missing:
        raise InputError(
            f"{path} can't be read ({missing.strerror or missing}). Check the path."
        ) from missing


def _parse(path: Path, raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise InputError(
            f"{path} is not UTF-8 text (byte {wrong.start}). Save it as UTF-8."
        ) from wrong
    except (json.JSONDecodeError, RecursionError) as wrong:
        where = f" (line {wrong.lineno})" if isinstance(wrong, json.JSONDecodeError) else ""
        raise InputError(f"{path} is not JSON{where}. Export the areas as GeoJSON.") from wrong


def _feature(path: Path, number: int, found: Any) -> Feature:
    """One feature, if it has properties and a closed outline on the earth."""

    def refuse(wrong: str, remedy: str) -> NoReturn:
        raise InputError(f"{path}, feature {number}: {wrong}. {remedy}")

    if not isinstance(found, dict) or not isinstance(found.get("properties"), dict):
        refuse("it has no properties", "Each area needs its code among its properties.")
    geometry = found.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if geometry is None or kind not in DEPTHS:
        refuse(f"its geometry is {kind}", "Areas are a Polygon or a MultiPolygon.")
    coordinates = geometry.get("coordinates")
    for ring in _rings(coordinates, DEPTHS[kind] - 1):
        if ring is None or len(ring) < 4 or ring[0] != ring[-1]:
            refuse("an outline is not a closed ring of at least four points", "Mend the geometry.")
        for point in ring:
            if not _on_earth(point):
                refuse(
                    f"the point {json.dumps(point)[:60]} is not on the earth",
                    "Coordinates are longitude, latitude in degrees (WGS84, EPSG:4326); "
                    "reproject the file if it counts in metres.",
                )
    return Feature(number, found["properties"], {"type": kind, "coordinates": coordinates})


def _rings(coordinates: Any, depth: int) -> Iterator[list[Any] | None]:
    """The rings of a geometry; None in place of what is none."""
    if not isinstance(coordinates, list) or not coordinates:
        yield None
    elif depth == 0:
        yield coordinates
    else:
        for part in coordinates:
            yield from _rings(part, depth - 1)


def _on_earth(point: Any) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    lon, lat = point[0], point[1]
    is_number = all(type(value) in (int, float) and math.isfinite(value) for value in (lon, lat))
    return is_number and abs(lon) <= 180 and abs(lat) <= 90
