"""How well the model would have called elections that have been held."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Subquery

from groundswell.apps.elections.models import Backtest, Election, Party
from groundswell.apps.elections.scenarios import BY_NATION, GROUNDSWELL, NO_CHANGE
from groundswell.charts.scales import of_hundred


@dataclass(frozen=True)
class Tested:
    """One election that is over, as the model and simpler ones would have called it.

    wrong: seats called wrong. held: of 100 margins of the side, how many lay within its 95%
    range. low, high and seats: the side's seats as forecast nine times in ten, and as they came.
    """

    truth: Election
    base: Election
    n_seats: int
    wrong: int
    wrong_by_nation: int | None
    wrong_no_change: int | None
    brier: float | None
    held: str | None
    low: int | None
    high: int | None
    seats: int | None


def tested(party: Party) -> list[Tested]:
    """The tests of the newest release, seen from a party's side; oldest election first."""
    newest = Backtest.objects.order_by("-pk").values("release")[:1]
    rows = Backtest.objects.filter(release=Subquery(newest)).select_related("truth", "base")
    by_pair: dict[tuple[int, int], dict[str, Backtest]] = defaultdict(dict)
    for row in rows.order_by("truth__polling_day"):
        by_pair[row.base_id, row.truth_id][row.model] = row
    return [_tested(models, party) for models in by_pair.values() if GROUNDSWELL in models]


def _tested(models: dict[str, Backtest], party: Party) -> Tested:
    ours = models[GROUNDSWELL]
    covered = ours.coverage.get(party.code)
    low, high = ours.seats_90.get(party.code, (None, None))
    return Tested(
        truth=ours.truth,
        base=ours.base,
        n_seats=ours.n_seats,
        wrong=ours.wrong,
        wrong_by_nation=_wrong(models, BY_NATION),
        wrong_no_change=_wrong(models, NO_CHANGE),
        brier=ours.brier,
        held=of_hundred(covered["95"]) if covered else None,
        low=low,
        high=high,
        seats=ours.seats_true.get(party.code),
    )


def _wrong(models: dict[str, Backtest], name: str) -> int | None:
    return models[name].wrong if name in models else None
