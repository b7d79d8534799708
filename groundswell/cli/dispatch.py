"""`groundswell dispatch`: which volunteer should go to which shift."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.errors import InputError, NotYetError

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from groundswell.cli.dispatch_files import Campaign
    from groundswell.engines.dispatch import Assumptions, Baseline, Check, Plan

LATER = "groundswell dispatch: {} comes with a later release. Leave it out for now."


def command(
    *,
    seats: Annotated[
        Path, typer.Option(help="seat_code, lead_votes, lead_sd, reachable; or a forecast's seats.")
    ],
    shifts: Annotated[Path, typer.Option(help="shift_id, seat_code, slot, lon, lat, places.")],
    volunteers: Annotated[
        Path, typer.Option(help="volunteer_id, lon, lat or postcode, max_minutes, mode, slots.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for plan.csv, prices.csv and plan.html.")],
    postcodes: Annotated[
        Path | None, typer.Option(help="postcode, lon, lat: where volunteers' postcodes lie.")
    ] = None,
    travel: Annotated[
        Path | None, typer.Option(help="from_cell, to_shift, minutes, mode: replaces the rule.")
    ] = None,
    votes_per_contact: Annotated[
        float, typer.Option(min=0, max=1, help="Votes that one conversation adds to the lead.")
    ] = 0.025,
    contacts_per_shift: Annotated[
        float, typer.Option(min=0, help="Conversations one person has in one shift.")
    ] = 12.0,
    travel_price: Annotated[
        float, typer.Option(min=0, help="Expected seats that a minute of travel must be worth.")
    ] = 1e-7,
    min_team: Annotated[int, typer.Option(min=1, help="Fewest people on a shift.")] = 2,
    gap: Annotated[
        float, typer.Option(min=0, max=1, help="Distance from the best plan that is close enough.")
    ] = 1e-4,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare",
            help="Check the plan by other means, and show what people would do without it.",
        ),
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option(help="The files' own column names: ours=theirs,… or seats.ours=theirs,…"),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="For other commands' sake: nothing here is drawn.")
    ] = 1,
    rides: Annotated[bool, typer.Option("--rides", help="A later release.")] = False,
    trained_per_team: Annotated[int | None, typer.Option(help="A later release.")] = None,
    confirmed: Annotated[Path | None, typer.Option(help="A later release.")] = None,
    previous: Annotated[Path | None, typer.Option(help="A later release.")] = None,
    json_mode: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Send each volunteer where they gain the most expected seats, and prove how good the plan is.

    Example:

        groundswell dispatch --seats forecast/seats.csv --shifts shifts.csv
            --volunteers volunteers.csv --compare --out plan
    """
    refuse_later_options(
        {
            "--rides": rides,
            "--trained-per-team": trained_per_team is not None,
            "--confirmed": confirmed is not None,
            "--previous": previous is not None,
        }
    )
    from groundswell.cli import dispatch_files as files
    from groundswell.cli import output
    from groundswell.cli.dispatch_report import plan_page
    from groundswell.engines import dispatch as engine
    from groundswell.exchange.tables import out_folder, write_csv

    clock = output.Clock()
    with clock.part("read"):
        campaign = files.read_campaign(
            seats=seats,
            shifts=shifts,
            volunteers=volunteers,
            postcodes=postcodes,
            travel=travel,
            columns=columns,
            assumptions=assumptions_of(
                votes_per_contact, contacts_per_shift, travel_price, min_team
            ),
        )
    problem = campaign.problem
    with clock.part("warm_up"):
        engine.warm()
    with clock.part("aggregate"):
        network = engine.build_network(problem)
    with clock.part("solve"), output.progress("Improving the plan") as tell:
        solution = engine.solve_network(
            problem, network, gap=gap, on_round=lambda now: tell(now.number) is None
        )
    with clock.part("aggregate"):
        plan = engine.write_plan(problem, network, solution)
    with clock.part("baselines"):
        rules = engine.baselines(problem, network)
    check = None
    if compare:
        with clock.part("check"):
            check = sound(engine.check_plan(problem, plan))
    with clock.part("write"), out_folder(out) as folder:
        write_csv(folder, "plan.csv", plan_table(campaign, plan))
        write_csv(folder, "prices.csv", prices_table(campaign, plan))
        page = plan_page(campaign, plan, rules)
        (folder / "plan.html").write_text(page, encoding="utf-8")
    notes = [*campaign.notes, *plan_notes(problem.assumptions, plan)]
    for note in notes:
        print(note, file=sys.stderr)
    answer = summary(campaign, plan, rules) | {
        **({} if check is None else {"check": checked(check)}),
        "rounds": plan.rounds,
        "notes": notes,
        "seed": seed,
        "seconds": clock.seconds,
        "peak_mb": output.peak_mb(),
    }
    output.show(
        json_mode=json_mode, answer=answer, table=lines(answer, out, with_rules=check is not None)
    )


def refuse_later_options(given: dict[str, bool]) -> None:
    """Say clearly that an option is known, but not built yet."""
    for name, is_given in given.items():
        if is_given:
            raise NotYetError(LATER.format(name))


def assumptions_of(
    votes_per_contact: float, contacts_per_shift: float, travel_price: float, min_team: int
) -> "Assumptions":
    """The engine's assumptions from the options."""
    from groundswell.engines.dispatch import Assumptions

    for name, figure in (
        ("--contacts-per-shift", contacts_per_shift),
        ("--travel-price", travel_price),
    ):
        if not figure < float("inf"):
            raise InputError(f"{name} is {figure}; give a number, 0 or more.")
    return Assumptions(votes_per_contact, contacts_per_shift, travel_price, min_team)


def sound(check: "Check") -> "Check":
    """The check, if it found nothing: a plan that is wrong must not be written."""
    if not check.is_sound:
        raise RuntimeError("The plan is wrong, please report this: " + " ".join(check.faults))
    return check


def plan_table(campaign: "Campaign", plan: "Plan") -> "pl.DataFrame":
    """Who goes where: one row for each person and shift."""
    import polars as pl

    slot = campaign.problem.shifts.slot[plan.shift]
    return pl.DataFrame(
        {
            "volunteer_id": words(campaign.volunteer_ids[plan.person]),
            "shift_id": words(campaign.shift_ids[plan.shift]),
            "slot": words(campaign.slots[slot]),
            "minutes": plan.minutes,
            "ride_with": pl.repeat(None, plan.placed, dtype=pl.String, eager=True),
            "trained": campaign.trained[plan.person],
            "gain": plan.gain,
            "nearest_gain": plan.nearest_gain,
        }
    )


def prices_table(campaign: "Campaign", plan: "Plan") -> "pl.DataFrame":
    """The prices that prove the bound: one row for each shift."""
    import polars as pl

    seat = campaign.problem.shifts.seat
    return pl.DataFrame(
        {
            "seat_code": words(campaign.seat_codes[seat]),
            "shift_id": words(campaign.shift_ids),
            "seat_price": plan.seat_price[seat],
            "place_price": plan.place_price,
            "trained_price": pl.repeat(0.0, len(seat), dtype=pl.Float64, eager=True),
        }
    )


def words(column: "NDArray[np.object_]") -> "pl.Series":
    """A column of text; an empty one too."""
    import polars as pl

    return pl.Series(column.tolist(), dtype=pl.String)


def plan_notes(assumed: "Assumptions", plan: "Plan") -> list[str]:
    """What whoever asked should know of the plan."""
    notes = []
    n_shut = int(plan.shut.sum())
    if n_shut:
        shifts = "shift stays" if n_shut == 1 else "shifts stay"
        notes.append(
            f"{n_shut:,} {shifts} empty because fewer than {assumed.min_team} people would be sent "
            "there; --min-team 1 sends them alone."
        )
    return notes


def summary(campaign: "Campaign", plan: "Plan", rules: "dict[str, Baseline]") -> dict[str, Any]:
    """What the JSON object says of the plan."""
    return {
        "people": campaign.problem.volunteers.count,
        "offers": campaign.offers,
        "placed": plan.placed,
        "expected_seats_gain": plan.expected_seats_gain,
        "travel_minutes": plan.travel_minutes,
        "objective": plan.objective,
        "upper_bound": plan.upper_bound,
        "gap": plan.gap,
        "riders": 0,
        "shifts_short_of_trained": 0,
        "baselines": {
            name: {
                "placed": rule.placed,
                "expected_seats_gain": rule.expected_seats_gain,
                "travel_minutes": rule.travel_minutes,
                "objective": rule.objective,
                "turned_away": rule.turned_away,
            }
            for name, rule in rules.items()
        },
    }


def checked(check: "Check") -> dict[str, Any]:
    """What the second opinion was."""
    return {
        "sound": check.is_sound,
        "objective": check.objective,
        "bound": check.bound,
    }


def lines(answer: dict[str, Any], out: Path, *, with_rules: bool) -> list[tuple[str, str]]:
    """The short table for people."""
    shown = [
        ("people", f"{answer['people']:,}, {answer['offers']:,} offers"),
        ("placed", f"{answer['placed']:,}"),
        ("expected seats gained", f"{answer['expected_seats_gain']:.4g}"),
        ("travel, one way", f"{answer['travel_minutes'] / 60:,.0f} hours"),
        ("net of travel", f"{answer['objective']:.6g}"),
        ("no plan exceeds", f"{answer['upper_bound']:.6g} (gap {answer['gap']:.2g})"),
    ]
    if with_rules:
        for name, rule in answer["baselines"].items():
            shown.append(
                (
                    name.replace("_", " "),
                    f"{rule['expected_seats_gain']:.4g} seats, {rule['placed']:,} placed, "
                    f"{rule['travel_minutes'] / 60:,.0f} hours, net {rule['objective']:.6g}",
                )
            )
        shown.append(("second opinion", "sound: rules kept, objective and bound recomputed"))
    return [*shown, ("written to", str(out))]
