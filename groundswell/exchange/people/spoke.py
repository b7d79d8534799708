"""Contacts for Spoke: one row for each mobile number."""

import polars as pl

from groundswell.exchange.people.written import Written, kept, text, words

NO_NUMBER, NO_NAME, TWICE = "no phone number", "no name", "number is in the list already"
STOPPED = "do not contact"


def write(people: pl.DataFrame) -> Written:
    """firstName, lastName, cell, zip, external_id, then tags as a field of the contact.

    Spoke takes nobody without a number or a first name, and knows people by their number: of two
    with one number, the first is kept. Whoever isn't to be contacted is left out.
    """
    stopped = pl.col("do_not_contact") if "do_not_contact" in people.columns else pl.lit(False)
    phone = text(people, "phone")
    chosen, dropped = kept(
        people,
        {
            STOPPED: stopped,
            NO_NUMBER: phone == "",
            NO_NAME: (text(people, "first_name") == "") & (text(people, "last_name") == ""),
        },
    )
    once = chosen.unique("phone", keep="first", maintain_order=True) if chosen.height else chosen
    if once.height < chosen.height:
        dropped[TWICE] = chosen.height - once.height
    first, last = text(once, "first_name"), text(once, "last_name")
    table = once.select(
        pl.when(first != "").then(first).otherwise(last).alias("firstName"),
        last.alias("lastName"),
        text(once, "phone").alias("cell"),
        text(once, "postcode").alias("zip"),
        text(once, "source_id").alias("external_id"),
        words(once, "tags", separator=", ").alias("tags"),
    )
    return Written(table, people.height, dropped)
