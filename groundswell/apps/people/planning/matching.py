"""Which rows of a file are one person, and which person we know each of them is.

Evidence, from the strongest: the list's own number; the same e-mail and name; the same telephone
and name; the same name in the same household, unless e-mails or telephones differ. Anything less
is left for a person to decide (duplicates). Details are compared by 64-bit hashes: ten million
rows against ten million people meet by accident once in a hundred thousand imports.

    number, and EVIDENCE: email, phone, home   hashes; null where there is none
    DETAILS: only_email, only_phone            hashes of the detail alone

Rows go by their `index` in the file. Ten million of them fit into memory because the hashes of
EVIDENCE and DETAILS are made only of rows that a number doesn't settle: `evidence(index)` gives
them for the rows asked for.
"""

from collections.abc import Callable

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

EVIDENCE = ("email", "phone", "home")
DETAILS = ("only_email", "only_phone")
INDEX = pl.UInt32
Evidence = Callable[[pl.Series], pl.DataFrame]
# What is known of people by their number: is_own, list_hash and is_stopped of known.numbered.
OF_NUMBER = ("is_own", "known_hash", "known_stopped")


def number_key(name: str) -> pl.Expr:
    """The hash of a list's number."""
    return _hash(pl.col(name))


def keys_of(people: pl.DataFrame) -> pl.DataFrame:
    """EVIDENCE and DETAILS for cleaned rows or for people as they stand, in their order.

    people: name_key, email, phone, street_key.
    """
    name, email = pl.col("name_key"), pl.col("email").str.to_lowercase()
    phone, street = pl.col("phone"), pl.col("street_key")
    return people.select(
        # Somebody without a name is known by a detail to others without a name only.
        email=_hash(email, beside=name),
        phone=_hash(phone, beside=name),
        home=_hash(street, name),
        only_email=_hash(email),
        only_phone=_hash(phone),
    )


def _hash(*parts: pl.Expr, beside: pl.Expr | None = None) -> pl.Expr:
    """One number for all parts together; null where one is missing. beside: may be empty."""
    there = pl.all_horizontal([part != "" for part in parts])
    every = [*parts, beside] if beside is not None else list(parts)
    whole = every[0] if len(every) == 1 else pl.concat_str(*every, separator="\n")
    return pl.when(there).then(whole.hash(seed=7)).otherwise(None)


def fold(rows: pl.DataFrame, evidence: Evidence) -> pl.Series:
    """For each row, the index of the first row that is the same person; its own if it is that one.

    rows: index, number, refused (Boolean), in order; refused rows stand for themselves. Rows that
    bear numbers are one person if the number is the same, and then only: a list knows its people.
    """
    live = rows.filter(~pl.col("refused")).select("index", "number")
    numbered = live.filter(pl.col("number").is_not_null() & pl.col("number").is_duplicated())
    first = [numbered.select("index", first=pl.col("index").min().over("number"))]
    plain = live.filter(pl.col("number").is_null())
    if plain.height:
        first.append(_connected(evidence(plain["index"])))
    leaders = rows["index"].to_numpy().copy()
    for links in first:
        leaders[links["index"].to_numpy()] = links["first"].to_numpy()
    return pl.Series("leader", leaders)


def _connected(rows: pl.DataFrame) -> pl.DataFrame:
    """index, first: rows without numbers, joined by whatever evidence they share."""
    edges = [_linked(rows, "email"), _linked(rows, "phone"), _linked(_agreeing_homes(rows), "home")]
    links = pl.concat(edges).filter(pl.col("index") != pl.col("first"))
    if links.is_empty():
        return links
    nodes = pl.concat([links["index"], links["first"]]).unique().sort().to_numpy()
    one = np.searchsorted(nodes, links["index"].to_numpy())
    other = np.searchsorted(nodes, links["first"].to_numpy())
    graph = coo_array((np.ones(one.size, bool), (one, other)), shape=(nodes.size, nodes.size))
    _, label = connected_components(graph, directed=False)
    found = pl.DataFrame({"index": nodes, "label": label}, schema_overrides={"index": INDEX})
    return found.select("index", first=pl.col("index").min().over("label"))


def _linked(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    alike = rows.filter(pl.col(key).is_not_null()).filter(pl.col(key).is_duplicated())
    return alike.select("index", first=pl.col("index").min().over(key))


def _agreeing_homes(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that share a home and name; where e-mails or telephones differ between them, only those
    with equal details are still together.
    """
    alike = rows.filter(pl.col("home").is_not_null()).filter(pl.col("home").is_duplicated())
    n_kinds = [pl.col(detail).drop_nulls().n_unique().over("home") for detail in DETAILS]
    apart = pl.struct("home", *DETAILS).hash(seed=7)
    differ = pl.max_horizontal(n_kinds) > 1
    return alike.with_columns(home=pl.when(differ).then(apart).otherwise(pl.col("home")))


def match(
    rows: pl.DataFrame,
    *,
    numbered: pl.DataFrame,
    everyone: Callable[[], pl.DataFrame],
    evidence: Evidence,
) -> pl.DataFrame:
    """index, target (id of a known person or null), how (which evidence), fits, and OF_NUMBER.

    rows: index of the person's first row, at (the row's own), number. numbered: number, id and
    OF_NUMBER of whom this list knows by a number; these stay null for other evidence. everyone:
    gives EVIDENCE, DETAILS and id of all people; asked only if rows are left. fits: how many people
    the strongest evidence points at; with more than one there is no target. Rows that nothing
    points at are left out of the answer. Two indexes may be given one target: they are one person.
    """
    by_number = _by_number(rows, numbered)
    found = [by_number]
    left = rows.join(by_number.select("index"), on="index", how="anti")
    people = everyone() if left.height else pl.DataFrame()
    if people.height:
        known = people.with_columns(is_numbered=pl.col("id").is_in(numbered["id"].implode()))
        left = left.join(evidence(left["at"]), left_on="at", right_on="index", how="inner")
        for key in EVIDENCE:
            found.append(_by(left, known, key))
            left = left.join(found[-1].select("index"), on="index", how="anti")
    return _settled(pl.concat(found, how="diagonal"), rows)


def _by_number(rows: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    wanted = rows.filter(pl.col("number").is_not_null()).select("index", "number")
    there = numbered.select("number", *OF_NUMBER, target="id")
    return _one_each(wanted.join(there, on="number", how="inner"), "number", OF_NUMBER)


def _by(rows: pl.DataFrame, known: pl.DataFrame, key: str) -> pl.DataFrame:
    """What one kind of evidence says of the rows that are left."""
    details = DETAILS if key == "home" else ()
    wanted = rows.filter(pl.col(key).is_not_null()).select("index", "number", key, *details)
    there = known.filter(pl.col(key).is_not_null()).select(
        "is_numbered", pl.col(key).alias("there"), target="id",
        **{f"known_{name}": pl.col(name) for name in details},
    )  # fmt: skip
    pairs = wanted.join(there, left_on=key, right_on="there", how="inner")
    # A list with numbers says itself that these are two.
    pairs = pairs.filter(pl.col("number").is_null() | ~pl.col("is_numbered"))
    for name in details:
        pairs = pairs.filter((pl.col(name) == pl.col(f"known_{name}")).fill_null(True))
    return _one_each(pairs, key)


def _one_each(pairs: pl.DataFrame, how: str, more: tuple[str, ...] = ()) -> pl.DataFrame:
    """One line for each index; where every index has one pair, which is usual, without grouping."""
    if not pairs["index"].is_duplicated().any():
        one = pl.lit(1, pl.UInt32)
        return pairs.select("index", "target", *more, how=pl.lit(how), fits=one)
    return pairs.group_by("index").agg(
        *(pl.col(name).first() for name in more),
        target=pl.when(pl.col("target").n_unique() == 1).then(pl.col("target").first()),
        how=pl.lit(how).first(),
        fits=pl.col("target").n_unique().cast(pl.UInt32),
    )


def _settled(claims: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Where several rows claim one known person, the weak claims are given up.

    A home is no evidence then, and of rows with different numbers only the one whose number is
    known is right. What is left is one person in several rows.
    """
    claimed = pl.col("target").is_not_null() & pl.col("target").is_duplicated()
    several = claims.filter(claimed)
    if several.is_empty():
        return claims
    numbers = rows.select("index", "number").unique("index")
    several = several.join(numbers, on="index", how="left")
    n_numbers = pl.col("number").drop_nulls().n_unique().over("target")
    is_weak = (pl.col("how") == "home") | (
        (pl.col("how") != "number") & pl.col("number").is_not_null() & (n_numbers > 1)
    )
    return claims.join(several.filter(is_weak), on="index", how="anti")
