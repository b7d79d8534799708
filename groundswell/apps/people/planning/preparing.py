"""A file as it came, made into cleaned rows in pieces on disk: the first half of a check.

Nothing here reads or writes a person. A piece holds the columns of `exchange.people.cleaning` with
`area_id` in place of the area's words, and `list_hash`.
"""

from collections.abc import Callable

import polars as pl

from groundswell.apps.people import import_folder as folder
from groundswell.apps.people.models import Import
from groundswell.apps.people.planning.comparing import list_hash
from groundswell.apps.people.planning.rules import Rules, held_to
from groundswell.exchange.people.cleaning import clean
from groundswell.exchange.people.files import FROM_THE_SHELL, PeopleFile, open_people_file
from groundswell.exchange.people.formats import FORMATS

ROWS_A_PART = 200_000


def prepare(of: Import, rules: Rules, said: Callable[[float], None] = lambda share: None) -> int:
    """Clean the whole file into pieces; how many rows it has. said: hears the share done."""
    folder.remove_parts(of)
    source, country = FORMATS[of.format].source, of.organisation.country
    n_rows = 0
    with _opened(of) as file:
        for number, batch in enumerate(file.batches(ROWS_A_PART)):
            cleaned = clean(batch, rules.columns, source=source, country=country, on=rules.today)
            rows = held_to(rules, cleaned).with_columns(list_hash=list_hash())
            with folder.private(folder.path_of(of, f"part-{number:05}.arrow")) as path:
                rows.write_ipc(path)
            n_rows += batch.height
            said(n_rows / max(of.n_rows, n_rows))
    return n_rows


def _opened(of: Import) -> PeopleFile:
    # What was stored has passed the limits of who brought it.
    return open_people_file(folder.file_of(of), name=of.file_name, limits=FROM_THE_SHELL)


def write_refused(of: Import, refused: pl.DataFrame) -> None:
    """Keep the refused rows as they stood in the file, with the reason in words.

    refused: row (as in the file), why (words).
    """
    if refused.is_empty():
        return
    with (
        _opened(of) as file,
        folder.private(folder.path_of(of, folder.REFUSED)) as path,
        path.open("wb") as out,
    ):
        for number, batch in enumerate(file.batches(ROWS_A_PART)):
            kept = batch.join(refused, on="row", how="inner", maintain_order="left")
            kept = kept.select("row", "why", *file.header).with_columns(
                _disarmed(name) for name in file.header
            )
            kept.write_csv(out, include_header=number == 0)


def _disarmed(name: str) -> pl.Expr:
    """A spreadsheet runs what begins so; behind a quote mark it is text."""
    cell = pl.col(name)
    runs = cell.str.contains(r"^[=+\-@\t\r]")
    return pl.when(runs).then(pl.lit("'") + cell).otherwise(cell).alias(name)
