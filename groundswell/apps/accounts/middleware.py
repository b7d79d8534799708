"""Refuses every request whose view has no rule, or whose rule the reader doesn't meet."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from groundswell.apps.accounts.access import Rule, rule_of
from groundswell.apps.accounts.models import Organisation
from groundswell.apps.accounts.queries import live_grants
from groundswell.apps.accounts.reach import Reach, reach_of
from groundswell.apps.accounts.requests import Request
from groundswell.apps.accounts.scope import scope
from groundswell.apps.accounts.third_party import THIRD_PARTY_RULES
from groundswell.errors import GroundswellError

Answer = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """The first wall. What the reader may not see is not found, rather than forbidden."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = cast(Request, plain)
        request.grants = []
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
        rule = rule_of(view) or THIRD_PARTY_RULES.get(match.view_name if match else "")
        if rule is None:
            raise Http404
        if rule.kind == "public":
            return None
        if rule.kind == "public-organisation":
            self._work_in(request, get_object_or_404(Organisation, slug=kwargs["organisation"]))
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self._enter(request)
        if rule.kind == "operator" and not request.user.is_operator:
            raise Http404
        if rule.kind == "permission":
            request.reach = _reach(request, rule)
        return None

    def _enter(self, request: Request) -> None:
        """Find the reader's live grants, and the organisation they are working in."""
        grants = list(live_grants(request.user, at=timezone.now()))
        if not grants:
            return
        chosen = request.session.get("organisation")
        of_choice = [grant for grant in grants if str(grant.organisation_id) == chosen]
        first = (of_choice or grants)[0].organisation
        request.grants = [grant for grant in grants if grant.organisation_id == first.pk]
        self._work_in(request, first)

    @staticmethod
    def _work_in(request: Request, organisation: Organisation) -> None:
        """Read this organisation's rows, and show times as its clocks do."""
        request.organisation = organisation
        request.scopes.enter_context(scope(organisation.pk))
        request.scopes.enter_context(timezone.override(organisation.time_zone))


def _reach(request: Request, rule: Rule) -> Reach:
    """How far the reader may look in this view; not found if nowhere."""
    held = reach_of(request.grants, rule.permission)
    reach = Reach(
        whole=held.whole,
        areas=held.areas if "area" in rule.within else frozenset(),
        events=held.events if "event" in rule.within else frozenset(),
        shifts=held.shifts if "shift" in rule.within else frozenset(),
        teams=held.teams if "team" in rule.within else frozenset(),
    )
    if reach.is_empty:
        raise Http404
    return reach


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
