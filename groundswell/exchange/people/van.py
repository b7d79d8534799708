"""Lists for NGP VAN: the sheet of results for a bulk upload, and contacts for a bulk import job."""

import polars as pl

from groundswell.exchange.people.written import Written, kept, text

NO_ID = "no VAN ID"
RESULTS = ("VAN ID", "Date Contacted", "Phone Number", "Canvass Result")
CONTACTS = (
    "vanid", "firstname", "lastname", "addressline1", "city", "zip", "cellphone", "email"
)  # fmt: skip


def write(people: pl.DataFrame) -> Written:
    """The bulk-upload sheet: VAN ID, date, telephone, result, then a column for each question.

    people: `source_id` is the VAN ID (of people from VAN's own lists), `phone`; if there,
    `contacted_on` (date), `result`, and further columns whose names begin with "question: ".
    Whoever has no VAN ID is left out: VAN takes no blank there.
    """
    chosen, dropped = kept(people, {NO_ID: _id(people) == ""})
    day = pl.col("contacted_on").dt.strftime("%m/%d/%Y") if "contacted_on" in people.columns else ""
    questions = [name for name in people.columns if name.startswith("question: ")]
    table = chosen.select(
        _id(chosen).alias("VAN ID"),
        pl.lit("").alias("Date Contacted") if isinstance(day, str) else day.alias("Date Contacted"),
        text(chosen, "phone").str.strip_prefix("+1").alias("Phone Number"),
        text(chosen, "result").alias("Canvass Result"),
        *(text(chosen, name).alias(name.removeprefix("question: ")) for name in questions),
    )
    return Written(table, people.height, dropped)


def write_contacts(people: pl.DataFrame) -> Written:
    """The columns of a bulk import job; `vanid` first, blank for people VAN doesn't know."""
    table = people.select(
        _id(people).alias("vanid"),
        text(people, "first_name").alias("firstname"),
        text(people, "last_name").alias("lastname"),
        text(people, "address").alias("addressline1"),
        text(people, "town").alias("city"),
        text(people, "postcode").alias("zip"),
        text(people, "phone").str.strip_prefix("+1").alias("cellphone"),
        text(people, "email").alias("email"),
    )
    return Written(table, people.height)


def _id(people: pl.DataFrame) -> pl.Expr:
    """The VAN ID: the number in the list, if the list was VAN's."""
    number = text(people, "source_id")
    if "source" not in people.columns:
        return number
    return pl.when(pl.col("source") == "van").then(number).otherwise(pl.lit(""))
