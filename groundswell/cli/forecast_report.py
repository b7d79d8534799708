"""The page that `groundswell forecast` writes: histogram, intervals, cartogram, tables."""

import math
from typing import TYPE_CHECKING

import numpy as np

from groundswell.charts.hexagons import Cell, cartogram
from groundswell.charts.histogram import seat_totals
from groundswell.charts.intervals import Interval, interval_rows
from groundswell.charts.legend import scale_legend
from groundswell.charts.markup import Html
from groundswell.charts.report import Head, Section, html_table, map_frame, report_page
from groundswell.charts.scales import number_text, of_hundred
from groundswell.errors import InputError
from groundswell.exchange.open_data import ATTRIBUTION, uk_seats

if TYPE_CHECKING:
    from groundswell.cli.election_files import Election
    from groundswell.engines.forecasting import Forecast

CHANCES = ("under 10", "10–35", "35–65", "65–90", "over 90")
EDGES = (0.1, 0.35, 0.65, 0.9)
LISTED = 60
SHOWN = 8


def forecast_page(
    forecast: "Forecast", election: "Election", *, side: str, majority: int, source: str
) -> str:
    """The whole page. source: what the forecast was made from, for the line at the foot."""
    place = forecast.place(side)
    low, high = (int(end[place]) for end in forecast.interval(0.9))
    middle = int(forecast.seats_quantile(0.5)[place])
    p_majority, p_largest = forecast.p_majority(side, majority), forecast.p_largest(side)
    picture, has_places = seat_map(forecast, election, side)
    return report_page(
        title=f"Forecast for {side}",
        lead=f"{side} wins {middle} of {len(forecast.seats):,} seats, {low} to {high} in 90 of 100 "
        f"simulated elections; a majority in {of_hundred(p_majority)} of 100.",
        figures=[
            (f"Seats of {side}", str(middle), f"90 of 100: {low}–{high}"),
            ("Majority", f"{of_hundred(p_majority)} in 100", f"{majority} seats"),
            ("Largest party", f"{of_hundred(p_largest)} in 100", "a tie counts for nobody"),
            ("Held now", str(int((election.contests.winner == place).sum())), "last result"),
        ],
        sections=[
            Section(
                f"How many seats {side} could win",
                "Thin line: 90 of 100 simulated elections. Thick line: half of them.",
                histogram(forecast, side, majority),
            ),
            (
                Section("Where", f"Chance of {side} to win the seat, of 100.", picture),
                Section(
                    "Parties",
                    "Seats; the dot is the middle.",
                    intervals(forecast, side),
                    foot="Parties with fewer are in totals.csv.",
                ),
            ),
            Section(
                "Where a vote is worth most",
                f"The {LISTED} seats with the highest pivotality: expected seats for 100,000 more "
                "votes of margin.",
                seat_rows(forecast, election, side),
                foot="The other seats, and all figures in full, are in seats.csv.",
            ),
        ],
        credits=" ".join([f"Made from {source}.", *(ATTRIBUTION if has_places else ())]),
    )


def histogram(forecast: "Forecast", side: str, majority: int) -> Html:
    """Simulated elections by seats of the side."""
    counts = np.bincount(
        forecast.totals[:, forecast.place(side)],
        weights=forecast.totals_weight,
        minlength=len(forecast.seats) + 1,
    )
    # The line of a majority that is far out of reach would leave no room for the bars.
    within_sight = int(np.flatnonzero(counts)[-1]) >= 0.6 * majority
    return seat_totals(
        counts * forecast.draws, majority=majority if within_sight else None, side=side
    )


def intervals(forecast: "Forecast", side: str) -> Html:
    """The seats that the largest parties may win, and the side."""
    levels = [forecast.seats_quantile(level) for level in (0.05, 0.25, 0.5, 0.75, 0.95)]
    order = np.argsort(-forecast.expected_seats(), kind="stable")
    rows = []
    for rank, place in enumerate(order):
        name = forecast.parties[place]
        low, q25, middle, q75, high = (int(level[place]) for level in levels)
        if (high > 0 and rank < SHOWN) or name == side:
            note = f"{middle} ({low}–{high})"
            rows.append(Interval(name, low, q25, middle, q75, high, note, strong=name == side))
    return interval_rows(
        rows, label="Seats of each party with their ranges", unit="seats", signed=False
    )


def seat_map(forecast: "Forecast", election: "Election", side: str) -> tuple[Html, bool]:
    """The cartogram, and whether the seats have places of their own on it."""
    places = known_places(forecast.seats)
    cells = [
        Cell(
            code=code,
            name=election.names[code],
            q=q,
            r=r,
            region=election.contests.regions[region] if places else "",
            level=1 + int(np.searchsorted(EDGES, chance, side="right")),
            title=f"{election.names[code]}: {of_hundred(float(chance))} in 100",
        )
        for code, region, chance, (q, r) in zip(
            forecast.seats,
            election.contests.region,
            forecast.p_win[:, forecast.place(side)],
            places or plain_grid(len(forecast.seats)),
            strict=True,
        )
    ]
    picture = cartogram(
        cells, label=f"Seats by the chance of {side}; the table below has the closest ones"
    )
    return map_frame(scale_legend(CHANCES), picture), bool(places)


def known_places(seats: tuple[str, ...]) -> list[tuple[int, int]] | None:
    """Hexagons from the table that is shipped, if it has every seat."""
    try:
        table = uk_seats()
    except InputError:
        return None
    places = {code: (q, r) for code, q, r in table.select("seat_code", "q", "r").iter_rows()}
    if not all(code in places for code in seats):
        return None
    return [places[code] for code in seats]


def plain_grid(n_seats: int) -> list[tuple[int, int]]:
    """A block of hexagons in the order of the seats, half as wide again as high."""
    width = max(1, math.ceil(math.sqrt(1.5 * n_seats)))
    return [(k % width - (k // width) // 2, k // width) for k in range(n_seats)]


def seat_rows(forecast: "Forecast", election: "Election", side: str) -> Html:
    """The seats where a vote is worth most."""
    margins, place = forecast.margins[side], forecast.place(side)
    value = margins.pivotality()
    low, middle, high = (100 * margins.quantile(level) for level in (0.05, 0.5, 0.95))
    last = 100 * election.contests.margin(side)
    order = np.argsort(-value, kind="stable")[:LISTED]
    return html_table(
        [
            "Seat",
            Head("Region", on_phone=False),
            Head("Chance", "number", "of 100"),
            Head("Margin", "number", "points; 90 of 100"),
            Head("Last time", "number", "points"),
            Head("Value", "number", "seats for 100,000 votes"),
        ],
        [
            (
                election.names[forecast.seats[k]],
                election.contests.regions[election.contests.region[k]],
                of_hundred(float(forecast.p_win[k, place])),
                f"{points(middle[k])} ({points(low[k])} to {points(high[k])})",
                points(last[k]),
                number_text(1e5 * float(value[k]), decimals=1),
            )
            for k in order
        ],
    )


def points(value: float) -> str:
    """A margin in points."""
    return number_text(float(value), decimals=1, signed=True)
