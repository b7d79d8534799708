"""A list of people as the file that another program takes, in the spelling of one copy."""

from collections.abc import Callable, Mapping

import polars as pl

from groundswell.apps.people.planning.watermarks import Kind, marked
from groundswell.exchange.people import action_network, plain, spoke, van
from groundswell.exchange.people.countries import country_of
from groundswell.exchange.people.keys import name_key
from groundswell.exchange.people.written import Written

WRITERS: dict[str, Callable[[pl.DataFrame], Written]] = {
    "van": van.write,
    "van-contacts": van.write_contacts,
    "spoke": spoke.write,
    "action-network": action_network.write,
    "csv": plain.write,
}
# The columns of those files that are written in a spelling of the copy's own.
MARKED: dict[str, Kind] = {
    "Phone Number": "phone", "cellphone": "phone", "cell": "phone", "can2_phone": "phone",
    "Phone": "phone",
    "zip": "postcode", "zip_code": "postcode", "Postcode": "postcode",
    "addressline1": "street", "can2_user_address": "street", "Address": "street",
}  # fmt: skip
# Why a program can't take somebody, in a code of ours.
WHY_NOT = {
    van.NO_ID: "no-van-id", spoke.NO_NAME: "no-name", spoke.TWICE: "twice",
    action_network.TWICE: "twice",
}  # fmt: skip


def identities(first_names: pl.Series, last_names: pl.Series) -> list[str]:
    """What rows are known by in a copy's order: names, as another program may have left them."""
    names = pl.DataFrame({"first": first_names, "last": last_names})
    keys = names.select(name_key(pl.col("first"), pl.col("last"))).to_series()
    return [" ".join(sorted(key.split())) for key in keys]


def write(
    format: str, people: pl.DataFrame, *, mark: str, country: str
) -> tuple[bytes, int, Mapping[str, int]]:
    """The file of a format as CSV, how many people are in it, and why others aren't.

    people: text columns in `Person`'s names, and `source`. country: whose telephone numbers are
    written in two ways; those of others stay international.
    """
    made = WRITERS[format](people)
    home = f"+{country_of(country).dials}"
    spelled = made.table.with_columns(
        pl.Series(name, [_spelled(mark, kind, text, home) for text in made.table[name]])
        for name, kind in MARKED.items()
        if name in made.table.columns and made.table.height
    )
    left_out: dict[str, int] = {}
    for said, n in made.dropped.items():
        code = WHY_NOT.get(said, "no-detail")
        left_out[code] = left_out.get(code, 0) + n
    return Written(spelled, made.rows_in, made.dropped).as_csv(), made.rows_out, left_out


def _spelled(mark: str, kind: Kind, text: str, home: str) -> str:
    if kind == "phone" and text.startswith("+") and not text.startswith(home):
        return text
    return marked(mark, kind, text)
