"""Answers and word lists: yes and no in several languages, support levels, tags, slots."""

import re
from collections.abc import Callable, Iterator

import polars as pl

from groundswell.exchange.people.plain_text import without_marks
from groundswell.exchange.people.some_cells import by_value

LONGEST_WORD = 60

YES = frozenset(
    "y yes true t 1 x ok okay agreed agree consent consented given granted optin optedin "
    "subscribed confirmed checked on active ja oui si sim tak nai ναι da jes jo kylla ie ydw "
    "✓ ✔ ☑ j wahr vrai verdadero vero".split()
)
NO = frozenset(
    "n no false f 0 not never nein non nao nie oxi οχι ne nee nej ei refused withdrawn "
    "optout optedout unsubscribed bouncing bounced spamcomplaint revoked declined off inactive "
    "✗ ✘ ☐ falsch faux falso".split()
)
UNKNOWN = frozenset("unspecified unknown unbekannt inconnu na n/a - ? null nan none".split())

LEVELS = {
    "strongsupport": 1, "strongsupporter": 1, "strong": 1, "definite": 1, "supporter": 1,
    "leansupport": 2, "weaksupport": 2, "lean": 2, "leaning": 2, "likely": 2, "probable": 2,
    "undecided": 3, "unsure": 3, "neutral": 3, "dontknow": 3,
    "leanoppose": 4, "weakoppose": 4, "unlikely": 4, "weakagainst": 4,
    "oppose": 5, "strongoppose": 5, "opposed": 5, "against": 5,
}  # fmt: skip
LEVEL_SHOWN = re.compile(r"^[^\d+-]{0,12}([1-5])(?:\.0+)?(?![0-9])")


def yes_no(cells: pl.Series) -> pl.Series:
    """True, False, or null where a cell is blank or says neither."""
    return _by_word(cells, _as_yes_no, pl.Boolean())


def says_neither(cells: pl.Series) -> pl.Series:
    """Is a cell filled in with something that is neither yes, no nor "unknown"?"""
    is_said = cells.fill_null("").str.strip_chars() != ""
    return is_said & yes_no(cells).is_null() & ~is_unknown(cells)


def is_unknown(cells: pl.Series) -> pl.Series:
    """Does a cell say that nothing is known: "unspecified", "n/a", "-"?"""
    return _by_word(
        cells, lambda text: text.strip() in UNKNOWN or _bare(text) in UNKNOWN, pl.Boolean()
    ).fill_null(False)


def levels(cells: pl.Series) -> pl.Series:
    """Support levels 1 to 5, from "2", "2 - Lean" or words; null where there is none."""
    return _by_word(cells, _as_level, pl.Int8())


def word_lists(cells: pl.Series) -> pl.Series:
    """Lists of words from cells that separate them by commas, semicolons, bars or line breaks."""

    def split(values: pl.Series) -> pl.Series:
        said = pl.col("said").fill_null("")
        # JSON lists and those of programs come with brackets and quotation marks.
        said = said.str.strip_chars("[]{}").str.replace_all(r"[;|\n\r\t]+", ",")
        parts = said.str.split(",").list.eval(
            pl.element()
            .str.strip_chars(" '\"“”=@＝＠")
            .str.replace_all(r"\s+", " ")
            .str.slice(0, LONGEST_WORD)
        )
        kept = parts.list.eval(pl.element().filter(pl.element() != "")).list.unique(
            maintain_order=True
        )
        return values.alias("said").to_frame().select(kept)["said"]

    return by_value(cells, split)


def _by_word(cells: pl.Series, reading: Callable[[str], object], dtype: pl.DataType) -> pl.Series:
    """A reading of each different cell, one by one: there are few."""

    def read(values: pl.Series) -> pl.Series:
        return pl.Series(
            [None if value is None else reading(value[:200]) for value in values], dtype=dtype
        )

    return by_value(cells, read)


def _bare(text: str) -> str:
    return "".join(
        letter for letter in without_marks(text) if letter.isalnum() or letter in "✓✔☑✗✘☐"
    )


def _as_yes_no(text: str) -> bool | None:
    for word in (_bare(text), *_first_words(text)):
        if word in YES:
            return True
        if word in NO:
            return False
    return None


def _first_words(text: str) -> Iterator[str]:
    """ "Yes, by e-mail" says yes; "no longer a member" says nothing about consent."""
    head, comma, _ = text.partition(",")
    if comma:
        yield _bare(head)


def _as_level(text: str) -> int | None:
    found = LEVEL_SHOWN.match(text)
    if found and not re.search(r"\d", text[found.end() :]):
        return int(found[1])
    return LEVELS.get(_bare(text))
