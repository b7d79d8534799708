"""Uploads for Action Network: one row for each e-mail address of people who agreed to mail."""

import polars as pl

from groundswell.exchange.people.written import Written, kept, text, words

NO_EMAIL, TWICE, NO_CONSENT = "no e-mail", "address is in the list already", "has not agreed"
STOPPED = "do not contact"


def write(people: pl.DataFrame) -> Written:
    """email, first_name, last_name, zip_code, can2_phone, address, city, tags.

    Action Network asks that everybody on an upload has agreed: whoever said no is left out, and
    whoever isn't to be contacted. Of two with one address, the first is kept.
    """
    rules = {NO_EMAIL: text(people, "email") == ""}
    if "do_not_contact" in people.columns:
        rules = {STOPPED: pl.col("do_not_contact"), **rules}
    if "consent" in people.columns:
        rules[NO_CONSENT] = ~pl.col("consent").fill_null(False)
    chosen, dropped = kept(people, rules)
    once = chosen.unique("email", keep="first", maintain_order=True) if chosen.height else chosen
    if once.height < chosen.height:
        dropped[TWICE] = chosen.height - once.height
    table = once.select(
        text(once, "email").alias("email"),
        text(once, "first_name").alias("first_name"),
        text(once, "last_name").alias("last_name"),
        text(once, "postcode").alias("zip_code"),
        text(once, "phone").alias("can2_phone"),
        text(once, "address").alias("can2_user_address"),
        text(once, "town").alias("can2_user_city"),
        words(once, "tags", separator=", ").alias("can2_user_tags"),
    )
    return Written(table, people.height, dropped)
