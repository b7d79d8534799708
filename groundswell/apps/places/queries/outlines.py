"""Reading outlines, ready for maps."""

import json

from django.urls import reverse

from groundswell.apps.places.models import BoundarySet, Outline


def outlined() -> BoundarySet | None:
    """The newest boundary set whose outlines are loaded; None while there is none."""
    return BoundarySet.objects.exclude(outlines_hash="").order_by("-in_force_from", "-pk").first()


def credits() -> str:
    """The line owed to those whose figures and boundaries are shown, of the newest set."""
    held = BoundarySet.objects.order_by("-in_force_from", "-pk").first()
    return held.credits if held else ""


def outlines_url() -> str | None:
    """Where browsers fetch the outlines in use, and may keep them; None if none are loaded."""
    held = outlined()
    return reverse("outlines", args=[held.outlines_hash]) if held else None


def land_of(boundary_set: BoundarySet) -> str:
    """A boundary set's outlines as the text of a GeoJSON FeatureCollection."""
    rows = (
        Outline.objects.filter(area__boundary_set=boundary_set)
        .order_by("area__code")
        .values_list("area__code", "area__name", "geometry")
    )
    features = []
    for code, name, geometry in rows:
        said = {"code": code, "name": name}
        # The geometry is JSON text already: parsing megabytes to write them again takes longer.
        features.append(
            f'{{"type":"Feature","properties":{json.dumps(said, separators=(",", ":"))},'
            f'"geometry":{geometry}}}'
        )
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
