"""What the engine needs to know of past elections and polls, read from the database."""

from dataclasses import dataclass

from groundswell.apps.elections.models import Candidacy, Contest, Election, ExpectedShare, Party
from groundswell.engines import forecasting as engine
from groundswell.errors import InputError


@dataclass(frozen=True, eq=False)
class Past:
    """An election as the engine wants it, with the keys of its seats and parties, in its order."""

    contests: engine.Contests
    seat_ids: tuple[int, ...]
    party_ids: tuple[int, ...]


def past_election(election: Election) -> Past:
    """The votes of one election, seats in the order of their codes.

    Raises InputError if there are none.
    """
    contests = list(
        Contest.objects.filter(election=election)
        .order_by("seat__code")
        .values_list(
            "seat__code", "seat__region", "seat__nation", "valid_votes", "electorate", "seat_id"
        )
    )
    if not contests:
        raise InputError(
            f"No votes of {election.polling_day:%-d %B %Y} are loaded. Load them, or choose "
            "another election to start from."
        )
    # By votes, not by key: the same votes must reach the engine in the same order everywhere.
    candidacies = (
        Candidacy.objects.filter(contest__election=election)
        .order_by("contest__seat__code", "-votes", "party__code")
        .values_list("contest__seat__code", "party__code", "votes")
    )
    tallied = engine.tally(
        seats=[engine.Seat(*row[:5]) for row in contests],
        candidacies=[engine.Candidacy(*row) for row in candidacies],
    )
    keys = dict(Party.objects.values_list("code", "pk"))
    return Past(
        contests=tallied,
        seat_ids=tuple(row[5] for row in contests),
        party_ids=tuple(keys[code] for code in tallied.parties),
    )


def expected_shares(election: Election) -> list[tuple[str, str, float]]:
    """(area, party, share) as the polls led one to expect; none if none are loaded."""
    return list(
        ExpectedShare.objects.filter(election=election)
        .order_by("area_name", "party__position", "party__code")
        .values_list("area_name", "party__code", "share")
    )
