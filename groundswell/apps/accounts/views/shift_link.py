"""The page that a link for one shift leads to, before it is used up."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.apps.accounts import actions
from groundswell.apps.accounts.access import public
from groundswell.apps.accounts.requests import Request
from groundswell.apps.accounts.sessions import remember_session
from groundswell.apps.accounts.working import LIMITED_TO
from groundswell.errors import InputError

AGAIN_AFTER = timedelta(minutes=2)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: Request, pk: UUID, token: str) -> HttpResponse:
    """One button opens the shift. Programs that look at links in letters don't press buttons."""
    if request.method != "POST":
        return render(request, "accounts/shift_link.html", {"pk": pk})
    try:
        granted = actions.open_shift_link(grant_id=pk, token=token)
    except InputError as refused:
        shown = {"pk": pk, "wrong": str(refused)}
        return render(request, "accounts/shift_link.html", shown, status=422)
    if request.user.is_authenticated:
        logout(request)
    login(request, granted.subject, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[LIMITED_TO] = str(granted.pk)
    request.session.set_expiry(granted.valid_until)
    remember_session(request)
    return redirect("your-shift")


@public
@require_POST
def send_again(request: Request, pk: UUID) -> HttpResponse:
    """Post another link to whom the first one went. The answer is the same whoever asks."""
    if cache.add(f"shift-link-again:{pk}", True, AGAIN_AFTER.total_seconds()):
        actions.send_shift_link_again(grant_id=pk, site=request.build_absolute_uri("/"))
    return render(request, "accounts/shift_link.html", {"pk": pk, "was_sent": True})
