"""A small country of its own: seats, parties, elections, forecasts."""

from datetime import date
from itertools import count
from typing import Any

from groundswell.apps.elections.models import (
    Candidacy,
    Contest,
    Election,
    Party,
    Seat,
    SideChoice,
)
from groundswell.apps.places.models import Area, BoundarySet, PostcodeDistrict

_number = count(1)


def party(code: str = "", **fields: Any) -> Party:
    code = code or f"P{next(_number)}"
    given = {"name": f"{code} Party", "short_name": code, "colour": "#335577"} | fields
    return Party.objects.get_or_create(code=code, defaults=given)[0]


def seat(code: str = "", **fields: Any) -> Seat:
    n = next(_number)
    code = code or f"X{n:05d}"
    boundaries, _ = BoundarySet.objects.get_or_create(
        name="Seats of 2010", defaults={"in_force_from": date(2010, 5, 6)}
    )
    place = {k: fields.pop(k) for k in ("lon", "lat", "q", "r") if k in fields}
    name = fields.pop("name", f"Northby {n}")
    area = Area.objects.create(
        boundary_set=boundaries, code=code, name=name,
        **({"lon": -1.5 + n * 0.01, "lat": 53.0, "q": n % 25, "r": n // 25} | place),
    )  # fmt: skip
    return Seat.objects.create(
        area=area, code=code, name=name, **({"region": "North", "nation": "England"} | fields)
    )


def election(polling_day: date = date(2017, 6, 8), **fields: Any) -> Election:
    given = {"body": "House of Commons", "n_seats": 3} | fields
    return Election.objects.get_or_create(
        body=given["body"], polling_day=polling_day, defaults=given
    )[0]


def contest(*, at: Election, in_seat: Seat, votes: dict[str, int]) -> Contest:
    """A contest with its candidacies, votes by party code."""
    total = sum(votes.values())
    made = Contest.objects.create(
        election=at, seat=in_seat, electorate=round(total * 1.5), valid_votes=total
    )
    Candidacy.objects.bulk_create(
        Candidacy(contest=made, party=party(code), votes=n) for code, n in votes.items()
    )
    return made


def side_choice(*, of: Any, side: Party, target: Election, base: Election) -> SideChoice:
    made = SideChoice(organisation=of, side=side, election=target, base=base)
    made.save()
    return made


def district(code: str = "CH1", **fields: Any) -> PostcodeDistrict:
    given = {"town": "Chester", "lon": -2.89, "lat": 53.19, "population": 20_000} | fields
    return PostcodeDistrict.objects.get_or_create(code=code, defaults=given)[0]
