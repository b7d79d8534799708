"""What can be read about imports: the list of them, a file's first values, what would happen."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.db.models import QuerySet

from groundswell.apps.people import import_folder as folder
from groundswell.apps.people.models import Import, Mapping
from groundswell.apps.people.queries.import_words import why
from groundswell.exchange.people.files import FROM_THE_SHELL, open_people_file
from groundswell.exchange.people.formats import Suggestion, suggest

ROWS_A_PAGE = 50
OF_EACH_KIND = 3
SAMPLE = 2000
LONGEST_VALUE = 40
KINDS = ("new", "changed", "merged", "unchanged", "refused", "stopped")


@dataclass(frozen=True)
class Row:
    """One row of a file, and what would become of it. kind: a line of the receipt.

    why: words for the reader; "" if there is nothing to say.
    """

    row: int
    name: str
    phone: str
    postcode: str
    kind: str
    why: str


@dataclass(frozen=True)
class Page:
    """Rows of a preview. n: how many there are of the kind asked for, on all pages."""

    rows: tuple[Row, ...]
    n: int
    page: int
    n_pages: int


def imports() -> QuerySet[Import]:
    """All imports of the organisation, the newest first."""
    return Import.objects.order_by("-number")


def mappings() -> QuerySet[Mapping]:
    """The organisation's saved mappings."""
    return Mapping.objects.order_by("name")


def sources_before() -> list[str]:
    """Where earlier lists came from, in their owners' words: typed the same again, a list is known
    again by its own numbers."""
    done = Import.objects.filter(state=Import.State.DONE).order_by("where_from")
    return list(done.values_list("where_from", flat=True).distinct())


def suggestions(of: Import, format: str = "") -> list[Suggestion]:
    """What each column could become, from the file itself; [] once the file is gone."""
    sample = _sample(of)
    if sample is None:
        return []
    country = of.organisation.country
    return suggest(sample.columns, sample, format=format or of.format, country=country)


def first_values(of: Import, n: int = 3) -> dict[str, list[str]]:
    """The first values of each column that aren't empty, shortened; {} once the file is gone."""
    sample = _sample(of)
    if sample is None:
        return {}
    return {
        name: [
            value[:LONGEST_VALUE]
            for value in sample[name].drop_nulls().str.strip_chars().unique(maintain_order=True)
            if value
        ][:n]
        for name in sample.columns
    }


def sample_of(of: Import, columns: list[str]) -> pl.DataFrame:
    """The first cells of some columns; none of them once the file is gone."""
    sample = _sample(of)
    if sample is None:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return sample.select(columns)


def preview(of: Import, kind: str | None = None, page: int = 1) -> Page:
    """What would happen, 50 rows at a time; without a kind, at most three rows of each.

    Empty once the import was written or given up: its file is deleted then.
    """
    pieces = _pieces(of)
    if not pieces:
        return Page((), 0, 1, 1)
    if kind is None:
        found = _gathered(pieces, _one_of_each(pieces))
        return Page(found, len(found), 1, 1)
    places = _places(pieces, kind)
    n_pages = max(1, -(-places.height // ROWS_A_PAGE))
    page = min(max(page, 1), n_pages)
    shown = places.slice((page - 1) * ROWS_A_PAGE, ROWS_A_PAGE)
    return Page(_gathered(pieces, shown), places.height, page, n_pages)


def refused_csv(of: Import) -> bytes:
    """The refused rows as they stood in the file, with the reason: CSV, UTF-8, with a header."""
    path = folder.path_of(of, folder.REFUSED)
    return path.read_bytes() if path.exists() and path.stat().st_size else b"row,why\n"


def _sample(of: Import) -> pl.DataFrame | None:
    """The first rows, with the columns of the header; None once the file is gone."""
    path = folder.path_of(of, folder.FILE)
    if not path.exists():
        return None
    with open_people_file(path, name=of.file_name, limits=FROM_THE_SHELL) as file:
        return file.sample(SAMPLE).select(file.header)


def _pieces(of: Import) -> list[tuple[Path, Path]]:
    """The cleaned rows and the verdicts on them, piece by piece."""
    parts, verdicts = folder.parts_of(of), folder.verdicts_of(of)
    return list(zip(parts, verdicts, strict=True)) if len(parts) == len(verdicts) else []


def _places(pieces: list[tuple[Path, Path]], kind: str) -> pl.DataFrame:
    """piece, at: where the rows of one kind are."""
    frames = [
        pl.read_ipc(verdicts, columns=["kind"])
        .with_row_index("at")
        .filter(pl.col("kind") == kind)
        .select(piece=pl.lit(n, pl.UInt32), at="at")
        for n, (_, verdicts) in enumerate(pieces)
        if kind in KINDS
    ]
    return (
        pl.concat(frames) if frames else pl.DataFrame(schema={"piece": pl.UInt32, "at": pl.UInt32})
    )


def _one_of_each(pieces: list[tuple[Path, Path]]) -> pl.DataFrame:
    return pl.concat([_places(pieces, kind).head(OF_EACH_KIND) for kind in KINDS])


def _gathered(pieces: list[tuple[Path, Path]], places: pl.DataFrame) -> tuple[Row, ...]:
    found: dict[tuple[int, int], Row] = {}
    for (piece,), wanted in places.group_by("piece"):
        part, verdicts = pieces[int(piece)]
        columns = ["first_name", "last_name", "phone", "postcode"]
        rows = pl.read_ipc(part, columns=columns)[wanted["at"]]
        of_rows = pl.read_ipc(verdicts)[wanted["at"]]
        for at, row in zip(wanted["at"], _rows(rows, of_rows), strict=True):
            found[int(piece), at] = row
    return tuple(found[piece, at] for piece, at in places.iter_rows())


def _rows(rows: pl.DataFrame, verdicts: pl.DataFrame) -> Iterator[Row]:
    for (first, last, phone, postcode), (kind, note, row) in zip(
        rows.iter_rows(), verdicts.iter_rows(), strict=True
    ):
        name = f"{first} {last}".strip()
        yield Row(row, name, phone, postcode, kind, why(kind, note or ""))
