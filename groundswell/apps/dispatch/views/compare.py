"""Two plans side by side."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from groundswell.apps.accounts.access import access
from groundswell.apps.accounts.requests import Request
from groundswell.apps.dispatch import queries


@access("plan.read")
@require_safe
def compare_plans(request: Request) -> HttpResponse:
    """What differs between two finished plans; without two, the newest two."""
    finished = queries.plans().filter(made_at__isnull=False)
    shown: dict[str, Any] = {"plans": list(finished[: queries.MOST_TO_CHOOSE])}
    if "a" in request.GET or "b" in request.GET:
        a = get_object_or_404(finished, pk=_key(request, "a"))
        b = get_object_or_404(finished, pk=_key(request, "b"))
    elif len(shown["plans"]) > 1:
        b, a = shown["plans"][:2]
    else:
        return render(request, "dispatch/compare.html", shown)
    shown["compared"] = queries.compare(a, b)
    return render(request, "dispatch/compare.html", shown)


def _key(request: Request, name: str) -> UUID:
    """The plan's key in the address; what is no key is no plan."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        raise Http404 from None
