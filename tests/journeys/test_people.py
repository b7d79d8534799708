"""An organiser looks for somebody, says why, puts a detail right, and saves a search."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible, forgive, take_picture
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.demo_site import demo

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with demo(tmp_path_factory.mktemp("demo") / "home") as address:
        yield address


@pytest.fixture
def organiser(site, page_at):
    """Opens the page of people as one of the demo's organisers."""

    def log_in(name: str = "Maya Okonkwo", width: int = LAPTOP, **look) -> Page:
        page = page_at(width, **look)
        page.goto(site)
        page.get_by_role("button", name=re.compile(name)).click()
        page.wait_for_load_state()
        page.goto(f"{site}/people/?text=")
        return page

    return log_in


def results(page: Page):
    return page.locator("#results")


def open_first(page: Page) -> None:
    """The first person found, with a reason if one is asked for."""
    results(page).locator("tbody a").first.click()
    page.wait_for_load_state()
    reason = page.get_by_label("Following something up with them")
    if reason.count():
        reason.check()
        page.get_by_role("button", name="Show the person").click()
    expect(page.get_by_role("heading", name="Details")).to_be_visible()


def test_names_are_found_as_one_types_and_the_address_stays_clean(organiser):
    page = organiser()
    page.keyboard.press("/")
    page.keyboard.type("okon")
    expect(results(page)).to_contain_text("read as a name")
    expect(results(page).locator("tbody tr").first).to_contain_text("Okonkwo")
    assert "okon" not in page.url


def test_a_mistyped_name_finds_the_near_one(organiser):
    page = organiser()
    page.locator("#id_text").fill("okonkow")
    expect(results(page)).to_contain_text("These are called “Okonkwo”")


def test_a_person_is_opened_with_a_reason_and_put_right(organiser):
    page = organiser()
    page.locator("#id_text").fill("jones evans okonkwo")
    expect(results(page)).to_contain_text("Nobody you may see fits")
    page.locator("#id_text").fill("abdullah")
    expect(results(page).locator("tbody tr").first).to_contain_text("Abdullah")
    results(page).locator("tbody a").first.click()
    expect(page.locator("main")).to_contain_text("Why do you look at this person?")
    page.get_by_role("button", name="Show the person").click()
    expect(page.locator(".error-list")).to_be_visible()
    assert page.title().startswith("Error:")
    page.get_by_label("Putting details right").check()
    page.get_by_role("button", name="Show the person").click()
    expect(page.locator("main")).to_contain_text("Who looked at this page")
    page.get_by_role("link", name="Put details right").click()
    page.get_by_label("Telephone").fill("no number")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-list")).to_contain_text("Telephone")
    page.get_by_label("Telephone").fill("07700 900 555")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("+447700900555")
    page.get_by_role("link", name="People").first.click()
    expect(page.locator("#id_text")).to_have_value("abdullah")  # one comes back to the search
    page.locator("#id_text").fill("(07700) 900555")
    expect(results(page)).to_contain_text("Abdullah")
    forgive(page)  # a browser counts the status 422 as an error


def test_a_word_is_put_on_somebody_and_a_universe_holds_who_has_it(organiser, site):
    page = organiser()
    page.locator("#id_text").fill("achebe")
    expect(results(page).locator("tbody tr").first).to_contain_text("Achebe")
    open_first(page)
    page.locator("#tag-name").fill("driver")
    page.locator("#tag-name").press("Enter")
    expect(page.locator("main")).to_contain_text("driver")
    page.goto(f"{site}/people/?text=")
    page.get_by_text("Filters", exact=True).click()
    page.locator(".chip", has_text="driver").click()
    expect(results(page)).to_contain_text("One person")
    page.get_by_text("Save as a universe").click()
    page.get_by_label("Name of the universe").fill("Our drivers")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Our drivers")).to_be_visible()
    page.goto(f"{site}/universes/")
    expect(page.get_by_role("row", name=re.compile("Our drivers"))).to_contain_text("1")


def test_nobody_is_contacted_after_one_press_until_they_ask(organiser):
    page = organiser()
    page.locator("#id_text").fill("appiah")
    expect(results(page).locator("tbody tr").first).to_contain_text("Appiah")
    open_first(page)
    page.get_by_role("button", name="Do not contact").click()
    expect(page.locator(".banner-stop")).to_contain_text("asked not to be contacted")
    page.get_by_label("Where is their wish kept?").fill("their letter of 3 May")
    page.get_by_role("button", name="They want to be contacted again").click()
    expect(page.get_by_role("button", name="Do not contact")).to_be_visible()


def test_the_organiser_of_wales_sees_wales(organiser):
    page = organiser("Bronwen Price")
    page.get_by_text("Filters", exact=True).click()
    expect(page.locator("#id_area option").nth(1)).to_have_text("Wales")
    page.locator("#id_text").fill("okonkwo")
    expect(results(page)).to_contain_text(re.compile("Found|Nobody"))
    rows = results(page).locator("tbody tr").count()
    page_of_all = organiser()
    page_of_all.locator("#id_text").fill("okonkwo")
    expect(results(page_of_all).locator("tbody tr").first).to_be_visible()
    assert rows < results(page_of_all).locator("tbody tr").count()


def test_a_search_works_without_scripts(site, browser):
    visitor = browser.new_context(java_script_enabled=False)
    page = visitor.new_page()
    page.goto(site)
    page.get_by_role("button", name=re.compile("Maya Okonkwo")).click()
    page.goto(f"{site}/people/?text=")
    page.locator("#id_text").fill("okonkwo")
    page.get_by_role("button", name="Search").click()
    expect(results(page)).to_contain_text("Okonkwo")
    visitor.close()


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_people_are_accessible(organiser, site, width, theme):
    page = organiser(width=width, theme=theme)
    assert_accessible(page)
    take_picture(page, f"people-{width}-{theme}")
    page.goto(f"{site}/people/?text=okonkwo")
    open_first(page)
    assert_accessible(page)
    take_picture(page, f"person-{width}-{theme}")
    for path in ("/people/new/", "/universes/", "/tags/"):
        page.goto(site + path)
        assert_accessible(page)
