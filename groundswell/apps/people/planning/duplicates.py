"""Which two rows may be one human being, and why one would think so.

People are compared only within blocks: the same e-mail address, telephone number, household, or a
part of the name within one postcode. What agrees and what differs is weighed in bits (Fellegi and
Sunter, A Theory for Record Linkage, 1969): a bit more makes "one person" twice as likely. The
weights are set by hand and tried in benchmarks/people/bench_duplicates.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from groundswell.apps.people.planning.short_names import SAME_NAME

Progress = Callable[[float], None]

# A larger block says nothing: an office's telephone, a hostel's door.
LARGEST_BLOCK = 30
PAIRS_AT_ONCE = 500_000
LIKELY = 0.5  # how likely a pair must be to be shown
NEAR = 0.90  # Jaro-Winkler
SLIP_FROM = 4  # letters: from this length on, one typing error leaves a name near
BEGINNING_BITS = -4.0  # before anything is known but that they share a block
COMMONEST_NAME_BITS, RAREST_NAME_BITS = 5.0, 12.0
BITS = {
    "near-name": -2.0,  # beside what the name itself is worth
    "other-first-name": -30.0,  # couples, twins and siblings share all else
    "other-last-name": -9.0,  # a married name is possible, a stranger likelier
    "same-email": 12.0,
    "other-email": -5.0,
    "same-phone": 8.0,
    "other-phone": -6.0,
    "same-home": 6.0,
    "same-postcode": 3.0,
    "other-home": -2.0,
    "other-roll": -20.0,  # the roll lists each voter once
    "other-list": -3.0,
}
# Lists whose own numbers stand for people, one each.
ROLLS = ("register-uk", "van")
COLUMNS = (
    "first_name", "last_name", "name_key", "email", "phone", "street_key", "postcode", "source",
    "source_id",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Pairs that are likely one person.

    frame: one, other (ids, one < other), score (0 to 1), same, near and differs: lists of the words
        name, first-name, last-name, email, phone, home, postcode, roll (two numbers on it), list.
    n_compared: pairs that were weighed. n_blocks_left_out: blocks too large to say anything.
    """

    frame: pl.DataFrame
    n_compared: int
    n_blocks_left_out: int


def likely_pairs(people: pl.DataFrame, *, progress: Progress = lambda _: None) -> Found:
    """Find the pairs.

    people: id (text, unique) and `COLUMNS`, all text and empty where unknown, of one organisation;
    keys as exchange/people/keys.py makes them.
    """
    people = people.sort("id").with_columns(
        pl.col("name_key").str.split(" ").list.sort().list.join(" ").alias("sorted_name"),
        _folded_first("first_name", "name_key").alias("first"),
    )
    people = people.with_columns(
        pl.col("name_key")
        .str.slice(0, pl.col("name_key").str.len_chars() - pl.col("first").str.len_chars())
        .str.strip_chars()
        .alias("last"),
        _bits_of_a_name(people.height).alias("name_bits"),
    )
    pairs, left_out = _pairs(people)
    progress(0.2)
    parts = []
    for start in range(0, pairs.height, PAIRS_AT_ONCE):
        parts.append(_weighed(people, pairs.slice(start, PAIRS_AT_ONCE)))
        progress(0.2 + 0.8 * min((start + PAIRS_AT_ONCE) / pairs.height, 1.0))
    frame = pl.concat(parts) if parts else _weighed(people, pairs)
    return Found(frame.sort("score", descending=True), pairs.height, left_out)


def _folded_first(first_name: str, key: str) -> pl.Expr:
    """The first name as it stands at the end of the key, "garcia lopez maria" → "maria"."""
    # As many words as the first name has, since "Ann Marie" is one name of two.
    n_words = pl.col(first_name).str.replace_all(r"['’`]", "").str.count_matches(r"[\p{L}\p{N}]+")
    return pl.col(key).str.split(" ").list.tail(n_words).list.join(" ")


def _bits_of_a_name(n_people: int) -> pl.Expr:
    """How surprising it is that two strangers have this name: log2 of one over its share."""
    share = pl.len().over("name_key") / max(n_people, 1)
    return (-share.log(2)).clip(COMMONEST_NAME_BITS, RAREST_NAME_BITS)


def _pairs(people: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Rows that share a block, each pair once: columns a < b, row numbers. And blocks left out."""
    found, left_out = [], 0
    rows = people.with_row_index("n")
    for key in _block_keys():
        keyed = rows.select("n", key.alias("key")).drop_nulls()
        keyed = keyed.with_columns(size=pl.len().over("key")).filter(pl.col("size") > 1)
        left_out += keyed.filter(pl.col("size") > LARGEST_BLOCK)["key"].n_unique()
        keyed = keyed.filter(pl.col("size") <= LARGEST_BLOCK).select("n", "key")
        both = keyed.join(keyed, on="key", suffix="_b").filter(pl.col("n") < pl.col("n_b"))
        found.append(both.select(a="n", b="n_b"))
    return pl.concat(found).unique(maintain_order=False).sort("a", "b"), left_out


def _block_keys() -> Iterator[pl.Expr]:
    def known(*columns: str) -> pl.Expr:
        whole = pl.struct(*columns).hash(seed=1)
        there = pl.all_horizontal(*(pl.col(column) != "" for column in columns))
        return pl.when(there).then(whole)

    yield known("email")
    yield known("phone")
    yield known("street_key")
    yield known("postcode", "sorted_name")
    yield known("postcode", "first")
    yield known("postcode", "last")


def _weighed(people: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs that are likely, with their scores and reasons."""
    one, other = people[pairs["a"]], people[pairs["b"]]
    last_near = _alike(one["last"], other["last"])
    first_near = _alike_first(one["first"], other["first"])
    swapped = _alike(one["last"], other["first"]) & _alike(one["first"], other["last"])
    same_name = _equal(one["sorted_name"], other["sorted_name"])
    near_name = ~same_name & ((last_near & first_near) | swapped)
    flags = {
        "same-name": same_name,
        "near-name": near_name,
        "other-first-name": ~same_name & ~near_name & ~first_near,
        "other-last-name": ~same_name & ~near_name & first_near,
        "same-email": _equal(one["email"], other["email"]),
        "other-email": _differ(one["email"], other["email"]),
        "same-phone": _equal(one["phone"], other["phone"]),
        "other-phone": _differ(one["phone"], other["phone"]),
        "same-home": _equal(one["street_key"], other["street_key"]),
    }
    same_postcode = _equal(one["postcode"], other["postcode"])
    next_door = _equal(_street(one), _street(other)) & ~flags["same-home"]
    flags["same-postcode"] = same_postcode & ~flags["same-home"] & ~next_door
    flags["other-home"] = _differ(one["postcode"], other["postcode"]) | next_door
    two_numbers = _equal(one["source"], other["source"]) & _differ(
        one["source_id"], other["source_id"]
    )
    on_a_roll = one["source"].is_in(ROLLS).to_numpy()
    flags["other-roll"] = two_numbers & on_a_roll
    flags["other-list"] = two_numbers & ~on_a_roll

    rarer = np.maximum(one["name_bits"].to_numpy(), other["name_bits"].to_numpy())
    # Under one roof a rare name proves nothing: children are called after their parents.
    worth = np.where(flags["same-home"], COMMONEST_NAME_BITS, rarer)
    bits = np.full(pairs.height, BEGINNING_BITS) + (same_name | near_name) * worth
    for flag, weight in BITS.items():
        bits += weight * flags[flag]
    frame = pl.DataFrame(
        {"one": one["id"], "other": other["id"], "score": 1 / (1 + np.exp2(-bits)), **flags}
    )
    return frame.filter(pl.col("score") >= LIKELY).select(
        "one", "other", "score", _words("same"), _words("near"), _words("differs", "other")
    )


def _street(people: pl.DataFrame) -> pl.Series:
    return people["street_key"].str.split("|").list.slice(0, 2).list.join("|")


def _words(name: str, *beginnings: str) -> pl.Expr:
    """The words of the flags that begin so: "same-email" → "email"."""
    kinds = beginnings or (name,)
    flags = [flag for flag in ("same-name", *BITS) if flag.split("-")[0] in kinds]
    said = [
        pl.when(flag).then(pl.lit(flag.removeprefix(kind + "-")))
        for kind in kinds
        for flag in flags
        if flag.startswith(kind + "-")
    ]
    return pl.concat_list(said).list.drop_nulls().alias(name)


def _equal(one: pl.Series, other: pl.Series) -> NDArray[np.bool_]:
    return ((one == other) & (one != "")).to_numpy()


def _differ(one: pl.Series, other: pl.Series) -> NDArray[np.bool_]:
    return ((one != other) & (one != "") & (other != "")).to_numpy()


def _alike(one: pl.Series, other: pl.Series) -> NDArray[np.bool_]:
    names = one.to_list(), other.to_list()
    near = cpdist(*names, scorer=JaroWinkler.normalized_similarity, dtype=np.float32) >= NEAR
    slip = cpdist(*names, scorer=OSA.distance, score_cutoff=1, dtype=np.int32) <= 1
    long_enough = (one.str.len_chars() >= SLIP_FROM) & (other.str.len_chars() >= SLIP_FROM)
    known = (one != "") & (other != "")
    return (near | (slip & long_enough.to_numpy())) & known.to_numpy()


def _alike_first(one: pl.Series, other: pl.Series) -> NDArray[np.bool_]:
    """Nearly the same, one the other's initial, or one short for the other; unknown counts so."""
    alike = _alike(one, other)
    unknown = ((one == "") | (other == "")).to_numpy()
    initial = _is_initial(one, other) | _is_initial(other, one)
    rest = np.flatnonzero(~(alike | unknown | initial))
    words_one, words_other = one[rest].to_list(), other[rest].to_list()
    short = [pair in SAME_NAME for pair in zip(words_one, words_other, strict=True)]
    alike[rest] = short
    return alike | unknown | initial


def _is_initial(one: pl.Series, other: pl.Series) -> NDArray[np.bool_]:
    return ((one.str.len_chars() == 1) & (one == other.str.slice(0, 1))).to_numpy()
