"""The open data in the database."""

from datetime import date

import pytest

from groundswell.apps.elections.actions import load_open_data
from groundswell.apps.elections.models import (
    Candidacy,
    Contest,
    Election,
    ExpectedShare,
    Party,
    Seat,
)
from groundswell.apps.elections.queries import results
from groundswell.apps.places.models import PostcodeDistrict

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_open_data_are_650_seats_and_three_elections():
    loaded = load_open_data()
    assert (loaded.seats, loaded.elections, loaded.contests) == (650, 3, 1950)
    assert Seat.objects.count() == 650
    assert Seat.objects.filter(area__q=None).count() == 0
    assert Candidacy.objects.count() == loaded.candidacies == 11_425
    assert PostcodeDistrict.objects.count() == loaded.postcode_districts
    assert set(ExpectedShare.objects.values_list("election__polling_day", flat=True)) == {
        date(2015, 5, 7),
        date(2017, 6, 8),
    }


def test_loading_twice_changes_nothing():
    load_open_data()
    before = Candidacy.objects.count(), Contest.objects.count(), Party.objects.count()
    assert not load_open_data().is_new
    assert (Candidacy.objects.count(), Contest.objects.count(), Party.objects.count()) == before


def test_what_is_missing_is_loaded_again():
    load_open_data()
    Contest.objects.filter(seat__name="Gower").delete()
    again = load_open_data()
    assert again.contests == 3
    assert again.candidacies == sum(
        contest.candidacies.count() for contest in Contest.objects.filter(seat__name="Gower")
    )


def test_the_results_of_2015_are_those_that_were_declared():
    load_open_data()
    held = results(Election.objects.get(polling_day=date(2015, 5, 7)))
    parties = dict(Party.objects.values_list("pk", "code"))
    won = [parties[result.winner_id] for result in held.values()]
    # The general election of 7 May 2015, as declared; the Speaker counts on his own.
    assert {code: won.count(code) for code in ("CON", "LAB", "SNP", "LD", "UKIP", "GRN")} == {
        "CON": 330, "LAB": 232, "SNP": 56, "LD": 8, "UKIP": 1, "GRN": 1,
    }  # fmt: skip
    gower = held[Seat.objects.get(name="Gower").pk]
    assert gower.margin_votes == 27
    assert parties[gower.winner_id] == "CON"
