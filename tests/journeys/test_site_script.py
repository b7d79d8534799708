"""What site.ts promises, in a browser, on pages of a few lines."""

import pytest

from tests.browser import assert_accessible

pytestmark = pytest.mark.slow

ROWS = [("1 1", {"A": 0, "B": 1}), ("1.5 1.87", {"C": 0, "D": 1})]
HEXAGONS = "".join(
    f'<g transform="translate({move})">'
    + "".join(
        f'<use href="#h" x="{x}" data-code="{code}"><title>Seat {code}: 40 in 100</title></use>'
        for code, x in row.items()
    )
    + "</g>"
    for move, row in ROWS
)
MAP = f"""<div class="cartogram" data-cartogram data-open="/seats/CODE/">
<svg viewBox="0 0 4 3" role="img" aria-label="Four seats" width="400" height="300">
<defs><path id="h" d="M.5-.29V.29L0 .58-.5.29V-.29L0-.58Z"/></defs>
<g class="hex s3">{HEXAGONS}</g></svg>
<p class="cartogram-line" data-cartogram-line>Tap a seat.</p></div>
<table><caption>Seats</caption><tbody><tr data-row="D"><th scope="row">Seat D</th></tr></tbody>
</table>"""
KEYS = """<p><a href="#table" data-key="t">Table</a></p>
<label>Search <input data-key="/" name="q"></label>
<label data-needs-script><input type="checkbox" data-keys-switch> Shortcuts</label>"""
THEME = """<div data-needs-script><button type="button" data-theme-choice="">Device</button>
<button type="button" data-theme-choice="dark">Dark</button></div>"""
MENU = """<details data-menu><summary>Menu</summary><a href="#x">Inside</a></details>
<button type="button">Outside</button>"""


@pytest.fixture
def show(page_at, little_server):
    """Open a page with this body and the site's script."""

    def open_page(body, *, width=1440):
        page = page_at(width)
        page.goto(little_server.page("/page", body, scripts=("src/site.ts",)))
        return page

    return open_page


def picked(page):
    return page.locator("[data-cartogram-line]").inner_text()


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_arrows_walk_from_seat_to_seat_and_enter_opens(show, little_server):
    little_server.page("/seats/D/", "")
    page = show(MAP)
    page.locator("[data-cartogram]").focus()
    page.keyboard.press("ArrowRight")  # the first press picks the seat in the middle
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert picked(page) == "Seat D: 40 in 100"
    page.keyboard.press("Enter")
    page.wait_for_url("**/seats/D/")


def test_the_map_is_one_stop_for_tab(show):
    page = show(MAP)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hasAttribute('data-cartogram')")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('[data-cartogram]')")


def test_a_tap_beside_a_hexagon_takes_the_nearest_and_marks_its_row(show):
    page = show(MAP, width=390)
    seat = page.locator("[data-code=D]").bounding_box()
    page.touchscreen.tap(seat["x"] + 1.15 * seat["width"], seat["y"] + seat["height"] / 2)
    assert picked(page) == "Seat D: 40 in 100"
    assert page.locator("tr.is-picked").get_attribute("data-row") == "D"
    ring = page.locator(".hex-pick").bounding_box()
    assert middle(ring) == pytest.approx(middle(seat), abs=1)
    assert_accessible(page)


def test_a_tap_far_from_every_seat_picks_none(show):
    page = show(MAP)
    box = page.locator("svg").bounding_box()
    page.mouse.click(box["x"] + box["width"] - 2, box["y"] + 2)
    assert picked(page) == "Tap a seat."


def test_a_key_presses_its_link_but_not_while_typing(show):
    page = show(KEYS)
    page.keyboard.press("/")
    page.keyboard.type("t/t")
    assert page.get_by_label("Search").input_value() == "t/t"
    assert "#table" not in page.url
    page.locator("h1").click()
    page.keyboard.press("t")
    assert page.url.endswith("#table")


def test_shortcuts_stay_off_once_switched_off(show):
    page = show(KEYS)
    page.get_by_label("Shortcuts").uncheck()
    page.reload()
    assert not page.get_by_label("Shortcuts").is_checked()
    page.locator("h1").click()
    page.keyboard.press("t")
    assert "#table" not in page.url


def test_keys_with_ctrl_belong_to_the_browser(show):
    page = show(KEYS)
    page.keyboard.press("Control+t")
    assert "#table" not in page.url


def test_a_theme_is_shown_at_once_and_told_to_the_server(show):
    page = show(THEME)
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("button[aria-pressed=true]").inner_text() == "Dark"
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies == {"groundswell_theme": "dark"}
    page.get_by_role("button", name="Device").click()
    assert page.locator("html").get_attribute("data-theme") is None
    assert page.context.cookies() == []


def test_a_menu_closes_on_escape_and_gives_the_focus_back(show):
    page = show(MENU)
    page.get_by_text("Menu").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_menu_closes_on_a_press_outside(show):
    page = show(MENU)
    page.get_by_text("Menu").click()
    page.get_by_text("Outside").click()
    assert page.locator("details[open]").count() == 0
