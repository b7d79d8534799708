"""A past election as arrays: who stood in which seat, with what share of the vote."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Labels that name no party; several people may stand under them in the same seat.
OTHERS = frozenset({"OTH", "OTHER", "OTHERS"})
INDEPENDENTS = frozenset({"IND", "INDEPENDENT", "INDEPENDENTS"})


def is_others(party: str) -> bool:
    """Whether the label stands for all parties without a name of their own."""
    return party.strip().upper() in OTHERS


def several_may_stand(party: str) -> bool:
    """Whether the label says "independent" or "other" rather than the name of one party."""
    return is_others(party) or party.strip().upper() in INDEPENDENTS


class Seat(NamedTuple):
    """What is known of a seat besides its candidacies. Without `valid_votes`: all their votes."""

    code: str
    region: str
    nation: str
    valid_votes: float | None = None
    electorate: float | None = None


class Candidacy(NamedTuple):
    """One person standing in one seat."""

    seat: str
    party: str
    votes: float


@dataclass(frozen=True, eq=False)
class Contests:
    """All seats of one election.

    shares: (S, P) votes divided by the valid votes of the seat; 0 where a party did not stand;
        each row adds up to 1.
    valid_votes: (S,) votes. electorate: (S,) persons, or None.
    region, nation: (S,) places in `regions` and `nations`.
    strongest: (S, P) the part of a label's share that its strongest candidate took, or None if
        every label is one candidate. Several independents share a label; only one of them can win.

    Raises InputError if shapes differ, a share is missing or below 0, or a row adds up to
    something else.
    """

    seats: tuple[str, ...]
    parties: tuple[str, ...]
    shares: Floats
    valid_votes: Floats
    region: Ints
    regions: tuple[str, ...]
    nation: Ints
    nations: tuple[str, ...]
    electorate: Floats | None = None
    strongest: Floats | None = None

    def __post_init__(self) -> None:
        check_shapes(self)
        check_shares(self)

    @property
    def winning_shares(self) -> Floats:
        """(S, P) the share of each label's strongest candidate."""
        return self.shares if self.strongest is None else self.shares * self.strongest

    @property
    def stands(self) -> Bools:
        """(S, P) whether the party has votes in the seat."""
        return self.shares > 0

    @property
    def winner(self) -> Ints:
        """(S,) place in `parties` of the party that won."""
        winner: Ints = self.winning_shares.argmax(axis=1)
        return winner

    def margin(self, party: str) -> Floats:
        """(S,) share of the party less the best other share; below 0 where it lost."""
        return margin_of(self.winning_shares, self.place(party))

    def place(self, party: str) -> int:
        """Place of the party in `parties`; InputError with the parties there are if it is none."""
        if party not in self.parties:
            raise InputError(
                f"No candidacy of {party} in this election. "
                f"The parties are {', '.join(self.parties)}."
            )
        return self.parties.index(party)

    def shares_in(self, seats: Bools) -> Floats:
        """(P,) shares of all votes cast in the seats of the mask."""
        weights = self.valid_votes[seats]
        average: Floats = weights @ self.shares[seats] / weights.sum()
        return average

    def only(self, seats: Bools) -> "Contests":
        """The same election in the seats of the mask."""
        return replace(
            self,
            seats=tuple(code for code, keep in zip(self.seats, seats, strict=True) if keep),
            shares=self.shares[seats],
            valid_votes=self.valid_votes[seats],
            region=self.region[seats],
            nation=self.nation[seats],
            electorate=None if self.electorate is None else self.electorate[seats],
            strongest=None if self.strongest is None else self.strongest[seats],
        )


def margin_of(shares: Floats, party: int) -> Floats:
    """(S,) share of one party less the best share of the others, from (S, P)."""
    others = np.delete(shares, party, axis=1)
    best = others.max(axis=1) if others.shape[1] else np.zeros(len(shares))
    margin: Floats = shares[:, party] - best
    return margin


def check_shapes(contests: Contests) -> None:
    """Refuse arrays that do not belong together."""
    n_seats, n_parties = len(contests.seats), len(contests.parties)
    if n_seats == 0 or n_parties == 0:
        raise InputError("This election has no seats or no parties. Give at least one of each.")
    wanted = {"shares": (n_seats, n_parties), "strongest": (n_seats, n_parties)}
    for name in ("shares", "strongest", "valid_votes", "region", "nation", "electorate"):
        array = getattr(contests, name)
        shape = wanted.get(name, (n_seats,))
        if array is not None and array.shape != shape:
            raise InputError(f"{name} has the shape {array.shape}; {shape} is needed.")
    for name, names in (("seats", contests.seats), ("parties", contests.parties)):
        if len(set(names)) < len(names):
            twice = next(one for one in names if names.count(one) > 1)
            raise InputError(f"{twice} is among the {name} twice. Give each once.")


def check_shares(contests: Contests) -> None:
    """Refuse shares that are no shares, naming the first seat."""
    shares = contests.shares
    wrong = ~np.isfinite(shares).all(axis=1) | (shares < 0).any(axis=1)
    wrong |= np.abs(shares.sum(axis=1) - 1) > 1e-6
    wrong |= ~(contests.valid_votes > 0)
    if wrong.any():
        raise InputError(
            f"The votes of {int(wrong.sum())} of {len(wrong)} seats are no shares, the first "
            f"in {contests.seats[int(wrong.argmax())]}: each share is 0 or more, the shares of a "
            "seat add up to 1, and somebody voted. Correct the votes, or leave the seats out."
        )


def tally(
    *, seats: Sequence[Seat], candidacies: Iterable[Candidacy], several: Iterable[str] = ()
) -> Contests:
    """Count candidacies into `Contests`; parties come in the order of all their votes.

    Independents and others are summed under their label, and the strongest of them is the one who
    can win. The same holds for the labels in `several` (two candidates of one party, as some
    countries allow). Any other party twice in a seat is refused. A lone candidate without votes
    has all of them.

    Raises InputError for a seat without votes, an unknown seat, or a party twice.
    """
    rows = {seat.code: row for row, seat in enumerate(seats)}
    summed, highest = count_votes(candidacies, rows, allowed={one.upper() for one in several})
    parties = sorted(summed, key=lambda party: (-sum(summed[party].values()), party))
    votes = np.zeros((len(seats), len(parties)))
    stood = np.zeros_like(votes)
    strongest = np.ones_like(votes)
    for column, party in enumerate(parties):
        for row, count in summed[party].items():
            votes[row, column] = count
            stood[row, column] = 1.0
            strongest[row, column] = highest[party][row] / count if count else 1.0
    # Where a single candidate stood, some countries count no votes.
    unopposed = (votes.sum(axis=1) <= 0) & (stood.sum(axis=1) == 1)
    votes[unopposed] = stood[unopposed]
    counted = votes.sum(axis=1)
    if (counted <= 0).any():
        empty = seats[int((counted <= 0).argmax())].code
        raise InputError(f"Nobody has votes in seat {empty}. Give its votes, or leave it out.")
    regions, region = places_of([seat.region for seat in seats])
    nations, nation = places_of([seat.nation for seat in seats])
    electorates = [seat.electorate for seat in seats]
    return Contests(
        seats=tuple(seat.code for seat in seats),
        parties=tuple(parties),
        shares=votes / counted[:, None],
        valid_votes=np.array(
            [seat.valid_votes or total for seat, total in zip(seats, counted, strict=True)]
        ),
        region=region,
        regions=regions,
        nation=nation,
        nations=nations,
        electorate=np.array([np.nan if one is None else one for one in electorates]),
        strongest=strongest if (strongest < 1).any() else None,
    )


def count_votes(
    candidacies: Iterable[Candidacy], rows: Mapping[str, int], *, allowed: set[str]
) -> tuple[dict[str, dict[int, float]], dict[str, dict[int, float]]]:
    """Votes by party and seat: of all its candidates, and of the strongest."""
    summed: dict[str, dict[int, float]] = defaultdict(dict)
    highest: dict[str, dict[int, float]] = defaultdict(dict)
    for seat, party, votes in candidacies:
        if seat not in rows:
            raise InputError(f"A candidacy of {party} is in seat {seat}, which is not listed.")
        row = rows[seat]
        if row in summed[party] and not (several_may_stand(party) or party.upper() in allowed):
            raise InputError(f"{party} stands twice in seat {seat}. Give each party once.")
        summed[party][row] = summed[party].get(row, 0.0) + votes
        highest[party][row] = max(highest[party].get(row, 0.0), votes)
    return dict(summed), dict(highest)


def places_of(names: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """The different names in order, and for each entry its place among them."""
    ordered = tuple(sorted(set(names)))
    place = {name: number for number, name in enumerate(ordered)}
    return ordered, np.array([place[name] for name in names], dtype=np.int64)


def in_both(base: Contests, truth: Contests) -> tuple[Contests, Contests]:
    """The seats that both elections have, in the order of `base`, with the same parties.

    Raises InputError if they have no seat in common.
    """
    common = set(base.seats) & set(truth.seats)
    if not common:
        raise InputError(
            f"The two elections have no seat in common ({base.seats[0]}… and {truth.seats[0]}…). "
            "Use codes of the same boundaries."
        )
    parties = base.parties + tuple(one for one in truth.parties if one not in base.parties)
    first = base.only(np.array([code in common for code in base.seats]))
    row = {code: number for number, code in enumerate(truth.seats)}
    order = np.array([row[code] for code in first.seats])
    second = truth.only(np.ones(len(truth.seats), dtype=bool))
    second = replace(
        second,
        seats=first.seats,
        shares=second.shares[order],
        valid_votes=second.valid_votes[order],
        region=second.region[order],
        nation=second.nation[order],
        electorate=None if second.electorate is None else second.electorate[order],
        strongest=None if second.strongest is None else second.strongest[order],
    )
    return with_parties(first, parties), with_parties(second, parties)


def with_parties(contests: Contests, parties: Sequence[str]) -> Contests:
    """The same election with its parties in another order, and columns of 0 for further ones."""
    shares = np.zeros((len(contests.seats), len(parties)))
    strongest = np.ones_like(shares)
    for column, party in enumerate(parties):
        if party in contests.parties:
            place = contests.parties.index(party)
            shares[:, column] = contests.shares[:, place]
            if contests.strongest is not None:
                strongest[:, column] = contests.strongest[:, place]
    return replace(
        contests,
        parties=tuple(parties),
        shares=shares,
        strongest=None if contests.strongest is None else strongest,
    )
