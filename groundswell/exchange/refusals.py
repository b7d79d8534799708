"""The one line that says what is wrong in a file, where, and what to do."""

from pathlib import Path

from groundswell.errors import InputError

LONGEST_QUOTE = 40


def refusal(
    path: Path, *, row: int | None, column: str | None, wrong: str, remedy: str
) -> InputError:
    """Word one error: "FILE, row 7, column share: what is wrong. What to do."

    row: as a spreadsheet shows it, the header being row 1.
    column: the name in the file's own header.
    """
    place = str(path)
    if row is not None:
        place += f", row {row}"
    if column is not None:
        place += f", column {column}"
    return InputError(one_line(f"{place}: {wrong.rstrip('.')}. {remedy}".rstrip()))


def quoted(value: object) -> str:
    """Show a cell of a stranger's file: short, on one line, nothing a terminal would obey."""
    text = one_line(str(value))
    if len(text) > LONGEST_QUOTE:
        text = text[: LONGEST_QUOTE - 1] + "…"
    return f"“{text}”"


def one_line(text: str) -> str:
    """The text without line breaks and without letters that don't print."""
    words = " ".join(text.split())
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in words
    )
