"""Options that the commands about elections share."""

from typing import Annotated

import typer

Draws = Annotated[int, typer.Option(min=1, help="Simulated elections.")]
Seed = Annotated[int, typer.Option(min=0, help="Same seed, same answer.")]
SeatNoise = Annotated[float, typer.Option(min=0, help="Widens the errors of single seats.")]
Columns = Annotated[str | None, typer.Option(help="The results' own column names: ours=theirs,…")]
NationalColumns = Annotated[str | None, typer.Option(help="The same for --national.")]
Where = Annotated[
    str | None, typer.Option(help="Use only these rows of the results: column=value.")
]
Several = Annotated[
    str | None,
    typer.Option(help="Parties of which two may stand in a seat, besides independents."),
]
JsonMode = Annotated[bool, typer.Option("--json", help="One JSON object.")]
