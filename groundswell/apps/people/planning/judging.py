"""Who is who in a file, and who must not come in.

`judge` looks at all rows at once, by their keys; `slicing` then goes through the pieces and says of
each row what it does. A dry run only counts what comes out; an import writes it.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from groundswell.apps.people.planning import known
from groundswell.apps.people.planning.folding import fold_rows, rows_at
from groundswell.apps.people.planning.matching import INDEX, fold, keys_of, match, number_key
from groundswell.apps.people.planning.rules import Rules
from groundswell.apps.people.planning.stopping import stopped_rows
from groundswell.apps.privacy.queries.stops import Stops
from groundswell.exchange.people.keys import name_key


@dataclass(frozen=True)
class Judged:
    """rows: index, row, number (in the file), leader (index of the first row of the same person),
    why (the reason it is refused, or null), for each row of the file.
    people: one line for each leader that may come in: index, target, how, is_own, known_hash,
    asked (on the stop list), n_rows.
    folded: the cleaned rows of people who stand in several rows, as one, with their index.
    """

    rows: pl.DataFrame
    people: pl.DataFrame
    folded: pl.DataFrame


def judge(parts: list[Path], rules: Rules, stops: Stops) -> Judged:
    """Who each row is. Call inside a transaction: it reads people."""
    rows = _rows(parts, rules, stops)
    evidence = partial(_evidence, parts)
    refused = rows.select("index", "number", refused=pl.col("why").is_not_null())
    rows = rows.with_columns(leader=fold(refused, evidence))
    found = match(
        rows.filter(pl.col("why").is_null()).select("number", at="index", index="leader"),
        numbered=known.numbered(rules.source, rules.reach),
        everyone=lambda: known.everyone(_names(parts, rows), rules.reach),
        evidence=evidence,
    )
    rows = _folded_by_target(rows, found)
    people = _people(rows, found)
    wrong = pl.concat([_ambiguous(people), _of_another(people, rows, parts), _unreachable(people)])
    wrong = wrong.unique("index", keep="first", maintain_order=True)
    rows = _refused_as_one(rows.select("index", "row", "leader", "why"), wrong)
    people = people.join(wrong, on="index", how="anti").filter(~pl.col("erased"))
    people = people.drop("fits", "has_way", "erased")
    many = people.filter(pl.col("n_rows") > 1).select("index")
    several = rows.join(many, left_on="leader", right_on="index", how="semi")
    return Judged(rows=rows, people=people, folded=fold_rows(parts, several))


def _rows(parts: list[Path], rules: Rules, stops: Stops) -> pl.DataFrame:
    """index, row, why, number, list_hash, has_way, asked, erased of all rows."""
    frames = []
    for path in parts:
        part = pl.read_ipc(path)
        asked, erased = stopped_rows(part, rules.source, stops)
        frames.append(
            part.select(
                pl.col("row").cast(pl.UInt32),
                "list_hash",
                _has_way(),
                why="refused",
                number=number_key("source_id"),
            ).with_columns(asked, erased)
        )
    rows = pl.concat(frames)
    return rows.with_columns(index=pl.int_range(rows.height, dtype=INDEX, eager=True))


def _evidence(parts: list[Path], wanted: pl.Series) -> pl.DataFrame:
    """index, EVIDENCE and DETAILS of some rows."""
    columns = ["name_key", "email", "phone", "street_key"]
    some = rows_at(parts, wanted, columns)
    return some.select("index").hstack(keys_of(some))


def _has_way() -> pl.Expr:
    ways = [pl.col(name) != "" for name in ("email", "phone", "address", "postcode")]
    return pl.any_horizontal(ways).alias("has_way")


def _names(parts: list[Path], rows: pl.DataFrame) -> pl.Series | None:
    """The names in the file, where they are few enough to look people up by them."""
    if rows.height > known.FEW:
        return None
    return pl.concat([pl.read_ipc(path, columns=["name_key"]) for path in parts])["name_key"]


def _folded_by_target(rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Rows that turned out to be one known person become one person of the file too."""
    again = found.filter(pl.col("target").is_not_null() & pl.col("target").is_duplicated())
    if again.is_empty():
        return rows
    first = again.select(leader="index", first=pl.col("index").min().over("target"))
    joined = rows.join(first, on="leader", how="left", maintain_order="left")
    return joined.with_columns(leader=pl.coalesce("first", "leader")).drop("first")


def _ambiguous(people: pl.DataFrame) -> pl.DataFrame:
    return people.filter(pl.col("fits") > 1).select("index", reason=pl.lit("two-fit"))


def _unreachable(people: pl.DataFrame) -> pl.DataFrame:
    """A name and a number alone say something of people we know only."""
    nobody = pl.col("target").is_null() & (pl.col("fits").fill_null(0) == 0)
    return people.filter(nobody & ~pl.col("has_way")).select("index", reason=pl.lit("unreachable"))


def _of_another(people: pl.DataFrame, rows: pl.DataFrame, parts: list[Path]) -> pl.DataFrame:
    """Numbers that now stand for somebody else: no word of the name is the same, nor any detail.

    The roll is numbered anew each year. A row that is as it last came needs no look.
    """
    firsts = people.filter(pl.col("how") == "number").join(
        rows.select("index", "list_hash"), on="index", how="left"
    )
    doubtful = firsts.filter(pl.col("list_hash").ne_missing(pl.col("known_hash")))
    if doubtful.is_empty():
        return pl.DataFrame(schema={"index": INDEX, "reason": pl.String})
    theirs = known.whole(doubtful["target"])
    theirs = theirs.select("id", "email", "phone", known_name=_name())
    ours = rows_at(parts, doubtful["index"]).select(
        "index", "name_key", row_email="email", row_phone="phone"
    )
    pairs = doubtful.join(ours, on="index").join(theirs, left_on="target", right_on="id")
    words = pl.col("name_key").str.split(" ").list.set_intersection(pl.col("known_name"))
    same = (
        (words.list.len() > 0)
        | ((pl.col("email") != "") & (pl.col("email") == pl.col("row_email")))
        | ((pl.col("phone") != "") & (pl.col("phone") == pl.col("row_phone")))
    )
    return pairs.filter(~same).select("index", reason=pl.lit("number-of-another"))


def _name() -> pl.Expr:
    return name_key(pl.col("first_name"), pl.col("last_name")).str.split(" ")


def _people(rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """One line for each person of the file that isn't refused."""
    live = rows.filter(pl.col("why").is_null())
    if live.height == live["leader"].n_unique():
        people = live.select("index", "asked", "erased", "has_way", n_rows=pl.lit(1, pl.UInt32))
    else:
        people = live.group_by(index="leader").agg(
            pl.col("asked").any(),
            pl.col("erased").any(),
            pl.col("has_way").any(),
            n_rows=pl.len(),
        )
    people = people.join(found, on="index", how="left")
    return people.with_columns(pl.col("is_own", "known_stopped").fill_null(False))


def _refused_as_one(rows: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """A person's refusal is that of all their rows."""
    if refused.is_empty():
        return rows
    joined = rows.join(
        refused, left_on="leader", right_on="index", how="left", maintain_order="left"
    )
    return joined.with_columns(why=pl.coalesce("why", "reason")).drop("reason")
