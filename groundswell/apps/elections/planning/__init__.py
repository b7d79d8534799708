"""Elections to the forecasting engine, and its answers back to rows."""

from groundswell.apps.elections.planning.backtests import backtests
from groundswell.apps.elections.planning.inputs import Past, expected_shares, past_election
from groundswell.apps.elections.planning.rows import party_rows, seat_rows
from groundswell.apps.elections.planning.runs import Run, run

__all__ = [
    "Past",
    "Run",
    "backtests",
    "expected_shares",
    "party_rows",
    "past_election",
    "run",
    "seat_rows",
]
