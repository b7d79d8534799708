"""Small elections made up for a test, and the real ones of Great Britain."""

import csv

import pytest

from groundswell.engines.forecasting import Candidacy, Seat, tally
from tests.engines.forecasting.made_up import contests_of

# The Speaker's seat in both elections, and a seat that became it; the large parties stand aside.
NOT_CONTESTED = ("Buckingham", "Chorley")


@pytest.fixture
def make():
    """A function: contests from a table of votes."""
    return contests_of


@pytest.fixture(scope="session")
def gb(shared_data):
    """A function: the 630 contested seats of Great Britain in a year, in seven parties."""
    with (shared_data / "uk/uk_ge_results_wide.csv").open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["nation"] != "Northern Ireland" and row["constituency_name"] not in NOT_CONTESTED
        ]

    def of(year):
        seats, candidacies = [], []
        for row in (row for row in rows if row["year"] == str(year)):
            code, valid = row["gss_code"], int(row["valid_votes"])
            seats.append(Seat(code, row["region"], row["nation"], valid))
            votes = {name.upper(): int(row[name]) for name in ("con", "lab", "ld", "ukip", "grn")}
            votes["NAT"] = int(row["snp"]) + int(row["pc"])
            votes["OTH"] = valid - sum(votes.values())
            candidacies += [Candidacy(code, party, n) for party, n in votes.items() if n > 0]
        return tally(seats=seats, candidacies=candidacies)

    return of
