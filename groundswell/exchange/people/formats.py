"""The kinds of file that people bring, told by their headers, and which column is what in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from groundswell.exchange.people.fields import LEAVE_OUT, OFTEN_SEVERAL, SHARED
from groundswell.exchange.people.header_words import meaning, plain
from groundswell.exchange.people.known_headers import (
    ACTION_NETWORK,
    MOBILIZE,
    NATIONBUILDER,
    REGISTER_UK,
    VAN,
)
from groundswell.exchange.people.sensitive import named_topic
from groundswell.exchange.people.suggestions import Suggestion, suggest_columns

__all__ = ["FORMATS", "Format", "Suggestion", "recognise", "suggest"]


@dataclass(frozen=True)
class Format:
    """One kind of file.

    source: what `Person.source` says of people from such a file.
    tells: groups of headers (made plain); a file with all of one group is of this kind.
    columns: header made plain → field; "" leaves the column out on purpose.
    is_repeating: one person may stand in several rows, as in a list of sign-ups.
    """

    code: str
    label: str
    source: str
    tells: tuple[frozenset[str], ...]
    columns: Mapping[str, str] = field(repr=False)
    is_repeating: bool = False

    def recognises(self, header: Iterable[str]) -> float:
        """How sure the header is of this kind, 0 to 1; 1 if a whole group of tells is there."""
        there = {plain(name) for name in header}
        return max((len(group & there) / len(group) for group in self.tells), default=0.05)

    def mapping(self, header: Sequence[str]) -> dict[str, str]:
        """The field of each column, "" for those left out.

        A column that the format doesn't know gets the field that its header names, unless another
        column has it already or it is one we don't keep.
        """
        found: dict[str, str] = {}
        taken: set[str] = set()
        for name in header:
            code = self.columns.get(plain(name), LEAVE_OUT)
            found[name] = code if code not in taken or code in SHARED else LEAVE_OUT
            taken.add(code)
        for name in header:
            if plain(name) in self.columns or named_topic(name):
                continue
            code = meaning(name).field
            if code not in taken or code in OFTEN_SEVERAL:
                found[name] = code
                taken.add(code)
        return found


def recognise(header: Sequence[str]) -> Format:
    """The format that a header is of; "csv" if it is none of the others."""
    sure = {code: one.recognises(header) for code, one in FORMATS.items()}
    best = max(sure, key=lambda code: (sure[code], _known(FORMATS[code], header)))
    return FORMATS[best] if sure[best] >= 1 else FORMATS["csv"]


def suggest(
    header: Sequence[str], sample: pl.DataFrame, *, format: str = "", country: str = "GB"
) -> list[Suggestion]:
    """What each column could become, and how many of the sample's cells fit that.

    sample: as `PeopleFile.sample` gives it; the more rows the better.
    format: a code of `FORMATS`; told by the header if not given.
    country: two letters, whose telephone numbers and postcodes are expected.
    """
    of = FORMATS[format] if format else recognise(header)
    return suggest_columns(
        header, sample, known=of.mapping(header), is_sure=of.code != "csv", country=country
    )


def _known(one: Format, header: Sequence[str]) -> int:
    return sum(plain(name) in one.columns for name in header)


def _tells(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group.split()) for group in groups)


FORMATS: Mapping[str, Format] = {
    one.code: one
    for one in (
        Format(
            "register-uk",
            "UK electoral register",
            "register-uk",
            _tells(
                "electornumber electorsurname electorforename",
                "electornumber electorname",
                "electornumber propertyaddress1",
                "electornumberprefix electornumber",
            ),
            REGISTER_UK,
        ),
        Format(
            "van",
            "NGP VAN list",
            "van",
            _tells("voterfilevanid", "vanid", "mycampaignvanid", "myvotersvanid"),
            VAN,
        ),
        Format(
            "action-network",
            "Action Network report",
            "action-network",
            _tells(
                "can2usertags",
                "can2phone",
                "can2useraddress",
                "can2subscriptionstatus",
                "can2usercity",
                "can2smsstatus",
            ),
            ACTION_NETWORK,
        ),
        Format(
            "nationbuilder",
            "NationBuilder people",
            "nationbuilder",
            _tells("nationbuilderid", "taglist supportlevel", "federaldonotcall taglist"),
            NATIONBUILDER,
        ),
        Format(
            "mobilize",
            "Mobilize participations",
            "mobilize",
            _tells(
                "usergivenname useremailaddress",
                "givennameatsignup timeslotid",
                "persongivenname personfamilyname timeslotid",
                "persongivenname personemailaddresses",
                "persongivenname personuserid",
            ),
            MOBILIZE,
            is_repeating=True,
        ),
        Format("csv", "Any table", "list", (), {}),
    )
}
