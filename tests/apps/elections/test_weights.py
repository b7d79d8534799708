"""How much one seat counts beside the others."""

import pytest

from groundswell.apps.audit.models import Entry
from groundswell.apps.elections import actions, queries
from groundswell.apps.elections.models import SeatWeight
from groundswell.errors import InputError
from tests.factories import forecasts

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    return forecasts.country()


def weigh(country, weight):
    with country.scope:
        return actions.weigh_seat(
            by=country.organiser, organisation=country.organisation,
            seat=country.seats["Brook"], weight=weight,
        )  # fmt: skip


def test_a_weight_holds_for_its_seat_only(country):
    weigh(country, 2.5)
    with country.scope:
        assert queries.weights() == {country.seats["Brook"].pk: 2.5}
        assert queries.weight_of(country.seats["Brook"]) == 2.5
        assert queries.weight_of(country.seats["Ashby"]) == 1


def test_a_weight_of_one_undoes_it(country):
    weigh(country, 3)
    assert weigh(country, 1) is None
    with country.scope:
        assert SeatWeight.objects.count() == 0


def test_a_changed_weight_is_written_down_with_the_one_before(country):
    weigh(country, 3)
    weigh(country, 0)
    with country.scope:
        assert Entry.objects.order_by("number").last().detail == {"before": 3.0, "after": 0}


def test_the_same_weight_again_is_no_change(country):
    weigh(country, 3)
    weigh(country, 3)
    with country.scope:
        assert Entry.objects.filter(action="seat.weighed").count() == 1


@pytest.mark.parametrize("weight", [-0.1, 10.1, float("nan"), float("inf")])
def test_a_weight_outside_0_to_10_is_refused(country, weight):
    with pytest.raises(InputError, match="between 0"):
        weigh(country, weight)
