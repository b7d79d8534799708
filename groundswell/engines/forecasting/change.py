"""What each party is expected to gain or lose in each seat, from shares given for whole areas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from groundswell.engines.forecasting.contests import Bools, Contests, Floats, is_others
from groundswell.errors import InputError

# Shares of an area may miss 1 by this much, for they are rounded.
ROUNDING = 0.02
# A nation is outside of the whole if the parties named for that had less than this there. Half
# would be too much: the three British parties had 47 % in Scotland in 2015, but 1 % in Northern
# Ireland.
FOREIGN = 0.25


class AreaShareError(InputError):
    """An expected share that can't be used, and which: its area, its party, and what is wrong
    ("area", "party" or "share")."""

    def __init__(
        self, text: str, *, area: str, party: str | None = None, column: str = "share"
    ) -> None:
        super().__init__(text)
        self.area = area
        self.party = party
        self.column = column


@dataclass(frozen=True, eq=False)
class ExpectedChange:
    """(S, P) expected gain in share by seat and party, and what a reader should know about it."""

    change: Floats
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Area:
    """A part of the contests with the shares expected there: (S,) mask, (P,) shares."""

    name: str
    seats: Bools
    shares: Floats


def no_change(contests: Contests) -> ExpectedChange:
    """No swing at all."""
    return ExpectedChange(np.zeros_like(contests.shares))


def expected_change(
    contests: Contests, national: Iterable[tuple[str, str, float]]
) -> ExpectedChange:
    """Spread expected shares of areas over the seats, as gains that all seats of an area share.

    national: (area, party, share) with the share 0 to 1. An area is a nation or a region of the
    contests by name, or else the whole, of which there can be one name only. For a seat the
    smallest area that holds it counts. What is left of a bigger area beside the smaller ones
    named is found by subtraction, with last time's votes as weights.

    A nation in which the parties named for the whole held less than a quarter of the last vote lies
    outside of that whole (Northern Ireland, when shares are given for Great Britain): no swing
    there. Parties that stood in an area but are not named for it keep what the named ones leave
    of 1, divided as last time.

    Raises InputError for an area that is nearly the name of a known one, two names for the whole,
    shares that do not add up, and a party without votes to start from.
    """
    given = shares_by_area(national)
    if not given:
        raise InputError("No expected shares are given. Name at least one area with its parties.")
    masks = {name: seats_of(contests, name) for name in given}
    wholes = [name for name, mask in masks.items() if mask is None]
    notes: list[str] = []
    covered = whole_area(contests, wholes, masks, given, notes)
    areas = [
        Area(name, seats, shares_of_area(contests, name, seats, given[name], notes))
        for name, seats in covered.items()
    ]
    return ExpectedChange(spread(contests, areas, notes), tuple(notes))


def shares_by_area(national: Iterable[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    """The shares of each area by party, refusing a party twice and what is no share."""
    given: dict[str, dict[str, float]] = {}
    for area, party, share in national:
        shares = given.setdefault(area, {})
        if party in shares:
            raise AreaShareError(
                f"{party} has two shares for {area}. Give one.",
                area=area,
                party=party,
                column="party",
            )
        if not 0 <= share <= 1:
            raise AreaShareError(
                f"The share of {party} in {area} is {share}; shares lie between 0 and 1.",
                area=area,
                party=party,
            )
        shares[party] = share
    return given


def seats_of(contests: Contests, name: str) -> Bools | None:
    """Seats of the nation or region of that name; None if it is neither, so the whole."""
    plain = name.strip().casefold()
    masks: list[Bools] = [
        place == [one.casefold() for one in names].index(plain)
        for place, names in (
            (contests.nation, contests.nations),
            (contests.region, contests.regions),
        )
        if plain in [one.casefold() for one in names]
    ]
    if len(masks) == 2 and (masks[0] != masks[1]).any():
        raise AreaShareError(
            f"{name} is a nation and also a region with other seats. Rename one of them.",
            area=name,
            column="area",
        )
    if masks:
        return masks[0]
    known = {one.casefold(): one for one in (*contests.nations, *contests.regions)}
    near = get_close_matches(plain, known, n=1, cutoff=0.8)
    if near:
        raise AreaShareError(
            f"{name} is no nation and no region; did you mean {known[near[0]]}?",
            area=name,
            column="area",
        )
    return None


def whole_area(
    contests: Contests,
    wholes: Sequence[str],
    masks: dict[str, Bools | None],
    given: dict[str, dict[str, float]],
    notes: list[str],
) -> dict[str, Bools]:
    """The mask of every area, with the whole cut down to the nations that it speaks of."""
    if len(wholes) > 1:
        known = ", ".join(dict.fromkeys((*contests.nations, *contests.regions)))
        raise AreaShareError(
            f"{' and '.join(wholes)} are no nations or regions of these results, and only one of "
            f"them can be the whole. The areas are {known}.",
            area=wholes[1],
            column="area",
        )
    covered = {name: mask for name, mask in masks.items() if mask is not None}
    named = np.zeros(len(contests.seats), dtype=bool)
    for mask in covered.values():
        named |= mask
    if not wholes:
        if not named.all():
            notes.append(
                f"No shares are given for {names_of(contests, ~named)}: no swing is applied there."
            )
        return covered
    whole = wholes[0]
    outside = outside_of(contests, named, set(given[whole]))
    if outside.all():
        raise AreaShareError(
            f"The parties named for {whole} held less than a quarter of the vote in every "
            f"nation last time. Use the codes of the results: {', '.join(contests.parties)}.",
            area=whole,
            column="party",
        )
    if outside.any():
        notes.append(
            f"{names_of(contests, outside)} is left out of {whole}, because the parties named for "
            f"{whole} held less than a quarter of its last vote: no swing is applied there."
        )
    return {whole: ~outside, **covered}


def outside_of(contests: Contests, named: Bools, parties: set[str]) -> Bools:
    """Seats of the nations that have no row of their own and vote for other parties."""
    columns = [number for number, party in enumerate(contests.parties) if party in parties]
    outside = np.zeros(len(contests.seats), dtype=bool)
    for number in range(len(contests.nations)):
        seats = contests.nation == number
        if seats.any() and not named[seats].any():
            outside |= seats & (contests.shares_in(seats)[columns].sum() < FOREIGN)
    return outside


def names_of(contests: Contests, seats: Bools) -> str:
    """The nations, or if they are cut the regions, that the seats lie in."""
    for place, names in ((contests.nation, contests.nations), (contests.region, contests.regions)):
        inside = np.unique(place[seats])
        if not np.isin(place[~seats], inside).any():
            return ", ".join(names[number] for number in inside)
    return f"{int(seats.sum())} seats"


def shares_of_area(
    contests: Contests, name: str, seats: Bools, given: dict[str, float], notes: list[str]
) -> Floats:
    """(P,) expected shares of one area, adding up to 1.

    Rule: the named parties may add up to 1.02 at most. Below 1, the parties that stood there but
    are not named keep the rest, divided as last time; if the rest is more than twice what they
    had, and .02 more, or there is none to keep it, the shares are refused. A row for "others"
    (OTH, OTHER, OTHERS) is shared out in the same way among all who are not named.
    """
    base = contests.shares_in(seats)
    shares = np.zeros(len(contests.parties))
    total = sum(given.values())
    to_others = 0.0
    for party, share in given.items():
        place = contests.parties.index(party) if party in contests.parties else -1
        if is_others(party):
            to_others += share
        elif place >= 0 and base[place] > 0:
            shares[place] = share
        elif share > 0:
            raise AreaShareError(
                f"{party} has no votes in {name} to start from. Leave it out, or add its share to "
                f"others; the parties there are {parties_of(contests, base)}.",
                area=name,
                party=party,
                column="party",
            )
    unnamed = np.array([one not in given or is_others(one) for one in contests.parties])
    unnamed &= base > 0
    had = float(base[unnamed].sum())
    rest = max(0.0, 1 - total) + to_others
    if total > 1 + ROUNDING or max(0.0, 1 - total) > 2 * had + ROUNDING:
        left = f"parties that are not named had {had:.3f} last time" if had else "all are named"
        raise AreaShareError(
            f"The shares of {name} add up to {total:.3f} ({left}). "
            "Give shares between 0 and 1 that add up to 1.",
            area=name,
        )
    if had > 0:
        shares[unnamed] += rest * base[unnamed] / had
        if rest > had + 0.05:
            notes.append(
                f"Parties not named for {name} keep {rest:.3f} of the vote there; "
                f"last time they had {had:.3f}."
            )
    elif abs(total - 1) > 1e-9:
        notes.append(f"The shares of {name} added up to {total:.3f} and were scaled to 1.")
    scaled: Floats = shares / shares.sum()
    return scaled


def parties_of(contests: Contests, base: Floats) -> str:
    """The parties that have votes, with most first."""
    order = np.argsort(-base, kind="stable")
    return ", ".join(contests.parties[place] for place in order if base[place] > 0)


def spread(contests: Contests, areas: Sequence[Area], notes: list[str]) -> Floats:
    """(S, P) gains: each area's rest, beside the smaller areas inside it, swings as one."""
    ordered = sorted(areas, key=lambda area: int(area.seats.sum()))
    change = np.zeros_like(contests.shares)
    taken = np.zeros(len(contests.seats), dtype=bool)
    for number, area in enumerate(ordered):
        inside = children(area, ordered[:number])
        rest = area.seats & ~taken
        if rest.any():
            change[rest] = rest_of(contests, area, inside, rest, notes) - contests.shares_in(rest)
        taken |= area.seats
    return change


def children(area: Area, smaller: Sequence[Area]) -> list[Area]:
    """The largest of the smaller areas that lie in this one; they must not lie across its edge."""
    found: list[Area] = []
    for other in reversed(smaller):
        common = other.seats & area.seats
        if not common.any():
            continue
        if (common != other.seats).any():
            raise AreaShareError(
                f"{other.name} lies partly inside {area.name} and partly outside. Give shares for "
                "areas that hold each other whole.",
                area=other.name,
            )
        if not any((other.seats & one.seats).any() for one in found):
            found.append(other)
    return found


def rest_of(
    contests: Contests, area: Area, inside: Sequence[Area], rest: Bools, notes: list[str]
) -> Floats:
    """(P,) shares in the part of an area that no smaller area covers, by subtraction."""
    votes = contests.valid_votes
    shares = area.shares * votes[area.seats].sum()
    for child in inside:
        shares = shares - child.shares * votes[child.seats].sum()
    shares = shares / votes[rest].sum()
    shares[contests.shares_in(rest) == 0] = 0.0
    below = float(-shares[shares < 0].sum())
    if below > ROUNDING:
        notes.append(
            f"The shares given inside {area.name} are more than those of {area.name} allow: what "
            f"is left for {names_of(contests, rest)} falls {below:.3f} below 0 and was set to 0."
        )
    shares = np.clip(shares, 0.0, None)
    if shares.sum() <= 0:
        raise AreaShareError(
            f"Nothing of {area.name} is left for {names_of(contests, rest)}. Correct its shares.",
            area=area.name,
        )
    scaled: Floats = shares / shares.sum()
    return scaled


def true_change(base: Contests, truth: Contests, *, by_nation: bool) -> ExpectedChange:
    """The gains that really came, as a whole or by nation, to see how good the map alone is.

    Both must hold the same seats and parties (`in_both`).
    """
    change = np.zeros_like(base.shares)
    groups = base.nation if by_nation else np.zeros(len(base.seats), dtype=np.int64)
    for number in np.unique(groups):
        seats = groups == number
        change[seats] = truth.shares_in(seats) - base.shares_in(seats)
    return ExpectedChange(change)
