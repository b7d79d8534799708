"""`groundswell people`: lists of people in and out, and the way back."""

import sys
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from groundswell.cli import people_exports

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help="Bring lists of people in, or take them out.",
    epilog="Example: groundswell people import sign-ups.csv --dry-run",
)
JSON = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
WHOSE = Annotated[
    str, typer.Option(help="The organisation, by its short name; not needed if there is one only.")
]
FIRST_REASONS = 10
LINES = ("new", "changed", "merged", "unchanged", "refused", "stopped")


@app.callback()
def _people() -> None:
    """Bring lists of people in, or take them out."""


app.command("export")(people_exports.export)
app.command("trace")(people_exports.trace)


@app.command("import")
def import_list(  # noqa: PLR0917 - typer reads them as options, which have names
    file: Annotated[
        Path, typer.Argument(help="CSV, CSV packed with gzip, Excel or ODS.", metavar="FILE")
    ],
    file_format: Annotated[
        str,
        typer.Option(
            "--format",
            help="auto, register-uk, van, action-network, nationbuilder, mobilize or csv.",
        ),
    ] = "auto",
    mapping: Annotated[
        str, typer.Option(help="Name of a saved mapping; else columns go by their names.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and write nothing.")
    ] = False,
    where_from: Annotated[
        str, typer.Option("--from", help="Where the list is from; its file's name, if not given.")
    ] = "",
    data_set: Annotated[
        str, typer.Option(help="Who is on it: supporters, members, volunteers or roll.")
    ] = "",
    area: Annotated[
        str, typer.Option(help="Path of the area for rows that name none, e.g. /wales/gower/.")
    ] = "",
    keep_until: Annotated[
        datetime | None, typer.Option(help="The day it must be gone.", formats=["%Y-%m-%d"])
    ] = None,
    by: Annotated[
        str, typer.Option(help="Address of the organiser who asks.", metavar="EMAIL")
    ] = "",
    second: Annotated[
        str, typer.Option(help="Address of the second person who agreed.", metavar="EMAIL")
    ] = "",
    organisation: WHOSE = "",
    json_mode: JSON = False,
) -> None:
    """Bring in a list of people, and print its receipt.

    A second person agrees on the page Imports, and a worker writes the list then. With --second,
    whoever runs the server says that they have: it is written at once, and the data officers
    are told. --dry-run needs nobody.

    Example:

        groundswell people import sign-ups.csv --by maya@example.org \\
            --from "Swansea sign-up form" --mapping "Sign-up form"
    """
    from groundswell.cli import site
    from groundswell.cli.output import Clock, peak_mb, show

    site.set_up()
    from groundswell.apps.people.shell_imports import Wish, bring_in

    wish = Wish(
        file=file, format=file_format, mapping=mapping, where_from=where_from or file.name,
        data_set=data_set, area=area, keep_until=keep_until.date() if keep_until else None,
        is_dry=dry_run, by=by, second=second,
    )  # fmt: skip
    clock = Clock()
    # Mail may be written to the terminal, where nothing but the answer belongs.
    with clock.part("import"), redirect_stdout(sys.stderr):
        done = bring_in(wish, organisation=organisation)
    answer: dict[str, Any] = {
        "import": done.number,
        "state": done.state,
        "format": done.format,
        **done.receipt,
        "reasons": [{"row": row, "why": why} for row, why in done.refused[:FIRST_REASONS]],
        "remarks": done.remarks,
        "not_before": done.not_before,
        "seconds": clock.seconds,
        "peak_mb": peak_mb(),
    }
    show(json_mode=json_mode, answer=answer, table=_table(done))


def _table(done: Any) -> list[tuple[str, str]]:
    lines = [("import", f"{done.number}, {done.words}"), ("rows read", f"{done.receipt['rows']:,}")]
    lines += [(name, f"{done.receipt[name]:,}") for name in LINES]
    lines += [(f"refused, row {row}", why) for row, why in done.refused[:FIRST_REASONS]]
    lines += [(f"kept, but {what}", f"{n:,}") for what, n in done.remarks.items()]
    return [*lines, ("next", done.next)] if done.next else lines


@app.command("undo")
def undo(
    number: Annotated[int, typer.Argument(help="The import's number.", metavar="NUMBER")],
    by: Annotated[str, typer.Option(help="Address of the organiser who undoes it.")] = "",
    organisation: WHOSE = "",
    json_mode: JSON = False,
) -> None:
    """Take back all that an import did, within 30 days, also its merges.

    Who was changed or built on since stays, and is counted.

    Example:

        groundswell people undo 12 --by maya@example.org
    """
    from groundswell.cli import site
    from groundswell.cli.output import show

    site.set_up()
    from groundswell.apps.people.shell_imports import take_back

    with redirect_stdout(sys.stderr):
        undone = take_back(number, by=by, organisation=organisation)
    show(json_mode=json_mode, answer={"import": number, **undone})
