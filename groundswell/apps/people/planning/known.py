"""The people there are, as far as matching needs them: by their numbers, and by all else.

Somebody with a reach of areas only is matched with people in those areas only: that a person is
known elsewhere is not theirs to learn.
"""

import polars as pl
from django.db import connection

from groundswell.apps.accounts.reach import Reach
from groundswell.apps.people.many_rows import staged
from groundswell.apps.people.models import Alias, Person
from groundswell.apps.people.planning.matching import keys_of, number_key
from groundswell.apps.people.planning.reading import (
    organisation_parameter,
    read_frame,
    time_text,
)
from groundswell.apps.places.models import AreaNode

# Up to so many rows, only people of the same names are read, by the index; above it, all people.
FEW = 2_000
NUMBERED = {
    "id": pl.String, "source_id": pl.String, "list_hash": pl.Int64, "is_stopped": pl.Boolean,
}  # fmt: skip
EVERYONE = {
    "id": pl.String, "name_key": pl.String, "email": pl.String, "phone": pl.String,
    "street_key": pl.String,
}  # fmt: skip
WHOLE = {
    "id": pl.String, "first_name": pl.String, "last_name": pl.String, "email": pl.String,
    "phone": pl.String, "address": pl.String, "town": pl.String, "postcode": pl.String,
    "area_id": pl.String, "support_level": pl.Int64, "is_minor": pl.Boolean,
    "is_stopped": pl.Boolean, "source": pl.String, "list_hash": pl.Int64, "by_hand": pl.Int64,
    "changed_at": pl.String,
}  # fmt: skip


def numbered(source: str, reach: Reach) -> pl.DataFrame:
    """Whom a list knows by its numbers: number (a hash), id and matching.OF_NUMBER.

    is_own: the number is the person's own; else they were known when that list came.
    """
    where, within = _within(reach)
    parameters = [organisation_parameter(), source, *within]
    # Names come from our own models, values go as parameters.
    people = read_frame(
        "SELECT p.id, p.source_id, p.list_hash, p.is_stopped FROM people_person p "  # noqa: S608
        f"WHERE p.organisation_id = %s AND p.source = %s AND p.source_id <> ''{where}",
        parameters,
        NUMBERED,
    ).with_columns(is_own=pl.lit(True))
    if Alias.objects.filter(source=source).exists():
        others = read_frame(
            "SELECT p.id, a.source_id, p.list_hash, p.is_stopped FROM people_alias a "  # noqa: S608
            "JOIN people_person p ON p.id = a.person_id "
            f"WHERE a.organisation_id = %s AND a.source = %s{where}",
            parameters,
            NUMBERED,
        )
        people = pl.concat([people, others.with_columns(is_own=pl.lit(False))])
    return people.select(
        "id", "is_own", number=number_key("source_id"), known_hash="list_hash",
        known_stopped="is_stopped",
    )  # fmt: skip


def everyone(names: pl.Series | None, reach: Reach) -> pl.DataFrame:
    """All people, or those of some names: EVIDENCE and DETAILS (hashes), id.

    names: the name keys of the rows to be matched, if they are few; all evidence goes with a name.
    """
    where, within = _within(reach)
    parameters = [organisation_parameter(), *within]
    if names is not None:
        # One that can't be there, since an empty list is no SQL.
        wanted = [*names.unique(), ""]
        where += f" AND p.name_key IN ({', '.join(['%s'] * len(wanted))})"
        parameters += wanted
    sql = (
        f"SELECT p.id, p.name_key, p.email, p.phone, p.street_key "  # noqa: S608
        f"FROM people_person p WHERE p.organisation_id = %s{where}"
    )
    people = read_frame(sql, parameters, EVERYONE)
    return people.select("id").hstack(keys_of(people))


def whole(ids: pl.Series) -> pl.DataFrame:
    """People as they stand, by id: WHOLE. An area or a list_hash that is not there is null."""
    if ids.is_empty():
        return pl.DataFrame(schema=WHOLE)
    area, source = "p.area_id", "p.source, p.list_hash, p.by_hand"
    with staged(Person, pl.DataFrame({"id": ids.unique()}), name="wanted_people") as wanted:
        people = read_frame(
            f"SELECT p.id, p.first_name, p.last_name, p.email, p.phone, p.address, "  # noqa: S608
            f"p.town, p.postcode, {area}, p.support_level, p.is_minor, p.is_stopped, {source}, "
            f"{time_text('p.changed_at')} FROM {wanted} w JOIN people_person p ON p.id = w.id "
            "WHERE p.organisation_id = %s",
            [organisation_parameter()],
            WHOLE,
        )
    return people.with_columns(area_id=pl.when(pl.col("area_id") != "").then(pl.col("area_id")))


def _within(reach: Reach) -> tuple[str, list[str]]:
    if reach.whole:
        return "", []
    nodes = AreaNode.objects.filter(reach.area_filter("path")).values_list("pk", flat=True)
    is_pg = connection.vendor == "postgresql"
    ids = [pk if is_pg else pk.hex for pk in nodes]
    if not ids:
        return " AND 1 = 0", []
    return f" AND p.area_id IN ({', '.join(['%s'] * len(ids))})", ids
