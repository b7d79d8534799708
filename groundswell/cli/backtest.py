"""`groundswell backtest`: forecast an election that has been held, and score the forecast."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.election_options import (
    Columns,
    Draws,
    JsonMode,
    NationalColumns,
    SeatNoise,
    Seed,
    Several,
    Where,
)
from groundswell.errors import InputError

if TYPE_CHECKING:
    from groundswell.cli.election_files import Election, ResultsFile
    from groundswell.engines.forecasting import Contests, ExpectedChange, Score

PERIODS = ("1979-2010", "1979-2017")


def command(
    *,
    results: Annotated[Path, typer.Argument(help="Results of both elections, by candidacy.")],
    base: Annotated[str, typer.Option(help="Date of the election to start from.")],
    truth: Annotated[str, typer.Option(help="Date of the election to forecast.")],
    side: Annotated[
        str | None, typer.Option(help="Whose margins to score. [default: most votes at --base]")
    ] = None,
    national: Annotated[
        Path | None, typer.Option(help="Shares expected then: area, party, share.")
    ] = None,
    national_true: Annotated[
        bool, typer.Option("--national-true", help="Use the true shares, to score the map alone.")
    ] = False,
    horizon_days: Annotated[
        float | None,
        typer.Option(
            min=0,
            help="Days from the expected shares to polling day. "
            "[default: 7; 0 with --national-true; 50 without shares]",
        ),
    ] = None,
    errors: Annotated[
        str, typer.Option(help="Years of the polls that set the errors: 1979-2010 or 1979-2017.")
    ] = PERIODS[0],
    draws: Draws = 4000,
    seed: Seed = 1,
    seat_noise: SeatNoise = 1.0,
    columns: Columns = None,
    national_columns: NationalColumns = None,
    where: Where = None,
    several: Several = None,
    json_mode: JsonMode = False,
) -> None:
    """Score the forecast of a past election beside "no change" and uniform swing.

    Example:

        groundswell backtest results.csv --base 2010-05-06 --truth 2015-05-07 --national-true
    """
    from groundswell.cli import election_files as files
    from groundswell.cli import output

    if national and national_true:
        raise InputError("--national and --national-true both give shares. Give one of them.")
    if errors not in PERIODS:
        raise InputError(f"--errors is {errors}; choose {' or '.join(PERIODS)}.")
    days = horizon_days
    if days is None:
        days = 0.0 if national_true else 7.0 if national else 50.0
    clock = output.Clock()
    with clock.part("read"):
        file = files.read_results(results, columns=columns, where=where, several=several)
        first, second, left_out, notes = pair(file, base, truth)
        expected = expected_changes(first, second, national, national_columns, true=national_true)
        chosen = side_of(first, side)
    with clock.part("model"), output.progress("Drawing elections", total=draws) as tell:
        scores = score_models(
            first, second, expected,
            side=chosen, days=days, errors=errors, seat_noise=seat_noise,
            draws=draws, seed=seed, tell=tell,
        )  # fmt: skip
    notes += expected[-1].notes
    if any(left_out):
        notes.append(
            f"Left out, for only one of the elections has them: {left_out[0]} seats of {base}, "
            f"{left_out[1]} of {truth}.",
        )
    for note in notes:
        print(note, file=sys.stderr)
    answer = {
        "seats": len(first.seats),
        "left_out": {"base": left_out[0], "truth": left_out[1]},
        "side": chosen,
        "draws": draws,
        "horizon_days": days,
        "models": [described(name, score, second) for name, score in scores.items()],
        "notes": notes,
        "seconds": clock.seconds,
        "peak_mb": output.peak_mb(),
    }
    output.show(json_mode=json_mode, answer=answer, table=list(lines(scores, first, chosen)))


def pair(
    file: "ResultsFile", base: str, truth: str
) -> "tuple[Contests, Contests, tuple[int, int], list[str]]":
    """Both elections in their common seats, how many seats each has alone, and notes."""
    from groundswell.engines.forecasting import in_both

    if base == truth:
        raise InputError(f"--base and --truth are both {base}. Name two elections.")
    before = file.election(base, option="--base")
    after = file.election(truth, option="--truth")
    check_names(file, before, after, truth)
    first, second = in_both(before.contests, after.contests)
    n_common = len(first.seats)
    left_out = len(before.contests.seats) - n_common, len(after.contests.seats) - n_common
    notes = [f"{base}: {note}" for note in before.notes]
    return first, second, left_out, [*notes, *(f"{truth}: {note}" for note in after.notes)]


def check_names(file: "ResultsFile", before: "Election", after: "Election", truth: str) -> None:
    """Refuse a seat whose code means two places."""
    import polars as pl

    for code, name in after.names.items():
        other = before.names.get(code)
        if other is not None and plain(other) != plain(name):
            rows = file.table.frame.filter(
                (pl.col("seat_code") == code) & (pl.col("election_date") == truth)
            )
            file.table.refuse(
                row=rows["row"][0],
                column="seat_name",
                wrong=f"seat {code} is {name} here and {other} in the other election",
                remedy="Give a seat one name, or two seats two codes.",
            )


def plain(name: str) -> str:
    """A name without the differences that do not matter."""
    return " ".join(name.casefold().split())


def side_of(contests: "Contests", side: str | None) -> str:
    """The side as given, or the party with most votes."""
    from groundswell.cli.forecast import check_side

    if side is None:
        votes = contests.valid_votes @ contests.shares
        return contests.parties[int(votes.argmax())]
    check_side(contests, side)
    return side


def expected_changes(
    first: "Contests",
    second: "Contests",
    national: Path | None,
    national_columns: str | None,
    *,
    true: bool,
) -> "tuple[ExpectedChange, ExpectedChange]":
    """Gains as one for all seats, and as they differ by nation."""
    from groundswell.cli import election_files as files
    from groundswell.engines import forecasting as engine

    if true:
        return (
            engine.true_change(first, second, by_nation=False),
            engine.true_change(first, second, by_nation=True),
        )
    if national is None:
        nothing = engine.no_change(first)
        return nothing, nothing
    table = files.read_national(national, columns=national_columns)
    by_area = files.change_from(table, first)
    return engine.ExpectedChange(engine.as_one(first, by_area.change)), by_area


def score_models(
    first: "Contests",
    second: "Contests",
    expected: "tuple[ExpectedChange, ExpectedChange]",
    *,
    side: str,
    days: float,
    errors: Any,
    seat_noise: float,
    draws: int,
    seed: int,
    tell: Any,
) -> "dict[str, Score]":
    """The scores of the naive models and of ours, by name."""
    import numpy as np

    from groundswell.engines import forecasting as engine

    as_one, by_nation = (one.change for one in expected)
    forecast = engine.forecast_seats(
        first,
        change=by_nation,
        scales=engine.scales_for(
            first, horizon_days=days, period=errors, seat_multiplier=seat_noise
        ),
        draws=draws,
        rng=np.random.default_rng(seed),
        sides=[side],
        on_chunk=lambda done, _: tell(done),
    )
    return {
        "no_change": engine.score_naive(first, np.zeros_like(as_one), second, side=side),
        "uniform": engine.score_naive(first, as_one, second, side=side),
        "uniform_by_nation": engine.score_naive(first, by_nation, second, side=side),
        "groundswell": engine.score_forecast(forecast, second, side=side),
    }


def described(name: str, score: "Score", truth: "Contests") -> dict[str, Any]:
    """One model as the JSON object tells of it."""
    import numpy as np

    seats = np.bincount(truth.winner, minlength=len(truth.parties))
    return {
        "model": name,
        "wrong": score.wrong,
        "brier": score.brier,
        "log_score": score.log_score,
        "crps_margin": score.crps_margin,
        "crps_seats": score.crps_seats,
        "rmse_margin": score.rmse_margin,
        "coverage_80": score.coverage_80,
        "coverage_95": score.coverage_95,
        "seats_90": dict(zip(truth.parties, map(list, score.seats_90), strict=True)),
        "seats_expected": dict(zip(truth.parties, score.seats_expected, strict=True)),
        "seats_true": dict(zip(truth.parties, map(int, seats), strict=True)),
        "calibration": [
            {"low": row.low, "high": row.high, "n": row.n,
             "mean_chance": row.mean_chance, "observed": row.observed}
            for row in score.calibration
        ],
    }  # fmt: skip


def lines(scores: "dict[str, Score]", contests: "Contests", side: str) -> Iterator[tuple[str, str]]:
    """The short table for people."""
    place = contests.place(side)
    yield "seats", f"{len(contests.seats):,}"
    for name, score in scores.items():
        low, high = score.seats_90[place]
        text = f"{score.wrong:4} wrong; {side} {low}" + (f"–{high}" if high > low else "")
        if score.brier is not None:
            text += f"; Brier {score.brier:.3f}, log {score.log_score:.3f}"
            text += f", cover {score.coverage_80:.2f}/{score.coverage_95:.2f}"
        yield name, text
