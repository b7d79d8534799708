"""The front door: where a reader goes first, and how a demo lets them in."""

from django.conf import settings
from django.contrib.auth import login
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from groundswell.apps.accounts import queries
from groundswell.apps.accounts.access import public, signed_in
from groundswell.apps.accounts.doors import may_open
from groundswell.apps.accounts.models import User
from groundswell.apps.accounts.requests import Request
from groundswell.apps.accounts.sessions import remember_session
from groundswell.apps.accounts.working import CHOSEN, grants_at_hand, of_chosen_organisation

LOOPBACK = {"127.0.0.1", "::1"}
# Where a reader goes first: the first of these that their roles open.
FIRST_PAGES = ("forecast", "people", "privacy", "access", "your-shift")


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Whoever has a role goes to its first page; everybody else sees whose server this is."""
    if request.user.is_authenticated:
        grants = of_chosen_organisation(request, grants_at_hand(request))
        if grants and not grants[0].organisation.is_set_up and may_open(grants, "set-up"):
            return redirect("set-up")
        first = next((route for route in FIRST_PAGES if may_open(grants, route)), None)
        if first is None and getattr(request.user, "is_operator", False):
            first = "operator"
        if first:
            return redirect(first)
    return render(request, "accounts/home.html", {"organisations": queries.organisations_at_work()})


@public
@require_POST
def demo_log_in(request: HttpRequest) -> HttpResponse:
    """One click, no code: in a demo, from this very machine, as a made-up person."""
    host = request.get_host().rsplit(":", 1)[0]
    if (
        not settings.DEMO
        or request.META.get("REMOTE_ADDR") not in LOOPBACK
        or host not in ("localhost", "127.0.0.1")
    ):
        raise Http404
    user = get_object_or_404(User, email=request.POST.get("email", ""), is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    remember_session(request)
    return redirect("home")


@signed_in
@require_POST
def choose_organisation(request: Request) -> HttpResponse:
    """Work in another of the reader's organisations from now on."""
    chosen = request.POST.get("organisation", "")
    if chosen not in {str(one.pk) for one in request.organisations}:
        raise Http404
    request.session[CHOSEN] = chosen
    return redirect("home")


@public
@require_GET
def livez(request: HttpRequest) -> HttpResponse:
    """This process answers. It touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@public
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """This process can reach its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
