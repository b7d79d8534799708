"""What volunteers' work is worth in one seat: the chance of winning and its concave envelope.

With Y people's shifts spent in a seat, its lead grows to m + bK(1 − exp(−rY/K)), and the chance of
winning is Φ(lead / σ). Far behind, that curve starts convex: more people make each more useful.
The envelope replaces the convex part by the chord to the point where the chord touches the curve,
which gives a concave function never below the true one, and so a true upper bound.
"""

from math import erfc, exp, sqrt
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtr

from groundswell.engines.dispatch.compiled import exact, inlined
from groundswell.engines.dispatch.problem import FloatArray, Problem

HALF_ROOT = sqrt(0.5)
DENSITY_AT_0 = 1.0 / sqrt(2.0 * np.pi)
BISECTIONS = 80


class Curves(NamedTuple):
    """The curve of each seat, arrays (M,); values in multiples of one common unit.

    Chance of winning = Φ(start + gain (1 − exp(−rate Y))), worth `weight` units.
    Up to chord_end the envelope is a straight line of slope chord_slope; chord_slope is also the
    greatest slope anywhere. most: the most people's shifts the seat has places for.
    """

    start: FloatArray
    gain: FloatArray
    rate: FloatArray
    weight: FloatArray
    chord_end: FloatArray
    chord_slope: FloatArray
    at_nothing: FloatArray
    most: FloatArray


def curves_of(problem: Problem) -> Curves:
    """Work out each seat's curve and its envelope, in expected seats."""
    seats, assumed = problem.seats, problem.assumptions
    start = seats.lead_votes / seats.lead_sd
    gain = assumed.votes_per_contact * seats.reachable / seats.lead_sd
    contacts = assumed.contacts_per_shift
    rate = np.divide(
        contacts, seats.reachable, out=np.zeros(seats.count), where=seats.reachable > 0
    )
    most: FloatArray = np.zeros(seats.count)
    np.add.at(most, problem.shifts.seat, problem.shifts.places)
    nothing = np.zeros(seats.count)
    bare = Curves(start, gain, rate, seats.value, nothing, nothing, seats.value * ndtr(start), most)
    chord_end = _tangent_points(bare)
    rise = added_value(bare, chord_end)
    chord = np.divide(rise, chord_end, out=true_slope(bare, nothing), where=chord_end > 0)
    return bare._replace(chord_end=chord_end, chord_slope=chord)


def in_units(curves: Curves, unit: float) -> Curves:
    """The same curves with values counted in `unit` expected seats."""
    return curves._replace(
        weight=curves.weight / unit,
        chord_slope=curves.chord_slope / unit,
        at_nothing=curves.at_nothing / unit,
    )


def chance_of_winning(curves: Curves, people: FloatArray) -> FloatArray:
    """Chance of winning each seat with so many people's shifts, (M,)."""
    return np.asarray(ndtr(curves.start - curves.gain * np.expm1(-curves.rate * people)))


def added_value(curves: Curves, people: FloatArray) -> FloatArray:
    """True value above doing nothing, (M,); the envelope's is never lower."""
    return np.asarray(curves.weight * chance_of_winning(curves, people) - curves.at_nothing)


def true_slope(curves: Curves, people: FloatArray) -> FloatArray:
    """What one more person's shift adds, (M,)."""
    left = np.exp(-curves.rate * people)
    lead = curves.start + curves.gain * (1.0 - left)
    density = DENSITY_AT_0 * np.exp(-0.5 * lead**2)
    return np.asarray(curves.weight * density * curves.gain * curves.rate * left)


def _tangent_points(curves: Curves) -> FloatArray:
    """Where the chord from doing nothing touches each curve; 0 if the curve is concave throughout.

    With w = exp(−rate Y) the curve is convex exactly while gain·w² − (start + gain)·w > 1/gain:
    convex first, concave after. The tangent point lies in the concave part, found by bisection.
    If the places end before it, the chord goes to the last place.
    """
    ends = np.zeros(len(curves.start))
    convex = np.flatnonzero(curves.start * curves.gain < -1.0)
    if convex.size == 0:
        return ends
    part = Curves(*(figures[convex] for figures in curves))
    both = part.start + part.gain
    root = np.sqrt(both**2 + 4.0)
    # The positive root w; written so that two large numbers of opposite sign never meet.
    turn = np.where(both > 0, both + root, 4.0 / np.maximum(root - both, 1e-300))
    turn = np.clip(turn / (2.0 * part.gain), 1e-300, 1.0)
    low = np.minimum(-np.log(turn) / part.rate, part.most)
    high = part.most.copy()
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        rising = true_slope(part, middle) * middle > added_value(part, middle)
        low = np.where(rising, middle, low)
        high = np.where(rising, high, middle)
    ends[convex] = high
    return ends


@inlined
def slope_and_bend(seat: Any, people: float) -> tuple[float, float]:
    """The envelope's slope in a seat (a SEAT record), and how fast it falls with each person."""
    slope, bend = seat.chord_slope, 0.0
    if people >= seat.chord_end:
        left = exp(-seat.rate * people)
        lead = seat.start + seat.gain * (1.0 - left)
        rise = seat.gain * seat.rate * left
        slope = seat.weight * DENSITY_AT_0 * exp(-0.5 * lead * lead) * rise
        bend = max(0.0, slope * (seat.rate + lead * rise))
    return slope, bend


@exact
def envelope_value(seat: Any, people: float) -> float:
    """The envelope's value in a seat above doing nothing."""
    if people < seat.chord_end:
        return float(seat.chord_slope * people)
    lead = seat.start + seat.gain * (1.0 - exp(-seat.rate * people))
    return float(seat.weight * 0.5 * erfc(-lead * HALF_ROOT) - seat.at_nothing)


@exact
def people_at_slope(seat: Any, slope: float, low: float, high: float) -> float:
    """The number of people in low..high at which the envelope's slope falls to `slope`.

    Newton's method from the people now in the seat, kept inside a shrinking bracket.
    """
    at = min(max(seat.people, low), high)
    for _ in range(60):
        here, bend = slope_and_bend(seat, at)
        if here > slope:
            low = at
        else:
            high = at
        step = (here - slope) / bend if bend > 0.0 else 1e300
        following = at + step
        if not low < following < high:
            following = 0.5 * (low + high)
        if abs(following - at) <= 1e-11 * (1.0 + at):
            return float(following)
        at = following
    return float(at)
