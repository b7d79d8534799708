"""Prices and crowds: what one more person is worth in each shift while the plan is being made."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.dispatch.compiled import borrowed, compiled, exact, inlined
from groundswell.engines.dispatch.curves import Curves, slope_and_bend
from groundswell.engines.dispatch.lanes import LANES
from groundswell.engines.dispatch.network import Network
from groundswell.engines.dispatch.problem import FloatArray, IntArray

# Far below any price, and far from the end of float32's range: nobody goes where this is paid.
SHUT = -1e9
# A seat's slope is carried on as a straight line until it has moved by this share.
STALE = 0.01

Records = Any  # a structured array; compiled code reads its fields as attributes

# seat: number of the seat (for home, and where nothing is on offer, the one after the last);
# crowd: people there; place_price: q ≥ 0; stiffness: how much the price falls with each person
# too many while solving; price: what one more person is worth there.
SESSION = np.dtype(
    [
        ("seat", "i8"),
        ("places", "f8"),
        ("crowd", "f8"),
        ("place_price", "f8"),
        ("stiffness", "f8"),
        ("price", "f8"),
    ]
)

# The curve (see Curves); people: in the seat now; slope, bend: the envelope's slope there and how
# fast it falls; seen, slope_seen: when the slope was last worked out exactly, and what it was;
# tolerance: how many may come or go before it must be again; first, last: its sessions.
SEAT = np.dtype(
    [(name, "f8") for name in Curves._fields]
    + [(name, "f8") for name in ("people", "slope", "bend", "seen", "slope_seen", "tolerance")]
    + [("first", "i8"), ("last", "i8")]
)


class Market(NamedTuple):
    """Crowds and prices.

    sessions: (S+1,) SESSION; the last is home, always open and worth nothing.
    price_32: (S+1,) their prices, for scanning. seats: (M+1,) SEAT; the last is nobody's.
    seat_sessions: the open sessions, seat by seat.
    """

    sessions: Records
    price_32: NDArray[np.float32]
    seats: Records
    seat_sessions: IntArray


def open_market(network: Network, curves: Curves, places: FloatArray) -> Market:
    """An empty market: nobody anywhere, all places free. Sessions without places are shut."""
    n_sessions, n_seats = len(places), len(curves.start)
    is_open = places > 0
    blocks = n_sessions // max(1, LANES * network.venues)
    sessions = np.zeros(n_sessions + 1, dtype=SESSION)
    seat = np.tile(np.repeat(network.venue_seat, LANES), blocks)
    sessions["seat"] = n_seats
    sessions["seat"][:-1][is_open] = seat[is_open]
    sessions["places"][:-1] = np.where(is_open, places, 0.0)
    sessions["places"][-1] = np.inf
    sessions["price"][:-1] = SHUT
    seats = np.zeros(n_seats + 1, dtype=SEAT)
    for name, figures in zip(Curves._fields, curves, strict=True):
        seats[name][:-1] = figures
    listed = np.flatnonzero(is_open)
    listed = listed[np.argsort(seat[listed], kind="stable")]
    ends = np.cumsum(np.bincount(seat[listed], minlength=n_seats + 1))
    seats["last"] = ends
    seats["first"][1:] = ends[:-1]
    return Market(sessions, sessions["price"].astype(np.float32), seats, listed)


@inlined
def lent_market(market: Market) -> Market:
    """The same market, its arrays borrowed."""
    return Market(
        borrowed(market.sessions),
        borrowed(market.price_32),
        borrowed(market.seats),
        borrowed(market.seat_sessions),
    )


@inlined
def reprice_session(market: Market, s: int, slope: float) -> None:
    """Set the price of session s from its seat's slope, its place price and its crowd."""
    session = market.sessions[s]
    excess = session.crowd - session.places
    session.price = slope - max(0.0, session.place_price + session.stiffness * excess)
    market.price_32[s] = session.price


@compiled
def reprice_seat(market: Market, seat: Records) -> None:
    """Work out a seat's slope afresh, and the price of each of its sessions."""
    slope, bend = slope_and_bend(seat, seat.people)
    seat.slope = slope
    seat.slope_seen = slope
    seat.bend = bend
    seat.seen = seat.people
    # The straight line holds on one side of the chord's end only.
    seat.tolerance = abs(seat.people - seat.chord_end) if seat.chord_end > 0.0 else 1e300
    if bend > 0.0:
        seat.tolerance = min(seat.tolerance, STALE * slope / bend)
    for z in range(seat.first, seat.last):
        reprice_session(market, market.seat_sessions[z], slope)


@compiled
def reprice_all(market: Market) -> None:
    """Work out every slope and price afresh."""
    market = lent_market(market)
    for j in range(len(market.seats) - 1):
        reprice_seat(market, market.seats[j])


@inlined
def arrive(market: Market, s: int, people: float) -> None:
    """Let people come to session s (or go, if negative), and move its price."""
    session = market.sessions[s]
    session.crowd += people
    if session.seat < len(market.seats) - 1:
        seat = market.seats[session.seat]
        seat.people += people
        change = seat.people - seat.seen
        if abs(change) > seat.tolerance:
            reprice_seat(market, seat)
        else:
            seat.slope = seat.slope_seen - seat.bend * change
            reprice_session(market, s, seat.slope)


@exact
def settle_place_prices(market: Market) -> float:
    """Raise the place price where too many came, lower it where places stay free.

    Returns how many people are too many altogether.
    """
    sessions, too_many = market.sessions, 0.0
    for s in market.seat_sessions:
        session = sessions[s]
        excess = session.crowd - session.places
        too_many += max(0.0, excess)
        session.place_price = max(0.0, session.place_price + session.stiffness * excess)
    return too_many
