"""A list leaves the demo, in a real browser: asked, agreed to, waited for, fetched once, traced."""

import csv
import io
import re
import sqlite3
import time
from pathlib import Path

import pytest
import pyzipper
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible, forgive, layout_shift, take_picture
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.demo_site import demo

pytestmark = pytest.mark.slow
# A worker looks every half minute for what was put off; then it has to write the file.
SECONDS_TO_WRITE = 90


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="module")
def site(home):
    with demo(home) as address:
        agree_all(home)
        yield address


@pytest.fixture
def someone(site, page_at):
    """Opens a page, logged in as one of the demo's people."""

    def log_in(name: str, width: int = LAPTOP, **look) -> Page:
        page = page_at(width, **look)
        page.goto(site)
        page.get_by_role("button", name=re.compile(name)).click()
        page.wait_for_load_state()
        return page

    return log_in


def database(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / "groundswell.sqlite3", timeout=30)


def agree_all(home: Path) -> None:
    """Have the demo's volunteers keep a ground other than consent, so that they may be asked."""
    with database(home) as rows:
        rows.execute("UPDATE privacy_dataset SET basis = 'contract'")


def let_the_wait_be_over(home: Path) -> None:
    """Ten minutes are too long for a test: the clock is put forward for what waits."""
    with database(home) as rows:
        rows.execute("UPDATE people_export SET not_before = '2020-01-01 00:00:00'")
        rows.execute("UPDATE django_q_schedule SET next_run = '2020-01-01 00:00:00'")


def ask(page: Page, site: str) -> None:
    page.goto(f"{site}/exports/new/")
    page.get_by_label("How they will be reached").select_option("email")
    page.get_by_label("Kind of file", exact=True).select_option("csv")
    page.get_by_label("What it is for").fill("Letters on the bus cuts, by the office")
    page.get_by_role("button", name="Ask for it").click()
    expect(page.get_by_role("heading", name=re.compile("A list of [0-9,]+ people"))).to_be_visible()


def test_a_list_leaves_with_two_people_a_wait_and_a_trace(someone, site, home, tmp_path):
    maya = someone("Maya Okonkwo")
    maya.get_by_role("link", name="Exports").first.click()
    ask(maya, site)
    expect(maya.locator("main")).to_contain_text("A second person has to agree")
    n = int(re.sub(r"\D", "", maya.locator("h1").inner_text()))

    ines = someone("Inês Carvalho")
    ines.goto(maya.url)
    ines.get_by_role("button", name="Agree that it leaves").click()
    expect(ines.locator("main")).to_contain_text("any of them can stop it")

    let_the_wait_be_over(home)
    until = time.monotonic() + SECONDS_TO_WRITE
    while time.monotonic() < until and "The file is ready" not in maya.locator("main").inner_text():
        time.sleep(2)
        maya.reload()
    maya.get_by_role("button", name="Show the pass phrase, once").click()
    phrase = maya.locator(".pass-phrase").inner_text().strip()
    with maya.expect_download() as got:
        maya.get_by_role("button", name="Fetch the file, once").click()
    rows = rows_in(Path(got.value.path()), phrase)
    assert len(rows) == n
    assert set(rows[0]) == {"First name", "Last name", "E-mail", "Postcode"}

    maya.goto(maya.url.split("/pass-phrase")[0])
    expect(maya.locator("main")).to_contain_text("The file is deleted here")

    found = tmp_path / "found-on-a-train.csv"
    with found.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows[:400])
    noor = someone("Noor Haddad")
    noor.goto(f"{site}/exports/trace/")
    noor.get_by_label("The list that turned up").set_input_files(found)
    noor.get_by_role("button", name="Look").click()
    expect(noor.locator("main")).to_contain_text("It came from export 1")


def test_a_data_officer_stops_a_list_during_its_wait(someone, site):
    maya = someone("Maya Okonkwo")
    ask(maya, site)
    ines = someone("Inês Carvalho")
    ines.goto(maya.url)
    ines.get_by_role("button", name="Agree that it leaves").click()
    noor = someone("Noor Haddad")
    noor.goto(maya.url)
    noor.get_by_label(re.compile("^Why")).fill("Not agreed with the members")
    noor.get_by_role("button", name="Stop this export").click()
    maya.reload()
    expect(maya.locator("main")).to_contain_text("Stopped by Noor Haddad")
    expect(maya.locator("main")).to_contain_text("Not agreed with the members")


def test_a_list_without_a_purpose_is_answered_above_the_form(someone, site):
    maya = someone("Maya Okonkwo")
    maya.goto(f"{site}/exports/new/")
    maya.get_by_role("button", name="Ask for it").click()
    expect(maya.locator(".error-list")).to_be_focused()
    assert maya.title().startswith("Error:")
    forgive(maya)  # a browser counts the status 422 as an error


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_exports_are_accessible_and_hold_still(someone, site, width, theme):
    page = someone("Maya Okonkwo", width, theme=theme)
    ask(page, site)
    for path in (page.url, f"{site}/exports/", f"{site}/exports/new/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
        assert layout_shift(page) < 0.05, path
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{path} is {overflow} px wider than the screen"
        name = "export" if path not in (f"{site}/exports/", f"{site}/exports/new/") else path
        take_picture(
            page, f"{name.removeprefix(site).strip('/').replace('/', '-')}-{width}-{theme}"
        )


def rows_in(path: Path, phrase: str) -> list[dict[str, str]]:
    with pyzipper.AESZipFile(path) as archive:
        archive.setpassword(phrase.encode())
        (name,) = archive.namelist()
        return list(csv.DictReader(io.StringIO(archive.read(name).decode())))
