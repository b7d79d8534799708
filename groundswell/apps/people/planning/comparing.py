"""What a row changes of a person we know (docs/decisions/0009).

A list may fill what is blank. It may replace something only of its own people, those who came with
it under the number they still have, and nothing that somebody here has typed in. A blank never
replaces anything, an address goes as a whole, and nobody who was stopped is started.
"""

import polars as pl

from groundswell.apps.people.models.person import CORRECTED
from groundswell.exchange.people.keys import name_key, street_key

TEXTS = ("email", "phone")
NAMES = ("first_name", "last_name")
ADDRESS = ("address", "town", "postcode")
OTHERS = ("area_id", "support_level", "is_minor", "is_stopped")
COMPARED = (*NAMES, *TEXTS, *ADDRESS, *OTHERS)


def compare(rows: pl.DataFrame, people: pl.DataFrame, *, has_birth: bool) -> pl.DataFrame:
    """Each row with the person as they will be, and `changed`: whether that differs.

    rows: the cleaned columns, target, is_own, is_to_stop. people: `known.whole`. Columns: those of
    rows; of the person: `id`, COMPARED, list_hash, name_key, street_key as they will be, and all
    of `known.whole` as it was, under "old_…".
    """
    new = rows.rename({name: f"new_{name}" for name in rows.columns if name in people.columns})
    old = people.rename({name: f"old_{name}" for name in people.columns if name != "id"})
    # An address is compared as a whole, names as a pair.
    pairs = new.join(old, left_on="target", right_on="id", how="inner", maintain_order="left")
    stopped = pl.col("old_is_stopped") | pl.col("is_to_stop")
    moved = pairs.with_columns(
        *_names(), *_texts(), *_address(), *_others(has_birth), is_stopped=stopped
    )
    # Of somebody who is not to be contacted, nothing but that is written.
    moved = moved.with_columns(
        pl.when(stopped).then(pl.col(f"old_{name}")).otherwise(pl.col(name)).alias(name)
        for name in COMPARED
        if name != "is_stopped"
    )
    changed = pl.any_horizontal(
        [pl.col(name).ne_missing(pl.col(f"old_{name}")) for name in COMPARED]
    )
    return moved.with_columns(
        id=pl.col("target"),
        changed=changed,
        list_hash=pl.when(pl.col("is_own") & ~stopped)
        .then(pl.col("new_list_hash"))
        .otherwise(pl.col("old_list_hash")),
        name_key=name_key(pl.col("first_name"), pl.col("last_name")),
        street_key=street_key(pl.col("address"), pl.col("postcode")),
    )


def _by_hand(*fields: str) -> pl.Expr:
    bits = sum(CORRECTED[name] for name in fields)
    return (pl.col("old_by_hand") & bits) != 0


def _names() -> list[pl.Expr]:
    """Both or neither: half of a new name and half of an old one is nobody's."""
    is_said = pl.any_horizontal([pl.col(f"new_{name}") != "" for name in NAMES])
    use = pl.col("is_own") & is_said & ~_by_hand(*NAMES)
    return [
        pl.when(use & (pl.col(f"new_{name}") != ""))
        .then(pl.col(f"new_{name}"))
        .otherwise(pl.col(f"old_{name}"))
        .alias(name)
        for name in NAMES
    ]


def _texts() -> list[pl.Expr]:
    return [
        pl.when((pl.col(f"new_{name}") != "") & ~_by_hand(name) & (pl.col("is_own") | _blank(name)))
        .then(pl.col(f"new_{name}"))
        .otherwise(pl.col(f"old_{name}"))
        .alias(name)
        for name in TEXTS
    ]


def _blank(name: str) -> pl.Expr:
    return pl.col(f"old_{name}") == ""


def _address() -> list[pl.Expr]:
    """A whole address takes the place of another; parts only fill in an own row's gaps."""
    whole = pl.col("new_address") != ""
    is_said = pl.any_horizontal([pl.col(f"new_{name}") != "" for name in ADDRESS])
    nothing_there = pl.all_horizontal([_blank(name) for name in ADDRESS])
    free = ~_by_hand(*ADDRESS)
    use = free & is_said & (nothing_there | (pl.col("is_own") & whole))
    part = free & pl.col("is_own") & ~whole
    return [
        pl.when(use | (part & (pl.col(f"new_{name}") != "")))
        .then(pl.col(f"new_{name}"))
        .otherwise(pl.col(f"old_{name}"))
        .alias(name)
        for name in ADDRESS
    ]


def _others(has_birth: bool) -> list[pl.Expr]:
    def last_said(name: str, bit: str) -> pl.Expr:
        new, old = pl.col(f"new_{name}"), pl.col(f"old_{name}")
        use = new.is_not_null() & ~_by_hand(bit) & (pl.col("is_own") | old.is_null())
        return pl.when(use).then(new).otherwise(old).alias(name)

    minor = pl.col("new_is_minor") & ~_by_hand("is_minor")
    grown = pl.col("is_own") & pl.lit(has_birth) & ~pl.col("new_is_minor") & ~_by_hand("is_minor")
    return [
        last_said("area_id", "area"),
        last_said("support_level", "support_level"),
        (pl.when(grown).then(False).otherwise(pl.col("old_is_minor") | minor)).alias("is_minor"),
    ]


def list_hash() -> pl.Expr:
    """A cleaned row as a number: the same again means that the list has nothing new to say."""
    lists = [pl.col(name).list.join(",") for name in ("tags", "skills")]
    flags = [
        pl.col(name).cast(pl.Int8).cast(pl.String).fill_null("")
        for name in ("support_level", "is_minor", "consent", "do_not_contact")
    ]
    texts = [pl.col(name) for name in (*NAMES, *TEXTS, *ADDRESS)]
    area = pl.col("area_id").fill_null("")
    whole = pl.concat_str(*texts, area, *flags, *lists, separator="\n")
    return whole.hash(seed=11).reinterpret(signed=True)
