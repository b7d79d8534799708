"""The privacy log: who was erased, stopped or took a consent back, in a file outside the database.

A database brought back from a backup doesn't know what happened since; this file does, and
`planning/restoring.py` carries it out again before the server answers anybody. It holds ids and
keyed hashes, never a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from groundswell.apps.privacy.signed_file import add_line, lines_of

NAME = "privacy_log"
Act = Literal["erase-person", "erase-account", "stop", "lift", "withdraw"]


@dataclass(frozen=True)
class Logged:
    """One act. subject: the person or the account.

    hashes: (kind, keyed hash) of each detail; of a consent taken back, (purpose, channel).
    """

    act: Act
    organisation: UUID
    subject: UUID
    at: str
    hashes: tuple[tuple[str, str], ...] = ()
    household: bool = False


def write_down(logged: Logged) -> None:
    """Add one act, durable when this returns. Call it before the database is changed.

    Should the database then fail, the act is carried out at the next start: it was asked for.
    """
    add_line(
        NAME,
        {
            "act": logged.act,
            "organisation": str(logged.organisation),
            "subject": str(logged.subject),
            "at": logged.at,
            "hashes": [list(pair) for pair in logged.hashes],
            "household": logged.household,
        },
    )


def read_log() -> Iterator[Logged]:
    """Every act, the oldest first. Raises InputError at a line that isn't as it was written."""
    for line in lines_of(NAME):
        yield Logged(
            act=line["act"],
            organisation=UUID(line["organisation"]),
            subject=UUID(line["subject"]),
            at=line["at"],
            hashes=tuple((kind, keyed) for kind, keyed in line["hashes"]),
            household=line["household"],
        )
