"""Who is likely to win which seat, how sure that is, and where a vote is worth most."""

from groundswell.engines.forecasting.change import (
    AreaShareError,
    ExpectedChange,
    expected_change,
    no_change,
    true_change,
)
from groundswell.engines.forecasting.contests import (
    Candidacy,
    Contests,
    Seat,
    in_both,
    margin_of,
    several_may_stand,
    tally,
    with_parties,
)
from groundswell.engines.forecasting.forecast import Forecast, Margins, blend
from groundswell.engines.forecasting.naive import as_one, score_naive, swung
from groundswell.engines.forecasting.polls import PollAverage, PollShare, average_polls
from groundswell.engines.forecasting.scales import ErrorScales, no_errors, scales_for
from groundswell.engines.forecasting.scoring import (
    CalibrationRow,
    Score,
    brier,
    calibration_table,
    coverage,
    crps,
    crps_of_histogram,
    log_score,
    rmse,
    score_forecast,
)
from groundswell.engines.forecasting.simulate import forecast_seats
from groundswell.engines.forecasting.targets import TargetList, target_list

__all__ = [
    "AreaShareError",
    "CalibrationRow",
    "Candidacy",
    "Contests",
    "ErrorScales",
    "ExpectedChange",
    "Forecast",
    "Margins",
    "PollAverage",
    "PollShare",
    "Score",
    "Seat",
    "TargetList",
    "as_one",
    "average_polls",
    "blend",
    "brier",
    "calibration_table",
    "coverage",
    "crps",
    "crps_of_histogram",
    "expected_change",
    "forecast_seats",
    "in_both",
    "log_score",
    "margin_of",
    "no_change",
    "no_errors",
    "rmse",
    "scales_for",
    "score_forecast",
    "score_naive",
    "several_may_stand",
    "swung",
    "tally",
    "target_list",
    "true_change",
    "with_parties",
]
