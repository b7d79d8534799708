"""The front door: where a reader goes first, and how a demo lets them in."""

from django.conf import settings
from django.contrib.auth import login
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from groundswell.apps.accounts import queries
from groundswell.apps.accounts.access import public
from groundswell.apps.accounts.models import User

LOOPBACK = {"127.0.0.1", "::1"}


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who may see the forecast goes there; everybody else sees whose server this is."""
    if request.user.is_authenticated:
        grants = list(queries.live_grants(request.user, at=timezone.now()))
        if queries.has_permission(grants, "forecast.read"):
            return redirect("forecast")
    return render(request, "accounts/home.html", {"organisations": queries.organisations()})


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
