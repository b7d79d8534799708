"""From what somebody types to a postcode district: the first half of a British postcode."""

import re

from django.utils.translation import gettext as _

from groundswell.errors import InputError

# One or two letters, then "1", "12" or "1A". The table of districts knows which of them exist.
DISTRICT = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
# No second half has C, I, K, M, O or V, which are easily misread.
LETTER = "[ABD-HJLNP-UW-Z]"
WHOLE = re.compile(rf"({DISTRICT}) ?[0-9]{LETTER}{{2}}")
# Without a space, CH12 is the district CH12; "CH1 2" can only be the beginning of CH1 2HB.
BEGUN = re.compile(rf"({DISTRICT})(?: [0-9]{LETTER}?)?")
SECOND_HALF = re.compile(rf"[0-9]{LETTER}{{2}}")
# The forces' post, and codes of single firms: an address there says nothing about where one is.
NOWHERE = re.compile(r"BFPO( ?[0-9]{1,4})?|GIR( ?0AA)?|(BF|BX|QC|XM|XX|ZZ)[0-9].*")


def district_of(text: str) -> str:
    """The district in a postcode or the first half of one: "CH1" for "ch1 2hb", "CH1 2", "CH1".

    Upper or lower case, with or without the space. Whether the district exists is for the table
    of districts to say.

    Raises InputError, in the reader's language, with what is wrong and what to type instead. The
    error doesn't repeat the text, which may say where somebody lives.
    """
    tidy = " ".join(text.split())
    # Some letters become others in capitals: "ß1" must not be SS1.
    tidy = tidy.upper() if tidy.isascii() else "?"
    if NOWHERE.fullmatch(tidy):
        raise InputError(
            _("This postcode has no place on the map. Type the one where you will set out.")
        )
    found = WHOLE.fullmatch(tidy) or BEGUN.fullmatch(tidy)
    if found is None:
        raise InputError(_what_is_wrong(tidy))
    return found.group(1)


def _what_is_wrong(tidy: str) -> str:
    if not tidy:
        return _("Type your postcode. The first half is enough, like CH1.")
    if tidy.isalpha() and len(tidy) <= 2:
        return _("The number is missing. Type the whole first half: CH1, not CH.")
    if SECOND_HALF.fullmatch(tidy):
        return _("This is the second half of a postcode. Type the first half, like CH1.")
    return _(
        "This can’t be read as a postcode. The first half is one or two letters and a number, "
        "like CH1 or SW1A."
    )
