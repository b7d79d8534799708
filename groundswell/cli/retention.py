"""`groundswell retention`: remove what is past its time, now."""

from typing import Annotated

import typer


def command(
    json_mode: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Remove what every organisation keeps past its time, and write the signed report.

    A worker does this each night by itself; this is for a server without one. Example:

        groundswell retention
    """
    from groundswell.cli import output, site

    site.set_up()
    site.refuse_unsound()
    from groundswell.apps.privacy.actions.retention import remove_everywhere

    done = remove_everywhere()
    removed = {organisation.slug: run.removed for organisation, run in done}
    rows = [(slug, f"{sum(kinds.values()):,} rows") for slug, kinds in removed.items()]
    output.show(json_mode=json_mode, answer={"removed": removed}, table=rows)
