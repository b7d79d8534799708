"""`groundswell targets`: seats by what a vote won there is worth."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from groundswell.engines.forecasting import TargetList
    from groundswell.exchange.tables import Table


def command(
    *,
    forecasts: Annotated[
        list[Path], typer.Argument(help="Folders that `forecast` wrote, one for each scenario.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for targets.csv.")],
    weights: Annotated[
        str | None,
        typer.Option(help="Weight of each scenario, e.g. 0.5,0.5. [default: all the same]"),
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Length of the list.")] = 100,
    defence: Annotated[
        bool,
        typer.Option("--defence/--attack-only", help="With or without seats the side holds."),
    ] = True,
    json_mode: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Rank seats by expected seats per vote, and say which ranks depend on the scenario.

    Example:

        groundswell targets forecast-polls forecast-no-swing --weights 0.5,0.5 --out targets
    """
    import numpy as np

    from groundswell.cli import output
    from groundswell.engines.forecasting import target_list
    from groundswell.exchange.tables import out_folder, write_csv

    clock = output.Clock()
    shares = weights_of(weights, len(forecasts))
    with clock.part("read"):
        read = [read_seats(folder) for folder in forecasts]
        values = aligned(read)
    first = read[0].frame
    held = held_of(read[0], needed=not defence)
    with clock.part("rank"):
        targets = target_list(
            np.array(values), weights=shares, top=top, held=held, attack_only=not defence
        )
    with clock.part("write"), out_folder(out) as folder:
        write_csv(folder, "targets.csv", targets_table(targets, first))
    listed = targets.order
    answer: dict[str, Any] = {
        "seats": first.height,
        "listed": len(listed),
        "weights": shares,
        "depends_on_scenario": int(targets.depends_on_scenario[listed].sum()),
        "held": None if held is None else int(held[listed].sum()),
        "value": float(targets.value[listed].sum()),
        "seconds": clock.seconds,
        "peak_mb": output.peak_mb(),
    }
    output.show(json_mode=json_mode, answer=answer, table=lines(targets, first, out))


def weights_of(text: str | None, n: int) -> list[float]:
    """One weight for each scenario, adding up to 1."""
    from groundswell.cli.election_files import numbers

    if text is None:
        return [1 / n] * n
    weights = numbers(text, option="--weights")
    if len(weights) != n:
        raise InputError(
            f"--weights: {len(weights)} for {n} forecasts. Give one for each, in the same order."
        )
    if not all(0 <= weight <= 1 for weight in weights) or abs(sum(weights) - 1) > 1e-6:
        raise InputError(f"--weights: {text} do not lie between 0 and 1 and add up to 1.")
    return weights


def read_seats(folder: Path) -> "Table":
    """The seats of one forecast."""
    from groundswell.exchange.tables import Column, read_table

    return read_table(
        folder / "seats.csv",
        (
            Column("seat_code", unique=True),
            Column("seat_name"),
            Column("pivotality", "number", minimum=0),
            Column("held", "integer", required=False, minimum=0, maximum=1),
        ),
    )


def aligned(tables: "list[Table]") -> list[list[float]]:
    """Pivotalities of each forecast in the order of the first, which must have the same seats."""
    first = tables[0].frame
    names = dict(first.select("seat_code", "seat_name").iter_rows())
    values = []
    for table in tables:
        found = {}
        for code, name, value, row in table.frame.select(
            "seat_code", "seat_name", "pivotality", "row"
        ).iter_rows():
            if code not in names:
                table.refuse(
                    row=row,
                    column="seat_code",
                    wrong=f"{code} is not in {tables[0].path}",
                    remedy="Rank forecasts of the same seats.",
                )
            if names[code] != name:
                table.refuse(
                    row=row,
                    column="seat_name",
                    wrong=f"seat {code} is {name} here and {names[code]} in {tables[0].path}",
                    remedy="Give a seat one name, or two seats two codes.",
                )
            found[code] = value
        missing = [code for code in names if code not in found]
        if missing:
            table.refuse(
                row=None,
                column="seat_code",
                wrong=f"{len(missing)} seats of {tables[0].path} are missing, such as {missing[0]}",
                remedy="Rank forecasts of the same seats.",
            )
        values.append([found[code] for code in names])
    return values


def held_of(table: "Table", *, needed: bool) -> Any:
    """(S,) which seats the side holds, or None if the forecast does not say."""
    held = table.frame["held"]
    if held.null_count():
        if needed:
            table.refuse(
                row=None,
                column="held",
                wrong="there is no such column, so seats to attack can't be told apart",
                remedy="Make the forecast with `groundswell forecast`, or leave --attack-only out.",
            )
        return None
    return held.to_numpy() == 1


def targets_table(targets: "TargetList", seats: "pl.DataFrame") -> "pl.DataFrame":
    """The list, best first."""
    import polars as pl

    order = targets.order
    table = {
        "rank": list(range(1, len(order) + 1)),
        "seat_code": [seats["seat_code"][int(place)] for place in order],
        "seat_name": [seats["seat_name"][int(place)] for place in order],
        "value": targets.value[order],
    }
    for number, ranks in enumerate(targets.ranks, start=1):
        table[f"rank_{number}"] = ranks[order]
    table["depends_on_scenario"] = targets.depends_on_scenario[order].astype("int64")
    if not seats["held"].null_count():
        table["held"] = seats["held"].to_numpy()[order]
    return pl.DataFrame(table)


def lines(targets: "TargetList", seats: "pl.DataFrame", out: Path) -> list[tuple[str, str]]:
    """The first ten for people."""
    rows = []
    for number, place in enumerate(targets.order[:10], start=1):
        ranks = ", ".join(str(int(rank)) for rank in targets.ranks[:, place])
        mark = " *" if targets.depends_on_scenario[place] else ""
        value = 1e5 * float(targets.value[place])
        rows.append(
            (
                f"{number:2} {seats['seat_name'][int(place)]}",
                f"{value:6.2f} seats per 100,000 votes; ranks {ranks}{mark}",
            )
        )
    depends = int(targets.depends_on_scenario[targets.order].sum())
    return [
        *rows,
        ("* rank depends on the scenario", f"{depends} of {len(targets.order)} seats"),
        ("written to", str(out / "targets.csv")),
    ]
