"""Forms that our own pages didn't make: without the token, empty, or full of nonsense."""

import pytest

from groundswell.apps.accounts.scope import scope
from tests.access.actors import LIVE
from tests.access.calls import Call, address, no_templates, send
from tests.access.made import in_scope
from tests.access.markers import TEXT
from tests.access.route_table import ROUTES
from tests.access.tables import contents
from tests.access.twin import of_organisations
from tests.access.world import undone

pytestmark = pytest.mark.django_db
SENT = sorted(name for name, route in ROUTES.items() if "POST" in route.methods)
READ = sorted(name for name, route in ROUTES.items() if "GET" in route.methods)
WHOEVER_MAY = [
    actor for actor in LIVE if actor.name in ("national organiser", "data officer", "operator")
]
NONSENSE = (
    "",
    "x" * 5000,
    "a\0b",
    "\u202eabc",
    "-1",
    "1e999",
    "[]",
    "{}",
    "½",
    "2024-02-30",
    "'--",
)
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("name", SENT)
def test_a_form_without_a_token_is_refused_and_changes_nothing(world, name):
    before = contents(world)
    for actor in WHOEVER_MAY:
        client = world.client(actor)
        response = client.post(address(world, name, "own"), ROUTES[name].body_of(world))
        # A list that comes in is looked at for its token after the reader is known.
        assert response.status_code in (403, 404)
    assert contents(world) == before


@pytest.mark.parametrize("name", SENT)
@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_every_field_is_answered_and_never_a_crash(world, name, nonsense):
    body = dict.fromkeys(ROUTES[name].body or {"name": ""}, nonsense)
    for actor in WHOEVER_MAY:
        with undone(), no_templates():
            answer = send(world, Call(name, "POST", actor.name, "own"), actor, body=body)
        assert answer.status_code < 500, (actor.name, getattr(answer, "exc_info", None))


@pytest.mark.parametrize("name", SENT)
def test_an_empty_form_is_answered_and_never_a_crash(world, name):
    for actor in WHOEVER_MAY:
        with undone(), no_templates():
            answer = send(world, Call(name, "POST", actor.name, "own"), actor, body={})
        assert answer.status_code < 500, (actor.name, getattr(answer, "exc_info", None))


@pytest.mark.parametrize("name", READ)
def test_unknown_and_broken_parameters_are_answered_and_never_a_crash(world, name):
    """What a parameter more may show is in tests/access/fields.csv: nothing."""
    for actor in WHOEVER_MAY:
        for query in (
            "organisation=x&id=1&all=%00",
            "page=-1&after=%00&sort=%27&q=%E2%80%AE",
            "page=9e9",
        ):
            with undone(), no_templates():
                client = world.client(actor)
                answer = client.get(f"{address(world, name, 'own').split('?')[0]}?{query}")
            assert answer.status_code < 500, (actor.name, query, getattr(answer, "exc_info", None))


@pytest.mark.parametrize("name", ["people", "new-export"])
def test_a_search_with_a_parameter_that_it_does_not_know_is_refused(world, name):
    """T-unknown-param: a word misspelt must not mean "everybody"."""
    client = world.client(WHOEVER_MAY[0])
    assert client.get(f"{address(world, name, 'own')}?organisation=x").status_code == 422


TRICKS = {
    "a change of direction": "Aled\u202edelA",
    "an isolate": "Aled\u2066delA",
    "a nought byte": "Aled\0Rees",
    "a million letters": "A" * 1_000_000,
}


def holds(text: str) -> list[str]:
    """Where in the database of our organisation a text stands."""
    found = []
    for model in of_organisations():
        fields = [f for f in model._meta.concrete_fields if isinstance(f, TEXT)]
        for row in in_scope(model) if fields else ():
            found += [
                f"{model._meta.label}.{f.name}" for f in fields if text in str(getattr(row, f.name))
            ]
    return found


@pytest.mark.parametrize("name", [name for name in SENT if ROUTES[name].body])
@pytest.mark.parametrize("trick", TRICKS)
def test_words_that_deceive_the_eye_are_refused_or_made_harmless(world, name, trick):
    sign = {"a nought byte": "\0", "a million letters": "A" * 10_000}.get(trick, TRICKS[trick][4])
    for actor in WHOEVER_MAY:
        body = ROUTES[name].body_of(world)
        for field, said in body.items():
            if not isinstance(said, str):
                continue
            with undone(), no_templates():
                tricky = TRICKS[trick] if "@" not in said else f"{TRICKS[trick]}@example.org"
                send(
                    world, Call(name, "POST", actor.name, "own"), actor, body=body | {field: tricky}
                )
                with scope(world.own.pk):
                    assert holds(sign) == [], field
