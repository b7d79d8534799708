"""Fills a database with the open data that come with Groundswell: British seats, votes, polls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction

from groundswell.apps.elections.models import (
    Candidacy,
    Contest,
    Election,
    ExpectedShare,
    Party,
    Seat,
)
from groundswell.apps.places.models import Area, BoundarySet, PostcodeDistrict
from groundswell.exchange import open_data

BODY = "House of Commons"
N_SEATS = 650
BOUNDARIES = "House of Commons seats, 2010 to 2023"
IN_FORCE_FROM = date(2010, 5, 6)
POLLING_DAYS = (date(2010, 5, 6), date(2015, 5, 7), date(2017, 6, 8))
# Final polls come for the last two; 2010 is a base only.
WITH_POLLS = POLLING_DAYS[1:]
TARGET, BASE = date(2017, 6, 8), date(2015, 5, 7)
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Loaded:
    """How many rows of each kind were new; all 0 if everything was there."""

    seats: int
    parties: int
    elections: int
    contests: int
    candidacies: int
    expected_shares: int
    postcode_districts: int

    @property
    def is_new(self) -> bool:
        return any(vars(self).values())


@transaction.atomic
def load_open_data() -> Loaded:
    """Load the open data, or what of them is missing; a second call changes nothing.

    Loads the 650 seats with their hexagons, the parties, the elections of 2010, 2015 and 2017 with
    all candidacies, the shares that the final polls of 2015 and 2017 led one to expect, and the
    postcode districts. The results of 2017 are what happened, for backtests: a forecast of 2017
    starts from 2015.

    Raises InputError if the files of this installation are missing or broken.
    """
    seats = _load_seats(open_data.uk_seats())
    parties = _load_parties(open_data.uk_parties())
    elections = _load_elections(POLLING_DAYS)
    contests, candidacies = _load_results(open_data.uk_results())
    return Loaded(
        seats=seats,
        parties=parties,
        elections=elections,
        contests=contests,
        candidacies=candidacies,
        expected_shares=_load_expected(WITH_POLLS),
        postcode_districts=_load_districts(open_data.uk_postcode_districts()),
    )


def _load_seats(table: pl.DataFrame) -> int:
    boundaries, _ = BoundarySet.objects.get_or_create(
        name=BOUNDARIES,
        defaults={"in_force_from": IN_FORCE_FROM, "credits": " ".join(open_data.ATTRIBUTION)},
    )
    there = set(Seat.objects.values_list("code", flat=True))
    rows = [row for row in table.iter_rows(named=True) if row["seat_code"] not in there]
    areas = _store(
        Area(
            boundary_set=boundaries,
            code=row["seat_code"],
            name=row["seat_name"],
            lon=row["lon"],
            lat=row["lat"],
            q=row["q"],
            r=row["r"],
        )
        for row in rows
    )
    seats = _store(
        Seat(
            area=area,
            code=row["seat_code"],
            name=row["seat_name"],
            region=row["region"],
            nation=row["nation"],
        )
        for area, row in zip(areas, rows, strict=True)
    )
    return len(seats)


def _load_parties(parties: Iterable[open_data.Party]) -> int:
    there = set(Party.objects.values_list("code", flat=True))
    return len(
        _store(
            Party(
                code=party.code,
                name=party.name,
                short_name=party.short_name,
                colour=party.colour,
                position=party.order,
            )
            for party in parties
            if party.code not in there
        )
    )


def _load_elections(days: Iterable[date]) -> int:
    there = set(Election.objects.filter(body=BODY).values_list("polling_day", flat=True))
    return len(
        _store(
            Election(body=BODY, polling_day=day, n_seats=N_SEATS)
            for day in days
            if day not in there
        )
    )


def _load_results(table: pl.DataFrame) -> tuple[int, int]:
    """Contests that are missing, with all their candidacies; those that are there stay."""
    elections = {one.polling_day: one for one in Election.objects.filter(body=BODY)}
    seats = dict(Seat.objects.values_list("code", "pk"))
    parties = dict(Party.objects.values_list("code", "pk"))
    there = set(
        Contest.objects.filter(election__body=BODY).values_list(
            "election__polling_day", "seat__code"
        )
    )
    wanted = table.unique(["election_date", "seat_code"], keep="first", maintain_order=True)
    contests = _store(
        Contest(
            election=elections[row["election_date"]],
            seat_id=seats[row["seat_code"]],
            electorate=row["electorate"],
            valid_votes=row["valid_votes"],
        )
        for row in wanted.iter_rows(named=True)
        if (row["election_date"], row["seat_code"]) not in there
    )
    made = {(one.election_id, one.seat_id): one.pk for one in contests}
    candidacies = _store(
        Candidacy(contest_id=contest, party_id=parties[party], votes=votes)
        for day, code, party, votes in table.select(
            "election_date", "seat_code", "party", "votes"
        ).iter_rows()
        if (contest := made.get((elections[day].pk, seats[code])))
    )
    return len(contests), len(candidacies)


def _load_expected(days: Iterable[date]) -> int:
    parties = dict(Party.objects.values_list("code", "pk"))
    new: list[ExpectedShare] = []
    for election in Election.objects.filter(body=BODY, polling_day__in=list(days)):
        if not election.expected.exists():
            new += (
                ExpectedShare(
                    election=election,
                    area_name=row["area"],
                    party_id=parties[row["party"]],
                    share=row["share"],
                    source=row["source"],
                )
                for row in open_data.uk_national(election.polling_day).iter_rows(named=True)
            )
    return len(_store(new))


def _load_districts(table: pl.DataFrame) -> int:
    there = set(PostcodeDistrict.objects.values_list("code", flat=True))
    return len(
        _store(
            PostcodeDistrict(
                code=row["district"],
                town=row["town"] or "",
                lon=row["lon"],
                lat=row["lat"],
                population=row["population"] or 0,
            )
            for row in table.iter_rows(named=True)
            if row["district"] not in there
        )
    )


def _store(rows: Iterable[Any]) -> list[Any]:
    """Write rows of one model, and hand them back with their keys."""
    made = list(rows)
    if made:
        type(made[0]).objects.bulk_create(made, batch_size=ROWS_AT_ONCE)
    return made
