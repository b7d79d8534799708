"""Columns of a Parquet file, read as they are stored."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from groundswell.exchange.refusals import refusal


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file whose header was read."""

    path: Path
    header: list[str]

    def read(self, places: list[int]) -> tuple[pl.DataFrame, pl.Series]:
        """The columns at `places` ("0", "1", … in that order), and each row's number."""
        names = [self.header[place] for place in places]
        try:
            # Through a file handle, so that a name with * or [ isn't taken for a pattern.
            with self.path.open("rb") as handle:
                frame = pl.read_parquet(handle, columns=list(dict.fromkeys(names)) or [0])
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _damaged(self.path) from error
        if frame.is_empty():
            raise refusal(
                self.path,
                row=None,
                column=None,
                wrong="has a header and no rows below it",
                remedy="Check that the export was complete.",
            )
        for name in names:
            self._refuse_lists(name, frame[name].dtype)
        rows = pl.int_range(2, frame.height + 2, dtype=pl.Int64, eager=True)
        return pl.DataFrame([frame[name].alias(str(i)) for i, name in enumerate(names)]), rows

    def _refuse_lists(self, name: str, dtype: pl.DataType) -> None:
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
            raise refusal(
                self.path,
                row=None,
                column=name,
                wrong=f"holds {dtype} instead of single values",
                remedy="Write one value in each cell.",
            )


def open_parquet(path: Path) -> ParquetFile:
    """Read which columns a Parquet file has; raises InputError if it is damaged."""
    try:
        with path.open("rb") as handle:
            return ParquetFile(path, list(pl.read_parquet_schema(handle)))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> Exception:
    return refusal(
        path,
        row=None,
        column=None,
        wrong="can't be read as Parquet",
        remedy="It may be damaged or cut off: copy or export it again.",
    )
