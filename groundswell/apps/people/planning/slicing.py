"""What each row of a file does, piece by piece, once it is known who is who."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from groundswell.apps.people.planning import known
from groundswell.apps.people.planning.comparing import COMPARED, compare
from groundswell.apps.people.planning.judging import Judged
from groundswell.apps.people.planning.rules import Rules
from groundswell.apps.people.planning.said_before import consents_of, new_tags, opinions_kept
from groundswell.apps.privacy.models import DataPolicy

KINDS = ("new", "changed", "merged", "unchanged", "refused", "stopped")
CODE = {kind: code for code, kind in enumerate(KINDS)}


@dataclass
class Slice:
    """What one piece of the file does.

    rows: all of its rows, with kind (a line of the receipt) and note (a code that says why).
    new: cleaned rows of people to be added, with is_stopped. changes: `compare`'s answer for those
    who change, with how, row, and what else is new: tags, skills, consent, alias.
    """

    rows: pl.DataFrame
    new: pl.DataFrame
    changes: pl.DataFrame


def slices_of(parts: list[Path], judged: Judged, rules: Rules) -> Iterator[Slice]:
    """Go through the file piece by piece. Call inside a transaction: it reads people."""
    kinds = np.zeros(judged.rows.height, dtype=np.uint8)
    opinions = opinions_kept() if rules.mode == DataPolicy.Mode.CONSENT else None
    start = 0
    for path in parts:
        part = pl.read_ipc(path)
        of_part = judged.rows.slice(start, part.height)
        rows = part.drop("row", "refused").hstack(of_part)
        yield _slice(rows, judged, rules, kinds=kinds, opinions=opinions)
        start += part.height


def _slice(
    rows: pl.DataFrame, judged: Judged, rules: Rules, *, kinds: NDArray[np.uint8],
    opinions: pl.Series | None,
) -> Slice:  # fmt: skip
    people = _folded_in(rows, judged)
    if opinions is not None:
        kept = pl.col("target").is_in(opinions.implode()).fill_null(False)
        people = people.with_columns(support_level=pl.when(kept).then(pl.col("support_level")))
    people = people.with_columns(is_to_stop=pl.col("asked") | pl.col("do_not_contact"))
    new = people.filter(pl.col("target").is_null())
    there = people.filter(pl.col("target").is_not_null())
    same = (pl.col("is_own") & (pl.col("list_hash") == pl.col("known_hash"))).fill_null(False)
    same = same & (pl.col("n_rows") == 1) & (~pl.col("is_to_stop") | pl.col("known_stopped"))
    changes = _changes(there.filter(~same), rules)
    verdict = pl.concat(
        [
            new.select("index", kind=_stopped_or("new"), note=pl.lit("")),
            there.filter(same).select(
                "index",
                kind=pl.when("known_stopped")
                .then(pl.lit("stopped"))
                .otherwise(pl.lit("unchanged")),
                note=pl.lit(""),
            ),
            changes.select("index", "kind", "note"),
        ]
    )
    rows = _with_verdicts(rows, verdict, judged, kinds)
    does = changes.filter(pl.col("is_news"))
    return Slice(rows=rows, new=new, changes=does)


def _stopped_or(kind: str) -> pl.Expr:
    return pl.when("is_to_stop").then(pl.lit("stopped")).otherwise(pl.lit(kind))


def _folded_in(rows: pl.DataFrame, judged: Judged) -> pl.DataFrame:
    """The people whose first row is in this piece, each as one row."""
    leaders = rows.filter((pl.col("index") == pl.col("leader")) & pl.col("why").is_null())
    here = pl.col("index").is_between(rows["index"][0], rows["index"][-1])
    of_judged = judged.people.filter(here)
    people = leaders.join(of_judged, on="index", how="inner", maintain_order="left")
    if judged.folded.is_empty():
        return people
    one = people.filter(pl.col("n_rows") == 1)
    many = people.filter(pl.col("n_rows") > 1)
    as_one = judged.folded.join(
        many.drop(name for name in judged.folded.columns if name != "index"), on="index"
    )
    return pl.concat([one, as_one.select(one.columns)]).sort("index")


def _changes(there: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """What the rows of known people change, with the kind of each and what else is new."""
    found = compare(there, known.whole(there["target"]), has_birth=rules.has_birth)
    found = new_tags(found, rules)
    found = consents_of(found, rules)
    is_alias = (pl.col("how") != "number") & (pl.col("source_id") != "")
    found = found.with_columns(is_alias=is_alias & ~pl.col("is_stopped"))
    more = (pl.col("n_new_tags") > 0) | pl.col("is_new_consent")
    news = pl.col("changed") | (~pl.col("is_stopped") & (more | pl.col("is_alias")))
    kind = (
        pl.when("is_stopped").then(pl.lit("stopped"))
        .when(~news).then(pl.lit("unchanged"))
        .when("is_own").then(pl.lit("changed"))
        .otherwise(pl.lit("merged"))
    )  # fmt: skip
    return found.with_columns(kind=kind, is_news=news, note=_note())


def _note() -> pl.Expr:
    """How a merged person is known; which fields of a changed one differ."""
    fields = [
        pl.when(pl.col(name).ne_missing(pl.col(f"old_{name}"))).then(pl.lit(name))
        for name in COMPARED
    ]
    fields.append(pl.when(pl.col("n_new_tags") > 0).then(pl.lit("tags")))
    fields.append(pl.when("is_new_consent").then(pl.lit("consent")))
    differ = pl.concat_list(fields).list.drop_nulls().list.join(",")
    return pl.when("is_own").then(differ).otherwise("how")


def _with_verdicts(
    rows: pl.DataFrame, verdict: pl.DataFrame, judged: Judged, kinds: NDArray[np.uint8]
) -> pl.DataFrame:
    """Every row of the piece with its kind and a word of why; later rows follow the first."""
    erased = pl.col("why").is_null() & pl.col("kind").is_null()
    rows = rows.join(verdict, on="index", how="left", maintain_order="left")
    is_first = pl.col("index") == pl.col("leader")
    gone = is_first & erased
    rows = rows.with_columns(
        kind=pl.when(pl.col("why").is_not_null()).then(pl.lit("refused"))
        .when(gone).then(pl.lit("stopped"))
        .otherwise("kind"),
        note=pl.when(gone).then(pl.lit("erased")).otherwise(pl.coalesce("why", "note")),
    )  # fmt: skip
    firsts = rows.filter(is_first)
    codes = firsts["kind"].replace_strict(CODE, return_dtype=pl.UInt8)
    kinds[firsts["index"].to_numpy()] = codes.to_numpy()
    later = rows.filter(pl.col("kind").is_null())
    if later.is_empty():
        return rows
    follows = {"unchanged": "unchanged", "stopped": "stopped", "refused": "refused"}
    of_first = [follows.get(KINDS[code], "merged") for code in kinds[later["leader"].to_numpy()]]
    numbers = judged.rows["row"].gather(later["leader"])
    said = later.select(
        "index", then=pl.Series(of_first, dtype=pl.String),
        words=pl.lit("row ") + numbers.cast(pl.String),
    )  # fmt: skip
    rows = rows.join(said, on="index", how="left", maintain_order="left")
    return rows.with_columns(
        kind=pl.coalesce("kind", "then"), note=pl.coalesce("note", "words")
    ).drop("then", "words")
