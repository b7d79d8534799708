"""Where one person is needed: the best shifts within reach, and the nearest.

Worth of a shift for one more person = seat price − place price − travel price × minutes, in
expected seats, all three from the plan. Nobody need be known to answer: a district, a way to
travel, a limit and some days are enough.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from groundswell.apps.dispatch.queries.finder_board import Board, OpenShift
from groundswell.apps.places.models import PostcodeDistrict
from groundswell.engines.dispatch.travel import LIMIT_TOLERANCE_MINUTES, travel_minutes

LIMITS = (30, 60, 90, 150)
MOST_OFFERS = 3
# In the order of the engine's CAR, TRANSIT, WALK.
MODES = ("car", "transit", "walk")


@dataclass(frozen=True)
class Wish:
    """What a person asks: from where, how, how far, on which days. No days: any."""

    district: PostcodeDistrict
    mode: str
    max_minutes: int
    days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Offer:
    """One shift for one person.

    number: 1 to 3 among the best, 0 if it is only the nearest. worth: in expected seats; None
    without a plan. times_nearest: seat price ÷ that of the nearest; None if there is nothing to
    compare. nearest_is_better: the nearest is worth more, once both ways are taken off.
    """

    shift: OpenShift
    number: int
    minutes: float
    travel_cost: float
    worth: float | None
    times_nearest: float | None
    nearest_is_better: bool
    is_nearest: bool

    @property
    def hours(self) -> int | None:
        """For a way so long that nobody counts its minutes."""
        return round(self.minutes / 60) if self.minutes > LIMITS[-1] else None

    @property
    def chance(self) -> int | None:
        """The forecast's chance of winning the seat, out of 100."""
        return None if self.shift.p_win is None else round(100 * self.shift.p_win)

    @property
    def millionths(self) -> dict[str, int]:
        """What one more person is worth, the cost of the way, and what is left: rounded."""
        price, way = round((self.shift.price or 0.0) * 1e6), round(self.travel_cost * 1e6)
        return {"price": price, "way": way, "left": price - way}

    @property
    def reason(self) -> str:
        """Which sentence says why: nearest, decides, more, far, same, less, or none of them."""
        if self.is_nearest:
            return "nearest"
        if self.times_nearest is None:
            return ""
        if self.times_nearest == np.inf:
            return "decides"
        if self.times_nearest >= 1.05:
            return "far" if self.nearest_is_better else "more"
        return "same" if self.times_nearest >= 0.95 else "less"


@dataclass(frozen=True)
class Answer:
    """Up to three offers, best first, and the nearest shift that has places left.

    If the nearest is beyond the limit, there are no offers, and `enough` is the smallest of our
    limits that reaches it (None: not even the largest does). nearest None: nothing is open on
    these days.
    """

    offers: tuple[Offer, ...]
    nearest: Offer | None
    is_in_reach: bool
    enough: int | None = None

    @property
    def nearest_is_offered(self) -> bool:
        """Whether the nearest is among the best."""
        return any(offer.is_nearest for offer in self.offers)

    @property
    def shown(self) -> tuple[Offer, ...]:
        """Every shift of the answer, once."""
        if self.nearest is None or self.nearest_is_offered:
            return self.offers
        return (*self.offers, self.nearest)


def answer(board: Board, wish: Wish) -> Answer:
    """Find the best shifts for one person, at most one in each seat if three seats allow it."""
    open_on = [
        i for i, s in enumerate(board.shifts) if not wish.days or s.starts_at.date() in wish.days
    ]
    if not open_on:
        return Answer((), None, is_in_reach=False)
    minutes = minutes_from(board, wish)
    nearest = min(open_on, key=lambda i: (round(minutes[i], 6), *_order(board, minutes, i)))
    reach = wish.max_minutes + LIMIT_TOLERANCE_MINUTES
    if minutes[nearest] > reach:
        enough = [limit for limit in LIMITS if minutes[nearest] <= limit]
        alone = _offer(board, minutes, nearest, nearest=nearest, number=0)
        return Answer((), alone, is_in_reach=False, enough=min(enough, default=None))
    ranked = sorted(
        (i for i in open_on if minutes[i] <= reach), key=lambda i: _order(board, minutes, i)
    )
    offers = tuple(
        _offer(board, minutes, i, nearest=nearest, number=number)
        for number, i in enumerate(_best(board, minutes, ranked), start=1)
    )
    alone = _offer(board, minutes, nearest, nearest=nearest, number=0)
    return Answer(offers, alone, is_in_reach=True)


def minutes_from(board: Board, wish: Wish) -> list[float]:
    """Estimate the one-way minutes from the middle of a district to each shift."""
    lon = np.array([shift.lon for shift in board.shifts])
    lat = np.array([shift.lat for shift in board.shifts])
    mode = np.full(len(lon), MODES.index(wish.mode), dtype=np.int8)
    here = (np.full(len(lon), wish.district.lon), np.full(len(lon), wish.district.lat))
    minutes: list[float] = travel_minutes(
        lon=here[0], lat=here[1], to_lon=lon, to_lat=lat, mode=mode
    ).tolist()
    return minutes


def _worth(board: Board, minutes: list[float], i: int) -> float | None:
    price = board.shifts[i].price
    return None if price is None else price - board.travel_price * minutes[i]


def _order(board: Board, minutes: list[float], i: int) -> tuple[object, ...]:
    """Most worth first; then the shorter way, the earlier time, the place."""
    shift, worth = board.shifts[i], _worth(board, minutes, i)
    # Shifts of one seat have one price: what is left of rounding must not decide between them.
    return (-round(worth or 0.0, 12), round(minutes[i], 6), shift.starts_at, shift.venue)


def _best(board: Board, minutes: list[float], ranked: list[int]) -> list[int]:
    """Those that are worth the way; without a plan, the first, which are then the nearest."""
    if board.has_plan:
        ranked = [i for i in ranked if (_worth(board, minutes, i) or 0.0) > 0]
    of_each_seat = list({board.shifts[i].seat_name: i for i in reversed(ranked)}.values())[::-1]
    if len(of_each_seat) >= MOST_OFFERS:
        return of_each_seat[:MOST_OFFERS]
    rest = [i for i in ranked if i not in of_each_seat]
    few = set([*of_each_seat, *rest][:MOST_OFFERS])
    return [i for i in ranked if i in few]


def _offer(board: Board, minutes: list[float], i: int, *, nearest: int, number: int) -> Offer:
    here, there = board.shifts[i].seat_price, board.shifts[nearest].seat_price
    times = None
    if here and there is not None:
        times = here / there if there > 0 else np.inf
    worth, nearest_worth = _worth(board, minutes, i), _worth(board, minutes, nearest)
    return Offer(
        shift=board.shifts[i],
        number=number,
        minutes=minutes[i],
        travel_cost=board.travel_price * minutes[i],
        worth=worth,
        times_nearest=times,
        nearest_is_better=(nearest_worth or 0.0) > (worth or 0.0),
        is_nearest=i == nearest,
    )
