"""How long the way from a person to a shift takes when no travel table says."""

from math import asin, sqrt

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.compiled import exact
from groundswell.engines.dispatch.problem import FloatArray

EARTH_RADIUS_KM = 6371.0088
# Roads are about 1.3 times as long as the great circle between their ends.
DETOUR = 1.3
# Minutes lost before and after the way itself, and km/h on it: car, transit, walk.
OVERHEAD_MINUTES = np.array([5.0, 12.0, 0.0])
SPEED_KMH = np.array([45.0, 24.0, 4.8])
MINUTES_PER_RADIAN = DETOUR * EARTH_RADIUS_KM * 60.0 / SPEED_KMH

# A limit is kept to a ten-millionth of a second: what rounding alone can move a time.
LIMIT_TOLERANCE_MINUTES = 1e-9


def on_the_sphere(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Turn degrees into unit vectors, (N, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=1)


def travel_minutes(
    *,
    lon: FloatArray,
    lat: FloatArray,
    to_lon: FloatArray,
    to_lat: FloatArray,
    mode: NDArray[np.int8],
) -> FloatArray:
    """Estimate one-way minutes, pair by pair; all arrays broadcast together.

    minutes = overhead + 1.3 × great-circle km × 60 / speed, both as the mode has them.
    """
    across = on_the_sphere(np.atleast_1d(lon), np.atleast_1d(lat)) - on_the_sphere(
        np.atleast_1d(to_lon), np.atleast_1d(to_lat)
    )
    angle = 2.0 * np.arcsin(np.minimum(1.0, 0.5 * np.sqrt((across**2).sum(axis=1))))
    return np.asarray(OVERHEAD_MINUTES[mode] + angle * MINUTES_PER_RADIAN[mode], dtype=np.float64)


@exact
def angle_between(one: FloatArray, other: FloatArray) -> float:
    """Angle in radians between two unit vectors, exact for near points too."""
    x, y, z = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return 2.0 * asin(min(1.0, 0.5 * sqrt(x * x + y * y + z * z)))
