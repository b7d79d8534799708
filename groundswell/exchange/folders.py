"""Files out, all or none: a run that fails leaves the folder as it was."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from groundswell.exchange.formulas import guarded
from groundswell.exchange.refusals import refusal


@contextmanager
def out_folder(path: Path) -> Iterator[Path]:
    """Hand out an empty folder; move what was put there into `path` if the block succeeds.

    `path` is made if missing; files in it are replaced, others stay. The folder handed out lies in
    `path` or in its nearest parent, so that a move is only a new name and can't stop half-way.

    Raises InputError if `path` is a file or can't be written to.
    """
    home = path.resolve()
    while not home.exists():
        home = home.parent
    if not home.is_dir():
        wrong = "is a file, not a folder" if home == path.resolve() else f"{home} is a file"
        raise refusal(path, row=None, column=None, wrong=wrong, remedy="Name another folder.")
    try:
        draft = Path(tempfile.mkdtemp(prefix=".groundswell-", dir=home))
    except OSError as error:
        wrong = f"can't be written to ({error.strerror})"
        raise refusal(
            path, row=None, column=None, wrong=wrong, remedy="Name another folder."
        ) from error
    try:
        yield draft
        _move(draft, path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _move(draft: Path, path: Path) -> None:
    files = sorted(file for file in draft.rglob("*") if file.is_file())
    for file in files:
        target = path / file.relative_to(draft)
        if target.is_dir():
            wrong = "is a folder where a file must go"
            raise refusal(target, row=None, column=None, wrong=wrong, remedy="Move it away.")
    path.mkdir(parents=True, exist_ok=True)
    for file in files:
        target = path / file.relative_to(draft)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)


def write_csv(folder: Path, name: str, frame: pl.DataFrame) -> None:
    """Write a table as `csv_text` spells it."""
    (folder / name).write_text(csv_text(frame), encoding="utf-8", newline="")


def csv_text(frame: pl.DataFrame) -> str:
    """A table as CSV with LF; numbers in full, text safe to open in a spreadsheet.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, which
    `read_table` takes off again.
    """
    text = [name for name, dtype in frame.schema.items() if dtype in (pl.String, pl.Categorical)]
    safe = [guarded(pl.col(name).cast(pl.String)).alias(name) for name in text]
    return frame.with_columns(safe).write_csv()
