"""Reading outlines, ready for maps."""

import json
from collections.abc import Mapping
from typing import Any

from groundswell.apps.places.models import BoundarySet, Outline


def outlined() -> BoundarySet | None:
    """The newest boundary set whose outlines are loaded; None while there is none."""
    return BoundarySet.objects.exclude(outlines_hash="").order_by("-in_force_from", "-pk").first()


def outlines_hash() -> str:
    """What names the content of the outlines in use; empty while none are loaded."""
    held = outlined()
    return held.outlines_hash if held else ""


def credits() -> str:
    """The line owed to those whose figures and boundaries are shown, of the newest set."""
    held = BoundarySet.objects.order_by("-in_force_from", "-pk").first()
    return held.credits if held else ""


def land(properties: Mapping[str, Mapping[str, Any]] | None = None) -> str | None:
    """The outlines in use as the text of a GeoJSON FeatureCollection; None if none are loaded.

    properties: by area code, what its feature says besides its code and name. With it, only
    those areas are in the collection.
    """
    held = outlined()
    return None if held is None else land_of(held, properties)


def land_of(
    boundary_set: BoundarySet, properties: Mapping[str, Mapping[str, Any]] | None = None
) -> str:
    """The same for one boundary set."""
    rows = (
        Outline.objects.filter(area__boundary_set=boundary_set)
        .order_by("area__code")
        .values_list("area__code", "area__name", "geometry")
    )
    features = []
    for code, name, geometry in rows:
        if properties is not None and code not in properties:
            continue
        said = {"code": code, "name": name, **(properties or {}).get(code, {})}
        # The geometry is JSON text already: parsing megabytes to write them again takes longer.
        features.append(
            f'{{"type":"Feature","properties":{json.dumps(said, separators=(",", ":"))},'
            f'"geometry":{geometry}}}'
        )
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
