"""Trying one route in every way, once, for all the tests that ask how it went."""

from dataclasses import dataclass, field

from django.core import mail

from tests.access.calls import Call, cases, no_templates, outcome, send
from tests.access.expected import LIBRARY, agrees, verdict
from tests.access.matrix_file import Cells
from tests.access.route_table import ROUTES
from tests.access.tables import contents, writes
from tests.access.world import World, undone


@dataclass
class Tried:
    """How every call of a route was answered, and what went wrong on the way.

    against_rule: answers that the rule didn't foretell. effects: what refused calls left behind.
    """

    cells: Cells = field(default_factory=dict)
    against_rule: list[str] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)


_tried: dict[tuple[int, str], Tried] = {}


def tried(world: World, name: str) -> Tried:
    """Call a route in every way of the matrix: what was let in is taken back, the rest is not."""
    key = (id(world), name)
    if key not in _tried:
        _tried[key] = try_(world, name)
    return _tried[key]


def try_(world: World, name: str) -> Tried:
    found, route = Tried(), ROUTES[name]
    before, letters = contents(world), len(mail.outbox)
    with no_templates():
        for call, actor in cases(world, name):
            answered = call.method in route.methods
            said = verdict(name, route, actor, call.relation, answered=answered)
            if said == "in" and (answered or name in LIBRARY):
                with undone():
                    answer = outcome(send(world, call, actor))
                del mail.outbox[letters:]
            else:
                # Nothing is taken back: the tables must be the same without it.
                with writes() as written:
                    answer = outcome(send(world, call, actor))
                found.effects += [f"{call}: {statement}" for statement in written]
            found.cells[call] = answer
            if not agrees(name, said, answer, answered=answered):
                found.against_rule.append(f"{_told(call)}: the rule says {said}, the site {answer}")
    after = contents(world)
    found.effects += [f"{table} has changed" for table in after if after[table] != before[table]]
    found.effects += [f"a mail was sent: {letter.subject}" for letter in mail.outbox[letters:]]
    return found


def _told(call: Call) -> str:
    return f"{call.method} {call.route} by {call.actor} ({call.relation})"


def some(lines: list[str], of: int) -> str:
    """The first of many sentences."""
    return "\n".join([f"{len(lines)} of {of}:", *lines[:12]])
