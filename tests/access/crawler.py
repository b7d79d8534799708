"""Walks the site as somebody would who follows every link and sends every form once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.access.calls import TOKEN
from tests.access.world import undone

MOST_PAGES = 600
# Of one route and one set of parameters, so many: a thousand seats have one page between them.
MOST_OF_A_KIND = 4
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LINKS = ("href", "hx-get", "data-map-url", "data-url", "action", "src")


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in LINKS if given.get(name) and tag != "form"]
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        if not self.forms:
            return
        fields = self.forms[-1].fields
        if tag == "select":
            self._select = given.get("name", "")
        if tag == "option" and self._select and ("selected" in given or self._select not in fields):
            fields[self._select] = given.get("value", "")
        if tag in ("input", "textarea", "button") and given.get("name"):
            is_choice = given.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in given or given["name"] not in fields:
                fields[given["name"]] = given.get("value", "") or ("on" if is_choice else "")


@dataclass(frozen=True)
class Visit:
    """One address that was asked for, and the answer."""

    address: str
    route: str
    response: HttpResponse
    was_sent: bool = False

    @property
    def text(self) -> str:
        if self.response.streaming:
            return b"".join(self.response.streaming_content).decode(errors="replace")
        return self.response.content.decode(errors="replace")


def crawl(client: Client, starts: list[str]) -> Iterator[Visit]:
    """Every page, feed and form within reach, each once."""
    client.cookies["csrftoken"] = TOKEN
    waiting = [(start, None) for start in starts]
    seen: set[tuple[str, str]] = set()
    often: dict[tuple[str, ...], int] = {}
    while waiting and len(seen) < MOST_PAGES:
        address, form = waiting.pop(0)
        kind = _kind(address, form)
        key = (address, form.method if form else "get")
        if kind is None or key in seen or often.get(kind, 0) >= MOST_OF_A_KIND:
            continue
        seen.add(key)
        often[kind] = often.get(kind, 0) + 1
        visit = _visit(client, address, form, route=kind[0])
        yield visit
        waiting += [(urljoin(address, link), form) for link, form in _found(visit)]


def _kind(address: str, form: Form | None) -> tuple[str, ...] | None:
    """Which route an address leads to, with which parameters; None if it leaves the site."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme or not parts.path.startswith("/"):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    names = sorted(re.findall(r"(?:^|&)(\w+)=", parts.query))
    return (match.view_name, form.method if form else "get", *names)


def _visit(client: Client, address: str, form: Form | None, *, route: str) -> Visit:
    cache.clear()
    with undone():
        if form and form.method == "post":
            fields = {k: v for k, v in form.fields.items() if k != "csrfmiddlewaretoken"}
            response = client.post(address, fields, headers={"X-CSRFToken": TOKEN})
        else:
            response = client.get(address, form.fields if form else None)
    return Visit(address, route, response, was_sent=bool(form and form.method == "post"))


def _found(visit: Visit) -> Iterator[tuple[str, Form | None]]:
    if "Location" in visit.response.headers:
        yield visit.response.headers["Location"], None
    if not visit.response.headers.get("Content-Type", "").startswith("text/html"):
        return
    page = Page(visit.text)
    for link in page.links:
        yield link.split("#")[0] or visit.address, None
    for form in page.forms:
        # Logging out would end the walk.
        if "log-out" not in form.action:
            yield form.action or visit.address, form
