"""Names like the one somebody typed, when nobody has that one.

Two looks at the index of names, and nothing kept beside it that could grow old or outlive somebody
who was erased:

1. every word one letter away from the typed one (a letter more, less, other, or two swapped) is
   asked for: some hundreds of look-ups in one query;
2. the words of two letters' distance are looked for among those that begin like the typed one: the
   database steps from each word to the next, and we compare.

Words come from the whole organisation; the caller says of each name whether it is there for the
reader, so that nobody learns of a name outside their reach.
"""

import json
from collections.abc import Callable
from itertools import islice, product
from typing import Any

from django.db import connection
from rapidfuzz.distance import OSA, JaroWinkler

from groundswell.apps.accounts.scope import active_organisation_id
from groundswell.apps.people.queries.search_box import MOST_WORDS, behind, plain

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 3
KEYS = ("name_key", "given_key")
LONGEST_WORD = 20
MOST_STEPS = 800
# Of each word as many near ones are tried together with the other words.
TRIED_OF_A_WORD = 8
MOST_TRIES = 16


def near_names(text: str, is_there: Callable[[str], bool], *, most: int) -> tuple[str, ...]:
    """The names most like the typed one that are there, the nearest first."""
    words = plain(text).split()[:MOST_WORDS]
    if not words or not all(w.isalpha() and len(w) <= LONGEST_WORD for w in words):
        return ()
    choices = [_choices(word) for word in words]
    tried = sorted(product(*choices), key=lambda name: sum(how_far for how_far, _word in name))
    names = (" ".join(word for _how_far, word in name) for name in tried[:MOST_TRIES])
    typed = " ".join(words)
    return tuple(islice((name for name in names if name != typed and is_there(name)), most))


def _choices(word: str) -> list[tuple[float, str]]:
    """The word itself and those near it, each with how far it is."""
    if len(word) < SHORTEST:
        return [(0.0, word)]
    most = 1 if len(word) < 5 else 2
    near = {w for w in (*_known(_one_away(word)), *_of_beginnings(word)) if w != word}
    far = [(w, OSA.distance(word, w, score_cutoff=most)) for w in near]
    ranked = sorted(
        (distance + 1 - JaroWinkler.similarity(word, w), w)
        for w, distance in far
        if distance <= most
    )
    return [(0.0, word), *ranked[:TRIED_OF_A_WORD]]


def _one_away(word: str) -> set[str]:
    """Every word that one slip of a finger turns into this one."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    letters = sorted({*LETTERS, *word})
    less = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    other = {a + letter + b[1:] for a, b in halves if b for letter in letters}
    more = {a + letter + b for a, b in halves for letter in letters}
    return (less | swapped | other | more) - {word, ""}


def _known(words: set[str]) -> list[str]:
    """Those of some words with which somebody's last or first name begins."""
    is_pg = connection.vendor == "postgresql"
    source = "unnest(%s::text[]) AS near(word)" if is_pg else "json_each(%s)"
    word = "word" if is_pg else "value"
    has = " OR ".join(
        f"EXISTS (SELECT 1 FROM people_person WHERE organisation_id = %s AND {key} >= {word} "  # noqa: S608
        f"AND {key} < {word} || '!')"
        for key in KEYS
    )
    listed = sorted(words) if is_pg else json.dumps(sorted(words))
    return _words(
        f"SELECT {word} FROM {source} WHERE {has}",  # noqa: S608
        [listed, *[_organisation()] * len(KEYS)],
    )


def _of_beginnings(word: str) -> list[str]:
    """Words of names that begin like this one, or with its first letters as fingers mix them up.

    The database steps from each word to the next: a blank comes before "!", so what lies behind
    `word || '!'` begins with another word.
    """
    steps, ends, in_steps, in_ends = [], [], [], []
    heads = sorted({word[:2], word[1] + word[0], word[0] + word[2]})
    for n, (key, head) in enumerate(product(KEYS, heads)):
        one = f"SELECT {key} FROM people_person WHERE organisation_id = %s AND {key} >= "  # noqa: S608
        order = f" ORDER BY {key} LIMIT 1"
        within = "k >= %s AND k < %s"
        steps.append(
            f"s{n}(k) AS (SELECT * FROM ({one}%s{order}) AS a UNION ALL "  # noqa: S608
            f"SELECT ({one}{_first_word()} || '!'{order}) FROM s{n} WHERE {within})"
        )
        ends.append(
            f"SELECT * FROM (SELECT {_first_word()} FROM s{n} WHERE {within} "  # noqa: S608
            f"LIMIT {MOST_STEPS}) AS e{n}"
        )
        in_steps += [_organisation(), head, _organisation(), head, behind(head)]
        in_ends += [head, behind(head)]
    return _words(
        f"WITH RECURSIVE {', '.join(steps)} {' UNION ALL '.join(ends)}", [*in_steps, *in_ends]
    )


def _first_word() -> str:
    if connection.vendor == "postgresql":
        return "split_part(k, ' ', 1)"
    return "substr(k, 1, instr(k || ' ', ' ') - 1)"


def _words(sql: str, parameters: list[Any]) -> list[str]:
    # Keys and functions in the statement are ours; what was typed goes as a parameter.
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [word for (word,) in cursor.fetchall()]


def _organisation() -> Any:
    active = active_organisation_id()
    return active if connection.features.has_native_uuid_field else active.hex
