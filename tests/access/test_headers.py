"""T-headers: what every answer of every route tells the browser, whoever asks."""

import pytest

from tests.access.actors import LIVE
from tests.access.calls import Call, methods_of, no_templates, send
from tests.access.route_table import ROUTES
from tests.access.world import undone

pytestmark = pytest.mark.django_db
SOMEBODY = [
    actor for actor in LIVE if actor.name in ("anonymous", "volunteer", "national organiser")
]
# Public, the same for everybody, named by its own content; and what is told to nobody any more.
MAY_BE_KEPT = {"outlines", "account_logout"}


def answers(world, name):
    """Every method of a route, by three callers, to what is ours and to what is nowhere."""
    for method in methods_of(ROUTES[name]):
        for actor in SOMEBODY:
            for relation in ("own", "nowhere"):
                with undone(), no_templates():
                    yield actor, send(world, Call(name, method, actor.name, relation), actor)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_every_answer_tells_the_browser_what_it_may_not_do(world, name):
    for _, response in answers(world, name):
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("name", sorted(ROUTES.keys() - MAY_BE_KEPT))
def test_no_answer_to_somebody_logged_in_is_kept(world, name):
    for actor, response in answers(world, name):
        if actor.is_logged_in:
            assert "no-store" in response.headers["Cache-Control"]
