"""An organiser finds that one person is on two lists, makes them one, and thinks again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible, take_picture
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.demo_site import demo

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with demo(tmp_path_factory.mktemp("demo") / "home") as address:
        yield address


@pytest.fixture
def organiser(site, page_at):
    def log_in(width: int = LAPTOP, **look) -> Page:
        page = page_at(width, **look)
        page.goto(site)
        page.get_by_role("button", name=re.compile("Maya Okonkwo")).click()
        page.wait_for_load_state()
        return page

    return log_in


def test_a_pair_is_found_merged_and_made_two_again(site, organiser):
    page = organiser()
    page.goto(f"{site}/people/duplicates/")
    expect(page.get_by_role("heading", name="Nobody has been compared yet")).to_be_visible()
    page.get_by_role("button", name="Look for duplicates").click()
    first = page.get_by_role("button", name="keep the first row").first
    expect(first).to_be_visible(timeout=60_000)
    assert_accessible(page)
    take_picture(page, "duplicates-1440")
    pairs = page.get_by_role("button", name="Two people").count()

    first.click()
    expect(page.get_by_role("status")).to_contain_text("Merged into")
    expect(page.get_by_role("button", name="Two people")).to_have_count(pairs - 1)
    page.get_by_role("button", name=re.compile("Undo")).first.click()
    expect(page.get_by_role("status")).to_contain_text("are two people again")

    page.get_by_role("button", name="Two people").first.click()
    expect(page.get_by_role("status")).to_contain_text("won’t be suggested again")


def test_the_page_fits_a_phone(site, organiser):
    page = organiser(PHONE, theme="dark")
    page.goto(f"{site}/people/duplicates/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert_accessible(page)
    take_picture(page, "duplicates-390-dark")
