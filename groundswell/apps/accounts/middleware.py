"""Refuses every request whose view has no rule, or whose rule the reader doesn't meet."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from groundswell.apps.accounts import second_factor
from groundswell.apps.accounts.access import Rule, rule_of
from groundswell.apps.accounts.doors import reach_in
from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.requests import Request
from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.third_party import THIRD_PARTY_RULES
from groundswell.apps.accounts.working import (
    grants_at_hand,
    is_limited,
    of_chosen_organisation,
    organisations_of,
)
from groundswell.errors import GroundswellError

Answer = Callable[[HttpRequest], HttpResponse]
# What a log-in by a link for one shift may open besides that shift.
OPEN_TO_LINKS = {"account_logout"}


class AccessMiddleware:
    """The first wall. What the reader may not see is not found, rather than forbidden."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = cast(Request, plain)
        request.grants, request.organisations = [], []
        # The scope that a rule enters ends with the request, whatever happens in between.
        with ExitStack() as request.scopes:
            response = self.get_response(request)
        if request.user.is_authenticated:
            # A shared computer must not show yesterday's page to tomorrow's user.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: Request, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        rule = rule_of(view) or THIRD_PARTY_RULES.get(name)
        if rule is None:
            raise Http404
        if rule.kind == "public":
            return None
        if rule.kind == "public-organisation":
            self._work_in(request, _open_organisation(kwargs["organisation"]))
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if is_limited(request) and rule.kind != "permission" and name not in OPEN_TO_LINKS:
            raise Http404
        self._enter(request)
        if rule.kind == "operator" and not request.user.is_operator:
            raise Http404
        if rule.kind == "permission":
            request.reach = reach_in(request.grants, rule)
            if request.reach.is_empty:
                raise Http404
        if rule.kind in ("permission", "operator") and not settings.DEMO:
            return _ask_for_second_factor(request, rule)
        return None

    def _enter(self, request: Request) -> None:
        """Find the reader's live grants, and the organisation they are working in."""
        everywhere = grants_at_hand(request)
        request.organisations = organisations_of(everywhere)
        request.grants = of_chosen_organisation(request, everywhere)
        if request.grants:
            self._work_in(request, request.grants[0].organisation)

    @staticmethod
    def _work_in(request: Request, organisation: Organisation) -> None:
        """Read this organisation's rows, and show times as its clocks do."""
        request.organisation = organisation
        request.scopes.enter_context(scope(organisation.pk))
        request.scopes.enter_context(timezone.override(organisation.time_zone))


def _open_organisation(slug: str) -> Organisation:
    """An organisation by its short name; while it is being set up it has no public pages."""
    return get_object_or_404(Organisation, slug=slug, set_up_at__isnull=False)


def _ask_for_second_factor(request: Request, rule: Rule) -> HttpResponse | None:
    """Send to the page where one is set up, or shown again, if the rule or the role wants it."""
    if is_limited(request):
        return None
    needs = second_factor.needs_one(request.user, request.grants)
    if needs and not second_factor.was_shown(request) and not second_factor.has_one(request.user):
        return _to(request, "second-factor")
    if not rule.recent or second_factor.was_shown(request, within=second_factor.RECENT_SECONDS):
        return None
    if needs or second_factor.has_one(request.user):
        return _to(request, "mfa_reauthenticate")
    return None  # A host or a team leader without one: the code by mail has to do.


def _to(request: Request, route: str) -> HttpResponse:
    """Go there, and come back after; a form that was sent is gone back to, not sent again."""
    back = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        came_from = urlsplit(request.headers.get("Referer", ""))
        back = came_from.path if came_from.netloc == request.get_host() else "/"
    address = f"{reverse(route)}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


class ErrorMiddleware:
    """Turns an error that a person can act on into a page that says so."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, GroundswellError):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
        return render(request, "error.html", {"text": str(error)}, status=422)
