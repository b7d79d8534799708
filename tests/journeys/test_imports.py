"""Bringing a list in on the demo, in a real browser: two people, four steps, and the way back."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import assert_accessible, forgive, layout_shift, take_picture
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.demo_site import demo

pytestmark = pytest.mark.slow
HEADER = ["Vol_FullName", "E-mail", "Mob.", "PCode", "OK_contact", "Notes (health etc)"]
SECONDS_OF_WORK = 60_000


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with demo(tmp_path_factory.mktemp("demo") / "home") as address:
        yield address


@pytest.fixture
def someone(site, page_at):
    """Opens a page, logged in as one of the demo's people."""

    def log_in(name: str, width: int = LAPTOP, **look) -> Page:
        page = page_at(width, **look)
        enter(page, site, name)
        return page

    return log_in


def enter(page: Page, site: str, name: str) -> None:
    page.goto(site)
    page.get_by_role("button", name=re.compile(name)).click()
    page.wait_for_load_state()


def sign_ups(folder: Path, first: int = 0, n: int = 60, name: str = "swansea-sign-ups.csv") -> Path:
    """A list as a form on a website gives it; one row can't be reached, one number isn't one."""
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for k in range(first, first + n):
            phone = "call office" if k == first else f"07700 9{k:05d}"
            writer.writerow(
                [f"Ceri Hopkin{k}", f"ceri.{k}@example.org", phone, "SA4 3AB", "Y", "asthma"]
            )
        writer.writerow(["T.", "", "", "", "", ""])
    return path


def bring(page: Page, site: str, path: Path, where: str) -> None:
    """From the list of imports to the check."""
    page.goto(f"{site}/imports/new/")
    page.get_by_label("Choose the file, or drag it here").set_input_files(path)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="What each column becomes")).to_be_visible()
    page.get_by_label("Where the list is from").fill(where)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="What this import would do")).to_be_visible(
        timeout=SECONDS_OF_WORK
    )


def test_a_list_comes_in_with_two_people_and_goes_out_again(someone, site, tmp_path):
    maya = someone("Maya Okonkwo")
    maya.get_by_role("link", name="Import", exact=True).first.click()
    expect(maya.locator("main")).to_contain_text("No list has come in yet")
    maya.get_by_role("link", name="Bring in a list").first.click()
    maya.get_by_label("Choose the file, or drag it here").set_input_files(sign_ups(tmp_path))
    maya.get_by_role("button", name="Upload").click()

    # Columns: suggestions, what is left out, another choice and how it fits, a saved mapping.
    expect(maya.locator("main")).to_contain_text("“Notes (health etc)” will be left out")
    expect(maya.get_by_label("Mob.", exact=True)).to_have_value("mobile")
    maya.get_by_label("PCode").select_option("email")
    expect(maya.locator("#fit-3")).to_contain_text("60 don’t fit")
    maya.get_by_label("PCode").select_option("postcode")
    expect(maya.locator("#fit-3")).to_contain_text("60 of 61")
    maya.locator(".save-as summary").click()
    maya.get_by_label("Name of the mapping").fill("Swansea form")
    maya.get_by_role("button", name="Save", exact=True).click()
    expect(maya.locator("main")).to_contain_text("Saved as “Swansea form”")
    maya.get_by_label("Where the list is from").fill("Swansea sign-up form, May")
    maya.get_by_role("button", name="Check the file").click()

    # The check: a receipt that adds up, the preview by kind.
    expect(maya.get_by_role("heading", name="What this import would do")).to_be_visible(
        timeout=SECONDS_OF_WORK
    )
    counts = [int(n) for n in maya.locator(".receipt td.num").all_inner_texts()]
    assert sum(counts[:-1]) == counts[-1] == 61
    maya.get_by_label("Show").select_option("refused")
    expect(maya.locator("#preview tbody tr")).to_have_count(1)
    expect(maya.locator("#preview")).to_contain_text("T.")
    with maya.expect_download() as got:
        maya.get_by_role("link", name="get it as CSV").click()
    assert got.value.suggested_filename == "import-1-refused.csv"

    # The second person.
    maya.get_by_role("button", name="Ask to import 60 people").click()
    expect(maya.locator("main")).to_contain_text("A second person has to look at it")
    waiting = maya.url
    ines = someone("Inês Carvalho")
    ines.goto(waiting)
    ines.get_by_role("link", name="Look at it").click()
    expect(ines.locator("main")).to_contain_text("Maya Okonkwo asks to import 60 people")
    ines.get_by_role("button", name="Agree, and import it").click()
    expect(ines.get_by_role("heading", name="60 people imported")).to_be_visible(
        timeout=SECONDS_OF_WORK
    )

    # The way back.
    maya.goto(waiting)
    expect(maya.locator("main")).to_contain_text("Inês Carvalho agreed on")
    maya.get_by_role("link", name="Undo this import").click()
    expect(maya.locator("main")).to_contain_text("60 people who came with it will be gone")
    maya.get_by_role("button", name="Undo the import of 60 people").click()
    expect(maya.get_by_role("heading", name="This import is undone")).to_be_visible(
        timeout=SECONDS_OF_WORK
    )


def test_the_second_person_turns_a_list_down_with_a_reason(someone, site, tmp_path):
    maya = someone("Maya Okonkwo")
    bring(maya, site, sign_ups(tmp_path, first=100, name="bought.csv"), "A list broker")
    maya.get_by_role("button", name=re.compile("Ask to import")).click()
    ines = someone("Inês Carvalho")
    ines.goto(maya.url)
    ines.get_by_role("link", name="Look at it").click()
    ines.get_by_label("Why not").fill("This list was bought")
    ines.get_by_role("button", name="Turn it down").click()
    maya.reload()
    expect(maya.locator("main")).to_contain_text("This list was bought")
    expect(maya.locator("main")).to_contain_text("Nothing was written")


def test_a_file_that_is_no_list_is_answered_above_the_form(someone, site, tmp_path):
    maya = someone("Maya Okonkwo")
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    maya.goto(f"{site}/imports/new/")
    maya.get_by_label("Choose the file, or drag it here").set_input_files(picture)
    maya.get_by_role("button", name="Upload").click()
    expect(maya.locator(".error-list")).to_be_focused()
    assert maya.title().startswith("Error:")
    forgive(maya)  # a browser counts the status 422 as an error


def test_all_of_it_works_without_a_script(browser: Browser, site, tmp_path):
    visitor = browser.new_context(java_script_enabled=False)
    page = visitor.new_page()
    enter(page, site, "Maya Okonkwo")
    page.goto(f"{site}/imports/new/")
    page.get_by_label("Choose the file, or drag it here").set_input_files(
        sign_ups(tmp_path, first=200, name="no-script.csv")
    )
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("Where the list is from").fill("A stall")
    page.get_by_role("button", name="Check the file").click()
    for _look in range(40):
        if page.get_by_role("heading", name="What this import would do").is_visible():
            break
        page.get_by_role("link", name="Look again").click()
    page.get_by_label("Show").select_option("new")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#preview tbody tr")).to_have_count(50)
    page.get_by_role("link", name="Next").click()
    expect(page.locator("#preview tbody tr")).to_have_count(10)
    page.get_by_role("link", name="Back to the import").click()
    page.get_by_role("button", name=re.compile("Ask to import")).click()
    expect(page.locator("main")).to_contain_text("A second person has to look at it")
    page.get_by_role("button", name="Give up this import").click()
    expect(page.locator("main")).to_contain_text("Nothing was written")
    visitor.close()


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_an_import_are_accessible_and_hold_still(someone, site, tmp_path, width, theme):
    page = someone("Maya Okonkwo", width, theme=theme)
    first = 1000 + width + (theme == "dark") * 100
    page.goto(f"{site}/imports/new/")
    look_at(page, f"import-file-{width}-{theme}")
    page.get_by_label("Choose the file, or drag it here").set_input_files(
        sign_ups(tmp_path, first=first, name=f"list-{first}.csv")
    )
    page.get_by_role("button", name="Upload").click()
    look_at(page, f"import-columns-{width}-{theme}")
    page.get_by_label("Where the list is from").fill("A stall")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="What this import would do")).to_be_visible(
        timeout=SECONDS_OF_WORK
    )
    look_at(page, f"import-check-{width}-{theme}")
    page.get_by_role("button", name="Give up this import").click()
    page.goto(f"{site}/imports/")
    look_at(page, f"imports-{width}-{theme}")


def look_at(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    assert_accessible(page)
    assert layout_shift(page) < 0.05, name
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"{name} is {overflow} px wider than the screen"
    take_picture(page, name)
