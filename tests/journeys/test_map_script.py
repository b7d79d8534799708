"""What map.ts promises, in a browser with WebGL in software, on made-up islands."""

import base64

import pytest

from tests.browser import assert_accessible, complaints_of, forgive, layout_shift, wait_for_map

pytestmark = pytest.mark.slow


def island(name, west, south):
    ring = [
        [west, south],
        [west + 1, south],
        [west + 1, south + 1],
        [west, south + 1],
        [west, south],
    ]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    properties = {"name": name, "code": name, "class": "s4", "href": f"/seats/{name}/"}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


DATA = {
    "bounds": [-5, 50, 1, 54],
    "land": {
        "type": "FeatureCollection",
        "features": [island("West", -4, 51), island("East", -1, 51)],
    },
    "lines": [{"from": [-3.2, 51.8], "to": [-3.5, 51.5], "n": 4}],
    "spots": [
        {
            "at": [-3.5, 51.5],
            "name": "Westhaven",
            "line": "71 of 150 placed",
            "n": 71,
            "href": "/w/",
        },
        {"at": [-0.5, 51.5], "name": "Eastbourg", "n": 9, "full": False},
        {"at": [-2.0, 53.0], "name": "Northby", "label": "1"},
    ],
    "you": [-2.5, 52.0],
    "credits": "Islands made up for this test.",
}
EAST = {"bounds": [-1, 51, 0, 52], "land": DATA["land"]}  # the eastern island fills the map
ELEMENT = (
    '<div class="map" data-map-url="/map.json" data-map-kind="plan" data-label="Two islands" '
    'data-you="You" data-zoom-in="Closer" data-zoom-out="Further away" '
    'data-failed="The map could not be loaded. See the table.">'
    '<p class="map-words">See the table.</p></div>'
)


@pytest.fixture
def show(page_at, little_server):
    """Open a page with a map of this data."""

    def open_page(data, *, width=1440, before=""):
        page = page_at(width)
        little_server.json("/map.json", data)
        page.goto(little_server.page("/page", before + ELEMENT, scripts=("src/map.ts",)))
        return page

    return open_page


def said(page):
    return page.locator(".map [role=status]").inner_text()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_map_is_drawn_by_our_own_server_alone_and_nothing_jumps(show, width):
    page = show(DATA, width=width)
    wait_for_map(page)
    assert page.locator(".map").get_attribute("data-map") == "idle"
    assert page.locator(".map-credits").inner_text() == "Islands made up for this test."
    assert page.locator(".map-name").all_inner_texts() == ["Northby", "You"]
    assert layout_shift(page) == 0
    assert_accessible(page)


def test_it_has_the_colour_of_its_class_in_either_theme(show):
    page = show(EAST)
    wait_for_map(page)
    light = colour_in_the_middle(page)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(500)
    dark = colour_in_the_middle(page)
    assert (light, dark) == ("#25808c", "#62b2bd")  # --seq-4 in tokens.css


def test_arrows_go_from_place_to_place_and_enter_opens(show, little_server):
    little_server.page("/w/", "")
    page = show(DATA)
    wait_for_map(page)
    page.locator(".map").focus()
    page.keyboard.press("ArrowDown")  # the first press picks the place nearest the middle
    assert said(page) == "Northby"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    assert said(page) == "Westhaven: 71 of 150 placed"
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/")


def test_without_spots_a_press_picks_an_area(show):
    page = show(EAST)
    wait_for_map(page)
    box = page.locator(".map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".maplibregl-popup").wait_for()
    assert said(page) == "East"


def test_a_map_far_down_waits_until_it_is_near(show):
    page = show(DATA, before="<p>Long.</p>" * 400)
    assert page.locator(".map").get_attribute("data-map") == "waiting"
    page.locator(".map").scroll_into_view_if_needed()
    wait_for_map(page)
    assert page.locator(".map").get_attribute("data-map") == "idle"


def test_data_that_cannot_be_drawn_leave_a_sentence(show):
    page = show({"bounds": [1, 2]})
    wait_for_map(page)
    assert page.locator(".map").get_attribute("data-map") == "failed"
    assert page.locator(".map-words").inner_text() == "The map could not be loaded. See the table."
    assert "four numbers" in complaints_of(page)[0]
    forgive(page)


def colour_in_the_middle(page):
    """The colour on the screen there; the browser itself reads it from a picture of one pixel."""
    box = page.locator(".map").bounding_box()
    clip = {
        "x": box["x"] + box["width"] / 2,
        "y": box["y"] + box["height"] / 2,
        "width": 1,
        "height": 1,
    }
    picture = base64.b64encode(page.screenshot(clip=clip)).decode()
    blank = page.context.new_page()  # its own page has no policy against data: addresses
    red, green, blue, _ = blank.evaluate(
        """async (picture) => {
          const image = new Image();
          image.src = `data:image/png;base64,${picture}`;
          await image.decode();
          const canvas = document.createElement('canvas').getContext('2d');
          canvas.drawImage(image, 0, 0); return [...canvas.getImageData(0, 0, 1, 1).data]; }""",
        picture,
    )
    blank.close()
    return f"#{red:02x}{green:02x}{blue:02x}"
