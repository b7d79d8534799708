"""What happened at past elections."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from groundswell.apps.elections.models import Candidacy, Contest, Election, Seat


@dataclass(frozen=True)
class Result:
    """How one contest ended. margin: share of the first less share of the second."""

    winner_id: int
    margin_votes: int
    margin: float


def results(election: Election) -> dict[int, Result]:
    """The result in each seat of an election, by the seat's key."""
    first = Candidacy.objects.filter(contest=OuterRef("pk")).order_by("-votes", "pk")
    rows = (
        Contest.objects.filter(election=election)
        .annotate(
            winner=Subquery(first.values("party")[:1]),
            most=Subquery(first.values("votes")[:1]),
            next_most=Subquery(first.values("votes")[1:2]),
        )
        .values_list("seat_id", "winner", "most", "next_most", "valid_votes")
    )
    return {
        seat: Result(
            winner_id=winner,
            margin_votes=most - (second or 0),
            margin=(most - (second or 0)) / max(valid, 1),
        )
        for seat, winner, most, second, valid in rows
        if winner is not None
    }


@dataclass(frozen=True)
class PastResult:
    """One seat at one past election. shares: by party key, votes ÷ valid votes."""

    polling_day: date
    shares: dict[int, float]
    margin_votes: int
    turnout: float


def past_results(seat: Seat, *, until: date) -> list[PastResult]:
    """How a seat voted up to a day, oldest first."""
    found: dict[Contest, list[Candidacy]] = defaultdict(list)
    rows = (
        Candidacy.objects.filter(contest__seat=seat, contest__election__polling_day__lte=until)
        .select_related("contest__election")
        .order_by("contest__election__polling_day", "-votes", "pk")
    )
    for row in rows:
        found[row.contest].append(row)
    return [_past_result(contest, candidacies) for contest, candidacies in found.items()]


def _past_result(contest: Contest, candidacies: list[Candidacy]) -> PastResult:
    """One contest, its candidacies by votes; those of one party are added up."""
    shares: dict[int, float] = defaultdict(float)
    for one in candidacies:
        shares[one.party_id] += one.votes / max(contest.valid_votes, 1)
    first, *others = (one.votes for one in candidacies)
    return PastResult(
        polling_day=contest.election.polling_day,
        shares=dict(shares),
        margin_votes=first - (others[0] if others else 0),
        turnout=contest.valid_votes / max(contest.electorate, 1),
    )
