"""The kinds of data about people that an organisation may decide to keep.

`privacy.DataSet` rows hold what an organisation decided for each: its ground in law and for how
long. An import names one of them.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Article 6 of the GDPR: why one may keep personal data at all.
BASES: dict[str, str | Promise] = {
    "consent": _("consent: the person said yes (6.1.a)"),
    "contract": _("membership or another agreement with the person (6.1.b)"),
    "legal-obligation": _("a law that obliges us (6.1.c)"),
    "public-task": _("a task in the public interest, by law (6.1.e)"),
    "legitimate-interests": _("our legitimate interests, weighed against the person's (6.1.f)"),
}
# Article 9: why one may keep what shows a political opinion.
CONDITIONS: dict[str, str | Promise] = {
    "9-2-a": _("explicit consent (9.2.a)"),
    "9-2-d": _("our own members, former members and regular contacts (9.2.d)"),
    "9-2-e": _("what the person made public themselves (9.2.e)"),
    "9-2-f": _("legal claims, such as answering the person (9.2.f)"),
    "9-2-g": _("national law on parties and elections (9.2.g)"),
}


@dataclass(frozen=True)
class Kind:
    """One kind of data. modes: the data modes in which it may be kept.

    keep_days: the default and, without a written reason, the longest.
    """

    code: str
    name: str | Promise
    says: str | Promise
    modes: str
    keep_days: int
    basis: str
    condition: str


_ALL = (
    Kind(
        "supporters", _("Supporters"),
        _("People who gave us their details: newsletter, petition, sign-up at a stall."),
        "ABC", 730, "consent", "9-2-a",
    ),
    Kind(
        "members", _("Members"),
        _("Members, former members and regular contacts of the organisation."),
        "ABC", 730, "contract", "9-2-d",
    ),
    Kind(
        "volunteers", _("Volunteers"),
        _("People who offered to help, with when and where."),
        "ABC", 730, "consent", "9-2-d",
    ),
    Kind(
        "support", _("What people said of their support"),
        _("Support levels and answers of named people, who said it and when."),
        "BC", 365, "consent", "9-2-a",
    ),
    Kind(
        "roll", _("The electoral register"),
        _("Named voters from a register that the law lets us have."),
        "C", 365, "public-task", "9-2-g",
    ),
)  # fmt: skip
DATA_SETS: dict[str, Kind] = {kind.code: kind for kind in _ALL}
# Of these somebody may bring a list; what people said comes with one of them.
CAN_BE_IMPORTED = ("supporters", "members", "volunteers", "roll")
