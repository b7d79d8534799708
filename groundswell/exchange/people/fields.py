"""What a column of a list of people can become here: our fields, in the words of the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "name", "text", "email", "phone", "postcode", "yes-no", "level", "words", "date", "roll-number"
]

LEAVE_OUT = ""


@dataclass(frozen=True)
class Field:
    """One thing we keep of a person, or a part of it.

    says: what the field takes, in a sentence for the person who matches columns.
    """

    code: str
    label: str
    kind: Kind
    says: str


def _fields() -> Iterator[Field]:
    yield Field(
        "full_name",
        "Full name, split in two",
        "name",
        "“Ann-Marie O’Dowd”: the last word is the surname, with “van”, “de la” and the like.",
    )
    yield Field(
        "full_name_last_first",
        "Full name, surname first",
        "name",
        "“Smith Ann Marie” or “Smith, Ann Marie”: what stands before the comma, or the first word.",
    )
    yield Field("first_name", "First name", "name", "First names, as written.")
    yield Field("last_name", "Last name", "name", "Surname, as written.")
    yield Field("email", "E-mail", "email", "One address; of several, the first is kept.")
    yield Field("phone", "Phone number", "phone", "Any telephone; kept with its country in front.")
    yield Field("mobile", "Mobile number", "phone", "Kept before any other telephone.")
    yield Field("address", "Address in one line", "text", "House and street, without the postcode.")
    for line in range(1, 7):
        yield Field(f"address_{line}", f"Address, line {line}", "text", "Lines are joined up.")
    yield Field("house", "House number or name", "text", "Goes before the street.")
    yield Field("street", "Street", "text", "Goes after the house number.")
    yield Field("town", "Town", "text", "Town or city.")
    yield Field("postcode", "Postcode", "postcode", "Postal or ZIP code, checked for its shape.")
    yield Field(
        "source_id",
        "Number in this list",
        "text",
        "By which the same person is known again when the list comes again.",
    )
    yield Field("roll_prefix", "Elector number: prefix", "roll-number", "Letters of the district.")
    yield Field("roll_number", "Elector number", "roll-number", "A number, or all three parts.")
    yield Field("roll_suffix", "Elector number: suffix", "roll-number", "Nearly always 0.")
    yield Field("area", "Area", "text", "Code or name of an area of your tree.")
    yield Field("support_level", "Support level", "level", "1 (strong) to 5 (against).")
    yield Field("tags", "Tags", "words", "Several are separated by commas, semicolons or bars.")
    yield Field("skills", "Skills", "words", "Several are separated by commas, semicolons or bars.")
    yield Field("slots", "Slots", "words", "When somebody can help: “Sat am; Sun am”, “weekends”.")
    yield Field("consent_contact", "Consent: messages about shifts", "yes-no", "Yes or no.")
    yield Field(
        "birth_date",
        "Date of birth, kept only as “under 18”",
        "date",
        "Nothing but the answer is kept.",
    )
    yield Field("do_not_contact", "Do not contact", "yes-no", "Whoever says yes is left in peace.")


FIELDS: Mapping[str, Field] = {field.code: field for field in _fields()}
"""Every field by its code, in the order of the page. A column may also be left out: ""."""

# Fields that a table often has several columns for.
OFTEN_SEVERAL = frozenset({"email", "phone", "mobile", "tags", "skills", "slots", "do_not_contact"})

# Several columns may become one of these: the first that is filled in counts, or all together
# where they hold words.
SHARED = OFTEN_SEVERAL | {"first_name", "last_name", "postcode"}
