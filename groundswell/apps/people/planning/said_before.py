"""What is already on record about people a list names: tags, consents, whose views may be kept."""

import polars as pl

from groundswell.apps.people.many_rows import staged
from groundswell.apps.people.models import Person
from groundswell.apps.people.planning.reading import (
    organisation_parameter,
    read_frame,
    time_text,
)
from groundswell.apps.people.planning.rules import Rules

PURPOSE, CHANNEL = "contact", "any"
LISTS = {"tags": "tag", "skills": "skill"}
TAGGED = {"id": pl.String, "kind": pl.String, "name": pl.String}


def new_tags(people: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """`tags` and `skills` without those that people have already, and `n_new_tags`.

    people: id, tags, skills.
    """
    mapped = [name for name in LISTS if name in rules.columns.values()]
    if not mapped or people.is_empty():
        return people.with_columns(n_new_tags=pl.lit(0, pl.UInt32))
    there = _taggings(people["id"])
    for name in mapped:
        have = there.filter(pl.col("kind") == LISTS[name]).group_by("id").agg(have="name")
        joined = people.join(have, on="id", how="left", maintain_order="left")
        left = pl.col(name).list.set_difference(pl.col("have").fill_null([]))
        people = joined.with_columns(left.alias(name)).drop("have")
    n_new = pl.sum_horizontal([pl.col(name).list.len() for name in mapped])
    return people.with_columns(n_new_tags=n_new)


def _taggings(ids: pl.Series) -> pl.DataFrame:
    with staged(Person, pl.DataFrame({"id": ids.unique()}), name="tagged_people") as wanted:
        return read_frame(
            f"SELECT g.person_id, t.kind, t.name FROM {wanted} w "  # noqa: S608
            "JOIN people_tagging g ON g.person_id = w.id JOIN people_tag t ON t.id = g.tag_id "
            "WHERE g.organisation_id = %s",
            [organisation_parameter()],
            TAGGED,
        )


def consents_of(people: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """`is_new_consent`: whether a row says something else than the ledger's newest line."""
    if "consent_contact" not in rules.columns.values() or people.is_empty():
        return people.with_columns(is_new_consent=pl.lit(False))
    newest = _newest_consents(PURPOSE, CHANNEL)
    joined = people.join(newest, on="id", how="left", maintain_order="left")
    said = pl.col("consent")
    news = said.is_not_null() & said.ne_missing(pl.col("is_given"))
    return joined.with_columns(is_new_consent=news).drop("is_given")


def opinions_kept() -> pl.Series:
    """Ids of people who agreed to have what they said about their views kept."""
    newest = _newest_consents("opinions", None)
    return newest.filter("is_given")["id"]


def _newest_consents(purpose: str, channel: str | None) -> pl.DataFrame:
    """id, is_given: the line that holds for each person."""
    where, parameters = "", [organisation_parameter(), purpose]
    if channel:
        where, parameters = " AND channel = %s", [*parameters, channel]
    lines = read_frame(
        f"SELECT subject, is_given, {time_text('at')} FROM privacy_consent "  # noqa: S608
        f"WHERE organisation_id = %s AND purpose = %s{where}",
        parameters,
        {"id": pl.String, "is_given": pl.Boolean, "at": pl.String},
    )
    newest = lines.sort("at").unique("id", keep="last", maintain_order=True)
    return newest.drop("at")
