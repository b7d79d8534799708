"""Average polls into expected shares, by a rule that is written down."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import median
from typing import NamedTuple

from groundswell.errors import InputError

# Look back this many days, and further only while fewer than FEW pollsters were found.
WINDOWS = (7, 14, 28)
FEW = 3
# Respondents of a poll that does not say, if none of the others does.
USUAL_SAMPLE = 1000


class PollShare(NamedTuple):
    """One party's share in one poll of one area. sample_size: respondents, or None."""

    fieldwork_end: date
    pollster: str
    sample_size: float | None
    area: str
    party: str
    share: float


class PollKey(NamedTuple):
    """What tells one poll from another."""

    area: str
    pollster: str
    fieldwork_end: date
    sample_size: float | None


@dataclass(frozen=True)
class PollAverage:
    """Expected shares as (area, party, share), and a sentence on each area's polls."""

    national: tuple[tuple[str, str, float], ...]
    notes: tuple[str, ...]


def average_polls(polls: Iterable[PollShare], *, as_of: date) -> PollAverage:
    """Average the newest polls of each area on a day.

    Rule: of each pollster only the last poll counts whose fieldwork ended on that day or in the
    six days before; if fewer than three pollsters have one, the last 14 and then the last 28 days
    are taken. Each poll weighs the square root of its sample (unknown: the median of the others).
    A party's share is the weighted mean over the polls that name it. Later polls are not looked at.

    Raises InputError if no poll is left, a party is twice in a poll, or a poll's shares exceed 1.
    """
    by_poll = gather(polls)
    areas = dict.fromkeys(key.area for key in by_poll)
    if not areas:
        raise InputError("There are no polls. Give at least one.")
    national: list[tuple[str, str, float]] = []
    notes: list[str] = []
    for area in areas:
        keys = [key for key in by_poll if key.area == area and key.fieldwork_end <= as_of]
        days, newest = newest_polls(keys, as_of)
        if not newest:
            notes.append(f"{area}: no poll ended in the {WINDOWS[-1]} days to {as_of}; left out.")
            continue
        weights = weights_of(newest)
        shares: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for key, weight in zip(newest, weights, strict=True):
            for party, share in by_poll[key].items():
                total, weighed = shares[party]
                shares[party] = (total + weight * share, weighed + weight)
        national += [(area, party, total / weighed) for party, (total, weighed) in shares.items()]
        notes.append(f"{area}: {len(newest)} polls, the last of each pollster in {days} days.")
    if not national:
        raise InputError(
            f"No poll ended in the {WINDOWS[-1]} days to {as_of}. "
            "Give a later day with --as-of, or newer polls."
        )
    return PollAverage(tuple(national), tuple(notes))


def gather(polls: Iterable[PollShare]) -> dict[PollKey, dict[str, float]]:
    """The shares of each poll by party."""
    by_poll: dict[PollKey, dict[str, float]] = {}
    for poll in polls:
        key = PollKey(poll.area, poll.pollster, poll.fieldwork_end, poll.sample_size)
        shares = by_poll.setdefault(key, {})
        named = f"the poll of {poll.pollster} in {poll.area} that ended on {poll.fieldwork_end}"
        if poll.party in shares:
            raise InputError(f"{poll.party} is twice in {named}. Give it once.")
        shares[poll.party] = poll.share
        if sum(shares.values()) > 1.02:
            raise InputError(
                f"The shares of {named} add up to {sum(shares.values()):.3f}. Give shares of 1."
            )
    return by_poll


def newest_polls(keys: Sequence[PollKey], as_of: date) -> tuple[int, list[PollKey]]:
    """The last poll of each pollster, and the days that had to be looked back."""
    found: dict[str, PollKey] = {}
    for days in WINDOWS:
        since = as_of - timedelta(days=days)
        found = {}
        for key in sorted(keys, key=lambda one: (one.fieldwork_end, one.sample_size or 0)):
            if key.fieldwork_end > since:
                found[key.pollster] = key
        if len(found) >= FEW:
            return days, list(found.values())
    return WINDOWS[-1], list(found.values())


def weights_of(polls: Sequence[PollKey]) -> list[float]:
    """The square root of each sample."""
    known = [poll.sample_size for poll in polls if poll.sample_size]
    usual = median(known) if known else USUAL_SAMPLE
    return [sqrt(poll.sample_size or usual) for poll in polls]
