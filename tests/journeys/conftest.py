"""A browser for journeys: one for the whole run, a fresh visitor for each page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import assert_no_complaints, assert_no_third_party, find_chromium, watch
from tests.little_server import LittleServer, serving

PHONE = 390
LAPTOP = 1440
FINGER = 600  # narrower than this is held in a hand
HEIGHTS = {PHONE: 844, LAPTOP: 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    # Playwright keeps an event loop in this thread; Django would refuse the database to tests.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**find_chromium().launch_options())
        yield running
        running.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page_at(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a given width as a new visitor: `page_at(390, theme="dark")`.

    Narrow pages have a finger, wide ones a mouse. When the test ends, every page must have kept to
    its own server, its security policy and a quiet console; `forgive(page)` where a
    test wants it otherwise.
    """
    pages: list[Page] = []

    def open_page(width: int = LAPTOP, *, theme: Literal["light", "dark"] = "light") -> Page:
        visitor = browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=theme,
            reduced_motion="reduce",
            has_touch=width < FINGER,
            is_mobile=width < FINGER,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        page = visitor.new_page()
        watch(page)
        pages.append(page)
        return page

    yield open_page
    try:
        for page in pages:
            assert_no_complaints(page)
            assert_no_third_party(page)
    finally:
        for page in pages:
            page.context.close()


@pytest.fixture
def little_server() -> Iterator[LittleServer]:
    """Fixed pages for trying the browser code by itself; journeys use the live site."""
    with serving() as little:
        yield little


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all journeys in one process: one browser, one demo, whatever `-n` says."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.xdist_group("browser"))
