"""Every route of the site, read from the URL table itself."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any, str]]:
    """(pattern, view, name) of each route, through every include."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            view: Callable[..., Any] = entry.callback
            yield prefix + str(entry.pattern), view, entry.name or ""
