"""`groundswell forecast`: every seat from past votes and expected shares."""

import sys
from dataclasses import dataclass
from datetime import date
from functools import partial
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
    import polars as pl

    from groundswell.cli.election_files import Election
    from groundswell.engines.forecasting import Contests, ExpectedChange, Forecast

LAST_WEEK, CALLED = 7.0, 50.0  # days before polling day: final polls, the call of the election


@dataclass(frozen=True)
class Scenario:
    """One way in which votes may move: its name, its weight, and the days its errors are for."""

    name: str
    weight: float
    horizon_days: float


def command(
    *,
    results: Annotated[Path, typer.Argument(help="Past results, one row for each candidacy.")],
    base: Annotated[str, typer.Option(help="Date of the past election to start from.")],
    side: Annotated[str, typer.Option(help="The party whose margins are forecast.")],
    out: Annotated[Path, typer.Option(help="Folder for the tables and the report.")],
    national: Annotated[
        Path | None, typer.Option(help="Expected shares: area, party, share.")
    ] = None,
    polls: Annotated[Path | None, typer.Option(help="Polls to average, with --as-of.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Use polls that ended on this day or before.")
    ] = None,
    horizon_days: Annotated[
        float | None,
        typer.Option(
            help="Days from the expected shares to polling day. 0: the shares are exact. "
            "[default: 7; 50 without shares]",
        ),
    ] = None,
    scenarios: Annotated[
        str | None, typer.Option(help="Mix scenarios, e.g. polls=0.5,no-swing=0.5.")
    ] = None,
    majority: Annotated[
        int | None, typer.Option(help="Seats of a majority. [default: more than half]")
    ] = None,
    draws: Draws = 4000,
    seed: Seed = 1,
    seat_noise: SeatNoise = 1.0,
    columns: Columns = None,
    national_columns: NationalColumns = None,
    polls_columns: Annotated[str | None, typer.Option(help="The same for --polls.")] = None,
    where: Where = None,
    several: Several = None,
    json_mode: JsonMode = False,
) -> None:
    """Forecast every seat: chances, margins, what a vote is worth, and how many seats each wins.

    Without --national or --polls nothing is expected to change, with wide errors. Example:

        groundswell forecast results.csv --base 2015-05-07 --side LAB
            --national expected.csv --horizon-days 7 --out forecast
    """
    from groundswell.cli import election_files as files
    from groundswell.cli import output
    from groundswell.cli.forecast_report import forecast_page
    from groundswell.exchange.tables import out_folder, write_csv

    check_sources(national, polls, as_of)
    mix = read_scenarios(scenarios, horizon_days, has_shares=bool(national or polls))
    clock = output.Clock()
    with clock.part("read"):
        file = files.read_results(results, columns=columns, where=where, several=several)
        election = file.election(base, option="--base")
        needed = majority_of(election.contests, majority)
        check_side(election.contests, side)
        change, notes = expected(
            election.contests,
            national=national,
            national_columns=national_columns,
            polls=polls,
            polls_columns=polls_columns,
            as_of=as_of,
        )
    with clock.part("model"), output.progress("Drawing elections", total=draws * len(mix)) as tell:
        forecast = mixed_forecast(
            election.contests, change, mix,
            side=side, draws=draws, seed=seed, seat_noise=seat_noise, tell=tell,
        )  # fmt: skip
    answer = summary(forecast, side, needed, draws)
    with clock.part("write"), out_folder(out) as folder:
        for name, table in tables(forecast, election, side, needed).items():
            write_csv(folder, name, table)
        page = forecast_page(
            forecast, election, side=side, majority=needed,
            source=f"{results.name}, election of {base}; {described(mix)}; {draws:,} draws of each "
            f"scenario, seed {seed}",
        )  # fmt: skip
        (folder / "forecast.html").write_text(page, encoding="utf-8")
    all_notes = [*election.notes, *notes]
    for note in all_notes:
        print(note, file=sys.stderr)
    answer |= {
        "side": side,
        "base": base,
        "majority": needed,
        "scenarios": {one.name: one.weight for one in mix},
        "notes": all_notes,
        "seconds": clock.seconds,
        "peak_mb": output.peak_mb(),
    }
    output.show(json_mode=json_mode, answer=answer, table=lines(answer, side, out))


def check_sources(national: Path | None, polls: Path | None, as_of: str | None) -> None:
    """Refuse options that contradict each other."""
    if national and polls:
        raise InputError("--national and --polls both give expected shares. Give one of them.")
    if polls and not as_of:
        raise InputError("--polls needs --as-of, the day whose newest polls are averaged.")
    if as_of and not polls:
        raise InputError("--as-of says which polls to use, but there is no --polls.")


def read_scenarios(
    text: str | None, horizon_days: float | None, *, has_shares: bool
) -> list[Scenario]:
    """The scenarios and weights from "polls=0.5,no-swing=0.5".

    Without any: the expected shares if there are some, else no swing.
    """
    from groundswell.cli.election_files import words

    if horizon_days is not None and not 0 <= horizon_days < float("inf"):
        raise InputError(f"--horizon-days is {horizon_days}; give 0 or more.")
    days = {"polls": LAST_WEEK if horizon_days is None else horizon_days, "no-swing": CALLED}
    if text is None:
        if has_shares:
            return [Scenario("polls", 1.0, days["polls"])]
        return [Scenario("no-swing", 1.0, CALLED if horizon_days is None else horizon_days)]
    mix: list[Scenario] = []
    for part in words(text):
        name, _, weight = (one.strip() for one in part.partition("="))
        if name not in days or not is_weight(weight) or name in [one.name for one in mix]:
            raise InputError(
                f"--scenarios: {part} is not understood. "
                "Write polls=0.5,no-swing=0.5, each at most once, with weights from 0 to 1."
            )
        mix.append(Scenario(name, float(weight), days[name]))
    total = sum(one.weight for one in mix)
    if abs(total - 1) > 1e-6:
        raise InputError(f"--scenarios: the weights add up to {total:g}. Make them add up to 1.")
    if not has_shares and any(one.name == "polls" for one in mix):
        raise InputError("--scenarios: polls needs expected shares. Give --national or --polls.")
    return mix


def is_weight(text: str) -> bool:
    """Whether the text is a number from 0 to 1."""
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def described(mix: list[Scenario]) -> str:
    """The scenarios in words."""
    return " and ".join(
        f"{one.weight:.0%} {one.name} (errors for {one.horizon_days:g} days)" for one in mix
    )


def majority_of(contests: "Contests", majority: int | None) -> int:
    """Seats of a majority: as given, or more than half."""
    n_seats = len(contests.seats)
    if majority is None:
        return n_seats // 2 + 1
    if not 1 <= majority <= n_seats:
        raise InputError(f"--majority is {majority}; there are {n_seats} seats.")
    return majority


def check_side(contests: "Contests", side: str) -> None:
    """Refuse a side that nobody voted for, and list those there are."""
    if side not in contests.parties or not contests.stands[:, contests.parties.index(side)].any():
        raise InputError(
            f"--side: nobody voted for {side} in this election. "
            f"The parties are {', '.join(contests.parties)}."
        )


def expected(
    contests: "Contests",
    *,
    national: Path | None,
    national_columns: str | None,
    polls: Path | None,
    polls_columns: str | None,
    as_of: str | None,
) -> "tuple[ExpectedChange | None, list[str]]":
    """The expected gains from whichever file was given, and what a reader should know."""
    from groundswell.cli import election_files as files
    from groundswell.engines.forecasting import average_polls, expected_change

    if national is not None:
        change = files.change_from(
            files.read_national(national, columns=national_columns), contests
        )
        return change, list(change.notes)
    if polls is not None:
        average = average_polls(
            files.read_polls(polls, columns=polls_columns), as_of=day(as_of or "")
        )
        try:
            change = expected_change(contests, average.national)
        except InputError as error:
            raise InputError(f"{polls}, average of {as_of}: {error}") from error
        return change, [f"Polls of {note}" for note in average.notes] + list(change.notes)
    return None, []


def day(text: str) -> date:
    """A date from --as-of."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--as-of: {text} is no date. Write the year first, 2015-05-07.") from None


def mixed_forecast(
    contests: "Contests",
    change: "ExpectedChange | None",
    mix: list[Scenario],
    *,
    side: str,
    draws: int,
    seed: int,
    seat_noise: float,
    tell: Any,
) -> "Forecast":
    """Forecast each scenario with the same random numbers, and mix them."""
    import numpy as np

    from groundswell.engines import forecasting as engine

    forecasts = []
    for number, one in enumerate(mix):
        moved = engine.no_change(contests) if one.name == "no-swing" else change
        assert moved is not None  # noqa: S101 - read_scenarios has seen to it
        forecasts.append(
            engine.forecast_seats(
                contests,
                change=moved.change,
                scales=engine.scales_for(
                    contests, horizon_days=one.horizon_days, seat_multiplier=seat_noise
                ),
                draws=draws,
                rng=np.random.default_rng(seed),
                sides=[side],
                on_chunk=partial(report, tell, number * draws),
            )
        )
    if len(forecasts) == 1:
        return forecasts[0]
    return engine.blend(forecasts, [one.weight for one in mix])


def report(tell: Any, before: int, done: int, _wanted: int) -> None:
    """Move the progress bar: draws of earlier scenarios, and of this one."""
    tell(before + done)


def tables(
    forecast: "Forecast", election: "Election", side: str, majority: int
) -> "dict[str, pl.DataFrame]":
    """The three tables to write, by file name."""
    return {
        "seats.csv": seats_table(forecast, election, side, majority),
        "parties.csv": parties_table(forecast, election),
        "totals.csv": totals_table(forecast),
    }


def seats_table(
    forecast: "Forecast", election: "Election", side: str, majority: int
) -> "pl.DataFrame":
    """One row for each seat, from the side's view."""
    import polars as pl

    contests, margins = election.contests, forecast.margins[side]
    return pl.DataFrame(
        {
            "seat_code": forecast.seats,
            "seat_name": [election.names[code] for code in forecast.seats],
            "region": [contests.regions[place] for place in contests.region],
            "p_win": forecast.p_win[:, forecast.place(side)],
            "margin_mean": margins.mean,
            "margin_sd": margins.sd,
            "margin_q05": margins.quantile(0.05),
            "margin_q50": margins.quantile(0.5),
            "margin_q95": margins.quantile(0.95),
            "votes_cast": contests.valid_votes.round().astype("int64"),
            "pivotality": margins.pivotality(),
            "majority_pivotality": margins.majority_pivotality(majority),
            "last_margin": contests.margin(side),
            "held": (contests.winner == contests.place(side)).astype("int64"),
        }
    )


def parties_table(forecast: "Forecast", election: "Election") -> "pl.DataFrame":
    """One row for each party that stands in a seat."""
    import numpy as np
    import polars as pl

    seat, party = np.nonzero(election.contests.stands)
    return pl.DataFrame(
        {
            "seat_code": [forecast.seats[place] for place in seat],
            "party": [forecast.parties[place] for place in party],
            "share_mean": forecast.share_mean[seat, party],
            "share_sd": forecast.share_sd[seat, party],
            "p_win": forecast.p_win[seat, party],
        }
    )


def totals_table(forecast: "Forecast") -> "pl.DataFrame":
    """One row for each party, with the seats it may win."""
    import polars as pl

    return pl.DataFrame(
        {
            "party": forecast.parties,
            "seats_mean": forecast.expected_seats(),
            **{
                f"q{round(100 * level):02d}": forecast.seats_quantile(level)
                for level in (0.05, 0.25, 0.5, 0.75, 0.95)
            },
        }
    )


def summary(forecast: "Forecast", side: str, majority: int, draws: int) -> dict[str, Any]:
    """What the JSON object says of the forecast."""
    low, high = forecast.interval(0.9)
    return {
        "seats": len(forecast.seats),
        "draws": draws,
        "expected_seats": dict(zip(forecast.parties, forecast.expected_seats(), strict=True)),
        "interval_90": {
            party: [int(a), int(b)] for party, a, b in zip(forecast.parties, low, high, strict=True)
        },
        "p_majority": forecast.p_majority(side, majority),
        "p_largest": forecast.p_largest(side),
    }


def lines(answer: dict[str, Any], side: str, out: Path) -> list[tuple[str, str]]:
    """The short table for people."""
    shown = [
        (party, f"{seats:6.1f} seats, 90 in 100: {low}–{high}")
        for (party, seats), (low, high) in zip(
            answer["expected_seats"].items(), answer["interval_90"].values(), strict=True
        )
        if high > 0
    ]
    return [
        ("seats", f"{answer['seats']:,}"),
        *shown,
        (f"majority of {side}", f"{answer['p_majority']:.0%} ({answer['majority']} seats)"),
        (f"{side} largest", f"{answer['p_largest']:.0%}"),
        ("written to", str(out)),
    ]
