"""From an empty server to an organisation at work: invited, let in, limited, closed out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible, take_picture
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.real_site import RealSite, real_site
from tests.totp import code_now

pytestmark = pytest.mark.slow

A_SHIFT = """
from datetime import timedelta
from django.utils import timezone
from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.scope import scope
from groundswell.apps.events.models import Event, Shift
from groundswell.apps.places.models import AreaNode
from tests.factories import elections
organisation = Organisation.objects.get()
with scope(organisation.pk):
    seat = elections.seat(name="Gower")
    AreaNode.objects.filter(code="gower").update(area=seat.area)
    event = Event(organisation=organisation, seat=seat, name="Canvassing", venue="Library steps",
                  lon=-4.0, lat=51.6, host_name="Ewan")
    event.save()
    begins = timezone.now() + timedelta(days=2)
    Shift(organisation=organisation, event=event, slot="sat-am", starts_at=begins,
          ends_at=begins + timedelta(hours=3), places=20).save()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with real_site(tmp_path_factory.mktemp("real")) as site:
        yield site


def accept(page: Page, server: RealSite, link: str, name: str, email: str) -> None:
    """Take up an invitation and log in with the code that comes by mail."""
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(server.code_for(email))
    page.get_by_role("button", name="Log in").click()


def use_virtual_authenticator(page: Page) -> None:
    """Give the browser a finger that it knows."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def add_passkey(page: Page) -> None:
    use_virtual_authenticator(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What it is called").fill("laptop")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="I have kept them").click()


def add_app(page: Page) -> str:
    """Set up an authenticator app; its secret."""
    page.get_by_role("link", name="Set up an app").click()
    assert_accessible(page)
    secret = page.locator("#secret").inner_text().strip()
    page.get_by_label("Code from your app").fill(code_now(secret))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have kept them").click()
    return secret


def test_a_union_of_two_sets_itself_up_lets_somebody_in_and_closes_the_door(
    server: RealSite, page_at: Callable[..., Page]
):
    ada = set_up_by_two(server, page_at)
    make_areas_and_give_a_role(ada, server)
    cai = see_one_area_only(server, page_at)
    remove(ada, cai, server)
    come_back_by_passkey_alone(ada, server)


def set_up_by_two(server: RealSite, page_at: Callable[..., Page]) -> Page:
    """Ada's role opens nothing before she has a second factor; Ben decides what is kept."""
    made = server.command(
        "organisation", "create", "--name", "Dockers’ Union", "--slug", "dockers",
        "--organiser", "ada@example.org", "--data-officer", "ben@example.org",
    )  # fmt: skip
    links = {one["email"]: one["link"] for one in made["invitations"]}

    ada = page_at(LAPTOP)
    accept(ada, server, links["ada@example.org"], "Ada Quinn", "ada@example.org")
    expect(ada.get_by_text("Your role needs one")).to_be_visible()
    add_passkey(ada)
    ada.goto(f"{server.address}/set-up/")
    expect(ada.locator("main")).to_contain_text("Next: A data officer has taken up the role")
    assert_accessible(ada)
    take_picture(ada, "set-up-laptop")

    # Ben, on a phone, with an app.
    ben = page_at(PHONE)
    accept(ben, server, links["ben@example.org"], "Ben Osei", "ben@example.org")
    add_app(ben)
    ben.goto(f"{server.address}/set-up/")
    expect(ben.locator("main")).to_contain_text("Next: The data officer has chosen")
    assert_accessible(ben)
    ben.get_by_role("link", name="Choose what is kept").click()
    ben.get_by_role("radio").first.check()
    ben.locator("main form button[type=submit]").first.click()

    ada.reload()
    ada.get_by_role("button", name="Finish set-up").click()
    expect(ada.get_by_text("Set-up is finished")).to_be_visible()
    return ada


def make_areas_and_give_a_role(ada: Page, server: RealSite) -> None:
    ada.goto(f"{server.address}/areas/")
    ada.get_by_label("A list, one area in a line").fill("Wales\n  Gower\n  Cardiff\nScotland")
    ada.get_by_role("button", name="Add the list").click()
    expect(ada.locator("main")).to_contain_text("4 areas added")
    ada.goto(f"{server.address}/access/give/")
    ada.get_by_label("E-mail address").fill("cai@example.org")
    ada.get_by_label("Role").select_option("regional")
    ada.get_by_label("Limited to").select_option("area:/wales/")
    ada.get_by_label("Why").fill("runs the branch")
    ada.get_by_role("button", name="Give this role").click()
    expect(ada.get_by_text("The invitation is on its way")).to_be_visible()
    assert_accessible(ada)


def see_one_area_only(server: RealSite, page_at: Callable[..., Page]) -> Page:
    cai = page_at(LAPTOP)
    link = server.link_for("cai@example.org", about="offers you")
    cai.goto(link)
    expect(cai.locator("main")).to_contain_text("Wales")
    accept(cai, server, link, "Cai Rees", "cai@example.org")
    add_app(cai)
    cai.goto(f"{server.address}/access/")
    expect(cai.locator("main")).to_contain_text("Cai Rees")
    expect(cai.locator("main")).not_to_contain_text("Ben Osei")
    expect(cai.get_by_role("link", name="Set-up")).to_have_count(0)
    return cai


def remove(ada: Page, cai: Page, server: RealSite) -> None:
    """His next click finds the door closed."""
    ada.goto(f"{server.address}/access/")
    assert_accessible(ada)
    take_picture(ada, "access-laptop")
    ada.get_by_role("link", name="Cai Rees").click()
    ada.get_by_role("link", name="Remove this person").click()
    ada.get_by_role("button", name="Remove Cai Rees").click()
    expect(ada.get_by_text("Cai Rees is out")).to_be_visible()
    cai.reload()
    expect(cai).to_have_url(re.compile("/log-in/"))


def come_back_by_passkey_alone(ada: Page, server: RealSite) -> None:
    ada.get_by_label("Your account").first.click()
    ada.get_by_role("link", name="Log-ins").click()
    expect(ada.get_by_text("this one", exact=True)).to_be_visible()
    ada.get_by_label("Your account").first.click()
    ada.get_by_role("button", name="Log out").click()
    ada.goto(f"{server.address}/log-in/")
    assert_accessible(ada)
    ada.get_by_role("button", name="Log in with a passkey").click()
    expect(ada.get_by_label("Your account").first).to_be_visible()
    expect(ada).not_to_have_url(re.compile("log-in"))


def test_a_link_for_one_shift_shows_that_shift_and_nothing_else(
    server: RealSite, page_at: Callable[..., Page]
):
    server.python(A_SHIFT)
    # Ben’s union needs an organiser; the one of the first journey is at her own laptop.
    link = server.command(
        "organisation", "invite", "dockers", "eva@example.org", "--role", "national"
    )["link"]
    eva = page_at(LAPTOP)
    accept(eva, server, link, "Eva Lund", "eva@example.org")
    add_app(eva)
    eva.goto(f"{server.address}/access/shift-link/")
    eva.get_by_label("Shift").select_option(index=0)
    eva.get_by_label("Name").fill("Dan")
    eva.get_by_label("E-mail address").fill("dan@example.org")
    eva.get_by_role("button", name="Send the link").click()
    expect(eva.get_by_text("The link is on its way")).to_be_visible()

    dan = page_at(PHONE)
    dan.goto(server.link_for("dan@example.org", about="when, where and whom to ask"))
    assert_accessible(dan)
    dan.get_by_role("button", name="Show my shift").click()
    expect(dan.get_by_role("heading", name="Canvassing")).to_be_visible()
    expect(dan.locator("main")).to_contain_text("Library steps")
    assert_accessible(dan)
    take_picture(dan, "your-shift-phone")
    for path in ("/access/", "/account/sessions/", "/set-up/"):
        assert dan.request.get(f"{server.address}{path}").status == 404


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_before_a_log_in_are_clean_at_any_width(server, page_at, width, theme):
    page = page_at(width, theme=theme)
    page.goto(f"{server.address}/log-in/")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
