"""A plain list in our own words, which this program and any spreadsheet read again."""

import polars as pl

from groundswell.exchange.people.written import Written, text, words

# Header → our column. Each header is one that `header_words` knows.
HEADERS = {
    "ID": "source_id",
    "First name": "first_name",
    "Last name": "last_name",
    "E-mail": "email",
    "Phone": "phone",
    "Address": "address",
    "Town": "town",
    "Postcode": "postcode",
    "Area": "area",
    "Support level": "support_level",
    "Tags": "tags",
    "Skills": "skills",
    "Slots": "slots",
    "Do not contact": "do_not_contact",
}
LISTS = ("tags", "skills", "slots")


def write(people: pl.DataFrame) -> Written:
    """Those of our columns that `people` has, under plain headers."""
    columns = [
        _column(people, name).alias(header)
        for header, name in HEADERS.items()
        if name in people.columns
    ]
    return Written(people.select(columns), people.height)


def _column(people: pl.DataFrame, name: str) -> pl.Expr:
    if name in LISTS:
        return words(people, name, separator="; ")
    if name == "do_not_contact":
        return pl.when(pl.col(name)).then(pl.lit("yes")).otherwise(pl.lit(""))
    return text(people, name)
