"""Columns that hold what we don't keep: health, faith, origin, union, sexuality, votes, notes.

Known by their headers, and notes by what is in them. They are suggested to be left out, with the
reason; a person may still decide otherwise only for what our fields can hold.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from groundswell.exchange.people.header_words import words_of


@dataclass(frozen=True)
class Topic:
    """A kind of fact that isn't kept.

    headers: beginnings of words in headers. words: beginnings of words in notes.
    holds: "may hold ‹this›". mention: "214 of 219 notes mention ‹this›".
    """

    code: str
    holds: str
    mention: str
    instead: str
    headers: tuple[str, ...]
    words: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TOPICS = (
    Topic(
        "health",
        "health facts",
        "health",
        "To keep access needs, ask people themselves in the sign-up form.",
        _words(
            "health medical disab illness diagnos medication allerg dietary diet wheelchair "
            "access accessibility impairment pregnan vaccin gesundheit krank behinder sante "
            "handicap maladie salud discapac enferm salute disabil malatt υγεια"
        ),
        _words(
            "health medic disab ill illness sick diagnos allerg asthma diabet cancer wheelchair "
            "surgery operation hospital doctor nurse pregnan depress anxiety anxious mental "
            "autis adhd dyslexi epilep dement arthrit stroke injur hip knee hearing deaf blind "
            "mobility walker crutch chronic pain therapy covid vaccin migraine heart "
            "gluten coeliac krank behinder allergi rollstuhl schwanger maladie malade handicap "
            "enceinte enferm discapac embaraz malatt disabil incinta"
        ),
    ),
    Topic(
        "religion",
        "religion or belief",
        "religion",
        "Nothing here needs it.",
        _words("religio faith belief denominat church mosque synagogue glaube konfession culto"),
        _words(
            "religio church mosque synagogue christian catholic protestant muslim islam jewish jew "
            "hindu sikh buddhis atheis ramadan kirche katholi evangeli musulman catoli cattoli"
        ),
    ),
    Topic(
        "ethnicity",
        "ethnic origin",
        "origin",
        "Nothing here needs it.",
        _words("ethnic race racial origin nationality herkunft ethnie origine etnia raza"),
        _words("ethnic race racial black white asian african caribbean roma gypsy immigrant"),
    ),
    Topic(
        "union",
        "union membership",
        "unions",
        "A union that plans with its own members needs no column for it.",
        _words("union tradeunion gewerkschaft syndicat sindicato sindacato vakbond"),
        _words("union unite unison gmb rmt nasuwt steward gewerkschaft syndicat sindicato verdi"),
    ),
    Topic(
        "sexuality",
        "sexual orientation",
        "sexuality",
        "Nothing here needs it.",
        _words("sexual orientation sexuality lgbt lgbtq gender transgender geschlecht sexe sexo"),
        _words("gay lesbian bisexual transgender queer lgbt homosexual schwul lesbisch"),
    ),
    Topic(
        "votes",
        "political opinions",
        "votes",
        "Use the support level, where your organisation may keep one.",
        _words("party rag votes voted voteintention votingintention partyid partei parti partido"),
        _words("tory tories labour libdem conservative republican democrat voted votes brexit"),
    ),
)

NOTES_HEADERS = _words(
    "note notes comment comments remark remarks freetext memo message other details description "
    "bemerkung bemerkungen notiz notizen kommentar commentaire commentaires remarque "
    "observaciones notas comentarios osservazioni commenti opmerkingen σχολια feedback"
)
# "race", "party" and the like within these words mean something else.
NOT_MEANT = re.compile(r"\b(third[ _]party|email[ _]access|access[ _]code)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """Why a column is better left out.

    warning: a few words for a chip. why: a sentence or two for a banner.
    """

    topic: str
    warning: str
    why: str


def named_topic(header: str) -> Topic | None:
    """The topic that a header names; None if none."""
    words = words_of(NOT_MEANT.sub(" ", header))
    for topic in TOPICS:
        for start in topic.headers:
            if any(word == start or (len(start) > 4 and word.startswith(start)) for word in words):
                return topic
    return None


def is_notes_column(header: str) -> bool:
    """Does a header say that anything may stand below it?"""
    return any(word in NOTES_HEADERS for word in words_of(header))


def finding(header: str, cells: pl.Series) -> Finding | None:
    """What speaks against keeping a column, by its header and its cells; None if nothing does."""
    is_notes = is_notes_column(header)
    filled = cells.drop_nulls()
    filled = filled.filter(filled.str.strip_chars() != "")
    topic = named_topic(header)
    named = [topic] if topic else []
    if is_notes or (not named and _reads_like_notes(filled)):
        return _of_notes(filled, named)
    if topic:
        why = f"Its name says {topic.mention}. We keep no {topic.holds}. {topic.instead}"
        return Finding(topic.code, f"may hold {topic.holds}", why)
    return None


def counts(filled: pl.Series) -> dict[str, int]:
    """How many of the cells mention each topic."""
    return {topic.code: int(filled.str.contains(_pattern(topic.words)).sum()) for topic in TOPICS}


def _of_notes(filled: pl.Series, named: Sequence[Topic]) -> Finding:
    found = counts(filled)
    topics = named or TOPICS
    most = max(topics, key=lambda topic: found[topic.code])
    n = found[most.code]
    if n:
        notes = "note mentions" if n == 1 else "notes mention"
        why = f"{n:,} of its {filled.len():,} {notes} {most.mention}. "
        why += f"We keep no {most.holds} about people. {most.instead}"
        return Finding(most.code, f"may hold {most.holds}", why)
    if named:
        why = f"Its name says {named[0].mention}. We keep no {named[0].holds}. {named[0].instead}"
        return Finding(named[0].code, f"may hold {named[0].holds}", why)
    why = "Free notes about people often hold what nobody should keep. Use tags for what you need."
    return Finding("notes", "free notes are not kept", why)


def _reads_like_notes(filled: pl.Series) -> bool:
    """Are the cells sentences: many words, hardly two alike?"""
    if filled.len() < 5:
        return False
    head = filled.head(2000)
    blanks = head.str.count_matches(" ")
    return bool((blanks.median() or 0) >= 6 and head.n_unique() > 0.8 * head.len())  # type: ignore[operator]


def _pattern(words: Sequence[str]) -> str:
    """Beginnings of words, in any case; short ones only as whole words."""
    parts = [word if len(word) > 4 else rf"{word}s?\b" for word in words]
    return rf"(?i)\b(?:{'|'.join(parts)})"
