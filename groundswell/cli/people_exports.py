"""`groundswell people export` and `people trace`: asks for a list to go out; tells a leaked one."""

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated

import typer

JSON = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
WHOSE = Annotated[
    str, typer.Option(help="The organisation, by its short name; not needed if there is one only.")
]


def export(  # noqa: PLR0917 - typer reads them as options, which have names
    purpose: Annotated[str, typer.Option(help="What it is for, and who will use it, in words.")],
    by: Annotated[str, typer.Option(help="Address of the organiser who asks.", metavar="EMAIL")],
    file_format: Annotated[
        str, typer.Option("--format", help="van, spoke, action-network or csv.")
    ] = "csv",
    channel: Annotated[
        str, typer.Option(help="How they will be reached: email, sms, phone, post or door.")
    ] = "email",
    consent: Annotated[
        str, typer.Option(help="What they must have agreed to, e.g. contact or volunteer.")
    ] = "contact",
    universe: Annotated[
        str, typer.Option(help="Name of a saved universe; everybody, if not given.")
    ] = "",
    organisation: WHOSE = "",
    json_mode: JSON = False,
) -> None:
    """Ask for a list of people to go out.

    Nothing is written yet: a second person agrees on the page Exports, a wait follows, and the
    organiser who asked fetches the encrypted file there, once.

    Example:

        groundswell people export --by maya@example.org --format csv --channel email \\
            --purpose "Letters on the bus cuts, by the office"
    """
    from groundswell.cli import site
    from groundswell.cli.output import show

    site.set_up()
    from groundswell.apps.accounts.queries import organisation_named, user_named
    from groundswell.apps.accounts.scope import scope
    from groundswell.apps.people.actions.exports import ask_for_export
    from groundswell.apps.people.queries.export_pages import rule_of_universe

    whose = organisation_named(organisation)
    # Mail may be written to the terminal, where nothing but the answer belongs.
    with scope(whose.pk), redirect_stdout(sys.stderr):
        made = ask_for_export(
            by=user_named(by),
            organisation=whose,
            rule=rule_of_universe(universe),
            format=file_format,
            consent=consent,
            channel=channel,
            purpose=purpose,
        )
    show(
        json_mode=json_mode,
        answer={
            "export": made.number,
            "state": made.state,
            "people": made.n_people,
            "left_out": made.left_out,
            "not_before": made.not_before and made.not_before.isoformat(),
        },
        table=[
            ("export", f"{made.number}, {made.get_state_display()}"),
            ("people", f"{made.n_people:,}"),
            *((f"left out, {why}", f"{n:,}") for why, n in made.left_out.items()),
            ("next", "a second person agrees on the page Exports"
             if made.not_before is None else f"written after {made.not_before:%-d %B, %H:%M}"),
        ],
    )  # fmt: skip


def trace(
    file: Annotated[Path, typer.Argument(help="The list that turned up.", metavar="FILE")],
    organisation: WHOSE = "",
    json_mode: JSON = False,
) -> None:
    """Say which export a list came from.

    Example:

        groundswell people trace found-on-a-train.csv
    """
    from groundswell.cli import site
    from groundswell.cli.output import show

    site.set_up()
    from groundswell.apps.accounts.queries import organisation_named
    from groundswell.apps.accounts.scope import scope
    from groundswell.apps.people.actions.tracing import trace as look

    whose = organisation_named(organisation)
    with scope(whose.pk):
        found = look(by=None, organisation=whose, path=file, name=file.name)
    number = found.export.number if found.export else None
    show(
        json_mode=json_mode,
        answer={
            "export": number,
            "asked_at": found.export.asked_at.isoformat() if found.export else None,
            "chance_by_luck": found.chance,
            "rows": found.n_rows,
            "exports_looked_at": found.n_exports,
            "spellings": {"agree": found.spelling.agree, "of": found.spelling.of},
            "order": {"agree": found.order.agree, "of": found.order.of},
        },
        table=[
            ("came from", f"export {number}" if number else "none of ours, or it can't be said"),
            ("rows", f"{found.n_rows:,}"),
            ("exports looked at", f"{found.n_exports:,}"),
            ("spellings that agree", f"{found.spelling.agree:,} of {found.spelling.of:,}"),
            ("rows in its order", f"{found.order.agree:,} of {found.order.of:,}"),
            ("by luck", f"{found.chance:.1e}"),
        ],
    )
