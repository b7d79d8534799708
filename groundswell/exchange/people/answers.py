"""Why a row of a list can't become a person, and what was left out of one that can: the words."""

from collections.abc import Mapping

REFUSALS: Mapping[str, str] = {
    "cut-off": "the row is cut off",
    "too-many-cells": "more cells than the header names",
    "strange-letters": "letters that can’t be seen or turn the text around",
    "blank": "nothing is filled in",
    "too-long": "a name or number longer than any real one",
    "nameless": "neither a name nor a way to write or ring",
    "unreachable": "no way to reach this person",
}
"""By code, as in the column `refused` of clean rows; the first that holds is given."""

NOTES: Mapping[str, str] = {
    "phone-not-a-number": "the telephone is not a number",
    "phone-lost-digits": "a spreadsheet has cut the telephone short, as in 4.47701E+11",
    "email-not-an-address": "the e-mail is not an address",
    "postcode-unknown": "no postcode has this form",
    "level-not-1-to-5": "the support level is not 1 to 5",
    "date-not-understood": "the date of birth is not a date",
    "yes-no-not-understood": "neither yes nor no",
    "slots-not-understood": "a wording of times that we don’t know",
    "number-lost-digits": "a spreadsheet has cut the number in the list short, as in 1.23E+11",
    "made-text": "began like a formula; the sign was taken off",
    "cut": "longer than we keep; the end was cut off",
}
"""By code, as in the column `notes` of clean rows."""
