"""Several rows of a file that are one person, made one row: the first one, its gaps filled."""

from pathlib import Path

import polars as pl

from groundswell.apps.people.planning.matching import INDEX

ADDRESS = ("address", "town", "postcode", "street_key")


def fold_rows(parts: list[Path], wanted: pl.DataFrame) -> pl.DataFrame:
    """One cleaned row for each leader, under its index.

    wanted: index and leader of all rows of people who stand in several. What a later row says of
    support counts over what an earlier one said; whoever says no once, or is under 18 once, is so.
    """
    if wanted.is_empty():
        return pl.DataFrame()
    rows = rows_at(parts, wanted["index"]).drop("row", "refused")
    rows = rows.join(wanted.select("index", "leader"), on="index", maintain_order="left")
    lists = [pl.col(name).explode().drop_nulls().unique(maintain_order=True) for name in _LISTS]
    home = pl.struct(*ADDRESS).filter((pl.col("address") != "") | (pl.col("postcode") != ""))
    folded = rows.group_by("leader", maintain_order=True).agg(
        pl.col("first_name", "last_name", "name_key", "list_hash").first(),
        *(_first_said(name) for name in ("email", "phone", "source_id")),
        home.first().alias("home"),
        pl.col("area_id").drop_nulls().first(),
        pl.col("support_level").drop_nulls().last(),
        pl.col("is_minor", "do_not_contact").any(),
        pl.col("consent").drop_nulls().min(),
        *lists,
    )
    empty = {name: pl.col("home").struct.field(name).fill_null("") for name in ADDRESS}
    folded = folded.with_columns(**empty).rename({"leader": "index"}).drop("home")
    return folded.with_columns(pl.col(pl.String).exclude("area_id").fill_null("")).select(
        name for name in rows.columns if name != "leader"
    )


_LISTS = ("tags", "skills", "slots", "notes")


def _first_said(name: str) -> pl.Expr:
    return pl.col(name).filter(pl.col(name) != "").first()


def rows_at(parts: list[Path], wanted: pl.Series, columns: list[str] | None = None) -> pl.DataFrame:
    """Some cleaned rows (all their columns, if none are named), with their index, in order."""
    found, start = [], 0
    for path in parts:
        part = pl.read_ipc(path, columns=columns)
        part = part.with_columns(index=pl.int_range(start, start + part.height, dtype=INDEX))
        here = wanted.filter((wanted >= start) & (wanted < start + part.height))
        start += part.height
        found.append(part.filter(pl.col("index").is_in(here.implode())))
    return pl.concat(found)
