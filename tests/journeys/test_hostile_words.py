"""T-xss-corpus: words that are programs, in every text field, on every page, in a real browser.

The pages come from the site in this process: each request of the browser is answered by Django's
own test client, so that thousands of words need no server and leave nothing behind.
"""

from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connections, models, transaction
from django.urls import reverse
from playwright.sync_api import Page, Route

from groundswell.apps.accounts.scope import scope
from tests.access.actors import LIVE
from tests.browser import complaints_of, forgive
from tests.journeys.conftest import LAPTOP

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HOME = "http://localhost"  # an origin that the browser trusts
WORDS = (
    '"><script>ran()</script>',
    "'\"><img src=x onerror=ran()>",
    "javascript:/*--></title></style></textarea></script><svg onload=ran()>",
    "{{ran()}}{% now 'Y' %}${ran()}<!--",
    '\\"-ran()-"\' autofocus onfocus=ran() x="',
)
# These name other things, or are compared letter by letter.
NAMES_OF_THINGS = """
    code slug path hash kind format slot token country language time_zone scope_id data_set channel
    basis condition consent mark release source action about_kind purpose
""".split()
READERS = ("national organiser", "data officer", "regional organiser of an area", "anonymous")
TELL = "window.__ran = 0; window.ran = () => { window.__ran += 1; };"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world of tests/access, in which everybody and everything has a hostile name."""
    from tests.access import world as worlds

    with django_db_blocker.unblock(), transaction.atomic():
        built = worlds.build()
        with scope(built.own.pk):
            poison()
        yield built
        transaction.set_rollback(True)


def poison() -> None:
    """Write a hostile word into every free text field of every row in scope."""
    from tests.access.made import in_scope
    from tests.access.twin import leads_to_organisation

    for model in apps.get_models():
        label = model._meta.label_lower
        if not model.__module__.startswith("groundswell.") or label.startswith(
            ("audit.", "privacy.consent")
        ):
            continue
        rows = (
            in_scope(model) if leads_to_organisation(model) else model._default_manager.all()[:50]
        )
        for number, row in enumerate(rows):
            free = [f for f in model._meta.concrete_fields if is_free_text(f)]
            for place, field in enumerate(free):
                word = f"{WORDS[(number + place) % len(WORDS)]}{number}"
                setattr(row, field.name, word[-field.max_length :] if field.max_length else word)
            if free:
                models.Model.save(row, update_fields=[field.name for field in free])


def is_free_text(field: models.Field) -> bool:
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return False
    if isinstance(field, models.SlugField | models.EmailField) or field.unique:
        return False
    return not any(part in field.name for part in NAMES_OF_THINGS)


def answering(page: Page, client, kept: dict) -> None:
    """Let the site in this process answer the browser."""
    ours = connections["default"]

    def answer(route: Route) -> None:
        # Playwright calls back in a context of its own, in which Django would open a new database.
        connections["default"] = ours
        parts = urlsplit(route.request.url)
        at = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if f"{parts.scheme}://{parts.netloc}" != HOME:
            route.abort()
            return
        if at not in kept:
            response = client.get(at, follow=True, headers={"host": "localhost"})
            assert response.status_code != 500, at
            body = b"".join(response.streaming_content) if response.streaming else response.content
            headers = dict(response.headers)
            if parts.path.startswith("/static/"):
                kept[at] = (response.status_code, headers, body)
            route.fulfill(status=response.status_code, headers=headers, body=body)
            return
        status, headers, body = kept[at]
        route.fulfill(status=status, headers=headers, body=body)

    page.route("**/*", answer)


def pages_of(world, actor) -> list[str]:
    """Every page of the site that somebody can open, each kind of page a few times."""
    from tests.access.calls import address
    from tests.access.crawler import crawl
    from tests.access.route_table import ROUTES

    starts = [reverse("home")]
    for name, route in ROUTES.items():
        if "GET" in route.methods and name != "account_logout":
            starts.append(address(world, name, "own"))
    found = {
        visit.address
        for visit in crawl(world.client(actor), starts)
        if visit.response.headers.get("Content-Type", "").startswith("text/html")
        and visit.response.status_code in (200, 422)
        and not visit.was_sent
    }
    return sorted(found)


@pytest.fixture(scope="module")
def kept():
    return {}


def test_a_page_that_runs_a_hostile_word_would_be_seen(page_at, world, kept):
    """The net holds fish: a page that writes words out unguarded is noticed."""
    page = page_at(LAPTOP)
    page.add_init_script(TELL)
    careless = f"<html><body>{''.join(WORDS)}</body></html>"
    page.route("**/*", lambda route: route.fulfill(body=careless, content_type="text/html"))
    page.goto(f"{HOME}/careless/")
    assert page.evaluate("window.__ran") > 0
    forgive(page)


def answers_to(world, actor) -> dict[str, tuple]:
    """Every form sent with a hostile word in each field of words, and the page that answers."""
    from tests.access.calls import Call, send
    from tests.access.route_table import ROUTES
    from tests.access.world import undone

    found = {}
    for number, (name, route) in enumerate(ROUTES.items()):
        if "POST" not in route.methods or name == "account_logout":
            continue
        body = {
            field: WORDS[(number + place) % len(WORDS)] if isinstance(said, str) else said
            for place, (field, said) in enumerate(route.body_of(world).items())
        }
        with undone():
            response = send(world, Call(name, "POST", actor.name, "own"), actor, body=body)
            if "Location" in response.headers:
                response = response.client.get(response.headers["Location"], follow=True)
            if response.headers.get("Content-Type", "").startswith("text/html"):
                kept = (response.status_code, dict(response.headers), response.content)
                found[f"/typed/{name}/"] = kept
    return found


def show_all(page: Page, addresses: list[str]) -> list[str]:
    """Open one address after the other; returns those on which a hostile word ran."""
    ran = []
    for at in addresses:
        page.goto(f"{HOME}{at}", wait_until="load")
        if page.evaluate("window.__ran || 0"):
            ran.append(at)
    return ran


@pytest.mark.parametrize("reader", READERS)
def test_no_hostile_word_runs_on_any_page(page_at, world, kept, reader):
    actor = next(one for one in LIVE if one.name == reader)
    page = page_at(LAPTOP)
    page.add_init_script(TELL)
    answering(page, world.client(actor), kept)
    addresses = pages_of(world, actor)
    assert len(addresses) > 5
    assert show_all(page, addresses) == []
    assert complaints_of(page) == []


@pytest.mark.parametrize("reader", READERS)
def test_no_hostile_word_runs_in_the_answer_to_a_form(page_at, world, kept, reader):
    actor = next(one for one in LIVE if one.name == reader)
    page = page_at(LAPTOP)
    page.add_init_script(TELL)
    typed = answers_to(world, actor)
    answering(page, world.client(actor), kept | typed)
    assert show_all(page, sorted(typed)) == []
    # A refused form answers 422, which the browser writes to its console; nothing else is there.
    assert [line for line in complaints_of(page) if "Failed to load resource" not in line] == []
    forgive(page)
