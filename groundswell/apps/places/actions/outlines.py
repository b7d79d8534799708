"""Loading the outlines of areas from a GeoJSON file."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from groundswell.apps.places.models import Area, BoundarySet, Outline
from groundswell.apps.places.outline_file import Feature, read_features
from groundswell.errors import InputError

ROWS_AT_ONCE = 200
# Names under which published files keep the code of an area; any other that fits is found too.
USUAL_FIELDS = ("gss_code", "code", "seat_code", "id")


@dataclass(frozen=True)
class LoadedOutlines:
    """What came of a file: its areas that are ours, ours that it lacks, and what is nobody's."""

    boundary_set: str
    code_field: str
    matched: int
    areas_without: tuple[str, ...]
    features_without: tuple[str, ...]


@transaction.atomic
def load_outlines(path: Path, *, code_field: str | None = None) -> LoadedOutlines:
    """Store the outlines of the areas whose codes a GeoJSON file holds, in place of older ones.

    path: a FeatureCollection of polygons in WGS84, plain or gzipped.
    code_field: the property that holds the area's code; by default the one that fits best.
    Nothing is simplified. Features of other areas are left out and counted.

    Raises InputError if the file can't be read, is no such collection, has a point off the earth,
    holds an area twice, or none of its codes is known.
    """
    features = read_features(path)
    codes = _known_codes()
    field = _code_field(path, features, codes, code_field)
    boundary_set = _boundary_set(features, field, codes)
    areas = {area.code: area for area in boundary_set.areas.all()}
    wanted: dict[str, Feature] = {}
    others: list[str] = []
    for feature in features:
        code = str(feature.properties.get(field, ""))
        if code not in areas:
            others.append(code or f"feature {feature.number}")
        elif code in wanted:
            raise InputError(
                f"{path}, feature {feature.number}: {code} is there already as feature "
                f"{wanted[code].number}. Join its parts into one MultiPolygon."
            )
        else:
            wanted[code] = feature
    _replace(boundary_set, {areas[code]: one.geometry for code, one in wanted.items()})
    return LoadedOutlines(
        boundary_set=boundary_set.name,
        code_field=field,
        matched=len(wanted),
        areas_without=tuple(sorted(areas.keys() - wanted.keys())),
        features_without=tuple(others),
    )


def _known_codes() -> dict[str, list[int]]:
    """The boundary sets in which each code stands; the newest comes last."""
    codes: dict[str, list[int]] = {}
    rows = Area.objects.order_by("boundary_set__in_force_from", "boundary_set_id")
    for code, boundary_set in rows.values_list("code", "boundary_set_id"):
        codes.setdefault(code, []).append(boundary_set)
    if not codes:
        raise InputError(
            "No areas are loaded yet, so outlines have nowhere to go. Load the seats first."
        )
    return codes


def _code_field(
    path: Path, features: list[Feature], codes: dict[str, list[int]], given: str | None
) -> str:
    """The property with the codes: the one given, or the one with most codes that we know."""
    names = Counter(name for feature in features for name in feature.properties)
    if given is not None and given not in names:
        raise InputError(
            f"{path} has no property {given}. Its properties are {', '.join(sorted(names))}."
        )
    fits = {
        name: sum(str(feature.properties.get(name)) in codes for feature in features)
        for name in ([given] if given is not None else names)
    }
    order = {name: place for place, name in enumerate(USUAL_FIELDS)}
    best = max(
        sorted(fits, key=lambda name: order.get(name.lower(), len(order))),
        key=fits.__getitem__,
        default="",
    )
    if not fits.get(best):
        example = next(iter(codes))
        raise InputError(
            f"None of the {len(features)} features of {path} has the code of an area that is "
            f"loaded, such as {example}, in "
            f"{given or 'any of its properties (' + ', '.join(sorted(names)) + ')'}. "
            "Give a file of the same boundaries, or name the property with --code-field."
        )
    return best


def _boundary_set(features: list[Feature], field: str, codes: dict[str, list[int]]) -> BoundarySet:
    """The set that most of the codes are of; of two that fit as well, the newer one."""
    found: Counter[int] = Counter()
    for feature in features:
        found.update(reversed(codes.get(str(feature.properties.get(field)), [])))
    return BoundarySet.objects.get(pk=found.most_common(1)[0][0])


def _replace(boundary_set: BoundarySet, geometries: dict[Area, Any]) -> None:
    texts = {
        area: json.dumps(geometry, separators=(",", ":")) for area, geometry in geometries.items()
    }
    content = hashlib.sha256()
    for area in sorted(texts, key=lambda one: one.code):
        content.update(f"{area.code}\t{area.name}\t{texts[area]}\n".encode())
    Outline.objects.filter(area__boundary_set=boundary_set).delete()
    Outline.objects.bulk_create(
        (Outline(area=area, geometry=text) for area, text in texts.items()),
        batch_size=ROWS_AT_ONCE,
    )
    boundary_set.outlines_hash = content.hexdigest()[:32]
    boundary_set.save(update_fields=["outlines_hash"])
