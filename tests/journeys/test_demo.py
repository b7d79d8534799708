"""An organiser's evening and a volunteer's minute, on the demo, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import (
    assert_accessible,
    forgive,
    layout_shift,
    take_picture,
    wait_for_map,
)
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.demo_site import demo

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with demo(tmp_path_factory.mktemp("demo") / "home") as address:
        yield address


@pytest.fixture
def organiser(site, page_at):
    """Opens a page of some width, logged in as the national organiser."""

    def log_in(width: int = LAPTOP, **look) -> Page:
        page = page_at(width, **look)
        page.goto(site)
        page.get_by_role("button", name=re.compile("Maya Okonkwo")).click()
        expect(page).to_have_url(re.compile("/forecast/"))
        return page

    return log_in


def first_plan(page: Page, site: str) -> None:
    page.goto(f"{site}/plans/")
    page.locator("main table a, main .panel a").filter(has_text=re.compile("Plan 1")).first.click()


def test_an_organiser_looks_at_the_forecast_changes_the_plan_and_compares(organiser, site):
    page = organiser()
    expect(page.locator("main")).to_contain_text("in 100")

    page.get_by_role("link", name="Targets").first.click()
    page.locator("main tbody a").first.click()
    expect(page).to_have_url(re.compile("/seats/"))
    expect(page.locator("main")).to_contain_text("How the count could end")

    first_plan(page, site)
    expect(page.locator("main")).to_contain_text(
        "no plan for these people and shifts can gain more"
    )
    wait_for_map(page)

    page.get_by_role("link", name="New plan").click()
    page.locator("[name=contacts_per_vote]").fill("20")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.locator("main")).to_contain_text(
        "no plan for these people and shifts can gain more", timeout=60_000
    )
    expect(page.locator("main")).to_contain_text("Plan 2")

    page.get_by_role("link", name="Compare plans").click()
    expect(page.locator("main")).to_contain_text("Plan 1")
    expect(page.locator("main")).to_contain_text("Plan 2")


def test_a_wrong_number_is_answered_above_the_form_and_kept(organiser, site):
    page = organiser()
    page.goto(f"{site}/plans/new/")
    page.locator("[name=places_percent]").fill("-5")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.locator(".error-list")).to_be_visible()
    expect(page.locator("[name=places_percent]")).to_have_value("-5")
    assert page.title().startswith("Error:")
    forgive(page)  # a browser counts the status 422 as an error


def test_every_page_follows_the_side(organiser, site):
    page = organiser()
    page.locator(".side-change summary").first.click()
    page.locator("select[name=side]").first.select_option("CON")
    page.locator(".side-form").get_by_role("button", name="Change").first.click()
    expect(page.locator(".side").first).to_contain_text("Conservative")
    page.goto(f"{site}/targets/")
    expect(page.locator("main")).to_contain_text("Conservative")
    page.goto(f"{site}/plans/")
    expect(page.locator("main")).to_contain_text("Conservative")


def test_a_stranger_finds_three_shifts_and_the_nearest_with_half_a_postcode(site, page_at):
    page = page_at(PHONE)
    page.goto(f"{site}/where/")
    page.locator("[name=postcode]").fill("ch1")
    page.get_by_role("button", name=re.compile("Look")).click()
    expect(page.locator(".offer").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("min")
    assert_accessible(page)


def test_a_made_up_postcode_is_answered_in_words(site, page_at):
    page = page_at(PHONE)
    page.goto(f"{site}/where/")
    page.locator("[name=postcode]").fill("zz99")
    page.get_by_role("button", name=re.compile("Look")).click()
    expect(page.locator(".error-list, .error").first).to_be_visible()
    expect(page.locator("[name=postcode]")).to_have_value(re.compile("zz99", re.I))
    forgive(page)


PAGES = ["/forecast/", "/targets/", "/seats/W07000046/", "/plans/", "/plans/new/"]


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_are_accessible_and_hold_still(organiser, site, width, theme):
    page = organiser(width, theme=theme)
    for path in PAGES:
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
        # 0 on a quiet machine; on a busy one a long table settles its columns as rows arrive.
        assert layout_shift(page) < 0.05, path
        take_picture(page, f"{path.strip('/').replace('/', '-')}-{width}-{theme}")
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{path} is {overflow} px wider than the screen"
    first_plan(page, site)
    page.wait_for_load_state("networkidle")
    assert_accessible(page)
    take_picture(page, f"plan-{width}-{theme}")


def weight_of(page: Page, address: str) -> dict[str, int]:
    """What a first visit to a page loads: bytes on the wire by address, without a cache."""
    page.goto("about:blank")  # what the page before is still loading doesn't count
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    client.on(
        "Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]})
    )
    client.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}),
    )
    page.goto(address)
    page.wait_for_load_state("networkidle")
    client.detach()
    return {names[key]: size for key, size in sizes.items() if key in names}


@pytest.mark.parametrize("path", PAGES)
def test_a_first_view_weighs_less_than_200_kilobytes_without_the_map(organiser, site, path):
    weights = weight_of(organiser(), site + path)
    of_map = re.compile(r"/assets/drawing|/assets/maplibre|map\.json")
    without_map = {name: size for name, size in weights.items() if not of_map.search(name)}
    assert sum(without_map.values()) <= 200_000, without_map
