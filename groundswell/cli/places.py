"""`groundswell places`: loads the outlines of areas."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="Load boundaries.")


@app.callback()
def _places() -> None:
    """Load boundaries."""


@app.command("load")
def load(
    file: Annotated[
        Path, typer.Argument(help="GeoJSON FeatureCollection, plain or gzipped.", metavar="FILE")
    ],
    code_field: Annotated[
        str | None,
        typer.Option(help="Property that holds the area's code; found by itself if not given."),
    ] = None,
    json_mode: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Load the outlines of areas, for the true maps. Outlines loaded before are replaced.

    Example:

        groundswell places load constituencies.geojson.gz --code-field gss_code
    """
    from groundswell.cli import site
    from groundswell.cli.output import show

    site.set_up()
    from groundswell.apps.places.actions import load_outlines

    loaded = load_outlines(file, code_field=code_field)
    show(
        json_mode=json_mode,
        answer={
            "boundary_set": loaded.boundary_set,
            "code_field": loaded.code_field,
            "matched": loaded.matched,
            "areas_without_outline": list(loaded.areas_without),
            "features_without_area": list(loaded.features_without),
        },
        table=[
            ("boundary set", loaded.boundary_set),
            ("code from", loaded.code_field),
            ("areas outlined", f"{loaded.matched:,}"),
            ("areas without", _some(loaded.areas_without)),
            ("features of other areas", _some(loaded.features_without)),
        ],
    )


def _some(codes: tuple[str, ...], n: int = 5) -> str:
    """How many, and which come first."""
    if not codes:
        return "0"
    return f"{len(codes):,}: {', '.join(codes[:n])}{' …' if len(codes) > n else ''}"
