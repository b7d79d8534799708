"""The finder's answer on a map, and the same in words."""

import json
from math import atan2, cos, degrees, radians, sin
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from groundswell.apps.dispatch.queries.finder import Answer, Offer, Wish
from groundswell.apps.places.models import Outline, PostcodeDistrict

# Room around what is shown: a share of its width, and never a map smaller than a town.
MARGIN = 0.25
LEAST_DEGREES = 0.12
# How far beyond the frame land is drawn, so that moving the map a little shows no edge.
BEYOND_DEGREES = 0.4
MOST_DOTS = 1500


def map_of(answer: Answer, wish: Wish) -> str:
    """What frontend/src/map.ts draws, as JSON: you, the numbered offers, the nearest."""
    you = [wish.district.lon, wish.district.lat]
    points = [you, *([offer.shift.lon, offer.shift.lat] for offer in answer.shown)]
    bounds = _around(points)
    land = _land(bounds, {offer.shift.seat_code for offer in answer.shown})
    rest = {
        "bounds": bounds,
        "dots": [] if land else _dots(bounds),
        "lines": [{"from": you, "to": [o.shift.lon, o.shift.lat]} for o in answer.offers],
        "spots": _spots(answer),
        "you": you,
    }
    # Outlines are kept as JSON; reading them only to write them again would take most of the time.
    return f'{{"land":{land or "null"},{json.dumps(rest)[1:]}'


def ways_in_words(answer: Answer, wish: Wish) -> str:
    """The map for those who can't see it: "1 Wrexham, south. 2 Delyn, west."."""
    sentences = []
    for offer in answer.shown:
        name = f"{offer.number or _('Nearest')} {offer.shift.seat_name}"
        sentences.append(f"{name}, {direction(wish.district, offer)}.")
    return " ".join(sentences)


def direction(start: PostcodeDistrict, offer: Offer) -> str:
    """The point of the compass in which a shift lies."""
    here, there = radians(start.lat), radians(offer.shift.lat)
    across = radians(offer.shift.lon - start.lon)
    north = cos(here) * sin(there) - sin(here) * cos(there) * cos(across)
    names = [
        pgettext("direction", "north"),
        pgettext("direction", "north-east"),
        pgettext("direction", "east"),
        pgettext("direction", "south-east"),
        pgettext("direction", "south"),
        pgettext("direction", "south-west"),
        pgettext("direction", "west"),
        pgettext("direction", "north-west"),
    ]
    return names[round(degrees(atan2(sin(across) * cos(there), north)) / 45) % 8]


def _around(points: list[list[float]]) -> list[float]:
    west, east = min(lon for lon, _lat in points), max(lon for lon, _lat in points)
    south, north = min(lat for _lon, lat in points), max(lat for _lon, lat in points)
    room = max((east - west) * MARGIN, (north - south) * MARGIN, LEAST_DEGREES)
    return [west - room, south - room, east + room, north + room]


def _spots(answer: Answer) -> list[dict[str, Any]]:
    """One marker for each meeting place; two offers at one place share it."""
    spots: dict[tuple[float, float], dict[str, Any]] = {}
    for offer in answer.shown:
        shift = offer.shift
        spot = spots.setdefault(
            (shift.lon, shift.lat),
            {
                "at": [shift.lon, shift.lat],
                "name": shift.seat_name,
                "line": shift.venue,
                "label": "",
            },
        )
        if offer.number:
            spot["label"] = ", ".join(filter(None, [spot["label"], str(offer.number)]))
            spot.setdefault("href", f"#offer-{offer.number}")
        elif not spot["label"]:
            spot["name"] = _("%(seat)s, your nearest") % {"seat": shift.seat_name}
            spot.setdefault("href", "#nearest")
    return list(spots.values())


def _land(bounds: list[float], picked: set[str]) -> str:
    """Outlines of the seats around, those on offer filled; empty if nobody has loaded any."""
    west, south, east, north = bounds
    rows = Outline.objects.filter(
        area__seat__isnull=False,
        area__lon__range=(west - BEYOND_DEGREES, east + BEYOND_DEGREES),
        area__lat__range=(south - BEYOND_DEGREES, north + BEYOND_DEGREES),
    ).values_list("area__code", "geometry")
    features = [
        f'{{"type":"Feature","geometry":{geometry},"properties":{_properties(code, picked)}}}'
        for code, geometry in rows
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}' if features else ""


def _properties(code: str, picked: set[str]) -> str:
    return json.dumps({"code": code} | ({"class": "pick"} if code in picked else {}))


def _dots(bounds: list[float]) -> list[list[float]]:
    west, south, east, north = bounds
    rows = PostcodeDistrict.objects.filter(
        lon__range=(west - BEYOND_DEGREES, east + BEYOND_DEGREES),
        lat__range=(south - BEYOND_DEGREES, north + BEYOND_DEGREES),
    ).values_list("lon", "lat")
    return [list(row) for row in rows[:MOST_DOTS]]
