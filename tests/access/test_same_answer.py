"""A-404-same: whether something exists in another organisation can't be told from the answer.

Compared are status, headers, body and the statements sent to the database. The clock itself is left
out: on a busy machine it says more of the machine than of us, and the statements are what would
take the time.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access.actors import LIVE
from tests.access.calls import Call, arguments, send
from tests.access.expected import RULES
from tests.access.route_table import ROUTES
from tests.access.world import undone

pytestmark = pytest.mark.django_db
ABOUT = sorted(
    name
    for name, route in ROUTES.items()
    if route.kind != "nothing" and name in RULES and not RULES[name].kind.startswith("public")
)
WHOEVER_MAY = [
    actor for actor in LIVE if actor.name in ("national organiser", "data officer", "volunteer")
]
TOKEN = re.compile(r'(?:name="csrfmiddlewaretoken" value|data-csrf)="[^"]+"')
VALUES = re.compile(r"'[^']*'|\"s\d+_x\d+\"|SAVEPOINT \S+")


def seen(world, name, actor, relation):
    """All of an answer but what was asked for."""
    method = ROUTES[name].methods[0]
    with undone(), CaptureQueriesContext(connection) as asked:
        response = send(world, Call(name, method, actor.name, relation), actor)
    text = response.content.decode(errors="replace")
    for value in arguments(world, name, relation).values():
        text = text.replace(str(value), "…")
    statements = [VALUES.sub("…", query["sql"]) for query in asked.captured_queries]
    headers = {
        key: value for key, value in response.headers.items() if key not in ("Set-Cookie", "Date")
    }
    return {
        "status": response.status_code,
        "headers": headers,
        "body": TOKEN.sub("…", text),
        "statements": statements,
    }


@pytest.mark.parametrize("name", ABOUT)
def test_what_is_anothers_is_answered_like_what_is_nowhere(world, name):
    for actor in WHOEVER_MAY:
        theirs, nowhere = (seen(world, name, actor, one) for one in ("other", "nowhere"))
        if theirs["status"] == 404:
            for part in theirs:
                assert theirs[part] == nowhere[part], (actor.name, part)
